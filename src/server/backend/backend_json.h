#pragma once

#include <string>

#include "server/backend/backends.h"

// The answers of the /backend routes: voicebox's names, and ours beside them.
namespace parlando::server {

// An event of GET /backend/cuda-progress, and `download_progress` of the status.
std::string toJson(const DownloadState& state);
std::string toJson(const BackendStatus& status, const std::string& variant);
std::string toJson(const GraphicsSurvey& survey);

}  // namespace parlando::server
