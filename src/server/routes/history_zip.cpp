#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "audio/decoder.h"
#include "base/files.h"
#include "server/api_error.h"
#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/routes/file_name.h"
#include "server/routes/library_json.h"
#include "server/routes/routes.h"
#include "server/routes/uploaded_file.h"
#include "server/routes/zip_response.h"
#include "server/word_times.h"

// Generations as ZIP archives, in voicebox's form: manifest.json and audio/<take>.<extension> for each take. Beside
// them words/<take>.json, as the library keeps it, where it is known when the words of the take are spoken.
namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kLargestUpload = 200ULL << 20;  // bytes
constexpr std::size_t kMostTakes = 32;
constexpr std::string_view kAudioFolder = "audio/";
constexpr std::string_view kWordsFolder = "words/";
constexpr std::string_view kWordsExtension = ".json";
constexpr double kAfterTheEnd = 0.1;          // seconds that a word may last beyond its recording: lengths are rounded
constexpr std::size_t kLongestText = 50'000;  // characters

std::string manifestOf(const store::Generation& generation) {
    const auto info = infoOf(generation);
    const auto described = Json::parse(protocol::toJson(info));
    Json versions = Json::array();
    for (const auto& take : generation.takes) {
        if (!take.isMissing) {
            versions.push_back({{"id", take.id},
                                {"label", take.label},
                                {"is_default", take.isActive},
                                {"effects_chain", nullptr},
                                {"filename", take.id + "." + take.extension}});
        }
    }
    Json kept = Json::object();
    for (const auto* name : {"id", "text", "language", "duration", "seed", "instruct", "created_at", "engine",
                             "model_size", "voice", "speed"}) {
        kept[name] = described.at(name);
    }
    const Json manifest = {{"version", "1.0"},
                           {"generation", std::move(kept)},
                           {"profile",
                            {{"id", described.at("profile_id")},
                             {"name", info.profileName},
                             {"description", nullptr},
                             {"language", info.language}}},
                           {"versions", std::move(versions)}};
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace);
}

http::Response exportGeneration(const http::Request& request, const store::Library& library) {
    const auto generation = library.generations().find(request.pathParameters.at("id"));
    if (!generation) {
        return apiError(generation.error());
    }
    const auto recording = library.generations().audio(generation->id);
    if (!recording) {
        return apiError(recording.error());
    }
    // Opened now: what is deleted while the archive is on its way is still sent.
    std::vector<std::pair<std::string, std::shared_ptr<const FileReader>>> files;
    std::vector<std::pair<std::string, std::string>> words;
    for (const auto& take : generation->takes) {
        if (take.isMissing) {
            continue;
        }
        const auto file = library.generations().takeAudio(take.id);
        auto opened = file ? FileReader::open(file->path) : Result<FileReader>(failure(file.error()));
        if (!opened) {
            return apiError(opened.error());
        }
        files.emplace_back(std::string(kAudioFolder) + take.id + "." + take.extension,
                           std::make_shared<const FileReader>(std::move(*opened)));
        auto spoken = library.generations().takeWords(take.id);
        if (!spoken) {
            return apiError(spoken.error());
        }
        if (!spoken->empty()) {
            words.emplace_back(std::string(kWordsFolder) + take.id + std::string(kWordsExtension), std::move(*spoken));
        }
    }
    return zipResponse(attachment(generation->order.text, "generation", "parlando.zip"), manifestOf(*generation),
                       [files, words](ZipWriter& writer) -> Result<> {
                           for (const auto& [name, spoken] : words) {
                               PARLANDO_TRY(writer.add(name, sourceOf(std::as_bytes(std::span(spoken)))));
                           }
                           for (const auto& [name, file] : files) {
                               const auto read = [&file = file](std::uint64_t offset, std::span<std::byte> bytes) {
                                   return file->readAt(offset, bytes);
                               };
                               PARLANDO_TRY(writer.add(name, {file->size(), read}));
                           }
                           return {};
                       });
}

