#include "engine/vits/tokenizer.h"

#include <algorithm>
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

// Of each code point of the decomposed text the one of `text` that it comes from.
std::vector<std::size_t> originsOf(std::string_view text) {
    std::vector<std::size_t> origins;
    std::size_t place = 0;
    for (std::size_t offset = 0; offset < text.size(); ++place) {
        const std::size_t begin = offset;
        utf8::next(text, offset);
        const std::size_t parts = utf8::decode(text::decomposed(text.substr(begin, offset - begin))).size();
        origins.insert(origins.end(), parts, place);
    }
    return origins;
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

std::vector<std::int64_t> Tokenizer::ids(std::string_view text, std::vector<std::size_t>* places) const {
    struct Symbol {
        char32_t character;
        std::size_t place;
    };
    std::vector<Symbol> symbols;
    const std::u32string characters = utf8::decode(m_decompose ? text::decomposed(text) : std::string(text));
    const std::vector<std::size_t> origins =
        m_decompose && places != nullptr ? originsOf(text) : std::vector<std::size_t>();
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const std::size_t place = i < origins.size() ? origins[i] : i;
        if (m_vocabulary.contains(characters[i])) {
            symbols.push_back({characters[i], place});
        } else if (m_lowerCase && m_vocabulary.contains(lower(characters[i]))) {
            symbols.push_back({lower(characters[i]), place});
        }
    }
    if (m_trim) {
        const auto isLetter = [](const Symbol& symbol) { return !isSpace(symbol.character); };
        symbols.erase(std::find_if(symbols.rbegin(), symbols.rend(), isLetter).base(), symbols.end());
        symbols.erase(symbols.begin(), std::ranges::find_if(symbols, isLetter));
    }
    if (symbols.empty()) {
        return {};
    }
    Ids result;
    const auto add = [&](const Ids& ids, std::size_t place) {
        result.insert(result.end(), ids.begin(), ids.end());
        if (places != nullptr) {
            places->insert(places->end(), ids.size(), place);
        }
    };
    add(m_start, std::u32string::npos);
    for (const Symbol& symbol : symbols) {
        for (const Ids& ids : m_vocabulary.at(symbol.character)) {
            add(ids, symbol.place);
            add(m_afterSymbol, std::u32string::npos);
        }
    }
    add(m_end, std::u32string::npos);
    return result;
}

}  // namespace parlando::engine::vits
