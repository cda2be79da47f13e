#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "server/engine_host.h"
#include "server/http/router.h"
#include "server/jobs/job_service.h"
#include "server/request_counters.h"
#include "server/spoken_dictionary.h"
#include "server/voices/voices.h"
#include "store/library.h"

// The REST interface. Each function adds a family of routes; what it is given outlives the router.
namespace parlando::server {

// What does not change while a server runs.
struct ServerIdentity {
    std::string version;
    std::string variant;
    std::string instance;  // as in the hello line: tells this process from another on the same port
};

// What speaks.
struct SpeechRoutes {
    EngineHost& host;
    JobService& jobs;
    SpokenDictionary& dictionary;
    std::filesystem::path spoolFolder;  // for audio that a slow client has not taken yet
};

struct GenerationRoutes {
    SpeechRoutes speech;
    store::Library& library;
};

// Everything below, as the program serves it.
struct RouteContext {
    EngineHost& host;
    JobService& jobs;
    store::Library& library;
    SpokenDictionary& dictionary;
    RequestCounters& counters;
    Voices& voices;
    ServerIdentity identity;
    std::filesystem::path dataFolder;
    std::function<void()> shutDown;  // asks for the end, as a signal does
};
void addRoutes(http::Router& router, const RouteContext& context);

// GET /health, GET /
void addHealthRoutes(http::Router& router, const EngineHost& host, const JobService& jobs,
                     const ServerIdentity& identity);

// GET /health/filesystem, POST /cache/clear, POST /shutdown
void addOperationRoutes(http::Router& router, const RouteContext& context);

// POST /v1/audio/speech
void addOpenAiSpeechRoute(http::Router& router, const SpeechRoutes& with);

// POST /v1/audio/speech/timestamps
void addOpenAiTimestampsRoute(http::Router& router, const SpeechRoutes& with);

// GET /v1/models, GET /v1/models/{id}, GET /v1/audio/voices
void addOpenAiCatalogueRoutes(http::Router& router, const EngineHost& host);

// POST /generate, /generate/stream, /speak, /generate/{id}/cancel, …/retry, …/regenerate
void addGenerationRoutes(http::Router& router, const GenerationRoutes& with);

// GET /generate/{id}/status
void addGenerationStatusRoute(http::Router& router, const GenerationRoutes& with);

// GET /history/{id}/captions, GET /generate/{id}/words
void addCaptionRoutes(http::Router& router, const GenerationRoutes& with);

// GET /tasks/active, POST /tasks/clear
void addTaskRoutes(http::Router& router, JobService& jobs);

// POST /models/load, POST /models/unload
void addModelRoutes(http::Router& router, const SpeechRoutes& with);

// GET /metrics
void addMetricsRoute(http::Router& router, const JobService& jobs, const EngineHost& host,
                     const RequestCounters& requests);

// /profiles: list, create, read, replace, delete, export, import, the voices to choose from
void addProfileRoutes(http::Router& router, store::Library& library, const EngineHost& host);

// /history: search, read, favourite, delete, statistics; /generations/{id}/versions: the takes
void addHistoryRoutes(http::Router& router, store::Library& library, JobService& jobs);

// GET /history/{id}/export, POST /history/import
void addHistoryZipRoutes(http::Router& router, store::Library& library);

// GET /audio/{id}, GET /audio/version/{id}, GET /history/{id}/export-audio
void addRecordingRoutes(http::Router& router, const store::Library& library);

// GET and PUT /settings
void addSettingsRoutes(http::Router& router, store::Library& library);

// /dictionary: list, add, change and remove pronunciations
void addDictionaryRoutes(http::Router& router, SpokenDictionary& dictionary);

// GET /openapi.json: of everything that was added before, and itself. Last.
void addOpenApiRoute(http::Router& router, const std::string& version);

}  // namespace parlando::server
