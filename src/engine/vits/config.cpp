#include "engine/vits/config.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "engine/json_object.h"

namespace parlando::engine::vits {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaximumBytes = std::uint64_t{1} << 20;
constexpr std::size_t kMaximumStages = 16;

// Reads fields one after the other and keeps the first problem, as Weights does for tensors.
class Fields {
public:
    explicit Fields(const json& object) : m_object(object) {}

    void read(std::string_view key, std::int64_t& value, std::int64_t low, std::int64_t high) {
        if (const json* field = find(key)) {
            value = integer(*field, key, low, high);
        }
    }

    void read(std::string_view key, double& value, double low, double high) {
        const json* field = find(key);
        if (field == nullptr) {
            return;
        }
        if (!field->is_number() || !(field->get<double>() >= low && field->get<double>() <= high)) {
            fail(fmt::format("{} must be a number from {} to {}", key, low, high));
            return;
        }
        value = field->get<double>();
    }

    void read(std::string_view key, bool& value) {
        if (const json* field = find(key)) {
            if (field->is_boolean()) {
                value = field->get<bool>();
            } else {
                fail(fmt::format("{} must be true or false", key));
            }
        }
    }

    void read(std::string_view key, std::vector<std::int64_t>& values, std::int64_t low, std::int64_t high) {
        if (const json* field = find(key)) {
            values = list(*field, key, low, high);
        }
    }

    void read(std::string_view key, std::vector<std::vector<std::int64_t>>& values, std::int64_t low,
              std::int64_t high) {
        const json* field = find(key);
        if (field == nullptr) {
            return;
        }
        values.clear();
        if (!field->is_array() || field->empty() || field->size() > kMaximumStages) {
            fail(fmt::format("{} must be a list of lists", key));
            return;
        }
        for (const json& inner : *field) {
            values.push_back(list(inner, key, low, high));
        }
    }

    void require(bool condition, std::string message) {
        if (!condition) {
            fail(std::move(message));
        }
    }

    const std::string& problem() const { return m_problem; }

private:
    const json* find(std::string_view key) const {
        const auto found = m_object.find(key);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }

    std::int64_t integer(const json& field, std::string_view key, std::int64_t low, std::int64_t high) {
        // Unsigned values above the signed range would turn negative: compare them as they are.
        const bool fits = field.is_number_integer() &&
                          (!field.is_number_unsigned() || field.get<std::uint64_t>() <= INT64_MAX) &&
                          field.get<std::int64_t>() >= low && field.get<std::int64_t>() <= high;
        if (!fits) {
            fail(fmt::format("{} must be a whole number from {} to {}", key, low, high));
            return low;
        }
        return field.get<std::int64_t>();
    }

    std::vector<std::int64_t> list(const json& field, std::string_view key, std::int64_t low, std::int64_t high) {
        if (!field.is_array() || field.empty() || field.size() > kMaximumStages) {
            fail(fmt::format("{} must be a list of 1 to {} whole numbers", key, kMaximumStages));
            return {};
        }
        std::vector<std::int64_t> values;
        for (const json& item : field) {
            values.push_back(integer(item, key, low, high));
        }
        return values;
    }

    void fail(std::string message) {
        if (m_problem.empty()) {
            m_problem = std::move(message);
        }
    }

