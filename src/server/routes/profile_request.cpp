#include "server/routes/profile_request.h"

#include <algorithm>
#include <set>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "server/json_fields.h"

namespace parlando::server {
namespace {

constexpr const char* kNoCloning =
    "the engines here speak with preset voices and cannot imitate others: use \"voice_type\": \"preset\" with a "
    "\"preset_voice_id\" of GET /profiles/presets/parlando";

// BCP 47, roughly: "en", "en-US", "zh-Hant-TW".
bool isLanguage(std::string_view text) {
    std::size_t length = 0;
    for (const char c : text) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!isLetter && c != '-') {
            return false;
        }
        length = isLetter ? length + 1 : 0;
        if (length > 8 || (c == '-' && length == 0 && &c == text.data())) {
            return false;
        }
    }
    return length > 0 && text.find("--") == std::string_view::npos;
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void readPreset(JsonFields& fields, std::span<const engine::Voice> voices, store::ProfileFields& profile) {
    profile.presetEngine = fields.text("preset_engine", {1, 50}).value_or(std::string(kPresetEngine));
    const auto id = fields.neededText("preset_voice_id", {1, 100});
    profile.presetVoiceId = id;
    if (voices.empty() || !fields.outcome()) {
        return;
    }
    const auto ofEngine = voicesOf(*profile.presetEngine, voices);
    if (!ofEngine) {
        return fields.complain("'preset_engine': " + ofEngine.error().message);
    }
    // "vctk:p225" is one speaker of a voice.
    const auto voice = id.substr(0, id.find(':'));
    if (std::ranges::find(*ofEngine, voice, &engine::Voice::id) == ofEngine->end()) {
        std::vector<std::string> ids;
        std::ranges::transform(*ofEngine, std::back_inserter(ids), &engine::Voice::id);
        fields.complain(fmt::format("'preset_voice_id' is no voice of this engine; it has: {}", fmt::join(ids, ", ")));
    }
}

}  // namespace

Result<std::vector<engine::Voice>> voicesOf(std::string_view engine, std::span<const engine::Voice> voices) {
    std::vector<engine::Voice> found;
    std::set<std::string_view> engines = {kPresetEngine};
    for (const auto& voice : voices) {
        if (!voice.problem.empty()) {
            continue;
        }
        engines.insert(voice.family);
        if (engine == kPresetEngine || engine == voice.family) {
            found.push_back(voice);
        }
    }
    if (found.empty()) {
        return failure(ErrorCode::notFound,
                       fmt::format("there is no such engine; there are: {}", fmt::join(engines, ", ")));
    }
    return found;
}

Result<store::ProfileFields> readProfile(const nlohmann::json& object, std::span<const engine::Voice> voices) {
    JsonFields fields(object);
    store::ProfileFields profile;
    profile.name = fields.neededText("name", {1, 100});
    profile.description = fields.text("description", {0, 500});
    profile.language = fields.text("language", {0, 35}).value_or("en");
    profile.voiceType = fields.text("voice_type", {0, 20}).value_or("preset");
    profile.designPrompt = fields.text("design_prompt", {0, 2000});
    profile.defaultEngine = fields.text("default_engine", {0, 50});
    profile.personality = fields.text("personality", {0, 2000});
    if (isBlank(profile.name)) {
        fields.complain("'name' is blank");
    }
    if (!isLanguage(profile.language)) {
        fields.complain("'language' must be a language tag such as en or en-US");
    }
    if (profile.voiceType != "preset") {
        fields.complain(fmt::format("'voice_type': {}", kNoCloning));
    }
    readPreset(fields, voices, profile);
    PARLANDO_TRY(fields.outcome());
    return profile;
}

}  // namespace parlando::server
