#pragma once

#include <span>
#include <string>

#include "engine/engine.h"
#include "server/voices/voices.h"

// The answers of the /models routes: voicebox's names, and ours beside them.
namespace parlando::server {

// What is installed, and a download that has not ended well, as GET /models/status has it.
std::string modelStatusJson(std::span<const engine::Voice> installed, std::span<const std::string> loaded,
                            const Voices& voices);

// A page of what a search in the catalogue found.
std::string catalogueJson(std::span<const voices::PublishedVoice* const> page, std::size_t total,
                          std::span<const engine::Voice> installed, const Voices& voices);

}  // namespace parlando::server
