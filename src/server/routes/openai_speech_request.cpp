#include "server/routes/openai_speech_request.h"

#include <optional>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/json_body.h"
#include "server/voice_choice.h"

namespace parlando::server {
namespace {

using Json = nlohmann::json;
using Fault = protocol::OpenAiError;

// Each reader below fills in its member of the request, or says what is wrong with it.
using Outcome = std::optional<Fault>;

Outcome fault(std::string parameter, std::string message, std::string code) {
    return Fault{std::move(message), "invalid_request_error", std::move(parameter), std::move(code)};
}

// The member, or null if it is missing or null.
const Json& member(const Json& object, const char* name) {
    static const Json kNull;
    const auto found = object.find(name);
    return found == object.end() ? kNull : *found;
}

Outcome readInput(const Json& json, std::string& target) {
    const auto& input = member(json, "input");
    if (!input.is_string()) {
        return fault("input", "'input' must be a string: the text to speak", "invalid_type");
    }
    target = input.get<std::string>();
    if (target.find_first_not_of(" \t\r\n") == std::string::npos) {
        return fault("input", "'input' is empty: there is nothing to say", "empty_string");
    }
    if (target.size() > engine::kMaximumTextBytes) {
        return fault("input", fmt::format("'input' is longer than {} bytes; split it", engine::kMaximumTextBytes),
                     "string_above_max_length");
    }
    return std::nullopt;
}

Outcome readVoice(const Json& json, std::span<const engine::Voice> voices, engine::Request& target) {
    const auto& voice = member(json, "voice");
    const auto& name = voice.is_object() ? member(voice, "id") : voice;
    target.voice = voices.front().id;  // the default voice
    if (name.is_null() && !voice.is_object()) {
        return std::nullopt;
    }
    if (!name.is_string()) {
        return fault("voice", "'voice' must be a voice id or an object with an 'id'", "invalid_type");
    }
    const auto choice = chooseVoice(voices, name.get<std::string>());
    if (!choice) {
        return fault("voice", choice.error().message, "voice_not_found");
    }
    target.voice = choice->name();
    target.speaker = choice->speaker;
    return std::nullopt;
}

Outcome readFormat(const Json& json, audio::Format& target) {
    const auto& format = member(json, "response_format");
    if (format.is_null()) {
        return std::nullopt;
    }
    if (format.is_string()) {
        if (const auto known = audio::formatFromName(format.get<std::string>())) {
            target = *known;
            return std::nullopt;
        }
    }
    return fault("response_format",
                 "'response_format' must be one of those that this server makes: mp3, wav, flac, opus and pcm",
                 "invalid_value");
}

Outcome readSpeed(const Json& json, double& target) {
    const auto& speed = member(json, "speed");
    if (speed.is_null()) {
        return std::nullopt;
    }
    const double value = speed.is_number() ? speed.get<double>() : 0.0;
    if (!(value >= engine::kMinimumSpeed && value <= engine::kMaximumSpeed)) {
        return fault(
            "speed",
            fmt::format("'speed' must be a number from {} to {}", engine::kMinimumSpeed, engine::kMaximumSpeed),
            "invalid_value");
    }
    target = value;
    return std::nullopt;
}

Outcome readDelivery(const Json& json, SpeechDelivery& target) {
    const auto& delivery = member(json, "stream_format");
    if (delivery.is_null() || delivery == "audio") {
        return std::nullopt;
    }
    if (delivery == "sse") {
        target = SpeechDelivery::events;
        return std::nullopt;
    }
    return fault("stream_format", "'stream_format' is \"audio\" or \"sse\"", "invalid_value");
}

// Where the words come with the audio there is one more form, and events are none of them.
Outcome readLines(const Json& json, SpeechRoute route, OpenAiSpeechRequest& target) {
    if (route == SpeechRoute::audio) {
        return std::nullopt;
    }
    if (target.delivery == SpeechDelivery::events) {
        return fault("stream_format", "'stream_format' has no \"sse\" here; 'stream' asks for lines", "invalid_value");
    }
    const auto& stream = member(json, "stream");
    if (!stream.is_null() && !stream.is_boolean()) {
        return fault("stream", "'stream' must be true or false", "invalid_type");
    }
    target.lines = stream == true ? SpeechLines::wanted : SpeechLines::unwanted;
    return std::nullopt;
}

Outcome readMarkup(const Json& json, Markup& target) {
    const auto& ssml = member(json, "ssml");
    if (!ssml.is_null() && !ssml.is_boolean()) {
        return fault("ssml", "'ssml' must be true or false", "invalid_type");
    }
    target = ssml == true ? Markup::ssml : Markup::none;
    return std::nullopt;
}

}  // namespace

tl::expected<OpenAiSpeechRequest, Fault> readOpenAiSpeechRequest(std::string_view body,
                                                                 std::span<const engine::Voice> voices,
                                                                 SpeechRoute route) {
    const auto json = parseJsonObject(body);
    if (!json) {
        return tl::unexpected(Fault{json.error().message, "invalid_request_error", std::nullopt, "invalid_json"});
    }
    OpenAiSpeechRequest request;
    for (auto& outcome :
         {readInput(*json, request.speech.text), readVoice(*json, voices, request.speech),
          readFormat(*json, request.format), readSpeed(*json, request.speech.speed),
          readDelivery(*json, request.delivery), readLines(*json, route, request), readMarkup(*json, request.markup)}) {
        if (outcome) {
            return tl::unexpected(*outcome);
        }
    }
    return request;
}

}  // namespace parlando::server
