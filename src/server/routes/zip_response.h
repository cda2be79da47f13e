#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "server/http/message.h"
#include "server/zip/zip_reader.h"
#include "server/zip/zip_writer.h"

namespace parlando::server {

// A ZIP archive as a download, written while it is sent. `manifest` becomes its "manifest.json", then `addRest`
// adds what else there is.
http::Response zipResponse(
    http::Header name, std::string manifest,
    std::function<Result<>(ZipWriter&)> addRest = [](ZipWriter&) { return Result<>(); });

// Collects the content of a small file of an archive. `target` outlives the sink. Errors: resourceLimit.
ZipSink smallFile(std::string& target);

}  // namespace parlando::server
