#include "engine/kokoro/voice.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/kokoro/speech.h"
#include "engine/libtorch/kokoro/model.h"
#include "engine/libtorch/vits/model.h"
#include "engine/speech_engine.h"
#include "engine/timed_speech.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/voice.h"

using namespace parlando;
using namespace parlando::engine;
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

// A copy of a parity case, to be spoilt. Its root is a folder of voices that has one.
class Installed {
public:
    explicit Installed(const std::string& parityCase) : m_root(std::move(*TemporaryFolder::create())) {
        fs::copy(fs::path(PARLANDO_PARITY) / parityCase, folder(), fs::copy_options::recursive);
    }

    fs::path root() const { return m_root.path(); }
    fs::path folder() const { return m_root.path() / "tiny"; }

    void editConfig(const std::function<void(json&)>& edit) const {
        json config = json::parse(contentOf(folder() / "config.json"));
        edit(config);
        replaceContent(folder() / "config.json", config.dump());
    }

    struct Tensor {
        json shape;
        std::string type;
        std::string bytes;
    };
    // Names are without the prefix of this case.
    void editTensors(const std::function<void(std::map<std::string, Tensor>&)>& edit) const {
        const std::string prefix = "model.module.";
        const fs::path path = folder() / "model.safetensors";
        const std::string content = contentOf(path);
        std::uint64_t length = 0;
        std::memcpy(&length, content.data(), sizeof length);
        const json stored = json::parse(content.substr(8, length));
        std::map<std::string, Tensor> tensors;
        for (const auto& [name, entry] : stored.items()) {
            if (name != "__metadata__") {
                const auto begin = entry["data_offsets"][0].get<std::size_t>();
                const auto end = entry["data_offsets"][1].get<std::size_t>();
                tensors[name.substr(prefix.size())] = {entry["shape"], entry["dtype"],
                                                       content.substr(8 + length + begin, end - begin)};
            }
        }
        edit(tensors);
        json header = json::object();
        std::string data;
        for (const auto& [name, tensor] : tensors) {
            header[prefix + name] = {{"dtype", tensor.type},
                                     {"shape", tensor.shape},
                                     {"data_offsets", {data.size(), data.size() + tensor.bytes.size()}}};
            data += tensor.bytes;
        }
        const std::string text = header.dump();
        length = text.size();
        replaceContent(path, std::string(reinterpret_cast<const char*>(&length), sizeof length) + text + data);
    }

private:
    TemporaryFolder m_root;
};

Result<std::unique_ptr<SpeechModel>> load(const fs::path& folder) {
    static kernels::WorkerPool pool(2);
    return kokoro::loadVoice(folder, [](const fs::path& path) { return kokoro::loadCpuModel(path, pool); });
}

// Loading fails in both implementations with this code and a message that has all of `words`.
void requireRefusal(const Installed& voice, ErrorCode code, const std::vector<std::string>& words) {
    for (const bool kernels : {true, false}) {
        const auto model =
            kernels ? load(voice.folder()) : kokoro::loadVoice(voice.folder(), &libtorch::kokoro::loadModel);
        INFO((kernels ? "on the kernels" : "on libtorch"));
        REQUIRE_FALSE(model);
        INFO(model.error().message);
        CHECK(model.error().code == code);
        for (const std::string& word : words) {
            INFO(word);
            CHECK(model.error().message.find(word) != std::string::npos);
        }
    }
}

Result<> ignore(std::span<const float>) {
    return {};
}

std::vector<float> spoken(SpeechModel& model, const SpeechModel::Options& options,
                          std::string_view text = "A big dog.") {
    std::vector<float> samples;
    const auto keep = [&samples](std::span<const float> piece) {
        samples.insert(samples.end(), piece.begin(), piece.end());
        return Result<>();
    };
    const auto done = model.speak({.spoken = std::string(text)}, options, keep, {});
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
    return samples;
}

}  // namespace

