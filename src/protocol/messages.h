#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Bodies of requests and responses, as plain structs and as JSON.
namespace parlando::protocol {

// The name of an error code in JSON: "invalid_input", "not_found", …
std::string_view name(ErrorCode code);

// {"detail":"…","code":"…"}: errors of our own routes.
std::string errorBody(std::string_view detail, std::string_view code);

// {"error":{"message":…,"type":…,"param":…,"code":…}}: errors under /v1, as OpenAI's clients expect them.
struct OpenAiError {
    std::string message;
    std::string type = "invalid_request_error";
    std::optional<std::string> parameter;
    std::optional<std::string> code;
};
std::string toJson(const OpenAiError& error);

// GET /health. Names and types are those of voicebox, so that its scripts can read it; the members from
// `version` on are ours.
struct Health {
    std::string status;  // "loading", "healthy" (voicebox's word) or "failed"
    bool modelLoaded = false;
    bool modelDownloaded = false;
    bool gpuAvailable = false;
    std::optional<std::string> gpuType;
    std::string backendVariant;
    std::string version;
    std::string state;  // as in the start-up lines: "loading", "ready" or "failed"
    std::string instance;
    std::optional<double> progress;      // while loading, 0 to 1
    std::optional<std::string> device;   // "cpu" or "cuda", once known
    std::optional<std::string> problem;  // why it failed
};
std::string toJson(const Health& health);
Result<Health> healthFrom(std::string_view json);

// One of GET /v1/audio/voices.
struct VoiceInfo {
    std::string id;
    std::string name;
    std::string language;
    std::string description;
    std::vector<std::string> speakers;
    std::string license;  // empty: unknown
    std::uint64_t sizeBytes = 0;
    std::string blend;  // what a saved blend is mixed of; empty: a voice of its own
};
// {"voices":[{"id":…,"name":…,…}]}
std::string toJson(std::span<const VoiceInfo> voices);

// GET /v1/models/{id} and GET /v1/models in OpenAI's form.
std::string modelBody(const std::string& id);
std::string modelsBody(std::span<const std::string> ids);

}  // namespace parlando::protocol
