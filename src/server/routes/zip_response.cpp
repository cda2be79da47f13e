#include "server/routes/zip_response.h"

#include <utility>

#include "server/api_error.h"

namespace parlando::server {
namespace {

constexpr std::size_t kLargestSmallFile = 1024 * 1024;  // bytes

}  // namespace

http::Response zipResponse(http::Header name, std::string manifest, std::function<Result<>(ZipWriter&)> addRest) {
    if (const auto ready = ZipWriter::ready(); !ready) {
        return apiError(ready.error());
    }
    http::Response response{200, "application/zip", {std::move(name)}, {}};
    response.body = [manifest = std::move(manifest),
                     addRest = std::move(addRest)](const http::BodySink& sink) -> Result<> {
        ZipWriter writer(sink);
        PARLANDO_TRY(writer.add("manifest.json", sourceOf(std::as_bytes(std::span(manifest)))));
        PARLANDO_TRY(addRest(writer));
        return writer.finish();
    };
    return response;
}

ZipSink smallFile(std::string& target) {
    return [&target](std::span<const std::byte> bytes) -> Result<> {
        if (bytes.size() > kLargestSmallFile - target.size()) {
            return failure(ErrorCode::resourceLimit, "a description in the archive is longer than a megabyte");
        }
        target.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    };
}

}  // namespace parlando::server
