#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "audio/format.h"
#include "engine/engine.h"
#include "protocol/messages.h"
#include "server/markup.h"

namespace parlando::server {

enum class SpeechRoute { audio, timestamps };  // POST /v1/audio/speech, and that with /timestamps behind it
enum class SpeechDelivery { audio, events };
// Of POST /v1/audio/speech/timestamps: `stream` asks for lines of JSON as they are made.
enum class SpeechLines { unwanted, wanted };

// The body of both routes after reading.
struct OpenAiSpeechRequest {
    engine::Request speech;
    audio::Format format = audio::Format::mp3;
    SpeechDelivery delivery = SpeechDelivery::audio;
    SpeechLines lines = SpeechLines::unwanted;
    Markup markup = Markup::none;
};

// Lenient where clients differ (members it does not know, any
// model name, `instructions`), strict where a wrong guess would speak the wrong thing.
tl::expected<OpenAiSpeechRequest, protocol::OpenAiError> readOpenAiSpeechRequest(
    std::string_view body, std::span<const engine::Voice> voices, SpeechRoute route = SpeechRoute::audio);

}  // namespace parlando::server
