#include "engine/vits/config.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "engine/kernels/worker_pool.h"
#include "engine/vits/cpu_model.h"

using namespace parlando;
using namespace parlando::engine::vits;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void replaceContent(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// A copy of a parity case, to be spoilt.
class Voice {
public:
    explicit Voice(const std::string& parityCase = "lengths") : m_folder(std::move(*TemporaryFolder::create())) {
        for (const char* file : {"config.json", "model.safetensors"}) {
            fs::copy_file(fs::path(PARLANDO_PARITY) / parityCase / file, m_folder.path() / file);
        }
    }

    fs::path config() const { return m_folder.path() / "config.json"; }
    fs::path weights() const { return m_folder.path() / "model.safetensors"; }

    void set(const json& fields) const {
        json document = json::parse(contentOf(config()));
        document.update(fields);
        replaceContent(config(), document.dump());
    }

    // The header of the weights, without the length before it.
    void editHeader(const std::function<void(json&)>& edit) const {
        const std::string content = contentOf(weights());
        std::uint64_t length = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            length |= std::uint64_t{static_cast<unsigned char>(content[i])} << (8 * i);
        }
        json header = json::parse(content.substr(8, length));
        edit(header);
        const std::string text = header.dump();
        std::string prefix;
        for (std::size_t i = 0; i < 8; ++i) {
            prefix.push_back(static_cast<char>((std::uint64_t{text.size()} >> (8 * i)) & 0xff));
        }
        replaceContent(weights(), prefix + text + content.substr(8 + length));
    }

    auto load() const {
        static engine::kernels::WorkerPool pool(1);
        return loadCpuModel(m_folder.path(), pool);
    }

private:
    TemporaryFolder m_folder;
};

// Refused with this code; the message names the file and has all of `words`.
void requireRefusal(const Voice& voice, ErrorCode code, const fs::path& file, const std::vector<std::string>& words) {
    const auto loaded = voice.load();
    REQUIRE_FALSE(loaded);
    INFO(loaded.error().message);
    REQUIRE(loaded.error().code == code);
    REQUIRE(loaded.error().message.find(file.string()) != std::string::npos);
    for (const std::string& word : words) {
        INFO(word);
        REQUIRE(loaded.error().message.find(word) != std::string::npos);
    }
}

// config.json with these fields changed is corrupt, and the message says which field.
void requireBadField(const json& fields, const std::string& field) {
    INFO(fields.dump());
    const Voice voice;
    voice.set(fields);
    requireRefusal(voice, ErrorCode::corrupt, voice.config(), {field});
}

}  // namespace

TEST_CASE("the_copies_load_before_they_are_spoilt") {
    for (const char* name : {"lengths", "plain_small", "speakers", "stochastic_bf16"}) {
        INFO(name);
        REQUIRE(Voice(name).load());
    }
}

TEST_CASE("what_config_json_leaves_out_has_the_format's_defaults") {
    const auto config = readConfig(Voice("speakers").config());
    REQUIRE(config);
    REQUIRE(config->heads == 2);
    REQUIRE(config->windowSize == 4);
    REQUIRE(config->stochasticDurations);
    REQUIRE(config->durationFlows == 4);
    REQUIRE(config->resblockKernels == std::vector<std::int64_t>{3, 7, 11});
    REQUIRE(config->samplesPerFrame() == 32);
    REQUIRE(config->sampleRate == 16000);
}

TEST_CASE("a_missing_config_json_is_not_found") {
    const Voice voice;
    fs::remove(voice.config());
    requireRefusal(voice, ErrorCode::notFound, voice.config(), {});
}

TEST_CASE("a_config_json_that_is_not_an_object_is_corrupt") {
    for (const std::string content : {"", "{", "[]", "1", "not JSON", "{\"model_type\":\"vits\"} x", "\xff"}) {
        INFO(content);
        const Voice voice;
        replaceContent(voice.config(), content);
        requireRefusal(voice, ErrorCode::corrupt, voice.config(), {"JSON"});
    }
}