    const json& m_object;
    std::string m_problem;
};

void readTextEncoder(Fields& fields, Config& config) {
    fields.read("vocab_size", config.vocabSize, 1, 100'000);
    fields.read("hidden_size", config.hiddenSize, 2, 4096);
    fields.read("num_hidden_layers", config.layers, 1, 64);
    fields.read("num_attention_heads", config.heads, 1, 64);
    fields.read("window_size", config.windowSize, 1, 256);
    fields.read("ffn_dim", config.feedForwardSize, 1, 16384);
    fields.read("ffn_kernel_size", config.feedForwardKernel, 1, 31);
    fields.read("layer_norm_eps", config.layerNormEpsilon, 0.0, 1.0);
    fields.read("flow_size", config.flowSize, 2, 4096);
    fields.require(
        config.heads < 1 || config.hiddenSize % config.heads == 0,
        fmt::format("num_attention_heads ({}) does not divide hidden_size ({})", config.heads, config.hiddenSize));
    fields.require(config.flowSize % 2 == 0, "flow_size must be even");
}

void readDurations(Fields& fields, Config& config) {
    fields.read("use_stochastic_duration_prediction", config.stochasticDurations);
    fields.read("duration_predictor_kernel_size", config.durationKernel, 1, 31);
    fields.read("duration_predictor_filter_channels", config.durationFilter, 1, 4096);
    fields.read("duration_predictor_num_flows", config.durationFlows, 1, 32);
    fields.read("duration_predictor_flow_bins", config.durationFlowBins, 1, 256);
    fields.read("duration_predictor_tail_bound", config.durationTailBound, 1e-3, 1e3);
    fields.read("depth_separable_num_layers", config.separableLayers, 1, 16);
    fields.read("depth_separable_channels", config.separableChannels, 2, 2);
    fields.require(config.durationKernel % 2 == 1, "duration_predictor_kernel_size must be odd");
    // Bins are at least 0.001 wide and fill the unit interval.
    fields.require(config.durationFlowBins < 1000, "duration_predictor_flow_bins is too large");
}

void readFlow(Fields& fields, Config& config) {
    fields.read("prior_encoder_num_flows", config.flows, 1, 32);
    fields.read("prior_encoder_num_wavenet_layers", config.waveNetLayers, 1, 32);
    fields.read("wavenet_kernel_size", config.waveNetKernel, 1, 31);
    fields.read("wavenet_dilation_rate", config.waveNetDilationRate, 1, 4);
    fields.require(config.waveNetKernel % 2 == 1, "wavenet_kernel_size must be odd");
    fields.require(std::pow(config.waveNetDilationRate, config.waveNetLayers) <= 4096,
                   "wavenet_dilation_rate is too large for prior_encoder_num_wavenet_layers");
}

void readDecoder(Fields& fields, Config& config) {
    fields.read("upsample_initial_channel", config.upsampleChannels, 1, 8192);
    fields.read("upsample_rates", config.upsampleRates, 1, 64);
    fields.read("upsample_kernel_sizes", config.upsampleKernels, 1, 256);
    fields.read("resblock_kernel_sizes", config.resblockKernels, 1, 31);
    fields.read("resblock_dilation_sizes", config.resblockDilations, 1, 64);
    fields.read("leaky_relu_slope", config.leakyReluSlope, 0.0, 1.0);
    fields.require(config.upsampleRates.size() == config.upsampleKernels.size(),
                   "upsample_rates and upsample_kernel_sizes differ in length");
    fields.require(config.resblockKernels.size() == config.resblockDilations.size(),
                   "resblock_kernel_sizes and resblock_dilation_sizes differ in length");
    for (std::size_t i = 0; i < std::min(config.upsampleRates.size(), config.upsampleKernels.size()); ++i) {
        const std::int64_t surplus = config.upsampleKernels[i] - config.upsampleRates[i];
        fields.require(surplus >= 0 && surplus % 2 == 0,
                       "each of upsample_kernel_sizes must exceed its rate by an even number");
    }
    for (const std::int64_t kernel : config.resblockKernels) {
        fields.require(kernel % 2 == 1, "resblock_kernel_sizes must be odd");
    }
    fields.require(config.upsampleRates.size() < 32 && config.upsampleChannels >> config.upsampleRates.size() >= 1,
                   "upsample_initial_channel is too small for so many upsample_rates");
    fields.require(config.samplesPerFrame() <= 8192, "upsample_rates multiply to more than 8192 samples");
}

void readSpeech(Fields& fields, Config& config) {
    fields.read("num_speakers", config.speakers, 1, 100'000);
    fields.read("speaker_embedding_size", config.speakerEmbeddingSize, 0, 4096);
    fields.read("noise_scale", config.noiseScale, 0.0, 2.0);
    fields.read("noise_scale_duration", config.noiseScaleDuration, 0.0, 2.0);
    fields.read("speaking_rate", config.speakingRate, 0.1, 10.0);
    std::int64_t sampleRate = config.sampleRate;
    fields.read("sampling_rate", sampleRate, 8000, 48000);
    config.sampleRate = static_cast<int>(sampleRate);
}

}  // namespace

std::int64_t Config::samplesPerFrame() const {
    // Where the product would not fit, it stays at more than anybody accepts.
    static constexpr std::int64_t kPlenty = std::int64_t{1} << 40;
    return std::accumulate(upsampleRates.begin(), upsampleRates.end(), std::int64_t{1},
                           [](std::int64_t product, std::int64_t rate) { return std::min(product * rate, kPlenty); });
}

Result<Config> readConfig(const std::filesystem::path& file) {
    PARLANDO_TRY_ASSIGN(const json document, readObject(file, kMaximumBytes));
    if (document.value("model_type", json()) != "vits") {
        return failure(ErrorCode::incompatible,
                       fmt::format("{}: model_type is {}; this program speaks with 'vits'", file.string(),
                                   document.value("model_type", json()).dump(-1, ' ', true)));
    }
    if (const json activation = document.value("hidden_act", json("relu")); activation != "relu") {
        return failure(ErrorCode::incompatible, fmt::format("{}: hidden_act is {}; this program knows 'relu'",
                                                            file.string(), activation.dump(-1, ' ', true)));
    }
    Config config;
    Fields fields(document);
    readTextEncoder(fields, config);
    readDurations(fields, config);
    readFlow(fields, config);
    readDecoder(fields, config);
    readSpeech(fields, config);
    if (!fields.problem().empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{}: {}", file.string(), fields.problem()));
    }
    return config;
}

Result<Config> readModelConfig(const std::filesystem::path& folder) {
    PARLANDO_TRY_ASSIGN(Config config, readConfig(folder / "config.json"));
    if (config.speakers == 1) {
        config.speakerEmbeddingSize = 0;
    } else if (config.speakerEmbeddingSize == 0) {
        return failure(ErrorCode::corrupt, fmt::format("{}: num_speakers is {} and speaker_embedding_size is 0",
                                                       (folder / "config.json").string(), config.speakers));
    }
    return config;
}

}  // namespace parlando::engine::vits
