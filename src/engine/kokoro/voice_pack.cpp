#include "engine/kokoro/voice_pack.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "engine/values.h"
#include "engine/weights/open_weights.h"

namespace parlando::engine::kokoro {

Result<VoicePack> VoicePack::load(const std::filesystem::path& file, std::size_t styleSize) {
    PARLANDO_TRY_ASSIGN(auto source, openWeights(file));
    const auto& tensors = source->tensors();
    const auto fits = [styleSize](const std::vector<std::int64_t>& shape) {
        return (shape.size() == 2 || (shape.size() == 3 && shape[1] == 1)) && shape.front() > 0 &&
               shape.back() == static_cast<std::int64_t>(styleSize);
    };
    if (tensors.size() != 1 || !fits(tensors.front().shape)) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{}: a voice of this model is one tensor of the shape [any, 1, {}]; the file has {}",
                                   file.string(), styleSize,
                                   tensors.size() == 1 ? fmt::format("[{}]", fmt::join(tensors.front().shape, ", "))
                                                       : fmt::format("{} tensors", tensors.size())));
    }
    const TensorInfo info = tensors.front();
    Values values(std::move(source));
    kernels::Floats rows = values.tensor(info.name, info.shape);
    PARLANDO_TRY(values.status());
    return VoicePack(std::move(rows), static_cast<std::size_t>(info.shape.front()), styleSize);
}

std::span<const float> VoicePack::style(std::size_t phonemes) const {
    const std::size_t row = std::min(std::max<std::size_t>(phonemes, 1), m_lengths) - 1;
    return std::span(m_rows).subspan(row * m_styleSize, m_styleSize);
}

}  // namespace parlando::engine::kokoro
