#pragma once

#include "server/engine_host.h"
#include "server/http/router.h"
#include "server/voices/voices.h"

namespace parlando::server {

// What the routes below need; it outlives the router.
struct VoiceRoutes {
    Voices& voices;
    const EngineHost& host;
};

// GET /models/status, /models/catalogue, /models/catalogue/languages, /models/progress/{name}; POST /models/download,
// /models/download/cancel, /models/import, /models/blend; DELETE /models/{name}
void addVoiceRoutes(http::Router& router, const VoiceRoutes& with);

}  // namespace parlando::server
