#include <chrono>
#include <string>

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

http::Response activeTasks(const JobService& jobs) {
    Json generations = Json::array();
    for (const JobView& job : jobs.jobs()) {
        const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(job.since);
        generations.push_back({{"task_id", job.id},
                               {"profile_id", job.profile},
                               {"text_preview", job.preview},
                               {"started_at", fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(seconds))},
                               {"status", job.isSpoken() ? "generating" : "queued"},
                               {"urgency", job.urgency == Urgency::interactive ? "interactive" : "background"},
                               {"position", job.position},
                               {"progress", job.progress}});
    }
    return http::json(200, Json{{"downloads", Json::array()}, {"generations", std::move(generations)}}.dump(
                               -1, ' ', false, Json::error_handler_t::replace));
}

http::Response clearTasks(JobService& jobs) {
    const std::size_t count = jobs.cancelAll();
    return http::json(200, Json{{"message", fmt::format("Cancelled {} tasks", count)}}.dump());
}

}  // namespace

void addTaskRoutes(http::Router& router, JobService& jobs) {
    http::Route active{"GET", "/tasks/active", [&jobs](const http::Request&) { return activeTasks(jobs); }};
    active.documentation = {
        "List what waits and what is being spoken, in the order of service", "Tasks", {}, "", "ActiveTasks"};
    router.add(std::move(active));

    http::Route clear{"POST", "/tasks/clear", [&jobs](const http::Request&) { return clearTasks(jobs); }};
    clear.documentation = {"Cancel everything that waits or is being spoken", "Tasks", {}, "", "Message"};
    router.add(std::move(clear));
}

}  // namespace parlando::server
