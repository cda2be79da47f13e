#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/base64.h"
#include "server/client.h"
#include "server/event_stream.h"
#include "server/routes/openai_speech_request.h"
#include "server/routes/routes.h"
#include "server/routes/speech_response.h"
#include "server/script.h"

namespace parlando::server {
namespace {

// OpenAI's "pcm" has no header to say another rate.
constexpr int kPcmSampleRate = 24000;

// A long text in JSON, with every other letter escaped.
constexpr std::uint64_t kBodyLimit = 4 * engine::kMaximumTextBytes;

// Bytes of audio in one event; some clients read lines into buffers of 64 KiB.
constexpr std::size_t kEventBytes = 45 * 1024;

// Server-sent events as OpenAI's clients read them. A failure in the middle is an event of its own, since
// the status has long been sent.
Result<> sendEvents(SpeechStream& stream, const http::BodySink& sink) {
    const auto send = [&sink](const nlohmann::ordered_json& content) {
        return sendEvent(sink, content.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    };
    const auto outcome = sendAudio(stream, [&](std::span<const std::byte> bytes) -> Result<> {
        while (!bytes.empty()) {
            const auto part = bytes.first(std::min(bytes.size(), kEventBytes));
            PARLANDO_TRY(send({{"type", "speech.audio.delta"}, {"audio", base64(part)}}));
            bytes = bytes.subspan(part.size());
        }
        return {};
    });
    if (!outcome && outcome.error().code == ErrorCode::cancelled) {
        return outcome;
    }
    if (!outcome) {
        return send({{"type", "error"}, {"error", {{"message", outcome.error().message}, {"type", "server_error"}}}});
    }
    // We do not count in tokens.
    return send(
        {{"type", "speech.audio.done"}, {"usage", {{"input_tokens", 0}, {"output_tokens", 0}, {"total_tokens", 0}}}});
}

http::Response speech(const http::Request& request, const SpeechRoutes& with) {
    const auto voices = with.host.voices();
    if (!voices) {
        return openAiError(503, voices.error().message);
    }
    auto order = readOpenAiSpeechRequest(request.body, *voices);
    if (!order) {
        return http::json(400, protocol::toJson(order.error()));
    }
    auto script = scriptOf(order->speech.text, order->markup, *with.dictionary.current(),
                           languageOf(*voices, order->speech.voice));
    if (!script) {
        return openAiError(script.error(), "input");
    }
    const int rate = order->format == audio::Format::pcm ? kPcmSampleRate : 0;
    auto started = SpeechStream::open(
        with.jobs,
        {clientOf(request), "", std::move(order->speech), std::move(*script), order->format, rate, with.spoolFolder},
        request.cancelled);
    if (!started) {
        return withRetryAfter(openAiError(statusOf(started.error()), started.error().message), started.error());
    }
    // The status must wait for the first audio: only the synthesis knows whether there is something to say.
    std::shared_ptr<SpeechStream> stream = std::move(*started);
    if (const auto begun = stream->begin(); !begun) {
        return openAiError(begun.error(), begun.error().code == ErrorCode::invalidInput
                                              ? std::optional<std::string>("input")
                                              : std::nullopt);
    }
    if (order->delivery == SpeechDelivery::audio) {
        return audioResponse(std::move(stream), order->format);
    }
    http::Response response;
    response.contentType = kEventStreamType;
    response.body = [stream](const http::BodySink& sink) { return sendEvents(*stream, sink); };
    return response;
}

}  // namespace

void addOpenAiSpeechRoute(http::Router& router, const SpeechRoutes& with) {
    http::Route route{"POST", "/v1/audio/speech",
                      [with](const http::Request& request) { return speech(request, with); }, http::BodyKind::json,
                      kBodyLimit};
    route.documentation = {"Speak a text as OpenAI's API does; the audio leaves as it is made",
                           "OpenAI",
                           {},
                           "OpenAiSpeechRequest",
                           "",
                           "audio/*"};
    router.add(std::move(route));
}

}  // namespace parlando::server
