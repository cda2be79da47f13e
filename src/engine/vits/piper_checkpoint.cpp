#include <algorithm>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "engine/vits/piper_network.h"
#include "engine/weights/torch_checkpoint.h"

namespace parlando::engine::vits {
namespace {

using nlohmann::json;

constexpr std::size_t kMaximumStages = 16;

// The first whole numbers of a list; nothing where it is none.
std::vector<std::int64_t> numbers(const json& list) {
    std::vector<std::int64_t> result;
    for (std::size_t i = 0; list.is_array() && i < std::min(list.size(), kMaximumStages); ++i) {
        result.push_back(list[i].is_number_integer() ? list[i].get<std::int64_t>() : 0);
    }
    return result;
}

}  // namespace

Result<PiperNetwork> readPiperCheckpoint(const std::filesystem::path& file) {
    PARLANDO_TRY_ASSIGN(TorchCheckpoint checkpoint, TorchCheckpoint::open(file));
    const json parameters =
        checkpoint.data().is_object() ? checkpoint.data().value("hyper_parameters", json()) : json();
    const auto parameter = [&parameters](const char* name) {
        return parameters.is_object() ? parameters.value(name, json()) : json();
    };
    PiperNetwork network;
    const std::vector<std::int64_t> rates = numbers(parameter("upsample_rates"));
    for (std::size_t i = 0; i < rates.size(); ++i) {
        network.layers[fmt::format("dec.ups.{}", i)].stride = rates[i];
    }
    // Each stage has one residual block for each list of dilations.
    const json dilations = parameter("resblock_dilation_sizes");
    const std::size_t kinds = dilations.is_array() ? std::min(dilations.size(), kMaximumStages) : 0;
    for (std::size_t block = 0; block < rates.size() * kinds; ++block) {
        const std::vector<std::int64_t> sizes = numbers(dilations[block % kinds]);
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            for (const char* part : {"convs", "convs1"}) {
                network.layers[fmt::format("dec.resblocks.{}.{}.{}", block, part, i)].dilation = sizes[i];
            }
        }
    }
    PARLANDO_TRY_ASSIGN(network.weights,
                        renamed(std::make_unique<TorchCheckpoint>(std::move(checkpoint)), withoutWrappers));
    return network;
}

}  // namespace parlando::engine::vits
