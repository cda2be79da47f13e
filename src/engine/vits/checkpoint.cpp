#include "engine/vits/checkpoint.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/vits/piper_voice.h"
#include "engine/weights/open_weights.h"

namespace parlando::engine::vits {
namespace {

namespace fs = std::filesystem;

bool onlyForTraining(std::string_view name, const Config& config) {
    static constexpr std::array<std::string_view, 3> kParts{"posterior_encoder.", "duration_predictor.post_",
                                                            "duration_predictor.flows.1."};
    // Models with one speaker are published with the layers of several.
    const bool speaker = config.speakers == 1 &&
                         (name.find(".cond.") != std::string_view::npos ||
                          name.find(".cond_layer.") != std::string_view::npos || name.starts_with("embed_speaker."));
    return speaker || std::ranges::any_of(kParts, [name](std::string_view part) { return name.starts_with(part); });
}

}  // namespace

Result<fs::path> publishedWeights(const fs::path& folder) {
    std::error_code ignored;
    for (const char* name : {"model.safetensors", "pytorch_model.bin"}) {
        if (fs::exists(folder / name, ignored)) {
            return folder / name;
        }
    }
    return failure(ErrorCode::notFound, fmt::format("{} has neither model.safetensors nor pytorch_model.bin; the "
                                                    "download may be incomplete",
                                                    folder.string()));
}

Result<Checkpoint> openCheckpoint(const fs::path& folder) {
    PARLANDO_TRY_ASSIGN(const auto piper, findPiperFiles(folder));
    if (piper) {
        PARLANDO_TRY_ASSIGN(PiperModel model, readPiperModel(*piper));
        return Checkpoint{std::move(model.config), std::move(model.weights)};
    }
    PARLANDO_TRY_ASSIGN(Config config, readConfig(folder / "config.json"));
    if (config.speakers == 1) {
        config.speakerEmbeddingSize = 0;  // published single-speaker models may name a size and have no table
    } else if (config.speakerEmbeddingSize == 0) {
        return failure(ErrorCode::corrupt, fmt::format("{}: num_speakers is {} and speaker_embedding_size is 0",
                                                       (folder / "config.json").string(), config.speakers));
    }
    PARLANDO_TRY_ASSIGN(const fs::path file, publishedWeights(folder));
    PARLANDO_TRY_ASSIGN(auto weights, openWeights(file));
    PARLANDO_TRY_ASSIGN(weights, renamed(std::move(weights), withoutWrappers));
    return Checkpoint{std::move(config), std::move(weights)};
}

Result<> checkUnused(const WeightSource& weights, const std::vector<std::string>& unused, const Config& config) {
    static constexpr std::array<std::string_view, 5> kParts{"text_encoder.", "duration_predictor.", "flow.", "decoder.",
                                                            "embed_speaker."};
    for (const std::string& name : unused) {
        const bool isPart =
            std::ranges::any_of(kParts, [&name](std::string_view part) { return name.starts_with(part); });
        if (isPart && !onlyForTraining(name, config)) {
            return failure(
                ErrorCode::corrupt,
                fmt::format("{}: tensor '{}' has no place in a model of the dimensions that the configuration "
                            "gives",
                            weights.path().string(), weights.nameInFile(name)));
        }
    }
    return {};
}

}  // namespace parlando::engine::vits
