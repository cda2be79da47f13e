#include "text/dictionary.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <set>
#include <unordered_map>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/dictionary_entry.h"
#include "text/inline_markup.h"

namespace parlando::text {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
// No token of an entry is longer, however its accents are written (bytes).
constexpr std::size_t kLongestToken = 16 * kLongestWord;

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// Sequences of tokens, in a tree that is walked a token at a time.
class TokenTree {
public:
    void add(std::span<const std::string> tokens, std::uint32_t entry) {
        std::uint32_t node = 0;
        for (const std::string& token : tokens) {
            const auto id = m_ids.try_emplace(token, static_cast<std::uint32_t>(m_ids.size())).first->second;
            const auto next = static_cast<std::uint32_t>(m_ends.size());
            const auto [edge, isNew] = m_edges.try_emplace(keyOf(node, id), next);
            if (isNew) {
                m_ends.emplace_back();
            }
            node = edge->second;
        }
        m_ends[node].push_back(entry);
    }

    bool isEmpty() const { return m_ids.empty(); }
    std::uint32_t idOf(std::string_view token) const {
        const auto found = m_ids.find(token);
        return found == m_ids.end() ? kNone : found->second;
    }
    std::uint32_t next(std::uint32_t node, std::uint32_t id) const {
        const auto found = id == kNone ? m_edges.end() : m_edges.find(keyOf(node, id));
        return found == m_edges.end() ? kNone : found->second;
    }
    // The entries that end at a node.
    std::span<const std::uint32_t> ends(std::uint32_t node) const { return m_ends[node]; }

private:
    static std::uint64_t keyOf(std::uint32_t node, std::uint32_t id) { return std::uint64_t{node} << 32 | id; }

    std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> m_ids;
    std::unordered_map<std::uint64_t, std::uint32_t> m_edges;
    std::vector<std::vector<std::uint32_t>> m_ends{1};
};

using Kind = WrittenToken::Kind;

// A token of the text, and what it is in the tree of each LetterCase.
struct Known {
    WrittenToken token;
    std::array<std::uint32_t, 2> ids{kNone, kNone};
};

// An entry and the tokens that it takes, from the first to the one behind the last.
struct Match {
    const DictionaryEntry* entry = nullptr;
    std::size_t end = 0;
};

// How the s of "Anna's" is said behind these sounds of English.
std::string_view possessiveOf(std::string_view ipa) {
    const std::u32string sounds = utf8::decode(ipa);
    const char32_t last = sounds.back();
    if (std::u32string_view(U"szʃʒ").find(last) != std::u32string_view::npos) {
        return "ɪz";
    }
    return std::u32string_view(U"ptkfθ").find(last) != std::u32string_view::npos ? "s" : "z";
}

}  // namespace

class Dictionary::Words {
public:
    void add(const DictionaryEntry& entry) {
        const LetterCase letterCase = caseOf(entry.word);
        std::vector<std::string> forms;
        WrittenTokens tokens(entry.word);
        while (const auto token = tokens.next()) {
            forms.push_back(
                canonical(std::string_view(entry.word).substr(token->begin, token->end - token->begin), letterCase));
        }
        m_trees[static_cast<std::size_t>(letterCase)].add(forms, static_cast<std::uint32_t>(m_entries.size()));
        m_entries.push_back(entry);
        m_languages.push_back(primaryLanguage(entry.language));
    }

    bool isEmpty() const { return m_entries.empty(); }

    Known known(std::string_view text, const WrittenToken& token) const {
        Known known{token, {kNone, kNone}};
        const std::string_view bytes = text.substr(token.begin, token.end - token.begin);
        if (token.kind == Kind::fixed || (token.kind != Kind::blank && bytes.size() > kLongestToken)) {
            return known;
        }
        for (const LetterCase letterCase : {LetterCase::any, LetterCase::asWritten}) {
            const auto tree = static_cast<std::size_t>(letterCase);
            if (!m_trees[tree].isEmpty()) {
                known.ids[tree] = m_trees[tree].idOf(canonical(bytes, letterCase));
            }
        }
        return known;
    }

    // The entry that counts where token 0 is `at(0)`. `at` gives the tokens from there on, null behind the last.
    template <class At>
    Match find(const At& at, std::string_view language) const {
        Match best;
        for (const LetterCase letterCase : {LetterCase::any, LetterCase::asWritten}) {
            const auto tree = static_cast<std::size_t>(letterCase);
            std::uint32_t node = 0;
            for (std::size_t i = 0; const Known* known = at(i); ++i) {
                node = m_trees[tree].next(node, known->ids[tree]);
                if (node == kNone) {
                    break;
                }
                const DictionaryEntry* entry =
                    i + 1 >= best.end ? entryOf(m_trees[tree].ends(node), language) : nullptr;
                if (entry != nullptr) {
                    best = {entry, i + 1};
                }
            }
        }
        return best;
    }

private:
    // The one of the language, else the one of any.
    const DictionaryEntry* entryOf(std::span<const std::uint32_t> candidates, std::string_view language) const {
        const DictionaryEntry* found = nullptr;
        for (const std::uint32_t i : candidates) {
            if (m_languages[i] == language && !language.empty()) {
                return &m_entries[i];
            }
            found = m_languages[i].empty() ? &m_entries[i] : found;
        }
        return found;
    }

    std::array<TokenTree, 2> m_trees;  // by LetterCase
    std::deque<DictionaryEntry> m_entries;
    std::vector<std::string> m_languages;
};

