#include "server/voices/catalogue_json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/blend.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json orNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

double megabytes(std::uint64_t bytes) {
    return static_cast<double>(bytes) / 1e6;
}

bool isDownloading(const std::string& id, const Voices& voices) {
    return isUnderWay(voices.download().state().progress.stage) && voices.lastDownload() == id;
}

bool contains(std::span<const engine::Voice> installed, const std::string& id) {
    return std::ranges::find(installed, id, &engine::Voice::id) != installed.end();
}

}  // namespace

std::string modelStatusJson(std::span<const engine::Voice> installed, std::span<const std::string> loaded,
                            const Voices& voices) {
    Json models = Json::array();
    const auto isLoaded = [&](const engine::Voice& voice) {  // also one whose weights are there for another
        return std::ranges::any_of(installed, [&](const engine::Voice& other) {
            return std::ranges::find(loaded, other.id) != loaded.end() && modelOf(other) == modelOf(voice);
        });
    };
    for (const auto& voice : installed) {
        const auto* published = voices::findPublished(voice.id);
        models.push_back({{"model_name", voice.id},
                          {"display_name", voice.name},
                          {"hf_repo_id", published == nullptr ? Json(nullptr) : Json(published->repository)},
                          {"downloaded", true},
                          {"downloading", false},
                          {"size_mb", megabytes(voice.sizeBytes)},
                          {"loaded", isLoaded(voice)},
                          {"removable", voices.isRemovable(voice.id)},
                          {"blend", orNull(voice.blend)},
                          {"problem", orNull(voice.problem)}});
    }
    const auto last = voices.lastDownload();
    if (const auto* voice = voices::findPublished(last); voice != nullptr && !contains(installed, last)) {
        models.push_back({{"model_name", voice->id},
                          {"display_name", voice->name},
                          {"hf_repo_id", voice->repository},
                          {"downloaded", false},
                          {"downloading", isDownloading(last, voices)},
                          {"size_mb", megabytes(voice->sizeBytes)},
                          {"loaded", false},
                          {"removable", false},
                          {"blend", nullptr},
                          {"problem", nullptr}});
    }
    return dump(Json{{"models", std::move(models)}});
}

std::string catalogueJson(std::span<const voices::PublishedVoice* const> page, std::size_t total,
                          std::span<const engine::Voice> installed, const Voices& voices) {
    Json items = Json::array();
    for (const auto* voice : page) {
        items.push_back({{"model_name", voice->id},
                         {"display_name", voice->name},
                         {"hf_repo_id", voice->repository},
                         {"downloaded", contains(installed, voice->id)},
                         {"downloading", isDownloading(voice->id, voices)},
                         {"size_mb", megabytes(voice->sizeBytes)},
                         {"family", voice->family},
                         {"language", voice->language},
                         {"language_name", voice->languageName},
                         {"quality", orNull(voice->quality)},
                         {"speakers", voice->speakers},
                         {"license", orNull(voice->license)},
                         {"use", voices::name(voice->use)}});
    }
    return dump(Json{{"items", std::move(items)}, {"total", total}});
}

}  // namespace parlando::server
