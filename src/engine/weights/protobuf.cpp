#include "engine/weights/protobuf.h"

#include <algorithm>
#include <span>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::engine {
namespace {

constexpr std::uint64_t kWindowBytes = std::uint64_t{16} << 10;
constexpr int kLongestVarint = 10;

}  // namespace

Result<unsigned char> ProtobufFile::byteAt(std::uint64_t offset) {
    if (offset < m_windowStart || offset >= m_windowStart + m_window.size()) {
        m_window.resize(std::min(kWindowBytes, m_file.size() - offset));
        m_windowStart = offset;
        PARLANDO_TRY(m_file.readAt(offset, std::as_writable_bytes(std::span(m_window))));
    }
    return static_cast<unsigned char>(m_window[offset - m_windowStart]);
}

Result<std::uint64_t> ProtobufFile::varint(Span& rest) {
    const std::uint64_t start = rest.begin;
    std::uint64_t value = 0;
    for (int i = 0; i < kLongestVarint && rest.size() > 0; ++i) {
        PARLANDO_TRY_ASSIGN(const unsigned char byte, byteAt(rest.begin++));
        if (i == kLongestVarint - 1 && byte > 1) {
            break;
        }
        value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
        if ((byte & 0x80) == 0) {
            return value;
        }
    }
    return failure(ErrorCode::corrupt, fmt::format("byte {}: a number is too long or cut off", start));
}

Result<std::optional<ProtobufFile::Field>> ProtobufFile::next(Span& rest) {
    if (rest.size() == 0) {
        return std::nullopt;
    }
    const std::uint64_t start = rest.begin;
    PARLANDO_TRY_ASSIGN(const std::uint64_t tag, varint(rest));
    Field field;
    field.number = tag >> 3;
    std::uint64_t length = 0;
    switch (tag & 7) {
        case 0: {
            PARLANDO_TRY_ASSIGN(field.value, varint(rest));
            break;
        }
        case 1:
            field.kind = Field::Kind::fixed64;
            length = 8;
            break;
        case 2: {
            field.kind = Field::Kind::bytes;
            PARLANDO_TRY_ASSIGN(length, varint(rest));
            break;
        }
        case 5:
            field.kind = Field::Kind::fixed32;
            length = 4;
            break;
        default:
            return failure(ErrorCode::corrupt,
                           fmt::format("byte {}: field {} has the unknown type {}", start, field.number, tag & 7));
    }
    if (field.number == 0) {
        return failure(ErrorCode::corrupt, fmt::format("byte {}: a field has the number 0", start));
    }
    if (length > rest.size()) {
        return failure(ErrorCode::corrupt,
                       fmt::format("byte {}: field {} has {} bytes, only {} are there; the file may be incomplete",
                                   start, field.number, length, rest.size()));
    }
    field.span = {rest.begin, rest.begin + length};
    rest.begin += length;
    return field;
}

Result<std::string> ProtobufFile::text(const Span& span, std::uint64_t limit) {
    if (span.size() > limit) {
        return failure(ErrorCode::resourceLimit, fmt::format("byte {}: a name has {} bytes; at most {} are accepted",
                                                             span.begin, span.size(), limit));
    }
    std::string text(span.size(), '\0');
    PARLANDO_TRY(m_file.readAt(span.begin, std::as_writable_bytes(std::span(text))));
    if (utf8::firstInvalid(text)) {
        return failure(ErrorCode::corrupt, fmt::format("byte {}: a name is not UTF-8", span.begin));
    }
    return text;
}

}  // namespace parlando::engine
