#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Bodies of /profiles, /history and /settings. Names and types are voicebox's, so that its scripts can read
// them; members that it does not have say so.
namespace parlando::protocol {

// One of GET /profiles, and the answer to whatever changes one.
struct ProfileInfo {
    std::string id;
    std::string name;
    std::optional<std::string> description;
    std::string language;
    std::string voiceType;  // "preset"
    std::optional<std::string> presetEngine;
    std::optional<std::string> presetVoiceId;
    std::optional<std::string> designPrompt;
    std::optional<std::string> defaultEngine;
    std::optional<std::string> personality;
    std::int64_t generationCount = 0;
    std::string createdAt;  // UTC, "2026-06-30T12:00:00.123456"
    std::string updatedAt;
};
std::string toJson(const ProfileInfo& profile);
std::string toJson(std::span<const ProfileInfo> profiles);  // an array
Result<std::vector<ProfileInfo>> profilesFrom(std::string_view json);

// GET /profiles/presets/{engine}
struct PresetVoice {
    std::string id;
    std::string name;
    std::string language;
};
std::string presetsBody(std::string_view engine, std::span<const PresetVoice> voices);

// One of a generation's `versions`.
struct TakeInfo {
    std::string id;
    std::string generationId;
    std::string label;
    std::string audioPath;
    double duration = 0.0;  // seconds; ours
    bool isDefault = false;
    std::string createdAt;
};

// A generation as /generate answers it and /history lists it.
struct GenerationInfo {
    std::string id;
    std::optional<std::string> profileId;  // null when the profile is gone
    std::string profileName;
    std::string text;
    std::string language;
    std::string audioPath;  // below the data folder; empty while there is none
    double duration = 0.0;  // seconds
    std::optional<std::int64_t> seed;
    std::optional<std::string> instruct;
    std::string engine;
    std::optional<std::string> modelSize;
    std::string voice;   // ours
    double speed = 1.0;  // ours
    std::string status;  // "queued" (ours), "generating", "completed", "failed", "cancelled" (ours)
    std::optional<std::string> error;
    bool isFavorited = false;
    std::string source;
    std::string createdAt;
    std::vector<TakeInfo> takes;  // `versions`
    std::optional<std::string> activeTakeId;
};
std::string toJson(const GenerationInfo& generation);
std::string toJson(std::span<const TakeInfo> takes);  // an array
Result<GenerationInfo> generationFrom(std::string_view json);

// GET /history
struct HistoryPage {
    std::vector<GenerationInfo> items;
    std::int64_t total = 0;
};
std::string toJson(const HistoryPage& page);
Result<HistoryPage> historyPageFrom(std::string_view json);

// GET /history/stats
struct HistoryStatistics {
    std::int64_t generations = 0;
    double seconds = 0.0;
    std::map<std::string, std::int64_t> generationsOfProfile;
};
std::string toJson(const HistoryStatistics& statistics);

// {"message":"…"}
std::string messageBody(std::string_view message);

}  // namespace parlando::protocol
