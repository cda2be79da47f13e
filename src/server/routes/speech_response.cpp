#include "server/routes/speech_response.h"

#include <string>
#include <utility>

namespace parlando::server {

int statusOf(const Refusal& refusal) {
    return refusal.reason == Refusal::Reason::full ? 429 : 503;
}

http::Response withRetryAfter(http::Response response, const Refusal& refusal) {
    std::erase_if(response.headers, [](const auto& header) { return header.name == "Retry-After"; });
    response.headers.push_back({"Retry-After", std::to_string(refusal.retryAfter)});
    return response;
}

Result<> sendAudio(SpeechStream& stream, const http::BodySink& sink) {
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto bytes, stream.next());
        if (!bytes) {
            return {};
        }
        PARLANDO_TRY(sink(*bytes));
    }
}

http::Response audioResponse(std::shared_ptr<SpeechStream> stream, audio::Format format) {
    http::Response response;
    response.contentType = audio::mediaType(format);
    response.body = [stream = std::move(stream)](const http::BodySink& sink) { return sendAudio(*stream, sink); };
    return response;
}

}  // namespace parlando::server
