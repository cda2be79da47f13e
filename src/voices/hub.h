#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "net/failure.h"
#include "net/retry.h"
#include "net/transfers.h"
#include "packages/progress.h"
#include "voices/catalogue.h"

namespace parlando::voices {

inline constexpr char kDefaultHub[] = "https://huggingface.co/";

struct HubSettings {
    std::vector<std::string> sources;  // base addresses, tried in order
    net::Settings network;
    net::RetryPolicy retry{};
};

// Settings for what PARLANDO_HUB_URL holds: one or several addresses with blanks or commas between. Redirects are
// followed to these and to where Hugging Face keeps large files.
net::Outcome<HubSettings> hubSettings(std::string_view urls, const std::filesystem::path& certificates = {});

// Brings the files of a voice into `folder`, each compared with the digest that the hub declares, and writes voice.json
// there with where it is from: the commit that the first answer names, which all files are then taken of. What has
// arrived is kept when it ends before, and the next call goes on from there; what lies there and is not known to be of
// such a commit is removed. Blocks; ends within a quarter of a second when a stop is requested.
net::Outcome<> fetchVoice(const HubSettings& settings, const PublishedVoice& voice, const std::filesystem::path& folder,
                          const packages::OnProgress& onProgress, const std::stop_token& stop);

}  // namespace parlando::voices
