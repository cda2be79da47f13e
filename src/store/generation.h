#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace parlando::store {

//                       requeue (retry, regenerate)
//          ┌──────────────────────────────────────────────────────┐
//          ▼                                                      │
//   ┌─▶ queued ──begin──▶ generating ──complete──▶ completed ─────┤
// create   │                  │                        ▲          │
//          └──── fail, cancel ┤                        │          │
//                             ├── has a good take ─────┘          │
//                             └── has none ─────▶ failed, cancelled
//
// Once there is a good take the generation never stops being playable: what goes wrong with another attempt
// is told in `error`, and the state is `completed` again.
enum class Status { queued, generating, completed, failed, cancelled };

std::string_view name(Status status);
std::optional<Status> statusFromName(std::string_view name);

// What is to be spoken, enough to do it again after a restart.
struct NewGeneration {
    std::optional<std::string> profileId;
    std::string profileName;  // kept for the time after the profile
    std::string text;
    std::string language = "en";
    std::string engine;  // as the client named it
    std::string voice;   // id of the engine's voice
    double speed = 1.0;
    std::optional<std::int64_t> seed;
    std::optional<std::string> instruct;
    std::optional<std::string> modelSize;
    std::string source = "manual";
    std::string parameters = "{}";  // JSON of whatever else the maker needs; nothing here looks into it
};

// One finished recording of a generation.
struct Take {
    std::string id;
    std::string generationId;
    std::string label;      // "take-1"
    std::string extension;  // "wav": what kind of file it is
    double duration = 0.0;  // seconds
    int sampleRate = 0;     // Hz
    std::uint64_t bytes = 0;
    std::optional<std::int64_t> seed;
    bool isActive = false;   // the one that is played
    bool isMissing = false;  // its file was not there when the library was opened
    std::string createdAt;
};

struct Generation {
    std::string id;
    NewGeneration order;
    Status status = Status::queued;
    std::optional<std::string> error;  // a sentence: why the last attempt came to nothing
    bool isFavorited = false;
    std::string createdAt;
    std::vector<Take> takes;  // oldest first
    // The take that is played; null if there is none yet.
    const Take* activeTake() const;
};

struct GenerationQuery {
    std::optional<std::string> profileId;
    std::optional<std::string> search;  // text that the generation's text holds, ASCII letters of any case
    std::int64_t limit = 50;
    std::int64_t offset = 0;
};

struct GenerationPage {
    std::vector<Generation> items;  // newest first
    std::int64_t total = 0;         // of the query without limit and offset
};

struct GenerationStatistics {
    struct OfProfile {
        std::string profileId;
        std::int64_t generations = 0;
    };
    std::int64_t generations = 0;
    double seconds = 0.0;  // of the active takes
    std::vector<OfProfile> profiles;
};

}  // namespace parlando::store
