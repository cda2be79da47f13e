#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/query_fields.h"
#include "server/routes/library_json.h"
#include "server/routes/routes.h"
#include "store/id.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMostItems = 500;
constexpr std::size_t kLongestSearch = 500;  // characters

http::Response message(const Result<>& outcome, std::string_view done) {
    return outcome ? http::json(200, protocol::messageBody(done)) : apiError(outcome.error());
}

http::Response history(const http::Request& request, const store::Library& library) {
    QueryFields query(request.query);
    store::GenerationQuery wanted;
    wanted.profileId = query.text("profile_id", {0, 64});
    wanted.search = query.text("search", {0, kLongestSearch});
    wanted.limit = query.integer("limit", 1, kMostItems).value_or(wanted.limit);
    wanted.offset = query.integer("offset", 0, INT64_MAX).value_or(0);
    if (wanted.profileId && !store::isId(*wanted.profileId)) {
        query.complain("'profile_id' is not the id of a profile");
    }
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const auto found = library.generations().search(wanted);
    if (!found) {
        return apiError(found.error());
    }
    protocol::HistoryPage page;
    page.total = found->total;
    std::ranges::transform(found->items, std::back_inserter(page.items), [](const auto& item) { return infoOf(item); });
    return http::json(200, protocol::toJson(page));
}

http::Response statistics(const store::Library& library) {
    const auto counted = library.generations().statistics();
    if (!counted) {
        return apiError(counted.error());
    }
    protocol::HistoryStatistics body{counted->generations, counted->seconds, {}};
    for (const auto& profile : counted->profiles) {
        body.generationsOfProfile.emplace(profile.profileId, profile.generations);
    }
    return http::json(200, protocol::toJson(body));
}

http::Response generation(const http::Request& request, const store::Library& library) {
    const auto found = library.generations().find(request.pathParameters.at("id"));
    return found ? http::json(200, protocol::toJson(infoOf(*found))) : apiError(found.error());
}

http::Response favorite(const http::Request& request, store::Library& library) {
    const auto now = library.generations().toggleFavorite(request.pathParameters.at("id"));
    return now ? http::json(200, Json{{"is_favorited", *now}}.dump()) : apiError(now.error());
}

http::Response removeFailed(store::Library& library) {
    const auto removed = library.generations().removeFailed();
    return removed ? http::json(200, Json{{"deleted", *removed}}.dump()) : apiError(removed.error());
}

http::Response takes(const http::Request& request, const store::Library& library) {
    const auto found = library.generations().find(request.pathParameters.at("id"));
    return found ? http::json(200, protocol::toJson(std::span<const protocol::TakeInfo>(infoOf(*found).takes)))
                 : apiError(found.error());
}

void add(http::Router& router, const char* method, const char* pattern, http::Handler handler, const char* summary,
         const char* response, std::vector<http::Documentation::Parameter> parameters = {}) {
    http::Route route{method, pattern, std::move(handler)};
    route.documentation = {summary, "Library", std::move(parameters), "", response};
    router.add(std::move(route));
}

}  // namespace

void addHistoryRoutes(http::Router& router, store::Library& library, JobService& jobs) {
    using Place = http::Documentation::Parameter::Place;
    using http::Request;
    add(router, "GET", "/history", [&library](const Request& request) { return history(request, library); },
        "What was spoken, newest first", "HistoryPage",
        {{"profile_id", Place::query, "string", "Only what this profile spoke"},
         {"search", Place::query, "string", "Only texts that hold this"},
         {"limit", Place::query, "integer", "1 to 500, 50 if not given"},
         {"offset", Place::query, "integer", "How many to leave out"}});
    // Before the patterns that match any id.
    add(
        router, "GET", "/history/stats", [&library](const Request&) { return statistics(library); },
        "How much was spoken", "HistoryStatistics");
    add(
        router, "DELETE", "/history/failed", [&library](const Request&) { return removeFailed(library); },
        "Delete every generation that failed and has no audio", "Deleted");
    add(
        router, "GET", "/history/{id}", [&library](const Request& request) { return generation(request, library); },
        "One generation", "Generation");
    add(
        router, "DELETE", "/history/{id}",
        [&library, &jobs](const Request& request) {
            const auto& id = request.pathParameters.at("id");
            jobs.cancel(id);  // whoever is speaking it speaks for nobody
            return message(library.generations().remove(id), "Generation deleted successfully");
        },
        "Delete a generation and its audio", "Message");
    add(
        router, "POST", "/history/{id}/favorite",
        [&library](const Request& request) { return favorite(request, library); },
        "Make a generation a favourite, or none any more", "Favorite");

    add(
        router, "GET", "/generations/{id}/versions",
        [&library](const Request& request) { return takes(request, library); },
        "The takes of a generation, oldest first", "Takes");
    add(
        router, "PUT", "/generations/{id}/versions/{take}/set-default",
        [&library](const Request& request) {
            const auto& names = request.pathParameters;
            return message(library.generations().choose(names.at("id"), names.at("take")), "Version set as default");
        },
        "Play this take from now on", "Message");
    add(
        router, "DELETE", "/generations/{id}/versions/{take}",
        [&library](const Request& request) {
            const auto& names = request.pathParameters;
            const auto removed = library.generations().removeTake(names.at("id"), names.at("take"));
            if (!removed && removed.error().code == ErrorCode::busy) {
                return apiError(409, removed.error().message, "conflict");
            }
            return message(removed, "Version deleted");
        },
        "Delete one take; the last one stays", "Message");
}

}  // namespace parlando::server