namespace {

// One text while the dictionary is applied to it.
template <class Words>
class Application {
public:
    Application(const Words& words, const Script& script, std::string_view language)
        : m_words(words), m_script(script), m_language(language), m_tokens(script.text) {}

    Result<Script> run() {
        while (has(0)) {
            const Match match =
                m_words.find([this](std::size_t i) { return has(i) ? &m_window[m_before + i] : nullptr; }, m_language);
            if (match.entry == nullptr || isInName(match.end)) {
                pass(1);
                continue;
            }
            put(match);
            if (m_out.text.size() > kLongestScript) {
                break;
            }
        }
        keep(m_script.text.size());
        if (m_out.text.size() > kLongestScript) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("with what the dictionary puts in for its words the text is longer than {} "
                                       "bytes; speak it in parts",
                                       kLongestScript));
        }
        return std::move(m_out);
    }

private:
    bool has(std::size_t i) {
        while (m_window.size() <= m_before + i) {
            const auto token = m_tokens.next();
            if (!token) {
                return false;
            }
            m_window.push_back(m_words.known(m_script.text, *token));
        }
        return true;
    }
    const WrittenToken& at(std::size_t i) const { return m_window[m_before + i].token; }
    std::string_view bytes(const WrittenToken& token) const {
        return std::string_view(m_script.text).substr(token.begin, token.end - token.begin);
    }
    bool isOneOf(const WrittenToken& token, std::string_view symbols) const {
        return token.kind == Kind::symbol && token.end - token.begin == 1 &&
               symbols.find(m_script.text[token.begin]) != std::string_view::npos;
    }

    // The tokens are a part of a name that is written without blanks: "@anna", "file.txt", "snake_case".
    bool isInName(std::size_t end) {
        if (m_before > 0) {
            const WrittenToken& last = m_window[m_before - 1].token;
            const bool isJoined =
                isOneOf(last, "._") && m_before > 1 && m_window[m_before - 2].token.kind == Kind::word;
            if (isJoined || isOneOf(last, "@#")) {
                return true;
            }
        }
        return has(end + 1) && isOneOf(at(end), "._@") && at(end + 1).kind == Kind::word;
    }

    // Goes on behind the next `count` tokens.
    void pass(std::size_t count) {
        m_before += count;
        while (m_before > 2) {
            m_window.pop_front();
            --m_before;
        }
    }

    // The text up to here stays as it is.
    void keep(std::size_t end) {
        m_out.text += std::string_view(m_script.text).substr(m_kept, end - m_kept);
        m_out.origins.taken(m_script.origins, m_kept, end);
        m_kept = end;
    }

    void put(const Match& match) {
        std::size_t count = match.end;
        std::string put;
        if (const std::string_view ipa = ipaBetweenSlashes(match.entry->pronunciation); !ipa.empty()) {
            std::string sounds(ipa);
            if (m_language == "en" && isPossessive(count) && isIpa(sounds + std::string(possessiveOf(ipa)))) {
                sounds += possessiveOf(ipa);
                count += 2;
            }
            put = pronouncedMarkup(written(count), sounds);
        } else {
            put = match.entry->pronunciation;
        }
        const std::size_t begin = at(0).begin;
        const std::size_t end = at(count - 1).end;
        const Place source = m_script.origins.of(begin, end);
        keep(begin);
        // Where no blanks are written the words beside it are not a part of it.
        const bool isAttached = m_before > 0 && m_window[m_before - 1].token.kind == Kind::word;
        m_out.replace((isAttached ? " " : "") + put + (has(count) && at(count).kind == Kind::word ? " " : ""), source);
        m_kept = end;
        pass(count);
    }

    std::string_view written(std::size_t count) const {
        return std::string_view(m_script.text).substr(at(0).begin, at(count - 1).end - at(0).begin);
    }

    // Behind the match stands "'s".
    bool isPossessive(std::size_t end) {
        return has(end + 1) && canonical(bytes(at(end)), LetterCase::any) == "'" &&
               canonical(bytes(at(end + 1)), LetterCase::any) == "s";
    }

    const Words& m_words;
    const Script& m_script;
    std::string m_language;
    WrittenTokens m_tokens;
    std::deque<Known> m_window;  // from two tokens before the next one on, as far as somebody has looked
    std::size_t m_before = 0;    // so many of them are before it
    std::size_t m_kept = 0;      // bytes of the text that are done
    Script m_out;
};

}  // namespace

Dictionary::Dictionary(std::unique_ptr<Words> words) : m_words(std::move(words)) {}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

Result<Dictionary> Dictionary::of(std::span<const DictionaryEntry> entries) {
    if (entries.size() > kMostEntries) {
        return failure(ErrorCode::resourceLimit, fmt::format("a dictionary has at most {} entries", kMostEntries));
    }
    auto words = std::make_unique<Words>();
    std::set<std::string> keys;
    for (const DictionaryEntry& entry : entries) {
        if (auto problem = problemOf(entry)) {
            return failure(ErrorCode::invalidInput, std::move(problem->message));
        }
        if (!keys.insert(keyOf(entry)).second) {
            return failure(ErrorCode::invalidInput, fmt::format("'{}' is in the dictionary already", entry.word));
        }
        words->add(entry);
    }
    return Dictionary(std::move(words));
}

bool Dictionary::isEmpty() const {
    return m_words->isEmpty();
}

Result<Script> Dictionary::applied(Script script, std::string_view language) const {
    if (isEmpty()) {
        return script;
    }
    return Application<Words>(*m_words, script, primaryLanguage(language)).run();
}

}  // namespace parlando::text