TEST_CASE("a_folder_as_published_is_a_voice_and_its_packs_are_the_speakers") {
    const Installed voice("kokoro_published_rates");
    fs::copy_file(voice.folder() / "voices/af_one.pt", voice.folder() / "voices/af_heart.pt");
    fs::copy_file(voice.folder() / "voices/af_one.pt", voice.folder() / "voices/a+b.pt");
    CHECK(kokoro::isVoice(voice.folder()));
    const auto described = kokoro::describe(voice.folder());
    REQUIRE(described);
    CHECK(described->family == "kokoro");
    CHECK(described->sampleRate == 24000);
    CHECK(described->speakers == std::vector<std::string>{"af_heart", "af_one", "af_two"});
}

TEST_CASE("speech_depends_on_speaker_speed_seed_and_blend_and_on_nothing_else") {
    const Installed voice("kokoro_published_rates");
    const auto model = load(voice.folder());
    REQUIRE(model);
    const auto one = spoken(**model, {.speaker = 0});
    REQUIRE(one.size() > 2400);
    for (const float sample : one) {
        REQUIRE(std::isfinite(sample));
    }
    CHECK(one == spoken(**model, {.speaker = 0}));
    CHECK(one != spoken(**model, {.speaker = 1}));
    CHECK(one != spoken(**model, {.speaker = 0, .seed = 1}));
    CHECK(spoken(**model, {.speaker = 0, .speed = 0.25}).size() > one.size());
    CHECK(one == spoken(**model, {.blend = {{0, 1.0}}}));
    const auto both = spoken(**model, {.blend = {{0, 0.5}, {1, 0.5}}});
    CHECK(both != one);
    CHECK(both != spoken(**model, {.speaker = 1}));
}

TEST_CASE("text_of_any_length_is_spoken_in_pieces_and_text_without_a_sound_is_silence") {
    const Installed voice("kokoro_published_rates");  // it has room for 38 phonemes
    const auto model = load(voice.folder());
    REQUIRE(model);
    std::string text;
    for (int i = 0; i < 20; ++i) {
        text += "a big dog, and a bag; ";
    }
    CHECK(spoken(**model, {.speed = 4.0}, text).size() > 10 * spoken(**model, {.speed = 4.0}, "A dog.").size());
    CHECK(spoken(**model, {}, "").empty());
    CHECK(spoken(**model, {}, "   ").empty());
}

TEST_CASE("a_missing_tensor_is_named") {
    for (const char* name :
         {"bert.embeddings.LayerNorm.weight", "bert_encoder.bias",
          "bert.encoder.albert_layer_groups.1.albert_layers.1.ffn.weight", "predictor.text_encoder.lstms.3.fc.weight",
          "predictor.lstm.bias_hh_l0_reverse", "predictor.F0.0.pool.bias", "predictor.N_proj.bias",
          "text_encoder.cnn.2.1.beta", "decoder.encode.conv1x1.parametrizations.weight.original1",
          "decoder.generator.resblocks.0.alpha2.1", "decoder.generator.noise_convs.0.bias",
          "decoder.generator.noise_res.0.adain1.2.norm.bias", "decoder.generator.m_source.l_linear.weight"}) {
        INFO(name);
        const Installed voice("kokoro_one_stage");
        voice.editTensors([&](auto& tensors) { REQUIRE(tensors.erase(name) == 1); });
        requireRefusal(voice, ErrorCode::corrupt, {name, "missing", "model.safetensors"});
    }
}

TEST_CASE("a_tensor_too_many_in_the_models_own_parts_is_named_and_what_training_leaves_is_not") {
    const Installed voice("kokoro_one_stage");
    const auto add = [&](const std::string& name) {
        voice.editTensors([&](auto& tensors) { tensors[name] = tensors.at("bert_encoder.bias"); });
    };
    add("bert.pooler.weight");
    add("style_encoder.unshared.weight");
    CHECK(load(voice.folder()));
    add("decoder.decode.7.conv1.bias");
    requireRefusal(voice, ErrorCode::incompatible, {"decoder.decode.7.conv1.bias"});
}

