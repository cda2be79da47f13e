#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include <spdlog/fmt/fmt.h>

#include "audio/decoder.h"
#include "audio/encoder.h"
#include "base/files.h"
#include "server/api_error.h"
#include "server/query_fields.h"
#include "server/routes/file_name.h"
#include "server/routes/routes.h"
#include "store/id.h"

namespace parlando::server {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::array<std::string_view, 5> kFormats = {"wav", "mp3", "flac", "opus", "pcm"};

// Bytes of a file, the first and the one behind the last.
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

enum class RangeOutcome { whole, part, impossible };

std::optional<std::uint64_t> numberIn(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber = !text.empty() && error == std::errc() && end == text.data() + text.size();
    return isNumber ? std::optional(value) : std::nullopt;
}

// Reads "bytes=0-499", "bytes=500-" or "bytes=-500" (RFC 9110, 14). What is malformed or asks for more than
// one range is ignored, as the standard allows: the answer is the whole file.
RangeOutcome readRange(std::string_view text, std::uint64_t size, Range& range) {
    constexpr std::string_view kUnit = "bytes=";
    range = {0, size};
    const auto dash = text.find('-');
    if (!text.starts_with(kUnit) || dash == std::string_view::npos) {
        return RangeOutcome::whole;
    }
    const auto from = text.substr(kUnit.size(), dash - kUnit.size());
    const auto to = text.substr(dash + 1);
    const auto first = numberIn(from);
    const auto last = numberIn(to);
    if ((!from.empty() && !first) || (!to.empty() && !last) || (from.empty() && to.empty()) ||
        (first && last && *last < *first)) {
        return RangeOutcome::whole;
    }
    if (!first) {  // the last so many bytes
        range.begin = size - std::min(size, *last);
        return *last == 0 || size == 0 ? RangeOutcome::impossible : RangeOutcome::part;
    }
    range.begin = *first;
    range.end = last ? std::min(size - 1, *last) + 1 : size;  // not read where the file is empty
    return *first < size ? RangeOutcome::part : RangeOutcome::impossible;
}

http::BodyProducer producerOf(std::shared_ptr<const FileReader> file, Range range) {
    return [file = std::move(file), range](const http::BodySink& sink) -> Result<> {
        std::vector<std::byte> block(kBlock);
        for (auto offset = range.begin; offset < range.end;) {
            const auto part =
                std::span(block).first(static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, range.end - offset)));
            PARLANDO_TRY(file->readAt(offset, part));
            PARLANDO_TRY(sink(part));
            offset += part.size();
        }
        return {};
    };
}

std::string mediaTypeOf(const std::string& extension) {
    const auto format = audio::formatFromName(extension);
    return format ? std::string(audio::mediaType(*format)) : "application/octet-stream";
}

// The file itself, or the part of it that was asked for. Its bytes never change, so its id is its version.
http::Response fileResponse(const http::Request& request, const store::AudioFile& recording) {
    auto opened = FileReader::open(recording.path);
    if (!opened) {
        return apiError(404, "the audio file is missing from the library's folder", "not_found");
    }
    const auto file = std::make_shared<const FileReader>(std::move(*opened));
    const auto tag = "\"" + recording.take.id + "\"";
    const auto asked = http::findHeader(request.headers, "Range");
    const auto condition = http::findHeader(request.headers, "If-Range");
    Range range;
    const auto outcome = readRange(asked && (!condition || *condition == tag) ? *asked : "", file->size(), range);
    if (outcome == RangeOutcome::impossible) {
        auto refused = apiError(416, "the range lies behind the end of the file", "range_not_satisfiable");
        refused.headers.push_back({"Content-Range", fmt::format("bytes */{}", file->size())});
        return refused;
    }
    http::Response response{
        200, mediaTypeOf(recording.take.extension), {{"Accept-Ranges", "bytes"}, {"ETag", tag}}, {}};
    if (outcome == RangeOutcome::part) {
        response.status = 206;
        response.headers.push_back(
            {"Content-Range", fmt::format("bytes {}-{}/{}", range.begin, range.end - 1, file->size())});
    }
    response.body = http::SizedBody{range.end - range.begin, producerOf(file, range)};
    return response;
}

// Into another format, while it is sent.
http::Response convertedResponse(const store::AudioFile& recording, audio::Format format) {
    auto opened = FileReader::open(recording.path);
    if (!opened) {
        return apiError(404, "the audio file is missing from the library's folder", "not_found");
    }
    const auto file = std::make_shared<const FileReader>(std::move(*opened));
    http::Response response{200, std::string(audio::mediaType(format)), {}, {}};
    response.body = [file, format](const http::BodySink& sink) -> Result<> {
        std::unique_ptr<audio::Encoder> encoder;
        const ByteSource source{file->size(), [&file](std::uint64_t offset, std::span<std::byte> bytes) {
                                    return file->readAt(offset, bytes);
                                }};
        PARLANDO_TRY(audio::decode(source, {}, [&](int rate, std::span<const float> samples) -> Result<> {
            if (!encoder) {
                PARLANDO_TRY_ASSIGN(encoder, audio::Encoder::create(format, rate, sink));
            }
            return encoder->write(samples);
        }));
        return encoder ? encoder->finish() : Result<>();
    };
    return response;
}

http::Response exportAudio(const http::Request& request, const store::Library& library) {
    QueryFields query(request.query);
    const auto wanted = query.choice("format", kFormats);
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const auto& id = request.pathParameters.at("id");
    const auto generation = library.generations().find(id);
    const auto recording = library.generations().audio(id);
    if (!generation || !recording) {
        return apiError(generation ? recording.error() : generation.error());
    }
    const auto extension = wanted.value_or("wav");
    auto response = extension == recording->take.extension
                        ? fileResponse(request, *recording)
                        : convertedResponse(*recording, audio::formatFromName(extension).value());
    response.headers.push_back(attachment(generation->order.text, "speech", extension));
    return response;
}

}  // namespace

void addRecordingRoutes(http::Router& router, const store::Library& library) {
    using Place = http::Documentation::Parameter::Place;
    http::Route audio{"GET", "/audio/{id}", [&library](const http::Request& request) {
                          const auto recording = library.generations().audio(request.pathParameters.at("id"));
                          return recording ? fileResponse(request, *recording) : apiError(recording.error());
                      }};
    audio.documentation = {"The audio of a generation: the take that is played",
                           "Library",
                           {{"Range", Place::header, "string", "One range of bytes"}},
                           "",
                           "",
                           "audio/*"};
    router.add(std::move(audio));

    http::Route take{"GET", "/audio/version/{id}", [&library](const http::Request& request) {
                         const auto recording = library.generations().takeAudio(request.pathParameters.at("id"));
                         return recording ? fileResponse(request, *recording) : apiError(recording.error());
                     }};
    take.documentation = {"The audio of one take",
                          "Library",
                          {{"Range", Place::header, "string", "One range of bytes"}},
                          "",
                          "",
                          "audio/*"};
    router.add(std::move(take));

    http::Route download{"GET", "/history/{id}/export-audio",
                         [&library](const http::Request& request) { return exportAudio(request, library); }};
    download.documentation = {"The audio of a generation as a download",
                              "Library",
                              {{"format", Place::query, "string", "wav (the default), mp3, flac, opus or pcm"}},
                              "",
                              "",
                              "audio/*"};
    router.add(std::move(download));
}

}  // namespace parlando::server
