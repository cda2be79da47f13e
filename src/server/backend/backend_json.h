#pragma once

#include <string>
#include <string_view>

#include "server/backend/backends.h"

// The answers of the /backend routes: voicebox's names, and ours beside them.
namespace parlando::server {

// An event of GET /backend/cuda-progress or /models/progress/{name}. `model` is what clients know the download by,
// `subject` what people read: "CUDA backend".
std::string toJson(const DownloadState& state, std::string_view model = "cuda-backend",
                   std::string_view subject = "CUDA backend");
std::string toJson(const BackendStatus& status, const std::string& variant);
std::string toJson(const GraphicsSurvey& survey);

}  // namespace parlando::server
