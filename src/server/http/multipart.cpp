#include "server/http/multipart.h"

#include <algorithm>

#include "base/utf8.h"
#include "server/http/message.h"

namespace parlando::http {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

auto malformed(const char* what) {
    return failure(ErrorCode::invalidInput, std::string("the form cannot be read: ") + what);
}

bool isBoundaryCharacter(char c) {
    constexpr std::string_view kMarks = "'()+_,-./:=?";  // RFC 2046, 5.1.1; the blank is for nobody
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

struct Parameter {
    std::string name;
    std::string value;
};

// Reads `; name=value` from the beginning of `rest`; a value may be in quotes. Nothing if it is malformed.
std::optional<Parameter> takeParameter(std::string_view& rest) {
    const auto equals = rest.find('=');
    if (!rest.starts_with(';') || equals == std::string_view::npos) {
        return std::nullopt;
    }
    Parameter parameter{std::string(trimmed(rest.substr(1, equals - 1))), {}};
    rest.remove_prefix(equals + 1);
    if (!rest.starts_with('"')) {
        const auto end = std::min(rest.find(';'), rest.size());
        parameter.value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return parameter;
    }
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest = trimmed(rest.substr(i + 1));
            return parameter;
        }
        // Browsers escape only the quote, and with %22; others use a backslash, Windows paths do not.
        i += rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\') ? 1 : 0;
        parameter.value.push_back(rest[i]);
    }
    return std::nullopt;
}

// "form-data; name="file"; filename="a.zip"".
Result<> readDisposition(std::string_view value, Part& part) {
    auto rest = value.substr(std::min(value.find(';'), value.size()));
    if (!equalIgnoringCase(trimmed(value.substr(0, value.size() - rest.size())), "form-data")) {
        return malformed("a part is not form-data");
    }
    std::optional<std::string> name;
    while (!rest.empty()) {
        auto parameter = takeParameter(rest);
        if (!parameter || parameter->name.empty() || utf8::firstInvalid(parameter->value)) {
            return malformed("a Content-Disposition is malformed");
        }
        auto* target = equalIgnoringCase(parameter->name, "name")       ? &name
                       : equalIgnoringCase(parameter->name, "filename") ? &part.fileName
                                                                        : nullptr;
        if (target == nullptr) {
            continue;  // filename*, which says the same again
        }
        if (*target) {
            return malformed("a part is named twice");
        }
        *target = std::move(parameter->value);
    }
    if (!name || name->empty()) {
        return malformed("a part has no name");
    }
    part.name = std::move(*name);
    return {};
}

Result<Part> readPartHead(std::string_view head) {
    Part part;
    bool named = false;
    while (!head.empty()) {
        const auto end = std::min(head.find("\r\n"), head.size());
        const auto line = head.substr(0, end);
        head.remove_prefix(std::min(end + 2, head.size()));
        const auto colon = line.find(':');
        const bool isText = std::ranges::all_of(
            line, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F); });
        if (colon == std::string_view::npos || !isText) {
            return malformed("a header of a part is malformed");
        }
        const auto name = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 1));
        if (equalIgnoringCase(name, "Content-Disposition")) {
            if (named) {
                return malformed("a part is named twice");
            }
            PARLANDO_TRY(readDisposition(value, part));
            named = true;
        } else if (equalIgnoringCase(name, "Content-Transfer-Encoding") && !equalIgnoringCase(value, "binary") &&
                   !equalIgnoringCase(value, "8bit")) {
            return malformed("a part is encoded; send it as it is");
        }
    }
    if (!named) {
        return malformed("a part has no Content-Disposition");
    }
    return part;
}

// The body, seen through a window of a block or two.
class Window {
public:
    explicit Window(const ByteSource& body) : m_body(body) {}

    std::uint64_t position() const { return m_offset + m_taken; }
    std::string_view text() const { return std::string_view(m_buffer).substr(m_taken); }
    void drop(std::size_t bytes) { m_taken += bytes; }
    bool atEnd() const { return m_offset + m_buffer.size() == m_body.size; }

