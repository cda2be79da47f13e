#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "server/http/multipart.h"

using namespace parlando;

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

// Nobody reads beyond the body, however wrong the form is.
ByteSource guardedSource(std::string_view body) {
    return {body.size(), [body](std::uint64_t offset, std::span<std::byte> bytes) -> Result<> {
                require(offset <= body.size() && bytes.size() <= body.size() - offset);
                std::ranges::copy(std::as_bytes(std::span(body.substr(offset, bytes.size()))), bytes.begin());
                return {};
            }};
}

}  // namespace

// A Content-Type in the first line, and any bytes as the form: parts lie in the body, one behind the other, each with a
// name and without a boundary inside.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = std::min(input.find('\n'), input.size());
    const auto body = input.substr(std::min(line + 1, input.size()));
    const auto boundary = http::boundaryOf(input.substr(0, line));
    if (!boundary) {
        return 0;
    }
    require(!boundary->empty() && boundary->size() <= http::kMaximumBoundary);
    const auto parts = http::parseMultipart(guardedSource(body), *boundary);
    if (!parts) {
        require(!parts.error().message.empty());
        return 0;
    }
    require(parts->size() <= http::kMaximumParts);
    const std::string delimiter = "\r\n--" + *boundary;
    std::uint64_t position = 0;
    for (const auto& part : *parts) {
        require(part.offset >= position && part.size <= body.size() - part.offset);
        position = part.offset + part.size;
        require(!part.name.empty() && !utf8::firstInvalid(part.name));
        require(!part.fileName || !utf8::firstInvalid(*part.fileName));
        require(body.substr(part.offset, part.size).find(delimiter) == std::string_view::npos);
        require(body.substr(position).starts_with(delimiter));
    }
    return 0;
}