TEST_CASE("another_kind_of_model_is_incompatible") {
    for (const json& type : {json("bert"), json(1), json(), json::array()}) {
        const Voice voice;
        voice.set({{"model_type", type}});
        requireRefusal(voice, ErrorCode::incompatible, voice.config(), {"model_type", type.dump()});
    }
    const Voice voice;
    voice.set({{"hidden_act", "gelu"}});
    requireRefusal(voice, ErrorCode::incompatible, voice.config(), {"hidden_act", "gelu"});
}

TEST_CASE("a_field_of_the_wrong_type_is_named") {
    requireBadField({{"hidden_size", "16"}}, "hidden_size");
    requireBadField({{"hidden_size", 16.0}}, "hidden_size");
    requireBadField({{"flow_size", json::array({6})}}, "flow_size");
    requireBadField({{"layer_norm_eps", "1e-5"}}, "layer_norm_eps");
    requireBadField({{"use_stochastic_duration_prediction", 1}}, "use_stochastic_duration_prediction");
    requireBadField({{"upsample_rates", 6}}, "upsample_rates");
    requireBadField({{"upsample_rates", {6.5}}}, "upsample_rates");
    requireBadField({{"resblock_dilation_sizes", {1, 3}}}, "resblock_dilation_sizes");
    requireBadField({{"resblock_dilation_sizes", {{"1"}}}}, "resblock_dilation_sizes");
}

TEST_CASE("a_size_out_of_range_is_named") {
    for (const char* field : {"vocab_size",
                              "hidden_size",
                              "num_hidden_layers",
                              "num_attention_heads",
                              "window_size",
                              "ffn_dim",
                              "ffn_kernel_size",
                              "flow_size",
                              "duration_predictor_kernel_size",
                              "duration_predictor_filter_channels",
                              "duration_predictor_num_flows",
                              "duration_predictor_flow_bins",
                              "depth_separable_num_layers",
                              "prior_encoder_num_flows",
                              "prior_encoder_num_wavenet_layers",
                              "wavenet_kernel_size",
                              "wavenet_dilation_rate",
                              "upsample_initial_channel",
                              "num_speakers",
                              "sampling_rate"}) {
        requireBadField({{field, 0}}, field);
        requireBadField({{field, -1}}, field);
        requireBadField({{field, INT64_MIN}}, field);
        requireBadField({{field, INT64_MAX}}, field);
        requireBadField({{field, UINT64_MAX}}, field);
        requireBadField({{field, 1e300}}, field);
    }
    requireBadField({{"duration_predictor_tail_bound", 0.0}}, "duration_predictor_tail_bound");
    requireBadField({{"speaking_rate", 0.0}}, "speaking_rate");
    requireBadField({{"noise_scale", -0.1}}, "noise_scale");
    requireBadField({{"leaky_relu_slope", 2}}, "leaky_relu_slope");
    for (const char* field : {"upsample_rates", "upsample_kernel_sizes", "resblock_kernel_sizes"}) {
        requireBadField({{field, json::array()}}, field);
        requireBadField({{field, {0}}}, field);
        requireBadField({{field, {-6}}}, field);
        requireBadField({{field, {INT64_MAX}}}, field);
    }
    requireBadField({{"resblock_dilation_sizes", {json::array()}}}, "resblock_dilation_sizes");
}

TEST_CASE("sizes_that_contradict_each_other_are_named") {
    requireBadField({{"num_attention_heads", 3}}, "num_attention_heads");
    requireBadField({{"flow_size", 7}}, "flow_size");
    requireBadField({{"upsample_rates", {6, 2}}}, "upsample_rates");
    requireBadField({{"upsample_kernel_sizes", {12, 4}}}, "upsample_kernel_sizes");
    requireBadField({{"upsample_kernel_sizes", {11}}}, "upsample_kernel_sizes");
    requireBadField({{"upsample_kernel_sizes", {4}}}, "upsample_kernel_sizes");
    requireBadField({{"resblock_kernel_sizes", {3, 5}}}, "resblock_kernel_sizes");
    requireBadField({{"resblock_kernel_sizes", {4}}}, "resblock_kernel_sizes");
    requireBadField({{"wavenet_kernel_size", 4}}, "wavenet_kernel_size");
    requireBadField({{"upsample_initial_channel", 1}}, "upsample_initial_channel");
    requireBadField({{"speaker_embedding_size", 0}}, "speaker_embedding_size");
}

