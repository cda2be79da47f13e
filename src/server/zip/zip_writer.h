#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/byte_source.h"
#include "base/result.h"

namespace parlando::server {

// Writes a ZIP archive piece by piece: what is written leaves through the sink at once. Entries are stored
// as they are; speech does not deflate.
class ZipWriter {
public:
    using Sink = std::function<Result<>(std::span<const std::byte>)>;

    // Whether there can be a writer. An error says which library is missing.
    static Result<> ready();

    explicit ZipWriter(Sink sink);
    ~ZipWriter();

    // `name` is ASCII. Errors: those of the sink and of the source.
    Result<> add(const std::string& name, const ByteSource& content);
    // Nothing may be added after it.
    Result<> finish();

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

}  // namespace parlando::server
