#include "engine/libtorch/kokoro/voice_pack.h"

#include <algorithm>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/libtorch/weights.h"
#include "engine/weights/open_weights.h"

namespace parlando::engine::kokoro {

Result<VoicePack> VoicePack::load(const std::filesystem::path& file, std::int64_t styleSize) {
    PARLANDO_TRY_ASSIGN(auto source, openWeights(file));
    const auto& tensors = source->tensors();
    const auto fits = [styleSize](const std::vector<std::int64_t>& shape) {
        return (shape.size() == 2 || (shape.size() == 3 && shape[1] == 1)) && shape.front() > 0 &&
               shape.back() == styleSize;
    };
    if (tensors.size() != 1 || !fits(tensors.front().shape)) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{}: a voice of this model is one tensor of the shape [any, 1, {}]; the file has {}",
                                   file.string(), styleSize,
                                   tensors.size() == 1 ? fmt::format("[{}]", fmt::join(tensors.front().shape, ", "))
                                                       : fmt::format("{} tensors", tensors.size())));
    }
    const TensorInfo info = tensors.front();
    libtorch::Weights weights(std::move(source));
    const at::Tensor rows = weights.tensor(info.name, info.shape);
    PARLANDO_TRY(weights.status());
    return VoicePack(rows.cpu().view({info.shape.front(), styleSize}));
}

at::Tensor VoicePack::style(std::size_t phonemes) const {
    const std::int64_t row = std::clamp<std::int64_t>(static_cast<std::int64_t>(phonemes) - 1, 0, m_rows.size(0) - 1);
    return m_rows.slice(0, row, row + 1);
}

}  // namespace parlando::engine::kokoro
