#pragma once

#include <span>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "engine/engine.h"
#include "store/profile.h"

namespace parlando::server {

// The name under which all installed voices are one engine's, for profiles.
inline constexpr std::string_view kPresetEngine = "parlando";

// Reads a profile as POST and PUT /profiles and an archive give it. `voices` are those that the preset may
// name; empty: it is not known yet which there are. Errors: invalidInput, in a sentence that names the member.
Result<store::ProfileFields> readProfile(const nlohmann::json& object, std::span<const engine::Voice> voices);

// The voices of an engine: all for kPresetEngine, else those of a model family. Errors: notFound (lists what
// there is).
Result<std::vector<engine::Voice>> voicesOf(std::string_view engine, std::span<const engine::Voice> voices);

}  // namespace parlando::server
