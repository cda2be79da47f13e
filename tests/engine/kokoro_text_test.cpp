#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/utf8.h"
#include "engine/kokoro/config.h"
#include "engine/kokoro/phonemes.h"
#include "engine/kokoro/symbols.h"

using namespace parlando;
using namespace parlando::engine;
using namespace parlando::engine::kokoro;

namespace {

std::string inAlphabetOf(Accent accent, std::string_view ipa) {
    return utf8::encode(inAlphabet(ipa, accent));
}

std::string spoken(std::string_view text, std::string_view speaker) {
    const auto pronunciation = pronunciationOf(speaker);
    REQUIRE(pronunciation);
    const auto phonemes = pronunciation->ofText(text);
    REQUIRE(phonemes);
    return utf8::encode(*phonemes);
}

std::vector<std::string> piecesOf(const std::u32string& phonemes, std::size_t longest) {
    std::vector<std::string> pieces;
    for (const Piece& piece : cutIntoPieces(phonemes, longest)) {
        pieces.push_back(utf8::encode(piece.phonemes));
    }
    return pieces;
}

// Words of five letters, `count` of them.
std::u32string words(std::size_t count) {
    std::u32string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? U"abcde" : U" abcde";
    }
    return text;
}

constexpr const char* kConfig = R"({"istftnet": {"upsample_rates": [10, 6], "gen_istft_hop_size": 5},
    "plbert": {"num_attention_heads": 4, "num_hidden_layers": 3}, "vocab": {"a": 1, "b": 2, " ": 3, ".": 4}})";

class ConfigFile {
public:
    explicit ConfigFile(std::string content) : m_folder(std::move(*TemporaryFolder::create())) {
        std::ofstream(path()) << content;
    }
    std::filesystem::path path() const { return m_folder.path() / "config.json"; }

private:
    TemporaryFolder m_folder;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("diphthongs_and_affricates_have_letters_of_their_own") {
    CHECK(inAlphabetOf(Accent::american, "t^ʃˈa^ɪ d^ʒˈe^ɪ nˈa^ʊ tˈɔ^ɪ ɡˈo^ʊ") == "ʧˈI ʤˈA nˈW tˈY ɡˈO");
    CHECK(inAlphabetOf(Accent::british, "ɡˈə^ʊ ðˈe^ə nˈiə") == "ɡˈQ ðˈɛː nˈɪə");
    CHECK(inAlphabetOf(Accent::other, "t^sˈa^ɪ-d^z s^s ɡˈə^ʊ") == "ʦˈIʣ S ɡˈQ");
}

TEST_CASE("american_vowels_have_no_length_and_keep_their_r") {
    CHECK(inAlphabetOf(Accent::american, "bˈɜːd bˈɜːɹd fˈɑːðɚ fˈoːɹ wˈɔːɾɚ") == "bˈɜɹd bˈɜɹd fˈɑðəɹ fˈɔɹ wˈɔTəɹ");
    CHECK(inAlphabetOf(Accent::british, "bˈɜːd fˈɑːðə") == "bˈɜːd fˈɑːðə");
}

TEST_CASE("a_syllabic_consonant_gets_a_short_vowel_before_it") {
    CHECK(inAlphabetOf(Accent::american, "bˈʌʔn\u0329 ɹˈɪdn\u0329 bˈɑːɾə^l") == "bˈʌtn ɹˈɪdᵊn bˈɑTᵊl");
}

TEST_CASE("foreign_sounds_become_the_nearest_that_the_voices_know") {
    CHECK(inAlphabetOf(Accent::american, "lˈɑːx ɬˈæn kafˈe\u0303") == "lˈɑk lˈæn kafˈA");
}

TEST_CASE("angular_quotation_marks_become_the_curved_ones_of_the_vocabulary") {
    CHECK(inAlphabetOf(Accent::other, "«sˈi» (nˈo)!") == "“sˈi” (nˈo)!");
}

TEST_CASE("the_first_letter_of_a_speaker_is_the_language") {
    CHECK(spoken("Go, now!", "af_heart") == "ɡˈO, nˈW!");
    CHECK(spoken("Go, now!", "bm_george") == "ɡˈQ, nˈW!");
    CHECK(spoken("Chico", "ef_dora") == "ʧˈiko");
    CHECK(spoken("Non, merci.", "ff_siwis") == "nˈɔ\u0303, mɛʁsˈi.");
    for (const char* speaker : {"hm_omega", "im_nicola", "pf_dora"}) {
        CHECK_FALSE(spoken("na", speaker).empty());
    }
    CHECK(spoken("Go!", "narrator") == "ɡˈO!");
}

TEST_CASE("a_language_without_phonemes_is_named") {
    for (const char* speaker : {"jf_alpha", "zm_yunjian"}) {
        const auto phonemes = pronunciationOf(speaker);
        REQUIRE_FALSE(phonemes);
        CHECK(phonemes.error().code == ErrorCode::incompatible);
        CHECK(phonemes.error().message.find(speaker) != std::string::npos);
    }
}

TEST_CASE("symbols_stand_between_zeros_and_unknown_ones_are_left_out") {
    Config config;
    config.vocabulary = {{U'a', 7}, {U' ', 16}, {U'.', 4}};
    CHECK(symbolIds(config, U"aЖ a.") == std::vector<std::int64_t>{0, 7, 16, 7, 4, 0});
    CHECK(symbolIds(config, U"ЖЖ Ж").empty());
    CHECK(symbolIds(config, U"").empty());
}

TEST_CASE("a_short_sentence_is_one_piece") {
    CHECK(piecesOf(U"  həlˈO, wˈɜɹld. ", 250) == std::vector<std::string>{"həlˈO, wˈɜɹld."});
    CHECK(piecesOf(U"   ", 250).empty());
}

TEST_CASE("the_first_clause_of_a_long_sentence_is_a_piece_unless_it_is_short") {
    const auto pieces = piecesOf(words(6) + U", " + words(20) + U".", 250);
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == utf8::encode(words(6)) + ",");
    CHECK(piecesOf(words(2) + U", " + words(20) + U".", 250).size() == 1);
    CHECK(piecesOf(words(20) + U", " + words(2) + U".", 250).size() == 1);
}

