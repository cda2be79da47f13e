#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace parlando::engine::vits {

// Text or phonemes to symbol ids, as the voice's files say: vocab.json and tokenizer_config.json of a Hugging Face
// model, or the JSON file of a Piper voice.
class Tokenizer {
public:
    // Ids must be below `vocabSize`. Errors name the file: notFound, corrupt, incompatible.
    static Result<Tokenizer> load(const std::filesystem::path& folder, std::int64_t vocabSize);

    // True: `ids` takes phonemes (IPA); false: it takes the text itself.
    bool wantsPhonemes() const { return m_phonemes; }
    const std::string& language() const { return m_language; }  // of the phonemiser, "en-us"

    // Ids of `text` (valid UTF-8). What the vocabulary lacks is left out; a capital letter that it lacks is
    // tried as a small one. With blanks, one stands between and around all symbols, as the models were
    // trained, also where the blank's id is that of a real letter. Empty if nothing is left.
    //
    // Piper: decomposed characters (NFD), one by one even where the vocabulary has pairs; "^" and "_" before them, "_"
    // after each, "$" at the end.
    //
    // `places`, if given, gets for each id the code point of `text` that it is of, or npos for what stands between and
    // around the symbols.
    std::vector<std::int64_t> ids(std::string_view text, std::vector<std::size_t>* places = nullptr) const;

private:
    using Ids = std::vector<std::int64_t>;
    static Result<Tokenizer> fromPublished(const std::filesystem::path& folder, std::int64_t vocabSize);
    static Result<Tokenizer> fromPiper(const std::filesystem::path& file, std::int64_t vocabSize);

    std::unordered_map<char32_t, std::vector<Ids>> m_vocabulary;  // the symbols that a character becomes
    Ids m_start;
    Ids m_afterSymbol;
    Ids m_end;
    bool m_phonemes = false;
    bool m_decompose = false;
    bool m_lowerCase = true;  // as a second choice
    bool m_trim = true;       // spaces at both ends
    std::string m_language;
};

}  // namespace parlando::engine::vits
