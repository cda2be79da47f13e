#include "server/voices/routes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "server/api_error.h"
#include "server/backend/backend_json.h"
#include "server/backend/download_events.h"
#include "server/event_stream.h"
#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/query_fields.h"
#include "server/voices/catalogue_json.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;
using Place = http::Documentation::Parameter::Place;

constexpr std::uint64_t kBodyLimit = 8192;
constexpr TextLength kName{1, 128};
constexpr TextLength kPath{1, 4096};
constexpr TextLength kBlendName{1, 100};
constexpr TextLength kBlendVoice{1, 2048};
constexpr char kGroup[] = "Models";

http::Response message(std::string text) {
    return http::json(200, Json{{"message", std::move(text)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

// What does not fit the state of things is a 409; only an engine that still loads is worth waiting for.
http::Response refusal(const EngineHost& host, const Error& error) {
    const bool isLoading = host.status().phase == EngineHost::Phase::loading;
    return error.code == ErrorCode::busy && !isLoading ? apiError(409, error.message, "conflict") : apiError(error);
}

http::Response status(const VoiceRoutes& with) {
    with.voices.notice();
    const auto installed = with.host.voices();
    return installed ? http::json(200, modelStatusJson(*installed, with.host.status().spoken, with.voices))
                     : apiError(installed.error());
}

http::Response catalogue(const VoiceRoutes& with, const http::Request& request) {
    static constexpr std::array<std::string_view, 3> kUses{"any", "non_commercial", "see_card"};
    QueryFields query(request.query);
    voices::Search wanted;
    wanted.words = query.text("search", {0, 200}).value_or("");
    wanted.language = query.text("language", {0, 64}).value_or("");
    wanted.family = query.text("family", {0, 32}).value_or("");
    if (const auto use = query.choice("use", kUses)) {
        wanted.use = *use == "any"        ? voices::Use::any
                     : *use == "see_card" ? voices::Use::seeCard
                                          : voices::Use::nonCommercial;
    }
    const auto limit = static_cast<std::size_t>(query.integer("limit", 1, 2000).value_or(100));
    const auto offset = static_cast<std::size_t>(query.integer("offset", 0, 100'000).value_or(0));
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const auto found = voices::search(wanted);
    const auto begin = std::min(offset, found.size());
    const auto page = std::span(found).subspan(begin, std::min(limit, found.size() - begin));
    return http::json(
        200, catalogueJson(page, found.size(), with.host.voices().value_or(std::vector<engine::Voice>()), with.voices));
}

http::Response languages(const VoiceRoutes&, const http::Request&) {
    Json list = Json::array();
    for (const auto& language : voices::languages()) {
        list.push_back({{"name", language.name}, {"voices", language.voices}});
    }
    return http::json(200, Json{{"languages", std::move(list)}}.dump());
}

// The one member that a body must have, or the answer that says so.
tl::expected<std::string, http::Response> member(const http::Request& request, const char* name, TextLength length) {
    const auto json = parseJsonObject(request.body);
    if (!json) {
        return tl::unexpected(apiError(json.error()));
    }
    JsonFields fields(*json);
    auto value = fields.neededText(name, length);
    if (!fields.outcome()) {
        return tl::unexpected(apiError(fields.outcome().error()));
    }
    return value;
}

http::Response startDownload(const VoiceRoutes& with, const http::Request& request) {
    const auto name = member(request, "model_name", kName);
    if (!name) {
        return name.error();
    }
    if (const auto started = with.voices.startDownload(*name); !started) {
        return refusal(with.host, started.error());
    }
    return message(fmt::format("Voice download of {} started", *name));
}

http::Response cancelDownload(const VoiceRoutes& with, const http::Request& request) {
    const auto name = member(request, "model_name", kName);
    if (!name) {
        return name.error();
    }
    return message(with.voices.cancelDownload(*name) ? "Download cancelled" : "No such download to cancel");
}

http::Response progress(const VoiceRoutes& with, const http::Request& request) {
    const auto& name = request.pathParameters.at("name");
    if (with.voices.lastDownload() != name) {
        return apiError(404, "there was no download of this voice since the server started", "not_found");
    }
    return followDownload(with.voices.download(), request,
                          [name](const DownloadState& state) { return toJson(state, name, name); });
}

http::Response import(const VoiceRoutes& with, const http::Request& request) {
    if (request.peer != "127.0.0.1" && request.peer != "::1") {
        return apiError(403, "only programs on this computer may add files of this computer", "forbidden");
    }
    const auto path = member(request, "path", kPath);
    if (!path) {
        return path.error();
    }
    const auto id = with.voices.import(*path);
    if (id) {
        return http::json(200, Json{{"message", "Voice added"}, {"model_name", *id}}.dump());
    }
    const auto& error = id.error();
    const bool isFilesFault = error.code == ErrorCode::corrupt || error.code == ErrorCode::incompatible;
    return isFilesFault ? apiError(422, error.message, protocol::name(error.code)) : refusal(with.host, error);
}

http::Response blend(const VoiceRoutes& with, const http::Request& request) {
    const auto json = parseJsonObject(request.body);
    if (!json) {
        return apiError(json.error());
    }
    JsonFields fields(*json);
    const auto name = fields.neededText("name", kBlendName);
    const auto voice = fields.neededText("voice", kBlendVoice);
    if (name.find_first_not_of(" \t\r\n") == std::string::npos && fields.outcome()) {
        fields.complain("'name' is blank");
    }
    if (const auto read = fields.outcome(); !read) {
        return apiError(read.error());
    }
    const auto id = with.voices.saveBlend(name, voice);
    return id ? http::json(200, Json{{"message", "Blend saved"}, {"model_name", *id}}.dump())
              : refusal(with.host, id.error());
}

http::Response remove(const VoiceRoutes& with, const http::Request& request) {
    const auto removed = with.voices.remove(request.pathParameters.at("name"));
    return removed ? message("Voice deleted") : refusal(with.host, removed.error());
}

http::Documentation documented(std::string summary, std::string request, std::string response,
                               std::vector<http::Documentation::Parameter> parameters = {}) {
    return {std::move(summary), kGroup, std::move(parameters), std::move(request), std::move(response)};
}

}  // namespace

void addVoiceRoutes(http::Router& router, const VoiceRoutes& with) {
    using Answer = http::Response (*)(const VoiceRoutes&, const http::Request&);
    const auto add = [&](const char* method, const char* path, Answer answer, http::Documentation documentation) {
        const bool hasBody = !documentation.request.empty();
        http::Route route{method, path, [with, answer](const http::Request& request) { return answer(with, request); }};
        if (hasBody) {
            route.body = http::BodyKind::json;
            route.bodyLimit = kBodyLimit;
        }
        route.documentation = std::move(documentation);
        router.add(std::move(route));
    };
    add(
        "GET", "/models/status", [](const VoiceRoutes& routes, const http::Request&) { return status(routes); },
        documented("List the models (here: voices) and which of them are in memory", "", "ModelStatus"));
    add("GET", "/models/catalogue", catalogue,
        documented("Search the published voices that can be downloaded", "", "ModelCatalogue",
                   {{"search", Place::query, "string", "Words of the name, language, family or quality"},
                    {"language", Place::query, "string", "\"de\", \"pt-BR\" or \"German\""},
                    {"family", Place::query, "string", "\"vits\", \"piper\" or \"kokoro\""},
                    {"use", Place::query, "string", "What the licence allows: any, non_commercial, see_card"},
                    {"limit", Place::query, "integer", "At most so many, 100 if not given"},
                    {"offset", Place::query, "integer", "Leave out so many first"}}));
    add("GET", "/models/catalogue/languages", languages,
        documented("List the languages of the published voices", "", "CatalogueLanguages"));
    add("POST", "/models/download", startDownload,
        documented("Download a voice of the catalogue, check it and install it", "ModelName", "Message"));
    add("POST", "/models/download/cancel", cancelDownload,
        documented("Stop a download; what has arrived is kept for the next one", "ModelName", "Message"));
    auto following = documented("Follow the download of a voice", "", "DownloadEvent");
    following.responseType = kEventStreamType;
    add("GET", "/models/progress/{name}", progress, std::move(following));
    add("POST", "/models/import", import,
        documented("Copy a voice that lies on this computer: a folder, or a Piper voice's .onnx file", "ModelPath",
                   "ModelImported"));
    add("POST", "/models/blend", blend,
        documented("Keep a blend of speakers as a voice; DELETE /models/{name} removes it", "BlendRequest",
                   "ModelImported"));
    add("DELETE", "/models/{name}", remove, documented("Remove a voice that was added", "", "Message"));
}

}  // namespace parlando::server
