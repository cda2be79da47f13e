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
    const auto installed = host.voices();
    if (!installed) {
        return openAiError(503, installed.error().message);
    }
    std::vector<protocol::VoiceInfo> list;
    for (const auto& voice : *installed) {
        if (voice.problem.empty()) {
            list.push_back({voice.id, voice.name, voice.language, voice.description, voice.speakers, voice.license,
                            voice.sizeBytes, voice.blend});
        }
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
    http::Route models{"GET", "/v1/models",
                       [](const http::Request&) { return http::json(200, protocol::modelsBody(kModels)); }};
    models.documentation = {"List the model names that requests may carry", "OpenAI", {}, "", "OpenAiModels"};
    router.add(std::move(models));

    http::Route one{"GET", "/v1/models/{id}", model};
    one.documentation = {"Look at one model name", "OpenAI", {}, "", "OpenAiModel"};
    router.add(std::move(one));

    http::Route list{"GET", "/v1/audio/voices", [&host](const http::Request&) { return voices(host); }};
    list.documentation = {"List the installed voices", "OpenAI", {}, "", "Voices"};
    router.add(std::move(list));
}

}  // namespace parlando::server
