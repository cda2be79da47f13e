#include <chrono>
#include <stop_token>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/event_stream.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

// Without news the last one is told again: that shows that the connection lives.
constexpr auto kRepeat = 1s;

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// A job that waits or is being spoken.
std::string eventOf(const JobView& job) {
    return dumped({{"id", job.id},
                   {"status", job.isSpoken() ? "generating" : "queued"},
                   {"duration", nullptr},
                   {"error", nullptr},
                   {"position", job.position},
                   {"progress", job.progress}});
}

// A generation that has ended.
std::string eventOf(const store::Generation& generation) {
    const auto* take = generation.activeTake();
    return dumped({{"id", generation.id},
                   {"status", name(generation.status)},
                   {"duration", take != nullptr ? Json(take->duration) : Json(nullptr)},
                   {"error", generation.error ? Json(*generation.error) : Json(nullptr)},
                   {"source", generation.order.source},
                   {"position", nullptr},
                   {"progress", generation.status == store::Status::completed ? 1.0 : 0.0}});
}

Result<> sendStatus(const std::string& id, const GenerationRoutes& with, const std::stop_token& stop,
                    const http::BodySink& sink) {
    for (auto job = with.speech.jobs.find(id); job; job = with.speech.jobs.waitForChange(*job, kRepeat, stop)) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::cancelled, "the client is gone");
        }
        PARLANDO_TRY(sendEvent(sink, eventOf(*job)));
    }
    const auto row = with.library.generations().find(id);
    return sendEvent(sink, row ? eventOf(*row) : dumped({{"id", id}, {"status", "not_found"}}));
}

}  // namespace

void addGenerationStatusRoute(http::Router& router, const GenerationRoutes& with) {
    http::Route route{"GET", "/generate/{id}/status", [with](const http::Request& request) {
                          http::Response response;
                          response.contentType = kEventStreamType;
                          response.body = [with, id = request.pathParameters.at("id"), stop = request.cancelled](
                                              const http::BodySink& sink) { return sendStatus(id, with, stop, sink); };
                          return response;
                      }};
    route.documentation = {"Follow a generation: its place in the queue, its progress, its end",
                           "Generation",
                           {},
                           "",
                           "StatusEvent",
                           kEventStreamType};
    router.add(std::move(route));
}

}  // namespace parlando::server