    // Makes at least `wanted` bytes visible, or all that are left.
    Result<> fill(std::size_t wanted) {
        if (text().size() >= wanted || atEnd()) {
            return {};
        }
        m_buffer.erase(0, m_taken);
        m_offset += m_taken;
        m_taken = 0;
        const auto old = m_buffer.size();
        const auto left = m_body.size - m_offset - old;
        m_buffer.resize(old + static_cast<std::size_t>(std::min<std::uint64_t>(left, wanted - old)));
        return m_body.readAt(m_offset + old, std::as_writable_bytes(std::span(m_buffer).subspan(old)));
    }

private:
    const ByteSource& m_body;
    std::string m_buffer;
    std::uint64_t m_offset = 0;  // of the buffer in the body
    std::size_t m_taken = 0;
};

// Moves behind the next `delimiter` and gives the position where it began.
Result<std::uint64_t> passDelimiter(Window& window, std::string_view delimiter) {
    while (true) {
        PARLANDO_TRY(window.fill(kBlock));
        const auto found = window.text().find(delimiter);
        if (found != std::string_view::npos) {
            const auto position = window.position() + found;
            window.drop(found + delimiter.size());
            return position;
        }
        if (window.atEnd()) {
            return malformed("it ends within a part");
        }
        window.drop(window.text().size() - (delimiter.size() - 1));  // it may begin in what is left
    }
}

}  // namespace

std::optional<std::string> boundaryOf(std::string_view contentType) {
    auto rest = contentType.substr(std::min(contentType.find(';'), contentType.size()));
    if (!equalIgnoringCase(trimmed(contentType.substr(0, contentType.size() - rest.size())), "multipart/form-data")) {
        return std::nullopt;
    }
    std::optional<std::string> boundary;
    while (!rest.empty()) {
        auto parameter = takeParameter(rest);
        if (!parameter || (equalIgnoringCase(parameter->name, "boundary") && boundary)) {
            return std::nullopt;
        }
        if (equalIgnoringCase(parameter->name, "boundary")) {
            boundary = std::move(parameter->value);
        }
    }
    const bool usable = boundary && !boundary->empty() && boundary->size() <= kMaximumBoundary &&
                        std::ranges::all_of(*boundary, isBoundaryCharacter);
    return usable ? boundary : std::nullopt;
}

Result<std::vector<Part>> parseMultipart(const ByteSource& body, std::string_view boundary) {
    const std::string delimiter = "\r\n--" + std::string(boundary);
    Window window(body);
    std::vector<Part> parts;
    PARLANDO_TRY(window.fill(kBlock));
    if (!window.text().starts_with(std::string_view(delimiter).substr(2))) {
        return malformed("it does not begin with its boundary");
    }
    window.drop(delimiter.size() - 2);
    while (true) {
        PARLANDO_TRY(window.fill(kMaximumPartHead));
        if (window.text().starts_with("--")) {
            window.drop(2);
            PARLANDO_TRY(window.fill(3));
            const auto rest = window.text();
            return rest.empty() || rest == "\r\n" ? Result<std::vector<Part>>(std::move(parts))
                                                  : malformed("something comes behind its end");
        }
        const auto end = window.text().substr(0, kMaximumPartHead).find("\r\n\r\n");
        if (!window.text().starts_with("\r\n") || end == std::string_view::npos) {
            return malformed("a part does not begin with its headers, or they are too long");
        }
        if (parts.size() == kMaximumParts) {
            return malformed("it has too many parts");
        }
        PARLANDO_TRY_ASSIGN(auto part, readPartHead(window.text().substr(2, end > 2 ? end - 2 : 0)));
        window.drop(end + 4);
        part.offset = window.position();
        PARLANDO_TRY_ASSIGN(const auto behind, passDelimiter(window, delimiter));
        part.size = behind - part.offset;
        parts.push_back(std::move(part));
    }
}

}  // namespace parlando::http
