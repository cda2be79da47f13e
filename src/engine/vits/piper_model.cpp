#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "engine/vits/piper_names.h"
#include "engine/vits/piper_voice.h"

namespace parlando::engine::vits {
namespace {

using nlohmann::json;

constexpr std::int64_t kMost = 64;  // of anything that is counted here; readers of the configuration are stricter

// Measures the tensors of a network. The first one that is missing, or has too few dimensions, is kept.
class Measure {
public:
    explicit Measure(const PiperNetwork& network) : m_network(network) {}

    // Size `dimension` of the weight of a layer, in whatever parts it is stored.
    std::int64_t size(const std::string& layer, std::size_t dimension) {
        for (const char* spelling : {".weight", ".weight_v", ".parametrizations.weight.original1"}) {
            if (const TensorInfo* tensor = m_network.weights->find(layer + spelling)) {
                return sizeOfTensor(*tensor, dimension);
            }
        }
        fail(layer + ".weight", "is missing");
        return 0;
    }

    std::int64_t tensorSize(const std::string& name, std::size_t dimension) {
        const TensorInfo* tensor = m_network.weights->find(name);
        if (tensor == nullptr) {
            fail(name, "is missing");
            return 0;
        }
        return sizeOfTensor(*tensor, dimension);
    }

    bool has(const std::string& name) const { return m_network.weights->find(name) != nullptr; }

    // How many layers `pattern`.format(0), (step), (2 * step) … there are, judged by their biases.
    std::int64_t count(std::string_view pattern, std::int64_t first = 0, std::int64_t step = 1) const {
        std::int64_t found = 0;
        while (found < kMost && has(fmt::format(fmt::runtime(pattern), first + found * step))) {
            ++found;
        }
        return found;
    }

    std::optional<PiperNetwork::Layer> layer(const std::string& name) const {
        const auto found = m_network.layers.find(name);
        return found == m_network.layers.end() ? std::nullopt : std::optional(found->second);
    }

    const std::string& problem() const { return m_problem; }

private:
    std::int64_t sizeOfTensor(const TensorInfo& tensor, std::size_t dimension) {
        if (dimension >= tensor.shape.size()) {
            fail(tensor.name,
                 fmt::format("has {} dimensions, expected at least {}", tensor.shape.size(), dimension + 1));
            return 0;
        }
        return tensor.shape[dimension];
    }

    void fail(const std::string& tensor, std::string_view what) {
        if (m_problem.empty()) {
            m_problem = fmt::format("tensor '{}' {}", m_network.weights->nameInFile(tensor), what);
        }
    }

    const PiperNetwork& m_network;
    std::string m_problem;
};

void measureTextEncoder(Measure& measure, json& config) {
    const std::int64_t hidden = measure.size("enc_p.emb", 1);
    const std::string relative = "enc_p.encoder.attn_layers.0.emb_rel_k";
    const std::int64_t headSize = std::max<std::int64_t>(1, measure.tensorSize(relative, 2));
    config["vocab_size"] = measure.size("enc_p.emb", 0);
    config["hidden_size"] = hidden;
    config["num_hidden_layers"] = measure.count("enc_p.encoder.attn_layers.{}.conv_q.bias");
    config["num_attention_heads"] = hidden / headSize;
    config["window_size"] = measure.tensorSize(relative, 1) / 2;
    config["ffn_dim"] = measure.size("enc_p.encoder.ffn_layers.0.conv_1", 0);
    config["ffn_kernel_size"] = measure.size("enc_p.encoder.ffn_layers.0.conv_1", 2);
    config["flow_size"] = measure.size("enc_p.proj", 0) / 2;
}

void measureDurations(Measure& measure, json& config, DurationKind kind) {
    config["use_stochastic_duration_prediction"] = kind == DurationKind::stochastic;
    if (kind == DurationKind::deterministic) {
        config["duration_predictor_kernel_size"] = measure.size("dp.conv_1", 2);
        config["duration_predictor_filter_channels"] = measure.size("dp.conv_1", 0);
        return;
    }
    config["duration_predictor_kernel_size"] = measure.size("dp.convs.convs_sep.0", 2);
    config["depth_separable_num_layers"] = measure.count("dp.convs.convs_sep.{}.bias");
    // Speaking leaves out the first coupling, and so does the exporter.
    const std::int64_t couplings = measure.count("dp.flows.{}.pre.bias", 3, 2);
    config["duration_predictor_num_flows"] = couplings + 1;
    if (couplings > 0) {
        config["duration_predictor_flow_bins"] = (measure.size("dp.flows.3.proj", 0) + 1) / 3;
    }
}

void measureFlow(Measure& measure, json& config) {
    config["prior_encoder_num_flows"] = measure.count("flow.flows.{}.pre.bias", 0, 2);
    config["prior_encoder_num_wavenet_layers"] = measure.count("flow.flows.0.enc.in_layers.{}.bias");
    config["wavenet_kernel_size"] = measure.size("flow.flows.0.enc.in_layers.0", 2);
    const auto second = measure.layer("flow.flows.0.enc.in_layers.1");
    config["wavenet_dilation_rate"] = second ? second->dilation : 1;
}

// The dilations of Piper's own training, where the file does not say them.
std::int64_t usualDilation(ResidualBlock kind, std::int64_t block, std::int64_t index) {
    static constexpr std::int64_t kSingle[3][2] = {{1, 2}, {2, 6}, {3, 12}};
    return kind == ResidualBlock::pairs ? 2 * index + 1 : kSingle[block % 3][index % 2];
}

void measureDecoder(Measure& measure, json& config, ResidualBlock kind) {
    const std::int64_t stages = measure.count("dec.ups.{}.bias");
    const char* const part = kind == ResidualBlock::pairs ? "convs1" : "convs";
    const std::int64_t blocks = measure.count(fmt::format("dec.resblocks.{{}}.{}.0.bias", part));
    json rates = json::array();
    json kernels = json::array();
    for (std::int64_t i = 0; i < stages; ++i) {
        const std::string layer = fmt::format("dec.ups.{}", i);
        const std::int64_t kernel = measure.size(layer, 2);
        const auto known = measure.layer(layer);
        kernels.push_back(kernel);
        rates.push_back(known ? known->stride : kernel / 2);
    }
    json blockKernels = json::array();
    json blockDilations = json::array();
    for (std::int64_t i = 0; i < blocks / std::max<std::int64_t>(1, stages); ++i) {
        const std::string block = fmt::format("dec.resblocks.{}.{}", i, part);
        blockKernels.push_back(measure.size(block + ".0", 2));
        json dilations = json::array();
        for (std::int64_t j = 0; j < measure.count(block + ".{}.bias"); ++j) {
            const auto known = measure.layer(fmt::format("{}.{}", block, j));
            dilations.push_back(known ? known->dilation : usualDilation(kind, i, j));
        }
        blockDilations.push_back(std::move(dilations));
    }
    config["upsample_initial_channel"] = measure.size("dec.conv_pre", 0);
    config["upsample_rates"] = std::move(rates);
    config["upsample_kernel_sizes"] = std::move(kernels);
    config["resblock_kernel_sizes"] = std::move(blockKernels);
    config["resblock_dilation_sizes"] = std::move(blockDilations);
}

// What the network's shapes and layers say, in the fields of a published config.json, so that it is checked like one.
json describe(Measure& measure, const PiperVoice& voice, DurationKind durations, ResidualBlock residualBlock) {
    json config{{"model_type", "vits"}};
    measureTextEncoder(measure, config);
    measureDurations(measure, config, durations);
    measureFlow(measure, config);
    measureDecoder(measure, config, residualBlock);
    if (measure.has("emb_g.weight")) {
        config["num_speakers"] = measure.size("emb_g", 0);
        config["speaker_embedding_size"] = measure.size("emb_g", 1);
    }
    config["noise_scale"] = voice.noiseScale;
    config["noise_scale_duration"] = voice.noiseScaleDuration;
    config["speaking_rate"] = 1.0 / voice.lengthScale;
    config["sampling_rate"] = voice.sampleRate;
    return config;
}

Result<> compare(const Config& config, const PiperVoice& voice, const PiperFiles& files) {
    const std::int64_t speakers = std::max<std::int64_t>(1, static_cast<std::int64_t>(voice.speakers.size()));
    if (speakers != config.speakers) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{}: num_speakers is {}, the network in {} has {}", files.voice.string(), speakers,
                                   files.network.filename().string(), config.speakers));
    }
    if (voice.hopLength != 0 && voice.hopLength != config.samplesPerFrame()) {
        return failure(
            ErrorCode::corrupt,
            fmt::format("{}: hop_length is {}, the network in {} makes {} samples of a frame", files.voice.string(),
                        voice.hopLength, files.network.filename().string(), config.samplesPerFrame()));
    }
    return {};
}

