#include "base/utf8.h"

#include <cstdint>

namespace parlando::utf8 {
namespace {

std::uint8_t byteAt(std::string_view text, std::size_t offset) {
    return static_cast<std::uint8_t>(text[offset]);
}

// Length in bytes of the sequence at `offset`, or 0 if it is not valid (Unicode 15, table 3-7).
std::size_t sequenceLength(std::string_view text, std::size_t offset) {
    const std::uint8_t lead = byteAt(text, offset);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : lead >= 0xE0 && lead <= 0xEF ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() - offset < length) {
        return 0;
    }
    const std::uint8_t second = byteAt(text, offset + 1);
    const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
        return 0;
    }
    for (std::size_t i = 2; i < length; ++i) {
        if ((byteAt(text, offset + i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

}  // namespace

std::optional<std::size_t> firstInvalid(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t length = sequenceLength(text, offset);
        if (length == 0) {
            return offset;
        }
        offset += length;
    }
    return std::nullopt;
}

char32_t next(std::string_view text, std::size_t& offset) {
    const std::uint8_t lead = byteAt(text, offset++);
    if (lead < 0x80) {
        return lead;
    }
    const int continuation = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    char32_t codePoint = lead & (0x3F >> continuation);
    for (int i = 0; i < continuation; ++i) {
        codePoint = codePoint << 6 | (byteAt(text, offset++) & 0x3Fu);
    }
    return codePoint;
}

void append(std::string& text, char32_t codePoint) {
    const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xC0 | codePoint >> 6);
        put(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
        put(0xE0 | codePoint >> 12);
        put(0x80 | (codePoint >> 6 & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    } else {
        put(0xF0 | codePoint >> 18);
        put(0x80 | (codePoint >> 12 & 0x3F));
        put(0x80 | (codePoint >> 6 & 0x3F));
        put(0x80 | (codePoint & 0x3F));
    }
}

std::u32string decode(std::string_view text) {
    std::u32string codePoints;
    codePoints.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        codePoints.push_back(next(text, offset));
    }
    return codePoints;
}

std::string encode(std::u32string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (const char32_t codePoint : text) {
        append(bytes, codePoint);
    }
    return bytes;
}

}  // namespace parlando::utf8
