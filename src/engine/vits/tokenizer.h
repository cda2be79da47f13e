#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace parlando::engine::vits {

// vocab.json and tokenizer_config.json of a Hugging Face VITS model: characters to symbol ids.
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
    std::vector<std::int64_t> ids(std::string_view text) const;

private:
    std::unordered_map<char32_t, std::int64_t> m_vocabulary;
    bool m_phonemes = false;
    bool m_blanks = true;
    bool m_normalise = true;
    std::string m_language;
};

}  // namespace parlando::engine::vits
