#include "protocol/library_messages.h"

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

Json jsonOf(const ProfileInfo& profile) {
    return {{"id", profile.id},
            {"name", profile.name},
            {"description", orNull(profile.description)},
            {"language", profile.language},
            {"avatar_path", nullptr},
            {"effects_chain", nullptr},
            {"voice_type", profile.voiceType},
            {"preset_engine", orNull(profile.presetEngine)},
            {"preset_voice_id", orNull(profile.presetVoiceId)},
            {"design_prompt", orNull(profile.designPrompt)},
            {"default_engine", orNull(profile.defaultEngine)},
            {"personality", orNull(profile.personality)},
            {"generation_count", profile.generationCount},
            {"sample_count", 0},
            {"created_at", profile.createdAt},
            {"updated_at", profile.updatedAt}};
}

Json jsonOf(const TakeInfo& take) {
    return {{"id", take.id},
            {"generation_id", take.generationId},
            {"label", take.label},
            {"audio_path", take.audioPath},
            {"effects_chain", nullptr},
            {"source_version_id", nullptr},
            {"is_default", take.isDefault},
            {"created_at", take.createdAt},
            {"duration", take.duration}};
}

Json jsonOf(const GenerationInfo& generation);

template <class T>
Json arrayOf(std::span<const T> values) {
    Json list = Json::array();
    for (const auto& value : values) {
        list.push_back(jsonOf(value));
    }
    return list;
}

Json jsonOf(const GenerationInfo& generation) {
    return {{"id", generation.id},
            {"profile_id", orNull(generation.profileId)},
            {"profile_name", generation.profileName},
            {"text", generation.text},
            {"language", generation.language},
            {"audio_path", generation.audioPath},
            {"duration", generation.duration},
            {"seed", orNull(generation.seed)},
            {"instruct", orNull(generation.instruct)},
            {"engine", generation.engine},
            {"model_size", orNull(generation.modelSize)},
            {"status", generation.status},
            {"error", orNull(generation.error)},
            {"is_favorited", generation.isFavorited},
            {"source", generation.source},
            {"created_at", generation.createdAt},
            {"versions", generation.takes.empty() ? Json(nullptr) : arrayOf(std::span(generation.takes))},
            {"active_version_id", orNull(generation.activeTakeId)},
            {"voice", generation.voice},
            {"speed", generation.speed}};
}

// Reads members of an answer; what is missing or of another type reads as nothing.
class Members {
public:
    explicit Members(const Json& object) : m_object(object) {}

    template <class T>
    std::optional<T> optional(const char* name) const {
        const auto found = m_object.find(name);
        if (found == m_object.end() || !fits<T>(*found)) {
            return std::nullopt;
        }
        return found->template get<T>();
    }
    template <class T>
    T value(const char* name) const {
        return optional<T>(name).value_or(T{});
    }
    // The elements of an array, or none.
    Json array(const char* name) const {
        const auto found = m_object.find(name);
        return found != m_object.end() && found->is_array() ? *found : Json::array();
    }

private:
    template <class T>
    static bool fits(const Json& json) {
        if constexpr (std::is_same_v<T, std::string>) {
            return json.is_string();
        } else if constexpr (std::is_same_v<T, bool>) {
            return json.is_boolean();
        } else {
            return json.is_number();
        }
    }
    const Json& m_object;
};

Result<ProfileInfo> profileOf(const Json& json) {
    const Members members(json);
    ProfileInfo profile;
    profile.id = members.value<std::string>("id");
    profile.name = members.value<std::string>("name");
    if (profile.id.empty() || profile.name.empty()) {
        return failure(ErrorCode::corrupt, "the answer is not a profile");
    }
    profile.description = members.optional<std::string>("description");
    profile.language = members.value<std::string>("language");
    profile.voiceType = members.value<std::string>("voice_type");
    profile.presetEngine = members.optional<std::string>("preset_engine");
    profile.presetVoiceId = members.optional<std::string>("preset_voice_id");
    profile.designPrompt = members.optional<std::string>("design_prompt");
    profile.defaultEngine = members.optional<std::string>("default_engine");
    profile.personality = members.optional<std::string>("personality");
    profile.generationCount = members.value<std::int64_t>("generation_count");
    profile.createdAt = members.value<std::string>("created_at");
    profile.updatedAt = members.value<std::string>("updated_at");
    return profile;
}

