#include "server/routes/library_json.h"

#include <algorithm>
#include <iterator>

namespace parlando::server {

protocol::TakeInfo infoOf(const store::Take& take) {
    const auto path = take.isMissing ? std::string() : "audio/" + take.id + "." + take.extension;
    return {take.id, take.generationId, take.label, path, take.duration, take.isActive, take.createdAt};
}

protocol::GenerationInfo infoOf(const store::Generation& generation) {
    const auto& order = generation.order;
    protocol::GenerationInfo info;
    info.id = generation.id;
    info.profileId = order.profileId;
    info.profileName = order.profileName;
    info.text = order.text;
    info.language = order.language;
    info.seed = order.seed;
    info.instruct = order.instruct;
    info.engine = order.engine;
    info.modelSize = order.modelSize;
    info.voice = order.voice;
    info.speed = order.speed;
    info.status = name(generation.status);
    info.error = generation.error;
    info.isFavorited = generation.isFavorited;
    info.source = order.source;
    info.createdAt = generation.createdAt;
    std::ranges::transform(generation.takes, std::back_inserter(info.takes),
                           [](const auto& take) { return infoOf(take); });
    if (const auto* take = generation.activeTake()) {
        info.audioPath = infoOf(*take).audioPath;
        info.duration = take->duration;
        info.activeTakeId = take->id;
    }
    return info;
}

protocol::ProfileInfo infoOf(const store::Profile& profile) {
    const auto& fields = profile.fields;
    return {profile.id,           fields.name,         fields.description,      fields.language,
            fields.voiceType,     fields.presetEngine, fields.presetVoiceId,    fields.designPrompt,
            fields.defaultEngine, fields.personality,  profile.generationCount, profile.createdAt,
            profile.updatedAt};
}

}  // namespace parlando::server
