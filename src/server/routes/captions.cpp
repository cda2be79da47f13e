#include <array>
#include <chrono>
#include <stop_token>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/captions.h"
#include "server/event_stream.h"
#include "server/query_fields.h"
#include "server/routes/file_name.h"
#include "server/routes/routes.h"
#include "server/word_times.h"

// When the words of a generation are spoken: as captions, and while it is being made.
namespace parlando::server {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kFormats = {"srt", "vtt", "json"};
constexpr std::array<const char*, 3> kMediaTypes = {"application/x-subrip", "text/vtt", "application/json"};

// Within a sentence the progress of a job does not change, and its words do.
constexpr auto kInterval = 200ms;
constexpr std::size_t kMostWords = 4096;  // of an event: readers have a limit, too
constexpr int kQuietRounds = 25;          // then a heartbeat shows that the connection lives

Result<std::vector<engine::SpokenWord>> keptWords(const store::Library& library, const store::Generation& generation) {
    PARLANDO_TRY_ASSIGN(const auto stored, library.generations().words(generation.id));
    return wordsFromStore(stored, generation.order.text);
}

http::Response captions(const http::Request& request, const store::Library& library) {
    QueryFields query(request.query);
    const std::string format = query.choice("format", kFormats).value_or("srt");
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const auto generation = library.generations().find(request.pathParameters.at("id"));
    if (!generation) {
        return apiError(generation.error());
    }
    const auto words = keptWords(library, *generation);
    if (!words) {
        return apiError(words.error());
    }
    const CaptionFormat kind = captionFormat(format).value_or(CaptionFormat::srt);
    http::Response response{200, kMediaTypes[static_cast<std::size_t>(kind)], {}, {}};
    response.headers.push_back(attachment(generation->order.text, "captions", format));
    response.body = captionsOf(kind, generation->order.text, *words);
    return response;
}

Result<> sendWords(const http::BodySink& sink, std::string_view status, std::span<const engine::SpokenWord> words) {
    for (; words.size() > kMostWords; words = words.subspan(kMostWords)) {
        PARLANDO_TRY(
            sendEvent(sink, Json{{"status", "generating"}, {"words", compactOf(words.first(kMostWords))}}.dump()));
    }
    return sendEvent(sink, Json{{"status", status}, {"words", compactOf(words)}}.dump());
}

// The words so far, then those that come, then how it ended.
Result<> followWords(const std::string& id, const GenerationRoutes& with, const std::stop_token& stop,
                     const http::BodySink& sink) {
    std::size_t sent = 0;
    int quiet = 0;
    bool isFollowed = false;
    for (auto job = with.speech.jobs.find(id); job; job = with.speech.jobs.waitForChange(*job, kInterval, stop)) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::cancelled, "the client is gone");
        }
        isFollowed = true;
        const auto words = with.speech.jobs.words(id, sent);
        if (!words.empty()) {
            PARLANDO_TRY(sendWords(sink, "generating", words));
            sent += words.size();
            quiet = 0;
        } else if (++quiet % kQuietRounds == 0) {
            PARLANDO_TRY(sendHeartbeat(sink));
        }
    }
    const auto row = with.library.generations().find(id);
    if (!row) {
        return sendWords(sink, "not_found", {});
    }
    // Words of another take than the one that was followed would be wrong.
    auto words = isFollowed && row->error ? std::vector<engine::SpokenWord>()
                                          : keptWords(with.library, *row).value_or(std::vector<engine::SpokenWord>());
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min(sent, words.size())));
    return sendWords(sink, name(row->status), words);
}

}  // namespace

void addCaptionRoutes(http::Router& router, const GenerationRoutes& with) {
    using Place = http::Documentation::Parameter::Place;
    http::Route file{"GET", "/history/{id}/captions",
                     [&library = with.library](const http::Request& request) { return captions(request, library); }};
    file.documentation = {"Captions of a generation: of the take that is played",
                          "Library",
                          {{"format", Place::query, "string", "srt (the default), vtt or json"}},
                          "",
                          "",
                          "application/x-subrip"};
    router.add(std::move(file));

    http::Route words{"GET", "/generate/{id}/words", [with](const http::Request& request) {
                          http::Response response;
                          response.contentType = kEventStreamType;
                          response.body = [with, id = request.pathParameters.at("id"), stop = request.cancelled](
                                              const http::BodySink& sink) { return followWords(id, with, stop, sink); };
                          return response;
                      }};
    words.documentation = {"Follow when the words of a generation are spoken, also while it is being made",
                           "Generation",
                           {},
                           "",
                           "WordsEvent",
                           kEventStreamType};
    router.add(std::move(words));
}

}  // namespace parlando::server
