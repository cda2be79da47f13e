#include <utility>

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/base64.h"
#include "server/routes/openai_speech_request.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

// OpenAI's "pcm" has no header to say another rate.
constexpr int kPcmSampleRate = 24000;

// A long text in JSON, with every other letter escaped.
constexpr std::uint64_t kBodyLimit = 4 * engine::kMaximumTextBytes;

std::string event(const nlohmann::ordered_json& content) {
    return "data: " + content.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n\n";
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

// Server-sent events as OpenAI's clients read them. A failure in the middle is an event of its own, since
// the status has long been sent.
Result<> sendEvents(SpeechStream& stream, const http::BodySink& sink) {
    const auto send = [&sink](const nlohmann::ordered_json& content) {
        const auto text = event(content);
        return sink(std::as_bytes(std::span(text)));
    };
    const auto outcome = sendAudio(stream, [&](std::span<const std::byte> bytes) {
        return send({{"type", "speech.audio.delta"}, {"audio", base64(bytes)}});
    });
    if (!outcome && outcome.error().code == ErrorCode::cancelled) {
        return outcome;
    }
    if (!outcome) {
        spdlog::error("speaking failed in the middle: {}", outcome.error().message);
        return send({{"type", "error"}, {"error", {{"message", outcome.error().message}, {"type", "server_error"}}}});
    }
    // We do not count in tokens.
    return send(
        {{"type", "speech.audio.done"}, {"usage", {{"input_tokens", 0}, {"output_tokens", 0}, {"total_tokens", 0}}}});
}

http::Response speech(const http::Request& request, const EngineHost& host, SpeechService& service) {
    const auto engine = host.engine();
    if (!engine) {
        return openAiError(503, engine.error().message);
    }
    auto order = readOpenAiSpeechRequest(request.body, (*engine)->voices());
    if (!order) {
        return http::json(400, protocol::toJson(order.error()));
    }
    const int rate = order->format == audio::Format::pcm ? kPcmSampleRate : 0;
    auto started = service.speak({std::move(order->speech), order->format, rate}, request.cancelled);
    if (!started) {
        const bool queueIsFull = started.error().code == ErrorCode::busy;
        return openAiError(queueIsFull ? 429 : 503, started.error().message);
    }
    // The status must wait for the first audio: only the synthesis knows whether there is something to say.
    std::shared_ptr<SpeechStream> stream = std::move(*started);
    if (const auto begun = stream->begin(); !begun) {
        return openAiError(begun.error(), begun.error().code == ErrorCode::invalidInput
                                              ? std::optional<std::string>("input")
                                              : std::nullopt);
    }
    http::Response response;
    if (order->delivery == SpeechDelivery::events) {
        response.contentType = "text/event-stream";
        response.body = [stream](const http::BodySink& sink) { return sendEvents(*stream, sink); };
    } else {
        response.contentType = audio::mediaType(order->format);
        response.body = [stream](const http::BodySink& sink) { return sendAudio(*stream, sink); };
    }
    return response;
}

}  // namespace

void addOpenAiSpeechRoute(http::Router& router, const EngineHost& host, SpeechService& service) {
    router.add({"POST", "/v1/audio/speech",
                [&host, &service](const http::Request& request) { return speech(request, host, service); },
                http::BodyKind::json, kBodyLimit});
}

}  // namespace parlando::server
