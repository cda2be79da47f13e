#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/event_stream.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

// Each listener occupies a thread of the server; enough of those must stay for everybody else.
constexpr int kMaximumListeners = 24;
// Without news the last one is told again: that shows that the connection lives.
constexpr auto kRepeat = 1s;

class Listeners {
public:
    // Held by one listener while it listens; null if there are too many.
    static std::shared_ptr<Listeners> admit(const std::shared_ptr<std::atomic<int>>& count) {
        if (count->fetch_add(1) >= kMaximumListeners) {
            count->fetch_sub(1);
            return nullptr;
        }
        return std::make_shared<Listeners>(count);
    }
    explicit Listeners(std::shared_ptr<std::atomic<int>> count) : m_count(std::move(count)) {}
    Listeners(const Listeners&) = delete;
    Listeners& operator=(const Listeners&) = delete;
    ~Listeners() { m_count->fetch_sub(1); }

private:
    std::shared_ptr<std::atomic<int>> m_count;
};

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
    const auto count = std::make_shared<std::atomic<int>>(0);
    http::Route route{"GET", "/generate/{id}/status", [with, count](const http::Request& request) -> http::Response {
                          const auto admitted = Listeners::admit(count);
                          if (!admitted) {
                              return apiError(503, "too many clients listen to events; try again later", "busy");
                          }
                          http::Response response;
                          response.contentType = kEventStreamType;
                          response.body = [with, admitted, id = request.pathParameters.at("id"),
                                           stop = request.cancelled](const http::BodySink& sink) {
                              return sendStatus(id, with, stop, sink);
                          };
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