TEST_CASE("a_tensor_of_another_shape_is_named_with_both_shapes") {
    struct Bad {
        const char* name;
        json shape;
        std::vector<std::string> words;
    };
    for (const Bad& bad : {Bad{"bert_encoder.bias", {5, 2}, {"[5, 2]", "[10]"}},
                           Bad{"predictor.lstm.weight_ih_l0", {13, 20}, {"[13, 20]", "[any, 13]"}},
                           Bad{"predictor.duration_proj.linear_layer.weight", {10, 12}, {"[10, 12]", "[any, 10]"}},
                           Bad{"decoder.generator.resblocks.0.alpha1.0", {6}, {"[6]", "[1, 6, 1]"}},
                           Bad{"decoder.generator.noise_convs.0.weight", {10, 6, 1}, {"[10, 6, 1]", "[6, 10, 1]"}}}) {
        INFO(bad.name);
        const Installed voice("kokoro_one_stage");
        voice.editTensors([&](auto& tensors) { tensors.at(bad.name).shape = bad.shape; });
        std::vector<std::string> words = bad.words;
        words.emplace_back(bad.name);
        requireRefusal(voice, ErrorCode::corrupt, words);
    }
}

TEST_CASE("a_part_without_values_and_a_text_model_without_room_are_refused") {
    const auto refused = [](const char* name, std::int64_t rows, const std::string& word) {
        INFO(name);
        const Installed voice("kokoro_one_stage");
        voice.editTensors([&](auto& tensors) {
            for (const char* part : {".weight", ".bias"}) {
                if (const auto found = tensors.find(std::string(name) + part); found != tensors.end()) {
                    auto& tensor = found->second;
                    const auto before = tensor.shape[0].template get<std::size_t>();
                    tensor.bytes.resize(tensor.bytes.size() / before * static_cast<std::size_t>(rows));
                    tensor.shape[0] = rows;
                }
            }
        });
        const auto model = load(voice.folder());
        REQUIRE_FALSE(model);
        INFO(model.error().message);
        CHECK(model.error().code == ErrorCode::corrupt);
        CHECK(model.error().message.find(std::string(name) + ".weight") != std::string::npos);
        CHECK(model.error().message.find(word) != std::string::npos);
    };
    refused("bert_encoder", 0, "no values");
    refused("bert.embeddings.position_embeddings", 2, "no room");
}

TEST_CASE("a_generator_that_does_not_take_what_the_decoder_gives_is_refused") {
    for (const auto& [rows, word] :
         {std::pair(std::size_t{11}, "takes 11 channels, and the decoder gives 12"), {0, "no values"}}) {
        const Installed voice("kokoro_one_stage");
        voice.editTensors([rows = rows](auto& tensors) {
            for (const char* part : {"0", "1"}) {
                auto& tensor =
                    tensors.at(std::string("decoder.generator.ups.0.parametrizations.weight.original") + part);
                tensor.bytes.resize(tensor.bytes.size() / 12 * rows);
                tensor.shape[0] = rows;
            }
        });
        requireRefusal(voice, ErrorCode::corrupt, {"decoder.generator.ups.0."});
        CHECK_THAT(load(voice.folder()).error().message, Catch::Contains(word));
    }
}

TEST_CASE("a_config_json_that_contradicts_the_tensors_is_refused") {
    const auto refused = [](const std::function<void(json&)>& edit, const std::string& word) {
        INFO(word);
        const Installed voice("kokoro_one_stage");
        voice.editConfig(edit);
        requireRefusal(voice, ErrorCode::corrupt, {word});
    };
    refused([](json& config) { config["plbert"]["num_attention_heads"] = 5; }, "num_attention_heads");
    refused([](json& config) { config["istftnet"]["upsample_rates"] = {4, 2}; }, "upsample_rates");
    refused([](json& config) { config["istftnet"]["upsample_rates"] = {7}; }, "decoder.generator.ups.0");
    refused([](json& config) { config["istftnet"]["gen_istft_hop_size"] = 9; }, "gen_istft_hop_size");
    refused(
        [](json& config) {
            config["istftnet"]["resblock_dilation_sizes"] = {{1, 2, 3}};
        },
        "decoder.generator.resblocks.0.");
    refused([](json& config) { config["vocab"]["x"] = 75; }, "vocab names the symbol 75");
}

