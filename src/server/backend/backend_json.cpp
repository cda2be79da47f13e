#include "server/backend/backend_json.h"

#include <chrono>
#include <optional>

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "protocol/messages.h"
#include "server/gpu/flavours.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

// File names and what libraries say need not be UTF-8.
std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json orNull(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

// For people; voicebox's member `filename`.
std::string headline(DownloadStage stage, std::string_view subject) {
    switch (stage) {
        case DownloadStage::idle:
            return "";
        case DownloadStage::checking:
            return "Preparing download...";
        case DownloadStage::verifying:
            return fmt::format("Verifying {}...", subject);
        case DownloadStage::downloading:
            return fmt::format("Downloading {}", subject);
        case DownloadStage::unpacking:
            return fmt::format("Extracting {}...", subject);
        case DownloadStage::complete:
            return fmt::format("{} installed", subject);
        case DownloadStage::error:
            return fmt::format("{} not installed", subject);
        case DownloadStage::cancelled:
            break;
    }
    return "Download cancelled";
}

std::string timestamp(std::chrono::system_clock::time_point time) {
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()) % 1000000;
    const auto seconds = std::chrono::time_point_cast<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}", fmt::gmtime(seconds), microseconds.count());
}

Json jsonOf(const DownloadState& state, std::string_view model = "cuda-backend",
            std::string_view subject = "CUDA backend") {
    const auto& progress = state.progress;
    const double percent =
        progress.total == 0 ? 0.0 : 100.0 * static_cast<double>(progress.current) / static_cast<double>(progress.total);
    Json json{{"model_name", model},
              {"current", progress.current},
              {"total", progress.total},
              {"progress", percent},
              {"filename", headline(progress.stage, subject)},
              {"status", name(progress.stage)},
              {"timestamp", timestamp(state.time)},
              {"rate", progress.bytesPerSecond},
              {"remaining_seconds", progress.remaining ? Json(progress.remaining->count()) : Json(nullptr)},
              {"job", state.job}};
    if (state.error) {
        json["error"] = state.error->message;
        json["code"] = protocol::name(state.error->code);
    }
    return json;
}

Json jsonOf(const NvidiaCard& card, const std::string& driver) {
    const auto flavour = flavourFor(card, driver);
    return {{"name", card.name},
            {"compute_capability", card.computeCapability},
            {"memory_bytes", card.memoryBytes},
            {"memory_free_bytes", card.freeBytes},
            {"flavour", flavour ? Json(*flavour) : Json(nullptr)},
            {"detail", flavour ? Json(nullptr) : Json(flavour.error().message)}};
}

}  // namespace

std::string toJson(const DownloadState& state, std::string_view model, std::string_view subject) {
    return dump(jsonOf(state, model, subject));
}

std::string toJson(const BackendStatus& status, const std::string& variant) {
    const auto& installed = status.installed;
    Json json{{"available", installed && installed->isForThisVersion},
              {"active", variant == "cuda"},
              {"binary_path", installed ? orNull(installed->executable.string()) : Json(nullptr)},
              {"cuda_libs_version", installed ? Json(installed->package.flavour) : Json(nullptr)},
              {"downloading", isUnderWay(status.download.progress.stage)},
              {"download_progress",
               status.download.progress.stage == DownloadStage::idle ? Json(nullptr) : jsonOf(status.download)}};
    json["selected"] = name(status.selection);
    json["version"] = installed ? Json(installed->package.version) : Json(nullptr);
    json["state"] = installed ? Json(packages::name(installed->state)) : Json(nullptr);
    json["reason"] = installed ? orNull(installed->reason) : Json(nullptr);
    json["update_available"] = installed && !installed->isForThisVersion;
    json["download_bytes"] = status.offer.fetch;
    json["unpacked_bytes"] = status.offer.unpacked;
    json["partial_bytes"] = status.partialBytes;
    json["free_bytes"] = status.freeBytes;
    return dump(json);
}

std::string toJson(const GraphicsSurvey& survey) {
    Json cards = Json::array();
    for (const auto& card : survey.nvidia.cards) {
        cards.push_back(jsonOf(card, survey.nvidia.driver));
    }
    const auto flavour = flavourFor(survey);
    return dump({{"driver", orNull(survey.nvidia.driver)},
                 {"gpus", std::move(cards)},
                 {"flavour", flavour ? Json(*flavour) : Json(nullptr)},
                 {"detail", flavour ? Json(nullptr) : Json(flavour.error().message)}});
}

}  // namespace parlando::server
