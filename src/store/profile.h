#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace parlando::store {

// What a person decides about a profile. The names are voicebox's; which combinations make sense is for
// the caller to say, the store only insists on the name.
struct ProfileFields {
    std::string name;  // unique
    std::optional<std::string> description;
    std::string language = "en";
    std::string voiceType = "preset";
    std::optional<std::string> presetEngine;
    std::optional<std::string> presetVoiceId;
    std::optional<std::string> designPrompt;
    std::optional<std::string> defaultEngine;
    std::optional<std::string> personality;
};

struct Profile {
    std::string id;
    ProfileFields fields;
    std::int64_t generationCount = 0;
    std::string createdAt;  // as `timestampNow`
    std::string updatedAt;
};

}  // namespace parlando::store
