#include "server/routes/routes.h"

#include "server/voices/routes.h"

namespace parlando::server {

void addRoutes(http::Router& router, const RouteContext& context) {
    const SpeechRoutes speech{context.host, context.jobs, context.dictionary, context.dataFolder};
    const GenerationRoutes generations{speech, context.library};
    addHealthRoutes(router, context.host, context.jobs, context.identity);
    addOperationRoutes(router, context);
    addMetricsRoute(router, context.jobs, context.host, context.counters);
    addOpenAiSpeechRoute(router, speech);
    addOpenAiTimestampsRoute(router, speech);
    addOpenAiCatalogueRoutes(router, context.host);
    addGenerationRoutes(router, generations);
    addGenerationStatusRoute(router, generations);
    addCaptionRoutes(router, generations);
    addTaskRoutes(router, context.jobs);
    addModelRoutes(router, speech);
    addVoiceRoutes(router, {context.voices, context.host});
    addProfileRoutes(router, context.library, context.host);
    addHistoryRoutes(router, context.library, context.jobs);
    addHistoryZipRoutes(router, context.library);
    addRecordingRoutes(router, context.library);
    addSettingsRoutes(router, context.library);
    addDictionaryRoutes(router, context.dictionary);
    addOpenApiRoute(router, context.identity.version);
}

}  // namespace parlando::server
