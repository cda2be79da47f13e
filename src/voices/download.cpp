#include "voices/download.h"

#include <spdlog/fmt/fmt.h>

namespace parlando::voices {

Result<> downloadVoice(const HubSettings& settings, const VoiceFolders& folders, const PublishedVoice& voice,
                       const CheckVoice& check, const packages::OnProgress& onProgress,
                       const std::function<void()>& onChecking, const std::stop_token& stop) {
    PARLANDO_TRY_ASSIGN(const auto lock, folders.lock());
    if (folders.contains(voice.id)) {
        return failure(ErrorCode::busy, fmt::format("the voice '{}' is downloaded already", voice.id));
    }
    PARLANDO_TRY_ASSIGN(const auto staged, folders.stage(voice.id));
    if (const auto fetched = fetchVoice(settings, voice, staged, onProgress, stop); !fetched) {
        return failure(fetched.error().context(voice.id).error());
    }
    onChecking();
    const auto stoppableCheck = [&](const std::filesystem::path& root, const std::string& id) -> Result<> {
        PARLANDO_TRY(check(root, id));
        if (stop.stop_requested()) {
            return failure(ErrorCode::cancelled, "cancelled");
        }
        return {};
    };
    return folders.install(voice.id, stoppableCheck);
}

}  // namespace parlando::voices
