#include "engine/kokoro/voice.h"

#include <algorithm>
#include <cctype>

#include <spdlog/fmt/fmt.h>

#include "engine/kokoro/config.h"

namespace parlando::engine::kokoro {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDefaultSpeaker = "af_heart";
constexpr std::string_view kPackExtension = ".pt";

bool isSpeakerName(const std::string& name) {
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

}  // namespace

bool isVoice(const fs::path& folder) {
    return isKokoro(folder / "config.json");
}

Result<Voice> describe(const fs::path& folder) {
    PARLANDO_TRY_ASSIGN(const Config config, readConfig(folder / "config.json"));
    Voice voice;
    voice.family = kFamily;
    voice.sampleRate = config.sampleRate;
    std::error_code error;
    for (fs::directory_iterator it(folder / "voices", error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == kPackExtension && isSpeakerName(it->path().stem().string())) {
            voice.speakers.push_back(it->path().stem().string());
        }
    }
    if (voice.speakers.empty()) {
        return failure(ErrorCode::notFound,
                       fmt::format("{} has no voices; a Kokoro model needs at least one *.pt there",
                                   (folder / "voices").string()));
    }
    std::ranges::sort(voice.speakers);
    std::ranges::stable_partition(voice.speakers, [](const std::string& name) { return name == kDefaultSpeaker; });
    return voice;
}

fs::path packFile(const fs::path& folder, const std::string& speaker) {
    return folder / "voices" / (speaker + std::string(kPackExtension));
}

}  // namespace parlando::engine::kokoro
