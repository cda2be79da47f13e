#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace parlando::http {

// The bounds of a form (RFC 7578). Clients of ours send one file and a handful of fields.
inline constexpr std::size_t kMaximumParts = 16;
inline constexpr std::size_t kMaximumPartHead = 2 * 1024;  // bytes
inline constexpr std::size_t kMaximumBoundary = 70;        // bytes, RFC 2046

// One field or file of a form: where its content lies in the body.
struct Part {
    std::string name;
    std::optional<std::string> fileName;  // what the client calls it; good for nothing but its ending
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

// The boundary that a Content-Type names; nothing if it is not a form or names none that is usable.
std::optional<std::string> boundaryOf(std::string_view contentType);

// Finds the parts, strictly: nothing before the first boundary, nothing behind the last but a line end, each
// part with one name, no encodings. Reads the body once, a block at a time. Errors: invalidInput, io.
Result<std::vector<Part>> parseMultipart(const ByteSource& body, std::string_view boundary);

}  // namespace parlando::http