TEST_CASE("a_folder_that_is_not_complete_says_what_it_lacks") {
    const Installed voice("kokoro_one_stage");
    fs::rename(voice.folder() / "model.safetensors", voice.folder() / "model.safetensors.part");
    requireRefusal(voice, ErrorCode::notFound, {"no weights", ".pth"});
    replaceContent(voice.folder() / "a.pth", "");
    replaceContent(voice.folder() / "b.pth", "");
    requireRefusal(voice, ErrorCode::corrupt, {"several *.pth"});
    fs::remove_all(voice.folder() / "voices");
    requireRefusal(voice, ErrorCode::notFound, {"voices"});
}

TEST_CASE("a_pack_that_does_not_fit_is_an_error_of_that_speaker_only") {
    const Installed voice("kokoro_published_rates");
    const Installed other("kokoro_one_stage");
    fs::copy_file(other.folder() / "voices/bm_one.pt", voice.folder() / "voices/bm_one.pt");
    replaceContent(voice.folder() / "voices/bm_two.pt", "no checkpoint");
    const auto model = load(voice.folder());  // af_one, af_two, bm_one, bm_two
    REQUIRE(model);
    CHECK(spoken(**model, {.speaker = 1}).size() > 1000);
    for (const SpeechModel::Options& options :
         {SpeechModel::Options{.speaker = 2}, SpeechModel::Options{.blend = {{0, 0.5}, {2, 0.5}}}}) {
        const auto speech = (*model)->speak({.spoken = "a dog"}, options, ignore, {});
        REQUIRE_FALSE(speech);
        INFO(speech.error().message);
        CHECK(speech.error().message.find("bm_one.pt") != std::string::npos);
        CHECK(speech.error().message.find("[any, 1, 10]") != std::string::npos);
        CHECK(speech.error().message.find("[30, 1, 6]") != std::string::npos);
    }
    const auto broken = (*model)->speak({.spoken = "a dog"}, {.speaker = 3}, ignore, {});
    REQUIRE_FALSE(broken);
    CHECK(broken.error().message.find("bm_two.pt") != std::string::npos);
}

TEST_CASE("weights_that_would_speak_for_minutes_are_refused_before_they_take_the_memory") {
    const Installed voice("kokoro_one_stage");
    voice.editConfig([](json& config) { config["sampling_rate"] = 8000; });
    voice.editTensors([](auto& tensors) {
        auto& bias = tensors.at("predictor.duration_proj.linear_layer.bias");
        auto& weight = tensors.at("predictor.duration_proj.linear_layer.weight");
        const float large = 100.0F;
        for (std::size_t i = 0; i < bias.bytes.size(); i += sizeof large) {
            std::memcpy(bias.bytes.data() + i, &large, sizeof large);
        }
        // 2000 rows instead of 12: that many frames for each symbol.
        std::string rows, values;
        const std::size_t row = weight.bytes.size() / 12;
        for (int i = 0; i < 2000; ++i) {
            rows += std::string(row, '\0');
            values += bias.bytes.substr(0, sizeof large);
        }
        weight.bytes = rows;
        weight.shape[0] = 2000;
        bias.bytes = values;
        bias.shape[0] = 2000;
    });
    const auto model = load(voice.folder());
    REQUIRE(model);
    const auto speech = (*model)->speak({.spoken = "a big brown dog and a bag"}, {.speed = 0.25}, ignore, {});
    REQUIRE_FALSE(speech);
    CHECK(speech.error().code == ErrorCode::corrupt);
    CHECK(speech.error().message.find("seconds") != std::string::npos);
}

