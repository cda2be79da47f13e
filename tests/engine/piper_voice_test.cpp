#include "engine/vits/piper_voice.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/piper_names.h"
#include "engine/vits/tokenizer.h"
#include "engine/vits/voice.h"
#include "engine/voice_folder.h"
#include "engine/weights/open_weights.h"

using namespace parlando;
using namespace parlando::engine;
using namespace parlando::engine::vits;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

// A copy of a parity case that a test may spoil.
class VoiceCopy {
public:
    explicit VoiceCopy(const std::string& name)
        : m_folder(std::move(*TemporaryFolder::create())), m_path(m_folder.path() / name) {
        fs::copy(fs::path(PARLANDO_PARITY) / name, m_path);
    }

    const fs::path& path() const { return m_path; }
    fs::path file(const std::string& name) const { return m_path / name; }

    void remove(const std::string& name) const { fs::remove(file(name)); }

    void edit(const std::string& name, const json& changes) const {
        json document = json::parse(*readFile(file(name), 1 << 20));
        document.merge_patch(changes);
        std::ofstream(file(name)) << document;
    }

    // Replaces a text by one of the same length.
    void replace(const std::string& name, const std::string& from, const std::string& to) const {
        std::string content = *readFile(file(name), 1 << 24);
        REQUIRE(from.size() == to.size());
        REQUIRE(content.find(from) != std::string::npos);
        for (std::size_t at = content.find(from); at != std::string::npos; at = content.find(from, at)) {
            content.replace(at, to.size(), to);
        }
        std::ofstream(file(name), std::ios::binary) << content;
    }

private:
    TemporaryFolder m_folder;
    fs::path m_path;
};

template <class T>
void requireError(const Result<T>& result, ErrorCode code, const std::vector<std::string>& words) {
    REQUIRE_FALSE(result);
    INFO(result.error().message);
    CHECK(result.error().code == code);
    for (const std::string& word : words) {
        INFO(word);
        REQUIRE(result.error().message.find(word) != std::string::npos);
    }
}

Result<> loaded(const fs::path& folder) {
    kernels::WorkerPool pool(1);
    const auto voice = loadVoice(folder, [&pool](const fs::path& path) { return loadCpuModel(path, pool); });
    return voice ? Result<>() : failure(voice.error());
}

constexpr const char* kNetwork = "en_GB-tiny.onnx";
constexpr const char* kVoice = "en_GB-tiny.onnx.json";

}  // namespace

TEST_CASE("a_piper_voice_is_described_by_its_json_file") {
    const VoiceCopy copy("piper_speakers");
    const std::vector<std::string> roots{copy.path().parent_path().string()};
    const std::vector<InstalledVoice> found = findVoices(roots);
    REQUIRE(found.size() == 1);
    REQUIRE_FALSE(found[0].problem);
    REQUIRE(found[0].voice.id == "piper_speakers");
    REQUIRE(found[0].voice.name == "tiny");
    REQUIRE(found[0].voice.language == "en-GB");
    REQUIRE(found[0].voice.family == "piper");
    REQUIRE(found[0].voice.sampleRate == 22050);
    REQUIRE(found[0].voice.speakers == std::vector<std::string>{"p1", "p2", "p3"});
}

TEST_CASE("a_card_beside_a_piper_voice_wins") {
    const VoiceCopy copy("piper_single");
    std::ofstream(copy.file("voice.json")) << R"({"name": "Ada", "language": "cy"})";
    const std::vector<std::string> roots{copy.path().parent_path().string()};
    const std::vector<InstalledVoice> found = findVoices(roots);
    REQUIRE(found[0].voice.name == "Ada");
    REQUIRE(found[0].voice.language == "cy");
}

TEST_CASE("half_of_a_voice_is_a_voice_with_a_problem") {
    struct Half {
        std::string voice;
        std::string missing;
        std::string word;
    };
    for (const Half& half : {Half{"piper_single", kVoice, kVoice}, Half{"piper_single", kNetwork, kNetwork},
                             Half{"piper_checkpoint", "config.json", "config.json"},
                             Half{"plain_small", "model.safetensors", "model.safetensors"},
                             Half{"pytorch_bin", "pytorch_model.bin", "pytorch_model.bin"}}) {
        INFO(half.voice << " without " << half.missing);
        const VoiceCopy copy(half.voice);
        copy.remove(half.missing);
        const std::vector<std::string> roots{copy.path().parent_path().string()};
        const std::vector<InstalledVoice> found = findVoices(roots);
        REQUIRE(found.size() == 1);
        REQUIRE(found[0].problem);
        REQUIRE(found[0].problem->code == ErrorCode::notFound);
        REQUIRE(found[0].problem->message.find(half.word) != std::string::npos);
        REQUIRE_FALSE(loaded(copy.path()));
    }
}

