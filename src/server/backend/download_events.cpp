#include "server/backend/download_events.h"

#include <chrono>
#include <stop_token>
#include <thread>
#include <utility>

#include "server/event_stream.h"

namespace parlando::server {
namespace {

using namespace std::chrono_literals;

constexpr auto kHeartbeat = 1s;
constexpr auto kPace = 100ms;  // between two events

Result<> send(const DownloadJob& job, const std::function<std::string(const DownloadState&)>& toJson,
              const std::stop_token& stop, const http::BodySink& sink) {
    auto state = job.state();
    auto followed = state.job;  // 0: the first that comes
    for (bool isNews = true; !stop.stop_requested();) {
        if (!isNews || state.progress.stage == DownloadStage::idle) {
            PARLANDO_TRY(sendHeartbeat(sink));
        } else {
            PARLANDO_TRY(sendEvent(sink, toJson(state)));
            if (!isUnderWay(state.progress.stage)) {
                return {};
            }
            std::this_thread::sleep_for(kPace);
        }
        auto next = job.waitForChange(state.revision, kHeartbeat, stop);
        if (followed != 0 && next.job != followed) {
            return {};  // another began: how this one ended is not known any more
        }
        followed = next.job;
        isNews = next.revision != state.revision;
        state = std::move(next);
    }
    return failure(ErrorCode::cancelled, "the client is gone");
}

}  // namespace

http::Response followDownload(const DownloadJob& job, const http::Request& request,
                              std::function<std::string(const DownloadState&)> toJson) {
    http::Response response;
    response.contentType = kEventStreamType;
    response.body = [&job, toJson = std::move(toJson), stop = request.cancelled](const http::BodySink& sink) {
        return send(job, toJson, stop, sink);
    };
    return response;
}

}  // namespace parlando::server
