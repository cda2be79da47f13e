#pragma once

#include <stop_token>

#include "base/result.h"
#include "packages/progress.h"
#include "voices/catalogue.h"
#include "voices/hub.h"
#include "voices/voice_folders.h"

namespace parlando::voices {

// From the hub to a voice that speaks: fetches, verifies, checks, and installs. What has arrived stays for the next try
// when the network fails or a stop is requested. `onChecking` is called when all files are here. Errors: busy (there is
// a voice of that name, or another process adds one), cancelled, and sentences about the network, the disk or the
// voice.
Result<> downloadVoice(const HubSettings& settings, const VoiceFolders& folders, const PublishedVoice& voice,
                       const CheckVoice& check, const packages::OnProgress& onProgress,
                       const std::function<void()>& onChecking, const std::stop_token& stop);

}  // namespace parlando::voices
