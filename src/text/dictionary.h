#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/script.h"

// How a user wants words to be said (docs/text.md).
namespace parlando::text {

struct DictionaryEntry {
    std::string word;           // as it is written: a word, or a few
    std::string pronunciation;  // another spelling that is read instead, or IPA between slashes: "/təˈmɑːtəʊ/"
    std::string language{};     // BCP 47, compared by its first part; empty: any

    bool operator==(const DictionaryEntry&) const = default;
};

inline constexpr std::size_t kMostEntries = 1000;
inline constexpr std::size_t kLongestWord = 100;           // code points
inline constexpr std::size_t kLongestPronunciation = 100;  // code points; of IPA 64 between the slashes

// What is wrong with an entry.
struct EntryProblem {
    enum class Member { word, pronunciation, language };
    Member member = Member::word;
    std::size_t at = 0;  // code points from the beginning of the member
    std::string message;
};
std::optional<EntryProblem> problemOf(const DictionaryEntry& entry);

// Of two entries with the same key the dictionary could use only one. Valid UTF-8.
std::string keyOf(const DictionaryEntry& entry);

// Entries to look for. A word is found where it is written as a whole, in small letters or capitals; one with a capital
// inside ("SQL", "iOS") only as it is written. Where several begin the longest counts, then the one
// that is written exactly so, then the one of the language. Any thread may use it.
class Dictionary {
public:
    // Errors: invalidInput (an entry's problem, or two with one key), resourceLimit (more than kMostEntries).
    static Result<Dictionary> of(std::span<const DictionaryEntry> entries);
    Dictionary(Dictionary&&) noexcept;
    Dictionary& operator=(Dictionary&&) noexcept;
    ~Dictionary();

    bool isEmpty() const;

    // The text as a voice of `language` (BCP 47) is to read it. Web addresses, HTML and what directs the reading stay
    // as they are. The text is valid UTF-8; the time is linear in its length, whatever the entries. Error:
    // resourceLimit (longer than kLongestScript).
    Result<Script> applied(Script script, std::string_view language) const;

private:
    class Words;
    explicit Dictionary(std::unique_ptr<Words> words);

    std::unique_ptr<Words> m_words;
};

// A file with an entry in each line:
//     # words of our trade
//     SQL = sequel
//     Nguyen = /nwin/
//     [fr]
//     Paris = /paʁi/
// What stands under a language in brackets is for voices that speak it. Errors (invalidInput) name line and column.
Result<std::vector<DictionaryEntry>> readDictionary(std::string_view file);

}  // namespace parlando::text
