#include "server/routes/generation_json.h"

#include <nlohmann/json.hpp>

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json orNull(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

Json toJson(const store::Generation& generation) {
    const auto* take = generation.activeTake();
    const auto& order = generation.order;
    return {{"id", generation.id},
            {"profile_id", orNull(order.profileId)},
            {"text", order.text},
            {"language", order.language},
            {"audio_path", take != nullptr ? take->id + "." + take->extension : ""},
            {"duration", take != nullptr ? take->duration : 0.0},
            {"seed", orNull(order.seed)},
            {"instruct", orNull(order.instruct)},
            {"engine", order.engine},
            {"model_size", orNull(order.modelSize)},
            {"status", name(generation.status)},
            {"error", orNull(generation.error)},
            {"is_favorited", generation.isFavorited},
            {"source", order.source},
            {"created_at", generation.createdAt},
            {"versions", nullptr},
            {"active_version_id", take != nullptr ? Json(take->id) : Json(nullptr)},
            {"voice", order.voice},
            {"speed", order.speed}};
}

}  // namespace parlando::server
