#include "server/voice_choice.h"

#include <algorithm>
#include <array>
#include <charconv>
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

Result<int> speakerOf(const engine::Voice& voice, std::string_view name) {
    if (const auto found = std::ranges::find(voice.speakers, name); found != voice.speakers.end()) {
        return static_cast<int>(found - voice.speakers.begin());
    }
    int number = -1;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    const bool isNumber = error == std::errc() && end == name.data() + name.size();
    const int count = std::max(1, static_cast<int>(voice.speakers.size()));
    if (isNumber && number >= 0 && number < count) {
        return number;
    }
    return failure(ErrorCode::notFound, fmt::format("the voice {} has no such speaker; it has {}", voice.id, count));
}

Result<VoiceChoice> byName(std::span<const engine::Voice> voices, std::string_view name) {
    const auto find = [&](std::string_view id) { return std::ranges::find(voices, id, &engine::Voice::id); };
    if (const auto found = find(name); found != voices.end()) {
        return VoiceChoice{found->id, 0};
    }
    if (const auto colon = name.rfind(':'); colon != std::string_view::npos) {
        if (const auto found = find(name.substr(0, colon)); found != voices.end()) {
            const std::string_view speakers = name.substr(colon + 1);
            if (found->blends && speakers.find_first_of("+(") != std::string_view::npos) {
                PARLANDO_TRY(engine::parseBlend(speakers, *found));
                return VoiceChoice{found->id, 0, std::string(speakers)};
            }
            PARLANDO_TRY_ASSIGN(const int speaker, speakerOf(*found, speakers));
            return VoiceChoice{found->id, speaker};
        }
    }
    if (const auto known = std::ranges::find(kOpenAiVoices, name); known != kOpenAiVoices.end()) {
        return VoiceChoice{voices[static_cast<std::size_t>(known - kOpenAiVoices.begin()) % voices.size()].id, 0};
    }
    std::vector<std::string_view> ids;
    std::ranges::transform(voices, std::back_inserter(ids), &engine::Voice::id);
    return failure(ErrorCode::notFound, fmt::format("there is no such voice; installed are: {}", fmt::join(ids, ", ")));
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
