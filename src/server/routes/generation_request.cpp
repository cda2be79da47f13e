#include "server/routes/generation_request.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/voice_choice.h"

namespace parlando::server {
namespace {

constexpr TextLength kName{1, 128};

// What the client asked for that decides how the text is spoken, before voices are looked at.
struct Wish {
    std::string voice;     // may be empty
    std::string language;  // may be empty
};

Result<store::Profile> profileNamed(const store::Profiles& profiles, const std::string& name) {
    PARLANDO_TRY_ASSIGN(auto all, profiles.all());
    const auto found = std::ranges::find_if(
        all, [&](const store::Profile& profile) { return profile.id == name || profile.fields.name == name; });
    if (found == all.end()) {
        return failure(ErrorCode::notFound, "there is no profile of that name or id; GET /profiles lists them");
    }
    return std::move(*found);
}

Result<> applyProfile(const store::Profile& profile, store::NewGeneration& order, Wish& wish) {
    if (!profile.fields.presetVoiceId) {
        return failure(ErrorCode::invalidInput,
                       "this profile has no voice that this server can speak with; give it a preset voice");
    }
    order.profileId = profile.id;
    order.profileName = profile.fields.name;
    wish.voice = *profile.fields.presetVoiceId;
    return {};
}

// Members that would change what is heard and that we cannot do: speaking on without them would be wrong.
void refuseWhatWeCannotDo(JsonFields& fields, const nlohmann::json& json) {
    if (fields.flag("personality").value_or(false)) {
        fields.complain("'personality' is not available on this server; leave it out or set it to false");
    }
    if (const auto effects = json.find("effects_chain");
        effects != json.end() && !effects->is_null() && !effects->empty()) {
        fields.complain("'effects_chain' is not available on this server; leave it out or set it to null");
    }
}

Result<GenerationRequest> finish(GenerationRequest request, const Wish& wish, std::span<const engine::Voice> voices) {
    PARLANDO_TRY_ASSIGN(const auto choice, chooseVoice(voices, wish.voice, wish.language));
    const auto& voice = *std::ranges::find(voices, choice.voice, &engine::Voice::id);
    request.order.voice = choice.name();
    request.order.language = wish.language.empty() ? voice.language.substr(0, voice.language.find('-')) : wish.language;
    request.parameters.speaker = choice.speaker;
    request.order.parameters = toText(request.parameters);
    return request;
}

std::string textOf(JsonFields& fields, std::size_t longest) {
    std::string text = fields.neededText("text", {1, longest});
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        fields.complain("'text' is empty: there is nothing to say");
    }
    return text;
}

}  // namespace

engine::Request GenerationRequest::speech() const {
    return {order.text, order.voice, parameters.speaker, order.speed,
            static_cast<std::uint64_t>(order.seed.value_or(0))};
}

Result<GenerationRequest> readGenerationRequest(std::string_view body, std::span<const engine::Voice> voices,
                                                const store::Profiles& profiles) {
    PARLANDO_TRY_ASSIGN(const auto json, parseJsonObject(body));
    JsonFields fields(json);
    GenerationRequest request;
    Wish wish;
    request.order.text = textOf(fields, kMaximumGenerationCharacters);
    wish.language = fields.text("language", {1, 35}).value_or("");
    wish.voice = fields.text("voice", kName).value_or("");
    request.order.engine = fields.text("engine", kName).value_or("");
    request.order.seed = fields.integer("seed", 0, INT64_MAX);
    request.order.instruct = fields.text("instruct", {0, 500});
    request.order.modelSize = fields.text("model_size", kName);
    request.order.speed = fields.number("speed", engine::kMinimumSpeed, engine::kMaximumSpeed).value_or(1.0);
    constexpr std::array<std::string_view, 5> kFormats{"wav", "flac", "mp3", "opus", "pcm"};
    request.parameters.format = audio::formatFromName(fields.choice("format", kFormats).value_or("wav")).value();
    request.save = fields.flag("save").value_or(false);
    request.parameters.markup = fields.flag("ssml").value_or(false) ? Markup::ssml : Markup::none;
    // Read for their mistakes only: sentences are always cut and joined where the text says so.
    fields.integer("max_chunk_chars", 100, 5000);
    fields.integer("crossfade_ms", 0, 500);
    fields.flag("normalize");
    refuseWhatWeCannotDo(fields, json);
    const auto profileId = fields.text("profile_id", kName);
    PARLANDO_TRY(fields.outcome());
    if (profileId) {
        PARLANDO_TRY_ASSIGN(const auto profile, profiles.find(*profileId));
        PARLANDO_TRY(applyProfile(profile, request.order, wish));
    }
    return finish(std::move(request), wish, voices);
}

Result<GenerationRequest> readSpeakRequest(std::string_view body, std::span<const engine::Voice> voices,
                                           const store::Profiles& profiles) {
    PARLANDO_TRY_ASSIGN(const auto json, parseJsonObject(body));
    JsonFields fields(json);
    GenerationRequest request;
    Wish wish;
    request.order.text = textOf(fields, kMaximumSpeakCharacters);
    request.order.source = "speak";
    wish.language = fields.text("language", {1, 35}).value_or("");
    request.order.engine = fields.text("engine", kName).value_or("");
    refuseWhatWeCannotDo(fields, json);
    const auto profileName = fields.text("profile", kName);
    PARLANDO_TRY(fields.outcome());
    if (profileName) {
        PARLANDO_TRY_ASSIGN(const auto profile, profileNamed(profiles, *profileName));
        PARLANDO_TRY(applyProfile(profile, request.order, wish));
    }
    return finish(std::move(request), wish, voices);
}

}  // namespace parlando::server
