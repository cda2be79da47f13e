#pragma once

#include <functional>
#include <string>

#include "server/engine_host.h"
#include "server/http/router.h"
#include "server/speech_service.h"

// The REST interface. Each function adds a family of routes; what it is given outlives the router.
namespace parlando::server {

// What does not change while a server runs.
struct ServerIdentity {
    std::string version;
    std::string variant;
    std::string instance;  // as in the hello line: tells this process from another on the same port
};

// GET /health, GET /
void addHealthRoutes(http::Router& router, const EngineHost& host, const ServerIdentity& identity);

// POST /v1/audio/speech
void addOpenAiSpeechRoute(http::Router& router, const EngineHost& host, SpeechService& service);

// GET /v1/models, GET /v1/models/{id}, GET /v1/audio/voices
void addOpenAiCatalogueRoutes(http::Router& router, const EngineHost& host);

}  // namespace parlando::server
