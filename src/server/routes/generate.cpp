#include <chrono>
#include <memory>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/client.h"
#include "server/routes/generation_request.h"
#include "server/routes/library_json.h"
#include "server/routes/routes.h"
#include "server/routes/speech_response.h"

namespace parlando::server {
namespace {

// 50,000 characters with every one of them escaped as "\ud83d\ude00".
constexpr std::uint64_t kBodyLimit = 12 * kMaximumGenerationCharacters + 64 * 1024;

http::Response answer(int status, const nlohmann::ordered_json& body) {
    return http::json(status, body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

http::Response refused(const Refusal& refusal) {
    return withRetryAfter(apiError(statusOf(refusal), refusal.message, "busy"), refusal);
}

http::Response answerTo(const LibrarySpeech::Problem& problem) {
    const auto* refusal = std::get_if<Refusal>(&problem);
    return refusal != nullptr ? refused(*refusal) : apiError(std::get<Error>(problem));
}

http::Response answerOf(const tl::expected<store::Generation, LibrarySpeech::Problem>& outcome) {
    return outcome ? http::json(200, protocol::toJson(infoOf(*outcome))) : answerTo(outcome.error());
}

using Reader = Result<GenerationRequest> (*)(std::string_view, std::span<const engine::Voice>, const store::Profiles&);

Result<GenerationRequest> readWith(Reader reader, const http::Request& request, const GenerationRoutes& with) {
    PARLANDO_TRY_ASSIGN(const auto voices, with.speech.host.voices());
    return reader(request.body, voices, with.library.profiles());
}

http::Response generate(const http::Request& request, const GenerationRoutes& with, Reader reader) {
    const auto read = readWith(reader, request, with);
    if (!read) {
        return apiError(read.error());
    }
    LibrarySpeech speech(with.speech.jobs, with.library.generations(), with.speech.dictionary);
    return answerOf(speech.begin(clientOf(request), read->order));
}

http::Response stream(const http::Request& request, const GenerationRoutes& with) {
    auto read = readWith(readGenerationRequest, request, with);
    if (!read) {
        return apiError(read.error());
    }
    LibrarySpeech library(with.speech.jobs, with.library.generations(), with.speech.dictionary);
    StreamOrder order{clientOf(request),       read->order.profileId.value_or(""),
                      read->speech(),          std::nullopt,
                      read->parameters.format, 0,
                      with.speech.spoolFolder};
    if (!read->save) {  // the library makes its own
        auto script = library.scriptFor(read->order);
        if (!script) {
            return apiError(script.error());
        }
        order.script = std::move(*script);
    }
    auto& jobs = with.speech.jobs;
    auto opened = read->save ? SpeechStream::openKept(jobs, library, read->order, std::move(order), request.cancelled)
                             : SpeechStream::open(jobs, std::move(order), request.cancelled);
    if (!opened) {
        return answerTo(opened.error());
    }
    const auto begun = (*opened)->begin();
    const std::string id = (*opened)->id();
    auto response = begun ? audioResponse(std::move(*opened), read->parameters.format) : apiError(begun.error());
    if (read->save) {
        response.headers.push_back({"X-Generation-Id", id});
    }
    return response;
}

http::Response cancel(const http::Request& request, const GenerationRoutes& with) {
    const auto& id = request.pathParameters.at("id");
    if (with.speech.jobs.cancel(id)) {
        return answer(200, {{"message", "Cancelled"}});
    }
    const auto row = with.library.generations().find(id);
    if (!row) {
        return apiError(row.error());
    }
    return apiError(409, fmt::format("this generation is {}; there is nothing to cancel", name(row->status)),
                    "conflict");
}

// Another attempt at a generation whose state is right for it.
http::Response again(const http::Request& request, const GenerationRoutes& with, bool (*isRight)(store::Status),
                     std::string_view only) {
    const auto& id = request.pathParameters.at("id");
    const auto row = with.library.generations().find(id);
    if (!row) {
        return apiError(row.error());
    }
    if (!isRight(row->status)) {
        return apiError(409, fmt::format("this generation is {}; {}", name(row->status), only), "conflict");
    }
    LibrarySpeech speech(with.speech.jobs, with.library.generations(), with.speech.dictionary);
    return answerOf(speech.again(clientOf(request), id));
}

bool hasFailed(store::Status status) {
    return status == store::Status::failed || status == store::Status::cancelled;
}

bool isCompleted(store::Status status) {
    return status == store::Status::completed;
}

http::Documentation::Parameter clientHeader() {
    return {"X-Voicebox-Client-Id", http::Documentation::Parameter::Place::header, "string",
            "Who takes a turn in the queue; the address of the client if it is not given"};
}

void addCommand(http::Router& router, const std::string& command, http::Handler handler, const std::string& summary,
                const std::string& response) {
    http::Route route{"POST", "/generate/{id}/" + command, std::move(handler)};
    route.documentation = {summary, "Generation", {}, "", response};
    router.add(std::move(route));
}

}  // namespace

void addGenerationRoutes(http::Router& router, const GenerationRoutes& with) {
    http::Route generation{
        "POST", "/generate",
        [with](const http::Request& request) { return generate(request, with, readGenerationRequest); },
        http::BodyKind::json, kBodyLimit};
    generation.documentation = {"Queue a text to be spoken into the library",
                                "Generation",
                                {clientHeader()},
                                "GenerationRequest",
                                "Generation"};
    router.add(std::move(generation));

    http::Route streaming{"POST", "/generate/stream",
                          [with](const http::Request& request) { return stream(request, with); }, http::BodyKind::json,
                          kBodyLimit};
    streaming.documentation = {"Speak a text; the audio leaves as it is made, and is kept only where `save` is true",
                               "Generation",
                               {clientHeader()},
                               "GenerationRequest",
                               "",
                               "audio/*"};
    router.add(std::move(streaming));

    http::Route speak{"POST", "/speak",
                      [with](const http::Request& request) { return generate(request, with, readSpeakRequest); },
                      http::BodyKind::json, kBodyLimit};
    speak.documentation = {"Queue a short text with the voice of a profile, found by its name",
                           "Generation",
                           {clientHeader()},
                           "SpeakRequest",
                           "Generation"};
    router.add(std::move(speak));

    addCommand(
        router, "cancel", [with](const http::Request& request) { return cancel(request, with); },
        "Cancel a job that waits or is being spoken", "Message");
    addCommand(
        router, "retry",
        [with](const http::Request& request) {
            return again(request, with, hasFailed, "only what has failed or was cancelled can be tried again");
        },
        "Try a failed generation again", "Generation");
    addCommand(
        router, "regenerate",
        [with](const http::Request& request) {
            return again(request, with, isCompleted, "only a completed one can be spoken again");
        },
        "Speak a completed generation once more; the earlier take stays", "Generation");
}

}  // namespace parlando::server
