#include "server/voice_choice.h"

#include <algorithm>
#include <array>
#include <set>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/blend.h"

namespace parlando::server {
namespace {

constexpr std::array<std::string_view, 13> kOpenAiVoices = {
    "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar"};

std::string_view primary(std::string_view language) {
    return language.substr(0, language.find('-'));
}

bool speaks(const engine::Voice& voice, std::string_view language) {
    return language.empty() || primary(voice.language) == primary(language);
}

// Those that cannot be used come last.
std::span<const engine::Voice> usable(std::span<const engine::Voice> voices) {
    const auto end = std::ranges::find_if(voices, [](const engine::Voice& voice) { return !voice.problem.empty(); });
    return voices.first(static_cast<std::size_t>(end - voices.begin()));
}

Result<VoiceChoice> byName(std::span<const engine::Voice> voices, std::string_view name) {
    const auto colon = std::min(name.find(':'), name.size());
    const auto found = std::ranges::find(voices, name.substr(0, colon), &engine::Voice::id);
    if (found != voices.end()) {
        if (!found->problem.empty()) {
            return failure(ErrorCode::notFound,
                           fmt::format("the voice '{}' cannot be used: {}", found->id, found->problem));
        }
        if (colon == name.size()) {
            return VoiceChoice{found->id, 0};
        }
        const auto speakers = name.substr(colon + 1);
        PARLANDO_TRY_ASSIGN(const auto shares, engine::parseBlend(speakers, *found));
        return shares.size() == 1 ? VoiceChoice{found->id, shares.front().speaker}
                                  : VoiceChoice{found->id, 0, std::string(speakers)};
    }
    voices = usable(voices);
    if (const auto known = std::ranges::find(kOpenAiVoices, name); known != kOpenAiVoices.end()) {
        return VoiceChoice{voices[static_cast<std::size_t>(known - kOpenAiVoices.begin()) % voices.size()].id, 0};
    }
    std::vector<std::string_view> ids;
    std::ranges::transform(voices, std::back_inserter(ids), &engine::Voice::id);
    const auto* hint = name.find('+') == std::string_view::npos
                           ? ""
                           : "; a blend is of speakers of one voice, as in \"vctk:p225(2)+p226(1)\"";
    return failure(ErrorCode::notFound,
                   fmt::format("there is no such voice; installed are: {}{}", fmt::join(ids, ", "), hint));
}

}  // namespace

Result<VoiceChoice> chooseVoice(std::span<const engine::Voice> voices, std::string_view name,
                                std::string_view language) {
    if (!name.empty()) {
        PARLANDO_TRY_ASSIGN(auto choice, byName(voices, name));
        const auto& voice = *std::ranges::find(voices, choice.voice, &engine::Voice::id);
        if (!speaks(voice, language)) {
            return failure(ErrorCode::invalidInput, fmt::format("the voice {} speaks {}", voice.id, voice.language));
        }
        return choice;
    }
    voices = usable(voices);
    const auto found = std::ranges::find_if(voices, [&](const auto& voice) { return speaks(voice, language); });
    if (found == voices.end()) {
        std::set<std::string_view> languages;
        std::ranges::transform(voices, std::inserter(languages, languages.end()), &engine::Voice::language);
        return failure(ErrorCode::invalidInput, fmt::format("no installed voice speaks this language; they speak: {}",
                                                            fmt::join(languages, ", ")));
    }
    return VoiceChoice{found->id, 0};
}

}  // namespace parlando::server
