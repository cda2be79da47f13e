#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/failure.h"

namespace parlando::net {

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;  // inclusive, as in HTTP
    bool operator==(const ByteRange&) const = default;
};

struct Request {
    std::string url;
    std::optional<ByteRange> range{};
    std::string ifRange{};                // a strong ETag: the range only if the file is still that one, else all of it
    std::optional<std::uint64_t> size{};  // of the whole file, where that is known
    std::uint64_t limit = 0;              // bytes that a body may have at most
};

// The head of an answer: the status and the fields, names in lower case.
struct Head {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;

    // Of a field that stands there once; nothing otherwise.
    std::optional<std::string> field(std::string_view name) const;
    std::size_t count(std::string_view name) const;
};

// Puts a head together from the lines that libcurl gives, without those of interim (1xx) answers and trailers.
class HeadReader {
public:
    // One line with or without its end. False if the head is larger than we accept.
    bool add(std::string_view line);
    bool complete() const { return m_complete; }
    const Head& head() const { return m_head; }

private:
    Head m_head;
    std::size_t m_bytes = 0;
    bool m_complete = false;
};

// What follows an acceptable head.
struct Body {
    enum class Kind { whole, range } kind = Kind::whole;
    std::uint64_t offset = 0;               // of its first byte in the file
    std::optional<std::uint64_t> length{};  // unknown if the server does not say and nobody knows the size
    std::string strongTag{};                // the ETag, if there is one that stands for exactly these bytes
};

// Whether the answer is one to this request. It believes nothing that it can compare: a range must begin where it was
// asked for and lie within it, sizes must agree with each other and with what is known, and the body must be the
// file itself (no compression, no multipart, no page of a captive portal).
Outcome<Body> checkHead(const Request& request, const Head& head, std::chrono::system_clock::time_point now);

// "bytes 0-99/1000": the range and the size; nothing if malformed.
struct ContentRange {
    ByteRange range;
    std::optional<std::uint64_t> size;  // "*" is unknown
};
std::optional<ContentRange> parseContentRange(std::string_view text);

}  // namespace parlando::net
