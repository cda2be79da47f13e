#include "server/routes/file_name.h"

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::server {
namespace {

constexpr std::size_t kMostCharacters = 40;

bool isPlain(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// Letters beyond ASCII start here; below are punctuation and the controls of Latin-1.
bool isForeignLetter(char32_t c) {
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0xE000 && c <= 0xF8FF) && c < 0xF0000;
}

std::string encoded(std::string_view text) {
    std::string percent;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        percent += isPlain(byte) ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return percent;
}

}  // namespace

http::Header attachment(std::string_view text, std::string_view otherwise, std::string_view extension) {
    std::string plain;
    std::string full;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size() && characters < kMostCharacters && !utf8::firstInvalid(text);) {
        const char32_t c = utf8::next(text, i);
        if (isPlain(c) || isForeignLetter(c)) {
            utf8::append(full, c);
            plain.push_back(isPlain(c) ? static_cast<char>(c) : '_');
            ++characters;
        } else if (!full.empty() && full.back() != ' ') {
            full.push_back(' ');
            plain.push_back(' ');
        }
    }
    while (full.ends_with(' ')) {
        full.pop_back();
        plain.pop_back();
    }
    if (full.empty()) {
        full = plain = otherwise;
    }
    return {"Content-Disposition",
            fmt::format("attachment; filename=\"{0}.{1}\"; filename*=UTF-8''{2}.{1}", plain, extension, encoded(full))};
}

}  // namespace parlando::server