// What kind of audio file a name in "audio/" promises; empty if none that we know.
std::string extensionOf(std::string_view name) {
    const auto dot = name.rfind('.');
    const auto extension = dot == std::string_view::npos ? "" : name.substr(dot + 1);
    constexpr std::array<std::string_view, 4> kKnown = {"wav", "flac", "mp3", "opus"};
    return extension == "ogg"                                     ? "opus"
           : std::ranges::find(kKnown, extension) == kKnown.end() ? ""
                                                                  : std::string(extension);
}

std::string stemOf(const std::string& file) {
    return file.substr(0, file.rfind('.'));
}

struct Recording {
    std::string name;  // without the folder
    store::NewTake take;
};

struct Unpacked {
    std::string manifest;
    std::map<std::string, std::string> words;  // by the name of their take
    std::vector<Recording> recordings;
};

// Writes a recording to the shelf and, when all of it is there, listens to it.
ZipSink recordingSink(Recording& recording) {
    return [&recording](std::span<const std::byte> bytes) -> Result<> {
        auto& take = recording.take;
        if (!bytes.empty()) {
            return take.audio.write(bytes);
        }
        const auto length =
            audio::decode(take.audio.source(), {}, [](int, std::span<const float>) { return Result<>(); });
        if (!length) {
            return failure(length.error().context("audio/" + recording.name));
        }
        take.sampleRate = length->sampleRate;
        take.duration = length->seconds();
        return {};
    };
}

Result<Unpacked> unpack(const ByteSource& archive, const store::Generations& generations) {
    Unpacked unpacked;
    unpacked.recordings.reserve(kMostTakes);  // the sinks hold references
    PARLANDO_TRY(readZip(archive, {}, [&](const std::string& name) -> Result<ZipSink> {
        if (name == "manifest.json") {
            return smallFile(unpacked.manifest);
        }
        if (name.starts_with(kWordsFolder) && name.ends_with(kWordsExtension)) {
            return smallFile(unpacked.words[stemOf(name.substr(kWordsFolder.size()))]);
        }
        const auto extension = name.starts_with(kAudioFolder) ? extensionOf(name) : "";
        if (extension.empty()) {
            return ZipSink();
        }
        if (unpacked.recordings.size() == kMostTakes) {
            return failure(ErrorCode::resourceLimit, "the archive holds too many recordings");
        }
        PARLANDO_TRY_ASSIGN(auto draft, generations.draft(extension));
        unpacked.recordings.push_back({name.substr(kAudioFolder.size()), {std::move(draft), 0.0, 0, std::nullopt, ""}});
        return recordingSink(unpacked.recordings.back());
    }));
    if (unpacked.recordings.empty()) {
        return failure(ErrorCode::invalidInput, "the archive holds no recording in its folder 'audio'");
    }
    return unpacked;
}

// An object of the manifest, or an empty one.
nlohmann::json objectIn(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : nlohmann::json::object();
}

Result<store::NewGeneration> orderFrom(const nlohmann::json& manifest) {
    if (!manifest.contains("generation")) {
        return failure(ErrorCode::invalidInput, "manifest.json does not describe a generation");
    }
    const auto object = objectIn(manifest, "generation");
    JsonFields fields(object);
    store::NewGeneration order;
    order.text = fields.neededText("text", {1, kLongestText});
    order.language = fields.text("language", {1, 35}).value_or("en");
    order.seed = fields.integer("seed", 0, INT64_MAX);
    order.instruct = fields.text("instruct", {0, 2000});
    order.engine = fields.text("engine", {0, 50}).value_or("");
    order.modelSize = fields.text("model_size", {0, 50});
    order.voice = fields.text("voice", {0, 100}).value_or("");
    order.speed = fields.number("speed", 0.25, 4.0).value_or(1.0);
    order.source = "import";
    PARLANDO_TRY(fields.outcome());
    const auto profile = objectIn(manifest, "profile");
    JsonFields profileFields(profile);
    order.profileName = profileFields.text("name", {0, 100}).value_or("");
    PARLANDO_TRY(profileFields.outcome());
    return order;
}