TEST_CASE("a_download_that_stopped_names_the_file") {
    for (const auto& [voice, file] :
         {std::pair{"piper_single", kNetwork}, std::pair{"piper_checkpoint", "epoch=3.ckpt"},
          std::pair{"pytorch_bin", "pytorch_model.bin"}, std::pair{"plain_small", "model.safetensors"}}) {
        const VoiceCopy copy(voice);
        const auto size = fs::file_size(copy.file(file));
        for (const auto kept : {std::uintmax_t{0}, std::uintmax_t{7}, size / 2, size - 1}) {
            INFO(voice << " " << kept);
            fs::resize_file(copy.file(file), kept);
            const auto result = loaded(copy.path());
            REQUIRE_FALSE(result);
            REQUIRE(result.error().message.find(copy.file(file).string()) != std::string::npos);
            fs::copy_file(fs::path(PARLANDO_PARITY) / voice / file, copy.file(file),
                          fs::copy_options::overwrite_existing);
        }
    }
}

TEST_CASE("two_voices_in_one_folder_are_refused") {
    const VoiceCopy copy("piper_single");
    fs::copy_file(copy.file(kNetwork), copy.file("other.onnx"));
    requireError(findPiperFiles(copy.path()), ErrorCode::corrupt, {"several"});
    const VoiceCopy checkpoint("piper_checkpoint");
    fs::copy_file(checkpoint.file("epoch=3.ckpt"), checkpoint.file("epoch=4.ckpt"));
    requireError(findPiperFiles(checkpoint.path()), ErrorCode::corrupt, {"several"});
}

TEST_CASE("a_wrong_field_of_a_piper_voice_is_named") {
    struct Wrong {
        json changes;
        std::string field;
    };
    const json none;
    for (const Wrong& wrong : {
             Wrong{{{"audio", {{"sample_rate", 100}}}}, "audio.sample_rate"},
             Wrong{{{"audio", {{"sample_rate", "22050"}}}}, "audio.sample_rate"},
             Wrong{{{"audio", {{"sample_rate", 22050.5}}}}, "audio.sample_rate"},
             Wrong{{{"audio", 1}}, "audio"},
             Wrong{{{"inference", {{"noise_scale", -1}}}}, "inference.noise_scale"},
             Wrong{{{"inference", {{"noise_w", 1e9}}}}, "inference.noise_w"},
             Wrong{{{"inference", {{"length_scale", 0}}}}, "inference.length_scale"},
             Wrong{{{"hop_length", -1}}, "hop_length"},
             Wrong{{{"espeak", {{"voice", 1}}}}, "espeak.voice"},
             Wrong{{{"espeak", {{"voice", std::string(300, 'x')}}}}, "espeak.voice"},
             Wrong{{{"phoneme_id_map", none}}, "phoneme_id_map"},
             Wrong{{{"phoneme_id_map", 3}}, "phoneme_id_map"},
             Wrong{{{"phoneme_id_map", {{"a", -1}}}}, "phoneme_id_map"},
             Wrong{{{"phoneme_id_map", {{"a", {-1}}}}}, "phoneme_id_map"},
             Wrong{{{"phoneme_id_map", {{"a", {"1"}}}}}, "phoneme_id_map"},
             Wrong{{{"phoneme_map", {{"a", 1}}}}, "phoneme_map"},
             Wrong{{{"phoneme_map", {{"a", {1}}}}}, "phoneme_map"},
             Wrong{{{"phoneme_map", {1}}}, "phoneme_map"},
             Wrong{{{"num_speakers", 0}}, "num_speakers"},
             Wrong{{{"num_speakers", 1e9}}, "num_speakers"},
             Wrong{{{"speaker_id_map", {{"x", 3}}}}, "speaker_id_map"},
             Wrong{{{"speaker_id_map", {{"x", -1}}}}, "speaker_id_map"},
             Wrong{{{"speaker_id_map", {{"x", "0"}}}}, "speaker_id_map"},
         }) {
        INFO(wrong.changes);
        const VoiceCopy copy("piper_speakers");
        copy.edit(kVoice, wrong.changes);
        requireError(readPiperVoice(copy.file(kVoice)), ErrorCode::corrupt, {copy.file(kVoice).string(), wrong.field});
    }
    const VoiceCopy copy("piper_single");
    copy.edit(kVoice, {{"phoneme_type", "pinyin"}});
    requireError(readPiperVoice(copy.file(kVoice)), ErrorCode::incompatible, {"phoneme_type", "pinyin"});
}

TEST_CASE("a_voice_file_that_contradicts_the_network_is_refused") {
    const VoiceCopy speakers("piper_speakers");
    speakers.edit(kVoice, {{"num_speakers", 4}});
    requireError(loaded(speakers.path()), ErrorCode::corrupt, {"num_speakers is 4", "has 3"});
    const VoiceCopy single("piper_single");
    single.edit(kVoice, {{"num_speakers", 2}});
    requireError(loaded(single.path()), ErrorCode::corrupt, {"num_speakers is 2", "has 1"});
    const VoiceCopy hop("piper_single");
    hop.edit(kVoice, {{"hop_length", 256}});
    requireError(loaded(hop.path()), ErrorCode::corrupt, {"hop_length is 256", "15 samples"});
    const VoiceCopy ids("piper_single");
    ids.edit(kVoice, {{"phoneme_id_map", {{"a", {24}}}}});
    requireError(loaded(ids.path()), ErrorCode::corrupt, {"'a'", "0 to 23"});
}

