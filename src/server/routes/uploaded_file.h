#pragma once

#include "base/byte_source.h"
#include "base/result.h"
#include "server/http/message.h"

namespace parlando::server {

// The file of an upload: the part "file" of a form, or the body itself. The request outlives it. Errors:
// invalidInput.
Result<ByteSource> uploadedFile(const http::Request& request);

// What is wrong with a file that came with the request is the request's fault.
http::Response uploadError(const Error& error);

}  // namespace parlando::server
