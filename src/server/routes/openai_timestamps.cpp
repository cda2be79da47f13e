#include <algorithm>
#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/base64.h"
#include "server/client.h"
#include "server/routes/openai_speech_request.h"
#include "server/routes/routes.h"
#include "server/routes/speech_response.h"
#include "server/script.h"
#include "server/word_times.h"

// Speech with the time of each word: POST /v1/audio/speech/timestamps.
namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kPcmSampleRate = 24000;
constexpr std::uint64_t kBodyLimit = 4 * engine::kMaximumTextBytes;
constexpr std::size_t kPartBytes = std::size_t{64} * 1024;
constexpr char kLinesType[] = "application/x-ndjson";

// What an answer is made of.
struct Speech {
    std::shared_ptr<SpeechStream> stream;
    std::shared_ptr<WordLog> words;
    std::string text;
    audio::Format format = audio::Format::mp3;
};

Result<> send(const http::BodySink& sink, std::string_view text) {
    return sink(std::as_bytes(std::span(text)));
}

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// One document. It leaves as it is made, so that a long text need not lie in memory.
Result<> sendDocument(const Speech& speech, const http::BodySink& sink) {
    PARLANDO_TRY(send(sink, R"({"audio_format":)" + dumped(audio::name(speech.format)) + R"(,"audio":")"));
    std::vector<std::byte> held;  // base64 goes in groups of three
    PARLANDO_TRY(sendAudio(*speech.stream, [&](std::span<const std::byte> bytes) {
        held.insert(held.end(), bytes.begin(), bytes.end());
        const std::size_t whole = held.size() - held.size() % 3;
        const std::string text = base64(std::span(held).first(whole));
        held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(whole));
        return send(sink, text);
    }));
    const auto words = writtenWords(speech.text, speech.words->take());
    std::string part = base64(held) + R"(","timestamps":[)";
    for (std::size_t i = 0; i < words.size(); ++i) {
        part += (i == 0 ? "" : ",") + dumped(timestampOf(speech.text, words[i]));
        if (part.size() > kPartBytes) {
            PARLANDO_TRY(send(sink, part));
            part.clear();
        }
    }
    return send(sink, part + "]}");
}

// A line for each piece of audio, and the words that ended since the one before.
class Lines {
public:
    Lines(const Speech& speech, const http::BodySink& sink) : m_speech(speech), m_sink(sink) {}

    Result<> add(std::span<const std::byte> bytes) {
        gather();
        // Words that say one place of the text are told together, once all of them are there.
        const auto last = std::find_if_not(m_spoken.rbegin(), m_spoken.rend(), [this](const engine::SpokenWord& word) {
            return word.sourceBegin == m_spoken.back().sourceBegin;
        });
        return write(bytes, static_cast<std::size_t>(m_spoken.rend() - last));
    }
    Result<> finish() {
        gather();
        return write({}, m_spoken.size());
    }

private:
    void gather() {
        const auto words = m_speech.words->take();
        m_spoken.insert(m_spoken.end(), words.begin(), words.end());
    }

    Result<> write(std::span<const std::byte> bytes, std::size_t count) {
        const auto words = writtenWords(m_speech.text, std::span(m_spoken).first(count));
        m_spoken.erase(m_spoken.begin(), m_spoken.begin() + static_cast<std::ptrdiff_t>(count));
        return send(m_sink, dumped({{"audio", base64(bytes)},
                                    {"audio_format", audio::name(m_speech.format)},
                                    {"timestamps", timestampsOf(m_speech.text, words)}}) +
                                "\n");
    }

    const Speech& m_speech;
    const http::BodySink& m_sink;
    std::vector<engine::SpokenWord> m_spoken;  // not told yet
};

// The status has been sent, so that a failure in the middle is a line of its own.
Result<> sendLines(const Speech& speech, const http::BodySink& sink) {
    Lines lines(speech, sink);
    const auto outcome =
        sendAudio(*speech.stream, [&lines](std::span<const std::byte> bytes) { return lines.add(bytes); });
    if (outcome) {
        return lines.finish();
    }
    return outcome.error().code == ErrorCode::cancelled
               ? outcome
               : send(sink,
                      dumped({{"error", {{"message", outcome.error().message}, {"type", "server_error"}}}}) + "\n");
}

http::Response timestamps(const http::Request& request, const SpeechRoutes& with) {
    const auto voices = with.host.voices();
    if (!voices) {
        return openAiError(503, voices.error().message);
    }
    auto order = readOpenAiSpeechRequest(request.body, *voices, SpeechRoute::timestamps);
    if (!order) {
        return http::json(400, protocol::toJson(order.error()));
    }
    auto script = scriptOf(order->speech.text, order->markup, *with.dictionary.current(),
                           languageOf(*voices, order->speech.voice));
    if (!script) {
        return openAiError(script.error(), "input");
    }
    Speech speech{nullptr, std::make_shared<WordLog>(), order->speech.text, order->format};
    order->speech.words = engine::WordTimes::wanted;
    const int rate = order->format == audio::Format::pcm ? kPcmSampleRate : 0;
    auto started = SpeechStream::open(with.jobs,
                                      {clientOf(request), "", std::move(order->speech), std::move(*script),
                                       order->format, rate, with.spoolFolder, speech.words},
                                      request.cancelled);
    if (!started) {
        return withRetryAfter(openAiError(statusOf(started.error()), started.error().message), started.error());
    }
    speech.stream = std::move(*started);
    if (const auto begun = speech.stream->begin(); !begun) {
        return openAiError(begun.error(), begun.error().code == ErrorCode::invalidInput
                                              ? std::optional<std::string>("input")
                                              : std::nullopt);
    }
    http::Response response;
    const bool inLines = order->lines == SpeechLines::wanted;
    response.contentType = inLines ? kLinesType : "application/json";
    response.body = [speech, inLines](const http::BodySink& sink) {
        return inLines ? sendLines(speech, sink) : sendDocument(speech, sink);
    };
    return response;
}

}  // namespace

void addOpenAiTimestampsRoute(http::Router& router, const SpeechRoutes& with) {
    http::Route route{"POST", "/v1/audio/speech/timestamps",
                      [with](const http::Request& request) { return timestamps(request, with); }, http::BodyKind::json,
                      kBodyLimit};
    route.documentation = {"Speak a text and say when each of its words is spoken; with `stream`, in lines of JSON",
                           "OpenAI",
                           {},
                           "OpenAiSpeechRequest",
                           "TimedSpeech"};
    router.add(std::move(route));
}

}  // namespace parlando::server