TEST_CASE("a_tensor_of_an_unknown_name_is_named_as_in_the_file") {
    for (const std::string name :
         {"dec.conv_pre.bias", "enc_p.proj.bias", "dp.flows.3.pre.bias", "flow.flows.2.post.bias",
          "enc_p.encoder.norm_layers_2.1.beta", "dec.resblocks.3.convs.1.bias", "dp.flows.0.m"}) {
        const VoiceCopy copy("piper_single");
        std::string other = name;
        other.back() = 'x';
        copy.replace(kNetwork, name, other);
        const auto result = loaded(copy.path());
        INFO(name);
        REQUIRE_FALSE(result);
        INFO(result.error().message);
        REQUIRE(result.error().message.find(copy.file(kNetwork).string()) != std::string::npos);
        REQUIRE(result.error().message.find("'" + other + "'") != std::string::npos);
    }
}

TEST_CASE("a_missing_tensor_has_the_name_that_the_file_would_give_it") {
    auto source = openWeights(fs::path(PARLANDO_PARITY) / "plain_small" / "model.safetensors");
    REQUIRE(source);
    const auto none = mappedWeights(std::move(*source), {}, originalName);
    REQUIRE(none);
    REQUIRE((*none)->nameInFile("decoder.conv_pre.bias") == "dec.conv_pre.bias");
    REQUIRE((*none)->nameInFile("of.another.kind") == "of.another.kind");
}

TEST_CASE("a_tensor_too_many_is_named") {
    const VoiceCopy copy("plain_small");
    copy.edit("config.json", {{"num_hidden_layers", 2}});
    requireError(loaded(copy.path()), ErrorCode::corrupt, {"model.safetensors", "'text_encoder.encoder.layers.2."});
    const VoiceCopy flows("plain_small");
    flows.edit("config.json", {{"prior_encoder_num_flows", 2}});
    requireError(loaded(flows.path()), ErrorCode::corrupt, {"'flow.flows.2."});
}

TEST_CASE("a_tensor_of_another_shape_is_told_with_both") {
    const VoiceCopy copy("pytorch_bin");
    copy.edit("config.json", {{"ffn_dim", 17}});
    requireError(loaded(copy.path()), ErrorCode::corrupt,
                 {"pytorch_model.bin", "'module.text_encoder.encoder.layers.0.feed_forward.conv_1.weight'",
                  "[16, 12, 3]", "[17, 12, 3]"});
}

TEST_CASE("names_of_the_original_translate_both_ways") {
    const std::array pairs{
        std::pair{"text_encoder.embed_tokens.weight", "enc_p.emb.weight"},
        std::pair{"text_encoder.encoder.layers.11.attention.q_proj.bias", "enc_p.encoder.attn_layers.11.conv_q.bias"},
        std::pair{"text_encoder.encoder.layers.0.attention.emb_rel_k", "enc_p.encoder.attn_layers.0.emb_rel_k"},
        std::pair{"text_encoder.encoder.layers.3.final_layer_norm.bias", "enc_p.encoder.norm_layers_2.3.beta"},
        std::pair{"duration_predictor.flows.4.conv_dds.norms_1.2.weight", "dp.flows.7.convs.norms_1.2.gamma"},
        std::pair{"duration_predictor.flows.0.log_scale", "dp.flows.0.logs"},
        std::pair{"flow.flows.3.wavenet.in_layers.1.weight_v", "flow.flows.6.enc.in_layers.1.weight_v"},
        std::pair{"decoder.upsampler.2.weight", "dec.ups.2.weight"},
        std::pair{"decoder.resblocks.8.convs.1.bias", "dec.resblocks.8.convs.1.bias"},
        std::pair{"embed_speaker.weight", "emb_g.weight"},
    };
    for (const auto& [published, original] : pairs) {
        REQUIRE(originalName(published) == original);
        REQUIRE(publishedName(original, DurationKind::stochastic) == published);
    }
    REQUIRE(publishedName("dp.proj.weight", DurationKind::stochastic) == "duration_predictor.conv_proj.weight");
    REQUIRE(publishedName("dp.proj.weight", DurationKind::deterministic) == "duration_predictor.proj.weight");
    for (const char* name :
         {"enc_q.pre.weight", "dp.post_pre.weight", "flow.flows.1.pre.weight", "dp.flows.2.pre.weight",
          "flow.flows.x.pre.weight", "flow.flows.02.pre.weight", "flow.flows.-2.pre.weight", "", "dp",
          "enc_p.encoder.norm_layers_1.0.gamma.x", "flow.flows.99999999999.pre.weight"}) {
        INFO(name);
        REQUIRE(publishedName(name, DurationKind::stochastic).empty());
    }
}
