#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr double kMegabyte = 1024.0 * 1024.0;
constexpr double kLeastFreeMegabytes = 500.0;  // voicebox's bound

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Free for us and total, in megabytes.
std::pair<double, double> diskOf(const fs::path& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) {
        return {0.0, 0.0};
    }
    const double block = static_cast<double>(disk.f_frsize);
    return {static_cast<double>(disk.f_bavail) * block / kMegabyte,
            static_cast<double>(disk.f_blocks) * block / kMegabyte};
}

Json directory(const fs::path& path) {
    std::error_code problem;
    const bool exists = fs::is_directory(path, problem);
    const bool writable = exists && ::access(path.c_str(), W_OK) == 0;
    Json error = nullptr;
    if (exists && !writable) {
        error = std::system_category().message(errno);
    }
    return {{"path", path.string()}, {"exists", exists}, {"writable", writable}, {"error", std::move(error)}};
}

http::Response filesystem(const fs::path& dataFolder) {
    const auto [free, total] = diskOf(dataFolder);
    Json directories = Json::array();
    bool healthy = free >= kLeastFreeMegabytes;
    for (const auto& folder : {dataFolder, dataFolder / "audio"}) {
        directories.push_back(directory(folder));
        healthy = healthy && directories.back().at("writable").get<bool>();
    }
    return http::json(200, dumped({{"healthy", healthy},
                                   {"disk_free_mb", free},
                                   {"disk_total_mb", total},
                                   {"directories", std::move(directories)}}));
}

// What is kept only to be faster the next time: the voices in memory. Nothing of that kind is on the disk.
http::Response clearCache(EngineHost& host) {
    host.unload();
    return http::json(200, dumped({{"message", "Cleared"}, {"files_deleted", 0}}));
}

}  // namespace

void addOperationRoutes(http::Router& router, const RouteContext& context) {
    http::Route disk{"GET", "/health/filesystem",
                     [folder = context.dataFolder](const http::Request&) { return filesystem(folder); }};
    disk.documentation = {"Say whether the data folder can be written and how much room is left",
                          "Operations",
                          {},
                          "",
                          "FilesystemHealth"};
    router.add(std::move(disk));

    http::Route cache{"POST", "/cache/clear",
                      [&host = context.host](const http::Request&) { return clearCache(host); }};
    cache.documentation = {"Drop what is kept only to be faster", "Operations", {}, "", "CacheCleared"};
    router.add(std::move(cache));

    http::Route shutdown{"POST", "/shutdown", [ask = context.shutDown](const http::Request&) {
                             ask();
                             return http::json(200, dumped({{"message", "Shutting down"}}));
                         }};
    shutdown.documentation = {
        "End the server: new work is refused, what runs may finish for a moment", "Operations", {}, "", "Message"};
    router.add(std::move(shutdown));
}

}  // namespace parlando::server
