#include "server/routes/uploaded_file.h"

#include <algorithm>

#include "protocol/messages.h"
#include "server/api_error.h"
#include "server/http/multipart.h"
#include "server/http/upload.h"

namespace parlando::server {

Result<ByteSource> uploadedFile(const http::Request& request) {
    const auto body = request.upload->source();
    const auto boundary = http::boundaryOf(http::findHeader(request.headers, "Content-Type").value_or(""));
    if (!boundary) {
        return body;
    }
    PARLANDO_TRY_ASSIGN(const auto parts, http::parseMultipart(body, *boundary));
    const auto isFile = [](const http::Part& part) { return part.name == "file"; };
    if (std::ranges::count_if(parts, isFile) != 1) {
        return failure(ErrorCode::invalidInput, "the form must have one part named 'file'");
    }
    const auto file = std::ranges::find_if(parts, isFile);
    return partOf(body, file->offset, file->size);
}

http::Response uploadError(const Error& error) {
    return error.code == ErrorCode::corrupt ? apiError(400, error.message, protocol::name(error.code))
                                            : apiError(error);
}

}  // namespace parlando::server
