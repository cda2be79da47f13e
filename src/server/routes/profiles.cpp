#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "server/api_error.h"
#include "server/json_body.h"
#include "server/routes/file_name.h"
#include "server/routes/library_json.h"
#include "server/routes/profile_request.h"
#include "server/routes/routes.h"
#include "server/routes/uploaded_file.h"
#include "server/routes/zip_response.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kBodyLimit = 64 * 1024;
constexpr std::uint64_t kLargestUpload = 100ULL << 20;  // bytes; voicebox's hold recordings

http::Response answer(const Result<store::Profile>& profile) {
    return profile ? http::json(200, protocol::toJson(infoOf(*profile))) : apiError(profile.error());
}

// The voices that a profile may name. Without an engine nobody knows; the name is checked when it is to speak.
std::vector<engine::Voice> knownVoices(const EngineHost& host) {
    return host.voices().value_or(std::vector<engine::Voice>());
}

Result<store::ProfileFields> readBody(const http::Request& request, const EngineHost& host) {
    PARLANDO_TRY_ASSIGN(const auto body, parseJsonObject(request.body));
    return readProfile(body, knownVoices(host));
}

http::Response list(const store::Library& library) {
    const auto profiles = library.profiles().all();
    if (!profiles) {
        return apiError(profiles.error());
    }
    std::vector<protocol::ProfileInfo> infos;
    std::ranges::transform(*profiles, std::back_inserter(infos), [](const auto& profile) { return infoOf(profile); });
    return http::json(200, protocol::toJson(std::span<const protocol::ProfileInfo>(infos)));
}

http::Response presets(const http::Request& request, const EngineHost& host) {
    const auto installed = host.voices();
    if (!installed) {
        return apiError(503, installed.error().message, protocol::name(installed.error().code));
    }
    const auto& engine = request.pathParameters.at("engine");
    const auto voices = voicesOf(engine, *installed);
    if (!voices) {
        return apiError(voices.error());
    }
    std::vector<protocol::PresetVoice> infos;
    std::ranges::transform(*voices, std::back_inserter(infos), [](const auto& voice) {
        return protocol::PresetVoice{voice.id, voice.name, voice.language};
    });
    return http::json(200, protocol::presetsBody(engine, infos));
}

http::Response exportProfile(const http::Request& request, const store::Library& library) {
    const auto profile = library.profiles().find(request.pathParameters.at("id"));
    if (!profile) {
        return apiError(profile.error());
    }
    const auto described = Json::parse(protocol::toJson(infoOf(*profile)));
    Json kept = Json::object();
    for (const auto* name : {"name", "description", "language", "voice_type", "preset_engine", "preset_voice_id",
                             "design_prompt", "default_engine", "personality"}) {
        kept[name] = described.at(name);
    }
    const Json manifest = {{"version", "1.0"}, {"profile", std::move(kept)}, {"has_avatar", false}};
    // voicebox looks for samples.json.
    return zipResponse(
        attachment(profile->fields.name, "profile", "parlando.zip"), manifest.dump(2), [](ZipWriter& writer) {
            return writer.add("samples.json", sourceOf(std::as_bytes(std::span(std::string_view("{}")))));
        });
}

Result<store::Profile> import(const http::Request& request, store::Library& library, const EngineHost& host) {
    PARLANDO_TRY_ASSIGN(const auto file, uploadedFile(request));
    std::string manifest;
    PARLANDO_TRY(readZip(file, {}, [&](const std::string& name) -> Result<ZipSink> {
        return name == "manifest.json" ? smallFile(manifest) : ZipSink();
    }));
    const auto parsed = parseJsonObject(manifest);
    if (!parsed || !parsed->contains("profile") || !parsed->at("profile").is_object()) {
        return failure(ErrorCode::invalidInput, "the archive holds no manifest.json that describes a profile");
    }
    auto object = parsed->at("profile");
    object.emplace("voice_type", "cloned");  // voicebox exports nothing else and does not say so
    PARLANDO_TRY_ASSIGN(auto fields, readProfile(object, knownVoices(host)));
    return library.profiles().create(std::move(fields), store::NameClash::addNumber);
}

void add(http::Router& router, http::Route route, const char* summary, const char* request, const char* response,
         const char* responseType = "application/json") {
    route.documentation = {summary, "Profiles", {}, request, response, responseType};
    router.add(std::move(route));
}

void addChanges(http::Router& router, store::Library& library, const EngineHost& host) {
    add(router,
        {"POST", "/profiles",
         [&library, &host](const http::Request& request) {
             auto fields = readBody(request, host);
             return fields ? answer(library.profiles().create(std::move(*fields))) : apiError(fields.error());
         },
         http::BodyKind::json, kBodyLimit},
        "Make a profile: a name for a voice", "ProfileRequest", "Profile");
    add(router,
        {"PUT", "/profiles/{id}",
         [&library, &host](const http::Request& request) {
             const auto fields = readBody(request, host);
             return fields ? answer(library.profiles().update(request.pathParameters.at("id"), *fields))
                           : apiError(fields.error());
         },
         http::BodyKind::json, kBodyLimit},
        "Replace a profile", "ProfileRequest", "Profile");
    add(router,
        {"DELETE", "/profiles/{id}",
         [&library](const http::Request& request) {
             const auto removed = library.profiles().remove(request.pathParameters.at("id"));
             return removed ? http::json(200, protocol::messageBody("Profile deleted successfully"))
                            : apiError(removed.error());
         }},
        "Delete a profile; what it spoke stays", "", "Message");
    add(router,
        {"POST", "/profiles/import",
         [&library, &host](const http::Request& request) {
             const auto profile = import(request, library, host);
             return profile ? answer(profile) : uploadError(profile.error());
         },
         http::BodyKind::upload, kLargestUpload},
        "Take a profile from an archive", "", "Profile");
}

// voicebox's scripts bring recordings of a voice to imitate.
void addRefusals(http::Router& router) {
    for (const auto* pattern : {"/profiles/{id}/samples", "/profiles/{id}/avatar"}) {
        http::Route route{"POST", pattern, {}};
        route.refusal = http::Rejection{400,
                                        "not_supported",
                                        "the engines here speak with preset voices; they take no recordings to imitate "
                                        "and no pictures",
                                        {}};
        router.add(std::move(route));
    }
}

}  // namespace

void addProfileRoutes(http::Router& router, store::Library& library, const EngineHost& host) {
    add(router, {"GET", "/profiles", [&library](const http::Request&) { return list(library); }}, "All profiles", "",
        "Profiles");
    add(router,
        {"GET", "/profiles/presets/{engine}", [&host](const http::Request& request) { return presets(request, host); }},
        "The voices of an engine that a profile may name", "", "PresetVoices");
    add(router,
        {"GET", "/profiles/{id}",
         [&library](const http::Request& request) {
             return answer(library.profiles().find(request.pathParameters.at("id")));
         }},
        "One profile", "", "Profile");
    add(router,
        {"GET", "/profiles/{id}/export",
         [&library](const http::Request& request) { return exportProfile(request, library); }},
        "A profile as a ZIP archive", "", "", "application/zip");
    addChanges(router, library, host);
    addRefusals(router);
}

}  // namespace parlando::server
