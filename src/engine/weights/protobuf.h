#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace parlando::engine {

// Reads a protocol-buffers message field by field out of a file that may be far larger than what is wanted of it
// (protobuf.dev, "Encoding"). Nothing is believed: every length stays inside its message, no number is longer than it
// can be, groups (which nobody writes any more) are refused.
class ProtobufFile {
public:
    struct Span {  // of bytes in the file
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::uint64_t size() const { return end - begin; }
    };
    struct Field {
        std::uint64_t number = 0;
        enum class Kind { varint, fixed32, fixed64, bytes } kind = Kind::varint;
        std::uint64_t value = 0;  // of a varint
        Span span;                // of everything else
    };

    explicit ProtobufFile(FileReader file) : m_file(std::move(file)) {}

    const FileReader& file() const { return m_file; }
    Span all() const { return {0, m_file.size()}; }

    // The field at the start of `rest`, which is taken off; nothing if `rest` is empty.
    Result<std::optional<Field>> next(Span& rest);
    // The same for the numbers of a packed list.
    Result<std::uint64_t> varint(Span& rest);
    // A text of at most `limit` bytes.
    Result<std::string> text(const Span& span, std::uint64_t limit);

private:
    Result<unsigned char> byteAt(std::uint64_t offset);

    FileReader m_file;
    std::string m_window;  // a part of the file
    std::uint64_t m_windowStart = 0;
};

}  // namespace parlando::engine