TEST_CASE("rates_whose_product_overflows_are_refused") {
    for (const std::size_t stages : {4U, 11U, 13U}) {  // 64^11 is 2^66: its lower 64 bits are all zero
        const std::vector<std::int64_t> rates(stages, 64);
        requireBadField(
            {{"upsample_initial_channel", 8192}, {"upsample_rates", rates}, {"upsample_kernel_sizes", rates}},
            "upsample_rates");
    }
}

TEST_CASE("a_deeply_nested_config_json_is_refused_without_a_crash") {
    const std::string nested = std::string(200'000, '[') + std::string(200'000, ']');
    for (const std::string field : {"model_type", "hidden_act", "upsample_rates"}) {
        const Voice voice;
        replaceContent(voice.config(), "{\"" + field + "\":" + nested + "}");
        requireRefusal(voice, ErrorCode::corrupt, voice.config(), {field});
    }
}

TEST_CASE("a_size_that_contradicts_the_weights_names_the_tensor_and_both_shapes") {
    const Voice voice;
    voice.set({{"hidden_size", 12}});
    requireRefusal(voice, ErrorCode::corrupt, voice.weights(),
                   {"text_encoder.embed_tokens.weight", "[28, 10]", "[28, 12]"});
    const Voice other;
    other.set({{"upsample_kernel_sizes", {10}}});
    requireRefusal(other, ErrorCode::corrupt, other.weights(), {"decoder.upsampler.0.", "[12, 6, 12]", "[12, 6, 10]"});
    const Voice more;
    more.set({{"num_speakers", 3}});
    requireRefusal(more, ErrorCode::corrupt, more.weights(), {"embed_speaker.weight", "[2, 4]", "[3, 4]"});
}

TEST_CASE("a_missing_tensor_is_named") {
    for (const std::string name : {"text_encoder.project.bias", "flow.flows.0.conv_post.bias", "embed_speaker.weight",
                                   "duration_predictor.cond.weight", "decoder.cond.bias",
                                   "decoder.conv_post.parametrizations.weight.original1"}) {
        INFO(name);
        const Voice voice;
        voice.editHeader([&name](json& header) {
            header["renamed"] = header.at(name);
            header.erase(name);
        });
        requireRefusal(voice, ErrorCode::corrupt, voice.weights(), {"'" + name + "'", "missing"});
    }
}

TEST_CASE("more_layers_than_the_weights_have_name_the_first_missing_tensor") {
    const Voice voice;
    voice.set({{"num_hidden_layers", 3}});
    requireRefusal(voice, ErrorCode::corrupt, voice.weights(), {"text_encoder.encoder.layers.2."});
}

TEST_CASE("a_tensor_of_another_shape_is_named_with_both_shapes") {
    const Voice voice;
    voice.editHeader([](json& header) { header.at("text_encoder.project.weight").at("shape") = {10, 12, 1}; });
    requireRefusal(voice, ErrorCode::corrupt, voice.weights(),
                   {"'text_encoder.project.weight'", "[10, 12, 1]", "[12, 10, 1]"});
    const Voice scalar;
    scalar.editHeader([](json& header) { header.at("text_encoder.project.bias").at("shape") = {3, 4}; });
    requireRefusal(scalar, ErrorCode::corrupt, scalar.weights(), {"'text_encoder.project.bias'", "[3, 4]", "[12]"});
}

TEST_CASE("missing_or_truncated_weights_name_the_file") {
    const Voice voice;
    const auto size = fs::file_size(voice.weights());
    for (const auto kept : {size - 1, size / 2, std::uintmax_t{9}, std::uintmax_t{8}, std::uintmax_t{0}}) {
        INFO(kept);
        fs::resize_file(voice.weights(), kept);
        requireRefusal(voice, ErrorCode::corrupt, voice.weights(), {});
    }
    fs::remove(voice.weights());
    requireRefusal(voice, ErrorCode::notFound, voice.weights().parent_path(), {"model.safetensors"});
}
