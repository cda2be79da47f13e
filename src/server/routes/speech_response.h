#pragma once

#include <memory>

#include "audio/format.h"
#include "server/http/message.h"
#include "server/jobs/speech_stream.h"

namespace parlando::server {

// 429 where the queue is full, else 503.
int statusOf(const Refusal& refusal);
// The response with the refusal's Retry-After in place of any other.
http::Response withRetryAfter(http::Response response, const Refusal& refusal);

// Audio to its end, as it is made.
Result<> sendAudio(SpeechStream& stream, const http::BodySink& sink);
http::Response audioResponse(std::shared_ptr<SpeechStream> stream, audio::Format format);

}  // namespace parlando::server