TakeInfo takeOf(const Json& json) {
    const Members members(json);
    return {members.value<std::string>("id"),        members.value<std::string>("generation_id"),
            members.value<std::string>("label"),     members.value<std::string>("audio_path"),
            members.value<double>("duration"),       members.value<bool>("is_default"),
            members.value<std::string>("created_at")};
}

Result<GenerationInfo> generationOf(const Json& json) {
    const Members members(json);
    GenerationInfo generation;
    generation.id = members.value<std::string>("id");
    generation.status = members.value<std::string>("status");
    if (generation.id.empty() || generation.status.empty()) {
        return failure(ErrorCode::corrupt, "the answer is not a generation");
    }
    generation.profileId = members.optional<std::string>("profile_id");
    generation.profileName = members.value<std::string>("profile_name");
    generation.text = members.value<std::string>("text");
    generation.language = members.value<std::string>("language");
    generation.audioPath = members.value<std::string>("audio_path");
    generation.duration = members.value<double>("duration");
    generation.seed = members.optional<std::int64_t>("seed");
    generation.instruct = members.optional<std::string>("instruct");
    generation.engine = members.value<std::string>("engine");
    generation.modelSize = members.optional<std::string>("model_size");
    generation.voice = members.value<std::string>("voice");
    generation.speed = members.optional<double>("speed").value_or(1.0);
    generation.error = members.optional<std::string>("error");
    generation.isFavorited = members.value<bool>("is_favorited");
    generation.source = members.value<std::string>("source");
    generation.createdAt = members.value<std::string>("created_at");
    for (const auto& take : members.array("versions")) {
        generation.takes.push_back(takeOf(take));
    }
    generation.activeTakeId = members.optional<std::string>("active_version_id");
    return generation;
}

}  // namespace

std::string toJson(const ProfileInfo& profile) {
    return dump(jsonOf(profile));
}

std::string toJson(std::span<const ProfileInfo> profiles) {
    return dump(arrayOf(profiles));
}

Result<std::vector<ProfileInfo>> profilesFrom(std::string_view body) {
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_array()) {
        return failure(ErrorCode::corrupt, "the answer is not a list of profiles");
    }
    std::vector<ProfileInfo> profiles;
    for (const auto& element : json) {
        PARLANDO_TRY_ASSIGN(auto profile, profileOf(element));
        profiles.push_back(std::move(profile));
    }
    return profiles;
}

std::string presetsBody(std::string_view engine, std::span<const PresetVoice> voices) {
    Json list = Json::array();
    for (const auto& voice : voices) {
        list.push_back(
            {{"voice_id", voice.id}, {"name", voice.name}, {"gender", nullptr}, {"language", voice.language}});
    }
    return dump({{"engine", engine}, {"voices", std::move(list)}});
}

std::string toJson(const GenerationInfo& generation) {
    return dump(jsonOf(generation));
}

std::string toJson(std::span<const TakeInfo> takes) {
    return dump(arrayOf(takes));
}

Result<GenerationInfo> generationFrom(std::string_view body) {
    return generationOf(Json::parse(body, nullptr, false));
}

std::string toJson(const HistoryPage& page) {
    return dump({{"items", arrayOf(std::span(page.items))}, {"total", page.total}});
}

Result<HistoryPage> historyPageFrom(std::string_view body) {
    const Json json = Json::parse(body, nullptr, false);
    HistoryPage page;
    const auto total = Members(json).optional<std::int64_t>("total");
    if (!total) {
        return failure(ErrorCode::corrupt, "the answer is not a page of the history");
    }
    page.total = *total;
    for (const auto& item : Members(json).array("items")) {
        PARLANDO_TRY_ASSIGN(auto generation, generationOf(item));
        page.items.push_back(std::move(generation));
    }
    return page;
}

std::string toJson(const HistoryStatistics& statistics) {
    return dump({{"total_generations", statistics.generations},
                 {"total_duration_seconds", statistics.seconds},
                 {"generations_by_profile", Json(statistics.generationsOfProfile)}});
}

std::string messageBody(std::string_view message) {
    return dump({{"message", message}});
}

}  // namespace parlando::protocol