// Attention's projections are stored as convolutions of width 1.
MappedTensor published(const TensorInfo& original, DurationKind durations) {
    MappedTensor entry{original, &original};
    entry.tensor.name = publishedName(original.name, durations);
    if (entry.tensor.name.find(".attention.") != std::string::npos && original.shape.size() == 3 &&
        original.shape[2] == 1 && entry.tensor.name.ends_with("_proj.weight")) {
        entry.tensor.shape.pop_back();
    }
    return entry;
}

// True for the parts of the network that speak; the others only train.
bool speaks(std::string_view original) {
    static constexpr std::array<std::string_view, 5> kParts{"enc_p.", "dp.", "flow.", "dec.", "emb_g."};
    return !original.starts_with("dp.post_") &&
           std::ranges::any_of(kParts, [original](std::string_view part) { return original.starts_with(part); });
}

}  // namespace

Result<PiperModel> readPiperModel(const PiperFiles& files) {
    PARLANDO_TRY_ASSIGN(const PiperVoice voice, readPiperVoice(files.voice));
    PARLANDO_TRY_ASSIGN(PiperNetwork network, files.network.extension() == ".onnx"
                                                  ? readPiperOnnx(files.network)
                                                  : readPiperCheckpoint(files.network));
    Measure measure(network);
    const DurationKind durations =
        measure.has("dp.conv_1.bias") ? DurationKind::deterministic : DurationKind::stochastic;
    const ResidualBlock residualBlock =
        measure.has("dec.resblocks.0.convs.0.bias") ? ResidualBlock::single : ResidualBlock::pairs;
    const json description = describe(measure, voice, durations, residualBlock);
    if (!measure.problem().empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{}: {}", files.network.string(), measure.problem()));
    }
    PiperModel model;
    PARLANDO_TRY_ASSIGN(model.config, parseConfig(description, files.network));
    model.config.residualBlock = residualBlock;
    PARLANDO_TRY(compare(model.config, voice, files));

    std::vector<MappedTensor> mapped;
    for (const TensorInfo& original : network.weights->tensors()) {
        MappedTensor entry = published(original, durations);
        if (!entry.tensor.name.empty()) {
            mapped.push_back(std::move(entry));
        } else if (speaks(original.name)) {
            return failure(ErrorCode::incompatible,
                           fmt::format("{}: tensor '{}' belongs to no layer of VITS that this program knows",
                                       files.network.string(), network.weights->nameInFile(original.name)));
        }
    }
    PARLANDO_TRY_ASSIGN(model.weights, mappedWeights(std::move(network.weights), std::move(mapped), originalName));
    return model;
}

}  // namespace parlando::engine::vits
