#include <algorithm>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/json_body.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestKey = 64;
constexpr std::size_t kLongestValue = 16 * 1024;  // bytes of JSON
constexpr std::size_t kMostSettings = 256;
constexpr std::uint64_t kBodyLimit = 256 * 1024;

bool isKey(std::string_view key) {
    return !key.empty() && key.size() <= kLongestKey && std::ranges::all_of(key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}

http::Response all(const store::Library& library) {
    const auto settings = library.settings().all();
    if (!settings) {
        return apiError(settings.error());
    }
    auto body = json::object();
    for (const auto& [key, value] : *settings) {
        body[key] = json::parse(value, nullptr, false);
    }
    return http::json(200, body.dump());
}

Result<> change(const http::Request& request, store::Library& library) {
    PARLANDO_TRY_ASSIGN(const auto body, parseJsonObject(request.body));
    std::map<std::string, std::optional<std::string>> changes;
    for (const auto& [key, value] : body.items()) {
        if (!isKey(key)) {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("the name of a setting has 1 to {} small letters, digits, '_' and '.'", kLongestKey));
        }
        auto text = value.is_null() ? std::nullopt : std::optional(value.dump());
        if (text && text->size() > kLongestValue) {
            return failure(ErrorCode::invalidInput, fmt::format("'{}' is longer than {} bytes", key, kLongestValue));
        }
        changes.emplace(key, std::move(text));
    }
    PARLANDO_TRY_ASSIGN(auto merged, library.settings().all());
    for (const auto& [key, value] : changes) {
        value ? void(merged[key] = *value) : void(merged.erase(key));
    }
    if (merged.size() > kMostSettings) {
        return failure(ErrorCode::invalidInput, fmt::format("there may be at most {} settings", kMostSettings));
    }
    return library.settings().change(changes);
}

}  // namespace

void addSettingsRoutes(http::Router& router, store::Library& library) {
    http::Route read{"GET", "/settings", [&library](const http::Request&) { return all(library); }};
    read.documentation = {"Everything that was set", "Library", {}, "", "Settings"};
    router.add(std::move(read));

    http::Route write{"PUT", "/settings",
                      [&library](const http::Request& request) {
                          const auto changed = change(request, library);
                          return changed ? all(library) : apiError(changed.error());
                      },
                      http::BodyKind::json, kBodyLimit};
    write.documentation = {
        "Set what is named, remove what is null, leave the rest", "Library", {}, "Settings", "Settings"};
    router.add(std::move(write));
}

}  // namespace parlando::server
