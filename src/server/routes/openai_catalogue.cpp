#include <algorithm>
#include <array>

#include "protocol/messages.h"
#include "server/api_error.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

// Names that existing scripts send. All mean the same here: what speaks is chosen by the voice.
const std::array<std::string, 4> kModels = {"parlando", "tts-1", "tts-1-hd", "gpt-4o-mini-tts"};

http::Response voices(const EngineHost& host) {
    const auto engine = host.engine();
    if (!engine) {
        return openAiError(503, engine.error().message);
    }
    std::vector<protocol::VoiceInfo> list;
    for (const auto& voice : (*engine)->voices()) {
        list.push_back({voice.id, voice.name, voice.language, voice.description, voice.speakers});
    }
    return http::json(200, protocol::toJson(list));
}

http::Response model(const http::Request& request) {
    const auto& id = request.pathParameters.at("id");
    if (std::ranges::find(kModels, id) == kModels.end()) {
        return openAiError(404, "there is no such model", "model", "model_not_found");
    }
    return http::json(200, protocol::modelBody(id));
}

}  // namespace

void addOpenAiCatalogueRoutes(http::Router& router, const EngineHost& host) {
    router.add(
        {"GET", "/v1/models", [](const http::Request&) { return http::json(200, protocol::modelsBody(kModels)); }});
    router.add({"GET", "/v1/models/{id}", model});
    router.add({"GET", "/v1/audio/voices", [&host](const http::Request&) { return voices(host); }});
}

}  // namespace parlando::server