TEST_CASE("the_engine_speaks_with_kokoro_and_with_blends_of_its_speakers") {
    const Installed voice("kokoro_published_rates");
    fs::copy(fs::path(PARLANDO_PARITY) / "speakers", voice.root() / "vits");
    const auto engine = createSpeechEngine(Variant::cpu, {{voice.root().string()}, 1});
    REQUIRE(engine);
    REQUIRE((*engine)->voices().size() == 2);
    CHECK((*engine)->voices()[0].speakers == std::vector<std::string>{"af_one", "af_two"});
    const auto speak = [&](const Request& request) {
        return (*engine)->synthesise(request, {}, [](const Chunk&) -> Result<> { return {}; });
    };
    CHECK(speak({.text = "A big dog.", .voice = "tiny", .speaker = 1}));
    CHECK(speak({.text = "A big dog.", .voice = "tiny:af_two(3)+af_one"}));
    const auto unknown = speak({.text = "A big dog.", .voice = "tiny:af_three"});
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().code == ErrorCode::notFound);
    CHECK(speak({.text = "A big dog.", .voice = "vits:speaker 0+speaker 1"}));
    const auto mixed = speak({.text = "A big dog.", .voice = "tiny:af_one+vits:speaker 0"});
    REQUIRE_FALSE(mixed);
    CHECK(mixed.error().code == ErrorCode::invalidInput);
}

TEST_CASE("kokoro_tells_its_words_also_where_a_sentence_is_cut_into_pieces") {
    const Installed voice("kokoro_published_rates");
    const auto engine = createSpeechEngine(Variant::cpu, {{voice.root().string()}, 1});
    REQUIRE(engine);
    checkWords(**engine, "A big dog, a bag.");
    checkWords(**engine,
               "A big dog and a bag of good food, a bad dog and a bag, a big dog and a bag of good "
               "food and a bad dog, and a dog and a bag and a dog. A dog.");
}

TEST_CASE("kokoro_says_a_word_as_its_ipa_wants") {
    const Installed voice("kokoro_published_rates");
    const auto model = load(voice.folder());
    REQUIRE(model);
    const auto speech = [&](text::Utterance utterance) {
        std::vector<float> samples;
        const auto keep = [&samples](std::span<const float> piece) {
            samples.insert(samples.end(), piece.begin(), piece.end());
            return Result<>();
        };
        REQUIRE((*model)->speak(utterance, {}, keep, {}));
        return samples;
    };
    const std::vector<text::Word> words = {{0, 1, 0, 1}, {2, 5, 2, 5}};
    const auto plain = speech({.spoken = "A dog.", .words = words});
    auto own = words;
    own[1].ipa = "bˈæɡ";
    CHECK(speech({.spoken = "A dog.", .words = own}) == speech({.spoken = "A bag.", .words = words}));
    CHECK(speech({.spoken = "A dog.", .words = own}) != plain);
}

TEST_CASE("vits_on_libtorch_tells_the_same_places_as_on_the_kernels") {
    kernels::WorkerPool pool(1);
    for (const char* name : {"piper_single", "plain_small"}) {
        const fs::path folder = fs::path(PARLANDO_PARITY) / name;
        const auto places = [&](const vits::LoadModel& load) {
            const auto model = vits::loadVoice(folder, load);
            REQUIRE(model);
            std::vector<std::uint64_t> samples;
            REQUIRE(
                (*model)->speak({.spoken = "a big dog, a bag.", .words = {{0, 1}, {2, 5}, {6, 9}, {11, 12}, {13, 16}}},
                                {}, ignore, [&samples](const WordPlace& place) {
                                    samples.insert(samples.end(), {place.word, place.begin, place.end});
                                }));
            return samples;
        };
        const auto onLibtorch = places(libtorch::vits::loadModel);
        CHECK(onLibtorch.size() == 15);
        CHECK(onLibtorch == places([&pool](const fs::path& path) { return vits::loadCpuModel(path, pool); }));
    }
}
