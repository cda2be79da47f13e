#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace parlando::packages {

// What a file looks like without reading it.
struct Stamp {
    std::uint64_t size = 0;      // bytes
    std::uint64_t modified = 0;  // nanoseconds since 1970
    std::uint64_t inode = 0;

    bool operator==(const Stamp&) const = default;
};

using Stamps = std::map<std::string, Stamp>;  // by path in the tree

// Of a regular file; a link is not one.
Result<Stamp> stampOf(const std::filesystem::path& file);

Result<Stamps> stampsFrom(std::string_view json);
std::string toJson(const Stamps& stamps);

}  // namespace parlando::packages