// Names the takes as the manifest does, and gives the number of the one that is played.
Result<std::size_t> nameTakes(const nlohmann::json& manifest, std::vector<Recording>& recordings) {
    std::size_t active = 0;
    const auto versions = manifest.find("versions");
    if (versions == manifest.end() || !versions->is_array()) {
        return active;
    }
    for (const auto& version : *versions) {
        if (!version.is_object()) {
            return failure(ErrorCode::invalidInput, "manifest.json: 'versions' must hold objects");
        }
        JsonFields fields(version);
        const auto file = fields.text("filename", {0, 255});
        const auto label = fields.text("label", {0, 100});
        const auto isDefault = fields.flag("is_default");
        PARLANDO_TRY(fields.outcome());
        const auto found = std::ranges::find(recordings, file.value_or(""), &Recording::name);
        if (found != recordings.end()) {
            found->take.label = label.value_or("");
            active = isDefault.value_or(false) ? static_cast<std::size_t>(found - recordings.begin()) : active;
        }
    }
    return active;
}

// Gives each take its words; those of a take that is not there are left.
Result<> takeWords(const std::map<std::string, std::string>& words, const std::string& text,
                   std::vector<Recording>& recordings) {
    for (auto& [name, take] : recordings) {
        const auto found = words.find(stemOf(name));
        if (found == words.end()) {
            continue;
        }
        const auto list = nlohmann::json::parse(found->second, nullptr, false);
        const auto read = wordsFromStore(found->second, text);
        if (!list.is_array() || read.size() != list.size() ||
            (!read.empty() && read.back().end > take.duration + kAfterTheEnd)) {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("{}{}{} must be a list of [first byte, byte behind the last, start, end], in the "
                            "order of the text and within the recording",
                            kWordsFolder, found->first, kWordsExtension));
        }
        take.words = storedWords(read);
    }
    return {};
}

Result<store::Generation> import(const http::Request& request, store::Library& library) {
    PARLANDO_TRY_ASSIGN(const auto file, uploadedFile(request));
    PARLANDO_TRY_ASSIGN(auto unpacked, unpack(file, library.generations()));
    auto manifest = parseJsonObject(unpacked.manifest);
    if (!manifest) {
        return failure(manifest.error().context("manifest.json"));
    }
    PARLANDO_TRY_ASSIGN(auto order, orderFrom(*manifest));
    PARLANDO_TRY(takeWords(unpacked.words, order.text, unpacked.recordings));
    PARLANDO_TRY_ASSIGN(const auto profiles, library.profiles().all());
    const auto sameName = [&](const store::Profile& profile) { return profile.fields.name == order.profileName; };
    if (const auto found = std::ranges::find_if(profiles, sameName); found != profiles.end()) {
        order.profileId = found->id;
    }
    PARLANDO_TRY_ASSIGN(const auto active, nameTakes(*manifest, unpacked.recordings));
    std::vector<store::NewTake> takes;
    for (auto& recording : unpacked.recordings) {
        takes.push_back(std::move(recording.take));
    }
    return library.generations().add(order, std::move(takes), active);
}

http::Response importGeneration(const http::Request& request, store::Library& library) {
    const auto added = import(request, library);
    if (!added) {
        return uploadError(added.error());
    }
    const Json body = {{"id", added->id},
                       {"profile_id", added->order.profileId ? Json(*added->order.profileId) : Json(nullptr)},
                       {"profile_name", added->order.profileName},
                       {"text", added->order.text},
                       {"message", "Generation imported successfully"}};
    return http::json(200, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void addHistoryZipRoutes(http::Router& router, store::Library& library) {
    http::Route download{"GET", "/history/{id}/export",
                         [&library](const http::Request& request) { return exportGeneration(request, library); }};
    download.documentation = {
        "A generation with all its takes as a ZIP archive", "Library", {}, "", "", "application/zip"};
    router.add(std::move(download));

    http::Route upload{"POST", "/history/import",
                       [&library](const http::Request& request) { return importGeneration(request, library); },
                       http::BodyKind::upload, kLargestUpload};
    upload.documentation = {"Take a generation from such an archive", "Library", {}, "", "Imported"};
    router.add(std::move(upload));
}

}  // namespace parlando::server
