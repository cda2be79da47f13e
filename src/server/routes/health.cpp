#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

protocol::Health healthOf(const EngineHost::Status& status, const ServerIdentity& identity, bool stopping) {
    protocol::Health health;
    health.backendVariant = identity.variant;
    health.version = identity.version;
    health.instance = identity.instance;
    health.modelDownloaded = true;  // the built-in voice is part of the installation
    switch (status.phase) {
        case EngineHost::Phase::loading:
            health.status = "loading";
            health.state = "loading";
            health.progress = status.progress;
            break;
        case EngineHost::Phase::ready:
            health.status = "healthy";
            health.state = "ready";
            health.modelLoaded = status.isLoaded;
            break;
        case EngineHost::Phase::failed:
            health.status = "failed";
            health.state = "failed";
            health.problem = status.error ? status.error->message : std::string();
            break;
    }
    if (stopping) {
        health.status = "stopping";
        health.state = "stopping";
    }
    if (status.device) {
        health.device = status.device->kind;
        health.gpuAvailable = status.device->kind == "cuda";
        if (health.gpuAvailable) {
            health.gpuType = "CUDA (" + status.device->name + ")";
        }
    }
    return health;
}

}  // namespace

void addHealthRoutes(http::Router& router, const EngineHost& host, const JobService& jobs,
                     const ServerIdentity& identity) {
    http::Route health{"GET", "/health", [&host, &jobs, identity](const http::Request&) {
                           return http::json(200,
                                             protocol::toJson(healthOf(host.status(), identity, jobs.isStopping())));
                       }};
    health.access = http::Access::everybody;
    health.documentation = {"Say whether the server can speak, and who it is", "Operations", {}, "", "Health"};
    router.add(std::move(health));

    const auto welcome =
        nlohmann::ordered_json{{"message", "Parlando speech server"}, {"version", identity.version}}.dump();
    http::Route root{"GET", "/", [welcome](const http::Request&) { return http::json(200, welcome); }};
    root.documentation = {"Say what this is", "Operations", {}, "", "Welcome"};
    router.add(std::move(root));
}

}  // namespace parlando::server
