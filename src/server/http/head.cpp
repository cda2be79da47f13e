#include "server/http/head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parlando::http {
namespace {

using Outcome = std::optional<Rejection>;

Rejection bad(std::string message) {
    return {400, "bad_request", std::move(message), {}};
}

// RFC 9110, 5.6.2: what names of methods and headers consist of.
bool isToken(std::string_view text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kMarks.find(c) != std::string_view::npos;
    });
}

bool isVisibleAscii(char c) {
    return c > ' ' && c < 0x7F;
}

bool isFieldText(char c) {
    return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const auto first = text.find_first_not_of(kBlanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Outcome readRequestLine(std::string_view line, RequestHead& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return bad("the request line is not 'METHOD /path HTTP/1.1'");
    }
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    if (line.substr(last + 1) != "HTTP/1.1") {
        return bad("only HTTP/1.1 is spoken here");
    }
    constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (std::ranges::find(kMethods, method) == kMethods.end()) {
        return Rejection{501, "method_unknown", "this method is not supported", {}};
    }
    if (target.size() > kMaximumTarget) {
        return Rejection{414, "target_too_long", "the path is too long", {}};
    }
    if (!target.starts_with('/') || !std::ranges::all_of(target, isVisibleAscii) || target.find('#') != target.npos) {
        return bad("the path must begin with '/' and be percent-encoded");
    }
    const auto question = target.find('?');
    head.method = method;
    head.path = target.substr(0, question);
    head.query = question == target.npos ? std::string() : std::string(target.substr(question + 1));
    return std::nullopt;
}

Outcome readHeaderLine(std::string_view line, RequestHead& head) {
    if (line.size() > kMaximumHeaderLine || head.headers.size() == kMaximumHeaders) {
        return Rejection{431, "headers_too_large", "the headers are too long or too many", {}};
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) {
        return bad("a header line is not 'Name: value'");  // folded lines and blanks before the colon included
    }
    if (!std::ranges::all_of(line, isFieldText)) {
        return bad("a header holds a control character");
    }
    head.headers.push_back({std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    return std::nullopt;
}

// The values of all headers of that name.
std::vector<std::string_view> allOf(const RequestHead& head, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& header : head.headers) {
        if (equalIgnoringCase(header.name, name)) {
            values.push_back(header.value);
        }
    }
    return values;
}

Outcome readFraming(RequestHead& head) {
    const auto hosts = allOf(head, "Host");
    if (hosts.size() != 1) {
        return bad("exactly one Host header is needed");
    }
    head.host = hosts.front();
    if (!allOf(head, "Transfer-Encoding").empty()) {
        return Rejection{411, "length_required", "send the body with a Content-Length, not in chunks", {}};
    }
    if (!allOf(head, "Content-Encoding").empty()) {
        return Rejection{415, "encoding_not_supported", "send the body uncompressed", {}};
    }
    const auto lengths = allOf(head, "Content-Length");
    if (lengths.size() > 1) {
        return bad("more than one Content-Length");
    }
    if (lengths.size() == 1) {
        const auto text = lengths.front();
        std::uint64_t length = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
        if (error != std::errc() || end != text.data() + text.size()) {
            return bad("Content-Length is not a number");
        }
        head.length = length;
    }
    return std::nullopt;
}

Outcome checkUnsupported(const RequestHead& head) {
    for (const auto value : allOf(head, "Expect")) {
        if (!equalIgnoringCase(value, "100-continue")) {
            return Rejection{417, "expectation_failed", "only 'Expect: 100-continue' is known", {}};
        }
    }
    for (const auto value : allOf(head, "Range")) {
        if (value.size() > kMaximumRange || std::ranges::count(value, ',') > 3) {
            return Rejection{416, "range_not_supported", "at most four ranges", {}};
        }
    }
    return std::nullopt;
}

}  // namespace

tl::expected<RequestHead, Rejection> parseHead(std::string_view bytes) {
    RequestHead head;
    bool first = true;
    while (!bytes.empty()) {
        const auto end = bytes.find("\r\n");
        if (end == std::string_view::npos) {
            return tl::unexpected(bad("the head is not complete"));
        }
        const auto line = bytes.substr(0, end);
        bytes.remove_prefix(end + 2);
        if (line.empty()) {
            break;
        }
        // A lone CR or LF inside the line is a control character and refused by either reader.
        const Outcome refused = first ? readRequestLine(line, head) : readHeaderLine(line, head);
        if (refused) {
            return tl::unexpected(*refused);
        }
        first = false;
    }
    if (first) {
        return tl::unexpected(bad("there is no request line"));
    }
    if (auto refused = readFraming(head)) {
        return tl::unexpected(std::move(*refused));
    }
    if (auto refused = checkUnsupported(head)) {
        return tl::unexpected(std::move(*refused));
    }
    return head;
}

}  // namespace parlando::http
