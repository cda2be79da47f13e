#include <memory>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/client.h"
#include "server/query_fields.h"
#include "server/routes/routes.h"
#include "server/routes/speech_response.h"
#include "server/voice_choice.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

// Speaks a word to nobody: that loads the weights, and warms up whatever else the first sentence would wait for.
http::Response load(const http::Request& request, const SpeechRoutes& with) {
    const auto voices = with.host.voices();
    if (!voices) {
        return apiError(voices.error());
    }
    QueryFields query(request.query);
    const auto name = query.text("model_name", {0, 128});
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const auto choice = chooseVoice(*voices, name.value_or(""));
    if (!choice) {
        return apiError(choice.error());
    }
    engine::Request word{"Ready.", choice->name(), choice->speaker};
    auto opened = SpeechStream::open(
        with.jobs, {clientOf(request), "", std::move(word), std::nullopt, audio::Format::pcm, 0, with.spoolFolder},
        request.cancelled);
    if (!opened) {
        return withRetryAfter(apiError(statusOf(opened.error()), opened.error().message, "busy"), opened.error());
    }
    const auto spoken = sendAudio(**opened, [](std::span<const std::byte>) { return Result<>(); });
    if (!spoken) {
        return apiError(spoken.error());
    }
    return http::json(200, Json{{"message", fmt::format("{} is loaded", choice->voice)}}.dump());
}

http::Response unload(EngineHost& host) {
    host.unload();
    return http::json(200, Json{{"message", "All models are unloaded"}}.dump());
}

}  // namespace

void addModelRoutes(http::Router& router, const SpeechRoutes& with) {
    http::Route loading{"POST", "/models/load", [with](const http::Request& request) { return load(request, with); }};
    loading.documentation = {"Load a voice into memory before it is needed",
                             "Models",
                             {{"model_name", http::Documentation::Parameter::Place::query, "string",
                               "Voice id; the default voice if not given"}},
                             "",
                             "Message"};
    router.add(std::move(loading));

    http::Route unloading{"POST", "/models/unload", [&host = with.host](const http::Request&) { return unload(host); }};
    unloading.documentation = {
        "Give the memory of all voices back; the next request loads what it needs", "Models", {}, "", "Message"};
    router.add(std::move(unloading));
}

}  // namespace parlando::server