TEST_CASE("pieces_are_cut_at_the_last_clause_that_fits_else_at_a_word_else_anywhere") {
    const auto clauses = piecesOf(words(3) + U"; " + words(5) + U" \"" + words(2) + U"!\" " + words(9), 70);
    REQUIRE(clauses.size() == 2);
    CHECK(clauses[0].ends_with("!\""));
    for (const auto& piece : piecesOf(words(60), 100)) {
        CHECK(piece.size() <= 100);
        CHECK(piece.starts_with("abcde"));
        CHECK(piece.ends_with("abcde"));
    }
    const auto letters = piecesOf(std::u32string(620, U'a'), 250);
    REQUIRE(letters.size() == 3);
    CHECK(letters[2].size() == 120);
}

TEST_CASE("nothing_is_lost_between_pieces") {
    std::u32string text;
    for (std::size_t i = 0; i < 90; ++i) {
        text += words(i % 7 + 1) + (i % 3 == 0 ? U", " : i % 5 == 0 ? U"… " : U" ");
    }
    for (const std::size_t longest : {1, 2, 7, 26, 62, 250}) {
        std::u32string joined;
        for (const Piece& piece : cutIntoPieces(text, longest)) {
            CHECK(piece.phonemes.size() <= longest);
            joined += piece.phonemes;
        }
        std::u32string letters = text;
        std::erase(letters, U' ');
        std::erase(joined, U' ');
        CHECK(joined == letters);
    }
}

TEST_CASE("the_name_of_a_speaker_tells_the_language") {
    CHECK(languageTagOf("af_heart") == "en-US");
    CHECK(languageTagOf("bm_george") == "en-GB");
    CHECK(languageTagOf("ff_siwis") == "fr-FR");
    CHECK(languageTagOf("mine") == "en-US");
}

TEST_CASE("what_config_json_leaves_out_is_as_published") {
    const ConfigFile file(kConfig);
    const auto config = readConfig(file.path());
    REQUIRE(config);
    CHECK(config->sampleRate == 24000);
    CHECK(config->samplesPerPitch() == 300);
    CHECK(config->resblockDilations == std::vector<std::vector<std::int64_t>>(3, {1, 3, 5}));
    CHECK(config->layerNormEpsilon == 1e-12);
    CHECK(config->vocabulary.at(U'.') == 4);
    CHECK(isKokoro(file.path()));
    CHECK_FALSE(isKokoro(ConfigFile(R"({"model_type": "vits"})").path()));
    CHECK_FALSE(isKokoro(ConfigFile("[]").path()));
}

TEST_CASE("a_config_json_that_cannot_be_used_is_an_error_that_names_the_field") {
    struct Bad {
        const char* from;
        const char* to;
        const char* named;
    };
    for (const Bad& bad :
         {Bad{R"("upsample_rates": [10, 6], )", "", "upsample_rates"}, Bad{"[10, 6]", "[]", "upsample_rates"},
          Bad{"[10, 6]", "[10, 0]", "upsample_rates"}, Bad{"[10, 6]", "[10, 1]", "upsample_rates"},
          Bad{"[10, 6]", R"("many")", "upsample_rates"},
          Bad{"[10, 6]", "[64, 64, 64, 64, 64, 64, 64, 64, 64]", "upsample_rates"},
          Bad{"\"gen_istft_hop_size\": 5", "\"gen_istft_hop_size\": 1.5", "gen_istft_hop_size"},
          Bad{"\"gen_istft_hop_size\": 5", "\"gen_istft_hop_size\": 5, \"resblock_dilation_sizes\": [3]",
              "resblock_dilation_sizes"},
          Bad{"\"gen_istft_hop_size\": 5", "\"gen_istft_hop_size\": 5, \"resblock_dilation_sizes\": 3",
              "resblock_dilation_sizes"},
          Bad{"\"num_attention_heads\": 4", "\"num_attention_heads\": 0", "num_attention_heads"},
          Bad{"\"num_hidden_layers\": 3", "\"num_hidden_layers\": 18446744073709551615", "num_hidden_layers"},
          Bad{"\"num_hidden_layers\": 3", "\"layer_norm_eps\": -1", "layer_norm_eps"},
          Bad{"\"plbert\": {", "\"plbert\": 3, \"x\": {", "plbert"}, Bad{"\"a\": 1", "\"ab\": 1", "vocab"},
          Bad{"\"a\": 1", "\"a\": -1", "vocab"}, Bad{"\"vocab\"", "\"vocabulary\"", "vocab"},
          Bad{"\"vocab\"", "\"sampling_rate\": 4, \"vocab\"", "sampling_rate"}}) {
        INFO(bad.to);
        const ConfigFile file(replaced(kConfig, bad.from, bad.to));
        const auto config = readConfig(file.path());
        REQUIRE_FALSE(config);
        INFO(config.error().message);
        CHECK(config.error().code == ErrorCode::corrupt);
        CHECK(config.error().message.find(bad.named) != std::string::npos);
        CHECK(config.error().message.find(file.path().string()) != std::string::npos);
    }
    const ConfigFile other(replaced(kConfig, "\"num_hidden_layers\": 3", "\"hidden_act\": \"relu\""));
    REQUIRE_FALSE(readConfig(other.path()));
    CHECK(readConfig(other.path()).error().code == ErrorCode::incompatible);
}
