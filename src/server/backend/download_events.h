#pragma once

#include <functional>
#include <string>

#include "server/backend/download_job.h"
#include "server/http/message.h"

namespace parlando::server {

// A stream of events: the state as it is, then every change at the pace that people can follow; ends with the download,
// at the latest when another begins. The job outlives the connection.
http::Response followDownload(const DownloadJob& job, const http::Request& request,
                              std::function<std::string(const DownloadState&)> toJson);

}  // namespace parlando::server
