#include "engine/vits/tokenizer.h"

#include <clocale>
#include <cwctype>
#include <optional>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/json_object.h"
#include "engine/vits/piper_voice.h"
#include "text/decompose.h"

namespace parlando::engine::vits {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaximumBytes = std::uint64_t{4} << 20;
constexpr std::int64_t kBlank = 0;

char32_t lower(char32_t character) {
    // The program's own locale is "C", which knows no letters beyond ASCII.
    static const locale_t unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return unicode == nullptr ? character
                              : static_cast<char32_t>(::towlower_l(static_cast<wint_t>(character), unicode));
}

bool isSpace(char32_t character) {
    return character == U' ' || (character >= U'\t' && character <= U'\r');
}

bool flag(const json& config, const char* key, bool fallback) {
    const auto found = config.find(key);
    return found != config.end() && found->is_boolean() ? found->get<bool>() : fallback;
}

}  // namespace

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& folder, std::int64_t vocabSize) {
    PARLANDO_TRY_ASSIGN(const auto piper, findPiperFiles(folder));
    return piper ? fromPiper(piper->voice, vocabSize) : fromPublished(folder, vocabSize);
}

Result<Tokenizer> Tokenizer::fromPublished(const std::filesystem::path& folder, std::int64_t vocabSize) {
    PARLANDO_TRY_ASSIGN(const json config, readObject(folder / "tokenizer_config.json", kMaximumBytes));
    PARLANDO_TRY_ASSIGN(const json vocabulary, readObject(folder / "vocab.json", kMaximumBytes));
    if (flag(config, "is_uroman", false)) {
        return failure(ErrorCode::incompatible, fmt::format("{}: the voice reads romanised text only (is_uroman)",
                                                            (folder / "tokenizer_config.json").string()));
    }
    Tokenizer tokenizer;
    tokenizer.m_phonemes = flag(config, "phonemize", false);
    tokenizer.m_trim = !tokenizer.m_phonemes;
    tokenizer.m_lowerCase = flag(config, "normalize", true);
    if (flag(config, "add_blank", true)) {
        tokenizer.m_start = {kBlank};
        tokenizer.m_afterSymbol = {kBlank};
    }
    const auto language = config.find("language");
    tokenizer.m_language = language != config.end() && language->is_string() ? language->get<std::string>() : "";
    for (const auto& [symbol, id] : vocabulary.items()) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() >= vocabSize) {
            // Published files name "<unk>" one past the end; it is never spoken.
            if (symbol.size() > 1 && symbol.starts_with('<')) {
                continue;
            }
            return failure(ErrorCode::corrupt, fmt::format("{}: the id of '{}' is not from 0 to {}",
                                                           (folder / "vocab.json").string(), symbol, vocabSize - 1));
        }
        const std::u32string characters = utf8::decode(symbol);
        if (characters.size() == 1) {
            tokenizer.m_vocabulary.emplace(characters[0], std::vector<Ids>{{id.get<std::int64_t>()}});
        }
    }
    if (tokenizer.m_vocabulary.empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{} names no symbol", (folder / "vocab.json").string()));
    }
    return tokenizer;
}

std::vector<std::int64_t> Tokenizer::ids(std::string_view text) const {
    std::u32string symbols;
    for (const char32_t character : utf8::decode(m_decompose ? text::decomposed(text) : std::string(text))) {
        if (m_vocabulary.contains(character)) {
            symbols.push_back(character);
        } else if (m_lowerCase && m_vocabulary.contains(lower(character))) {
            symbols.push_back(lower(character));
        }
    }
    if (m_trim) {
        while (!symbols.empty() && isSpace(symbols.back())) {
            symbols.pop_back();
        }
        symbols.erase(0, symbols.find_first_not_of(U" \t\n\v\f\r"));
    }
    if (symbols.empty()) {
        return {};
    }
    std::vector<std::int64_t> result = m_start;
    const auto add = [&result](const Ids& ids) { result.insert(result.end(), ids.begin(), ids.end()); };
    for (const char32_t symbol : symbols) {
        for (const Ids& ids : m_vocabulary.at(symbol)) {
            add(ids);
            add(m_afterSymbol);
        }
    }
    add(m_end);
    return result;
}

}  // namespace parlando::engine::vits
