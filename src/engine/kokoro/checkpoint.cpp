#include "engine/kokoro/checkpoint.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/weights/open_weights.h"

namespace parlando::engine::kokoro {
namespace {

// Parts of the checkpoint that this model is made of; training leaves others beside them.
constexpr std::array<std::string_view, 5> kModelParts = {"bert.", "bert_encoder.", "decoder.", "predictor.",
                                                         "text_encoder."};
// What is in them and not needed.
constexpr std::array<std::string_view, 3> kUnneeded = {"bert.pooler.", "bert.embeddings.position_ids",
                                                       "decoder.generator.stft."};

// model.safetensors, or the one *.pth file in `folder`.
Result<std::filesystem::path> weightsFile(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    std::error_code error;
    if (std::filesystem::exists(folder / "model.safetensors", error)) {
        return folder / "model.safetensors";
    }
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".pth") {
            found.push_back(it->path());
        }
    }
    if (found.size() != 1) {
        return failure(found.empty() ? ErrorCode::notFound : ErrorCode::corrupt,
                       fmt::format("{} has {}; a voice has one *.pth file or model.safetensors beside config.json",
                                   folder.string(), found.empty() ? "no weights" : "several *.pth files"));
    }
    return found.front();
}

// Names as this program has them: StyleTTS 2 saves everything within "net".
std::string withoutNet(std::string_view name) {
    std::string inner = withoutWrappers(name);
    return inner.starts_with("net.") ? inner.substr(4) : inner;
}

}  // namespace

Result<Checkpoint> openCheckpoint(const std::filesystem::path& folder) {
    Checkpoint checkpoint;
    PARLANDO_TRY_ASSIGN(checkpoint.config, readConfig(folder / "config.json"));
    PARLANDO_TRY_ASSIGN(checkpoint.file, weightsFile(folder));
    PARLANDO_TRY_ASSIGN(auto source, openWeights(checkpoint.file));
    PARLANDO_TRY_ASSIGN(checkpoint.weights, renamed(std::move(source), withoutNet));
    return checkpoint;
}

Result<> checkUnused(const std::filesystem::path& file, std::vector<std::string> unused) {
    const auto startsIn = [](const std::string& name, const auto& prefixes) {
        return std::ranges::any_of(prefixes, [&name](std::string_view prefix) { return name.starts_with(prefix); });
    };
    std::erase_if(unused,
                  [&](const std::string& name) { return !startsIn(name, kModelParts) || startsIn(name, kUnneeded); });
    if (unused.empty()) {
        return {};
    }
    static constexpr std::size_t kNamed = 3;
    const std::size_t others = unused.size() - std::min(unused.size(), kNamed);
    unused.resize(std::min(unused.size(), kNamed));
    return failure(ErrorCode::incompatible,
                   fmt::format("{}: this program does not know what to do with tensor '{}'{}", file.string(),
                               fmt::join(unused, "', '"), others > 0 ? fmt::format(" and {} others", others) : ""));
}

}  // namespace parlando::engine::kokoro
