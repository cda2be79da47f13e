#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "base/byte_source.h"
#include "base/descriptor.h"
#include "base/result.h"

namespace parlando::http {

// A request body that is too large for memory. It lies in a file without a name, which is gone with its
// holder, however that ends.
class Upload {
public:
    // The file takes its space in `folder`. Errors: io.
    static Result<Upload> create(const std::filesystem::path& folder);

    Result<> append(std::span<const std::byte> bytes);  // io: a full disk
    // The upload outlives the source.
    ByteSource source() const;

private:
    explicit Upload(Descriptor file) : m_file(std::move(file)) {}

    Descriptor m_file;
    std::uint64_t m_size = 0;
};

}  // namespace parlando::http
