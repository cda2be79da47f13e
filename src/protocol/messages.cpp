#include "protocol/messages.h"

#include <nlohmann/json.hpp>

namespace parlando::protocol {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::optional<std::string> text(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

Json modelJson(const std::string& id) {
    return {{"id", id}, {"object", "model"}, {"created", 0}, {"owned_by", "parlando"}};
}

bool flag(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

std::string_view name(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalidInput:
            return "invalid_input";
        case ErrorCode::notFound:
            return "not_found";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::incompatible:
            return "incompatible";
        case ErrorCode::io:
            return "io";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::cancelled:
            return "cancelled";
        case ErrorCode::resourceLimit:
            return "resource_limit";
        case ErrorCode::internal:
            break;
    }
    return "internal";
}

std::string errorBody(std::string_view detail, std::string_view code) {
    return dump({{"detail", detail}, {"code", code}});
}

std::string toJson(const OpenAiError& error) {
    return dump({{"error",
                  {{"message", error.message},
                   {"type", error.type},
                   {"param", orNull(error.parameter)},
                   {"code", orNull(error.code)}}}});
}

std::string toJson(const Health& health) {
    return dump({{"status", health.status},
                 {"model_loaded", health.modelLoaded},
                 {"model_downloaded", health.modelDownloaded},
                 {"model_size", nullptr},
                 {"gpu_available", health.gpuAvailable},
                 {"gpu_type", orNull(health.gpuType)},
                 {"vram_used_mb", nullptr},
                 {"backend_type", "libtorch"},
                 {"backend_variant", health.backendVariant},
                 {"supports_rocm", false},
                 {"gpu_compatibility_warning", nullptr},
                 {"version", health.version},
                 {"state", health.state},
                 {"instance", health.instance},
                 {"progress", orNull(health.progress)},
                 {"device", orNull(health.device)},
                 {"problem", orNull(health.problem)}});
}

Result<Health> healthFrom(std::string_view body) {
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_object() || !text(json, "status") || !text(json, "backend_variant")) {
        return failure(ErrorCode::corrupt, "the answer of /health is not that of a Parlando server");
    }
    Health health;
    health.status = *text(json, "status");
    health.modelLoaded = flag(json, "model_loaded");
    health.modelDownloaded = flag(json, "model_downloaded");
    health.gpuAvailable = flag(json, "gpu_available");
    health.gpuType = text(json, "gpu_type");
    health.backendVariant = *text(json, "backend_variant");
    health.version = text(json, "version").value_or("");
    health.state = text(json, "state").value_or("");
    health.instance = text(json, "instance").value_or("");
    if (const auto progress = json.find("progress"); progress != json.end() && progress->is_number()) {
        health.progress = progress->get<double>();
    }
    health.device = text(json, "device");
    health.problem = text(json, "problem");
    return health;
}

std::string toJson(std::span<const VoiceInfo> voices) {
    Json list = Json::array();
    for (const auto& voice : voices) {
        list.push_back({{"id", voice.id},
                        {"name", voice.name},
                        {"language", voice.language},
                        {"description", voice.description},
                        {"speakers", voice.speakers},
                        {"license", voice.license.empty() ? Json(nullptr) : Json(voice.license)},
                        {"size_bytes", voice.sizeBytes},
                        {"blend", voice.blend.empty() ? Json(nullptr) : Json(voice.blend)}});
    }
    return dump({{"voices", std::move(list)}});
}

std::string modelBody(const std::string& id) {
    return dump(modelJson(id));
}

std::string modelsBody(std::span<const std::string> ids) {
    Json list = Json::array();
    for (const auto& id : ids) {
        list.push_back(modelJson(id));
    }
    return dump({{"object", "list"}, {"data", std::move(list)}});
}

}  // namespace parlando::protocol
