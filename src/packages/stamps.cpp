#include "packages/stamps.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "packages/strict_json.h"
#include "packages/system.h"

namespace parlando::packages {

Result<Stamp> stampOf(const std::filesystem::path& file) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) {
        return systemFailure("look at", file);
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(ErrorCode::corrupt, file.string() + " is no regular file");
    }
    return Stamp{static_cast<std::uint64_t>(status.st_size),
                 static_cast<std::uint64_t>(status.st_mtim.tv_sec) * 1'000'000'000 +
                     static_cast<std::uint64_t>(status.st_mtim.tv_nsec),
                 status.st_ino};
}

Result<Stamps> stampsFrom(std::string_view json) {
    PARLANDO_TRY_ASSIGN(const auto document, parseStrictly(json));
    Stamps stamps;
    for (const auto& [path, value] : document.items()) {
        Members members(value, "a stamp");
        stamps[path] = {members.number("size"), members.number("modified"), members.number("inode")};
        PARLANDO_TRY(members.finish());
    }
    return stamps;
}

std::string toJson(const Stamps& stamps) {
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [path, stamp] : stamps) {
        json[path] = {{"size", stamp.size}, {"modified", stamp.modified}, {"inode", stamp.inode}};
    }
    return json.dump(1, ' ') + "\n";
}

}  // namespace parlando::packages
