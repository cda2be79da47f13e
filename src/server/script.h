#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/engine.h"
#include "server/markup.h"
#include "text/dictionary.h"
#include "text/script.h"

namespace parlando::server {

// What the engine is to read in the place of a client's text, in the language (BCP 47) of the voice; nothing: the text
// itself. Errors are those of readSsml and Dictionary::applied.
Result<std::optional<text::Script>> scriptOf(const std::string& text, Markup markup, const text::Dictionary& dictionary,
                                             std::string_view language);

// The language that a voice of `voices` speaks, under the name that Request::voice has; empty: there is no such voice.
std::string_view languageOf(std::span<const engine::Voice> voices, std::string_view name);

// Lets the engine read a script in the place of the request's text, at its speed; the words that come are those of that
// text.
Result<engine::Summary> synthesise(engine::Engine& speaker, const engine::Request& request,
                                   const std::optional<text::Script>& script, const std::stop_token& stop,
                                   const engine::ChunkSink& sink);

}  // namespace parlando::server
