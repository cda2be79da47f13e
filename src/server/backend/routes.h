#pragma once

#include <functional>
#include <string>

#include "server/backend/backends.h"
#include "server/http/router.h"

namespace parlando::server {

// What the routes below need; it outlives the router.
struct BackendRoutes {
    Backends& backends;
    std::string variant;                           // of this server
    std::function<Result<std::string>()> restart;  // asks for it and gives the variant that comes then
};

// GET /backend/cuda-status, /backend/cuda-progress, /backend/gpus; POST /backend/download-cuda,
// /backend/cancel-download, /backend/select, /backend/restart; DELETE /backend/cuda
void addBackendRoutes(http::Router& router, const BackendRoutes& with);

}  // namespace parlando::server
