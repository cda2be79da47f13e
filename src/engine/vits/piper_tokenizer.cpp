#include <algorithm>
#include <string>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/vits/piper_voice.h"
#include "engine/vits/tokenizer.h"

namespace parlando::engine::vits {
namespace {

constexpr const char* kStart = "^";
constexpr const char* kPad = "_";
constexpr const char* kEnd = "$";

}  // namespace

Result<Tokenizer> Tokenizer::fromPiper(const std::filesystem::path& file, std::int64_t vocabSize) {
    PARLANDO_TRY_ASSIGN(const PiperVoice voice, readPiperVoice(file));
    Tokenizer tokenizer;
    tokenizer.m_phonemes = voice.symbols == PiperVoice::Symbols::phonemes;
    tokenizer.m_decompose = true;
    tokenizer.m_lowerCase = !tokenizer.m_phonemes;
    tokenizer.m_trim = false;
    tokenizer.m_language = voice.espeakVoice;
    const auto idsOf = [&voice](const std::string& symbol) {
        const auto found = voice.ids.find(symbol);
        return found == voice.ids.end() ? Ids() : found->second;
    };
    for (const auto& [symbol, ids] : voice.ids) {
        if (std::ranges::any_of(ids, [vocabSize](std::int64_t id) { return id >= vocabSize; })) {
            return failure(ErrorCode::corrupt, fmt::format("{}: phoneme_id_map: the ids of '{}' are not from 0 to {}",
                                                           file.string(), symbol, vocabSize - 1));
        }
        const std::u32string characters = utf8::decode(symbol);
        // The three marks are no symbols of a text.
        if (characters.size() == 1 && symbol != kStart && symbol != kPad && symbol != kEnd) {
            tokenizer.m_vocabulary[characters[0]] = {ids};
        }
    }
    for (const auto& [symbol, replacements] : voice.replacements) {
        const std::u32string characters = utf8::decode(symbol);
        if (characters.size() != 1) {
            continue;
        }
        std::vector<Ids>& symbols = tokenizer.m_vocabulary[characters[0]];
        symbols.clear();
        for (const std::string& replacement : replacements) {
            if (voice.ids.contains(replacement)) {
                symbols.push_back(idsOf(replacement));
            }
        }
    }
    std::erase_if(tokenizer.m_vocabulary, [](const auto& entry) { return entry.second.empty(); });
    if (tokenizer.m_vocabulary.empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{}: phoneme_id_map names no symbol", file.string()));
    }
    tokenizer.m_afterSymbol = idsOf(kPad);
    tokenizer.m_start = idsOf(kStart);
    tokenizer.m_start.insert(tokenizer.m_start.end(), tokenizer.m_afterSymbol.begin(), tokenizer.m_afterSymbol.end());
    tokenizer.m_end = idsOf(kEnd);
    return tokenizer;
}

}  // namespace parlando::engine::vits
