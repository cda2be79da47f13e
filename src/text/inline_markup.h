#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What people write into a text to direct how it is read (docs/text.md). What is not written like this is text.
namespace parlando::text {

inline constexpr double kLongestPause = 10;  // seconds, also of several in a row
inline constexpr double kSlowestRate = 0.25;
inline constexpr double kFastestRate = 4;

// [pause:1.5s], [pause:500ms], [rate:0.8]
struct Direction {
    std::size_t size = 0;           // bytes
    std::optional<double> pause{};  // seconds, at most kLongestPause
    std::optional<double> rate{};   // of what follows, times the speed; kSlowestRate to kFastestRate
};
std::optional<Direction> directionAt(std::string_view text, std::size_t at);

inline constexpr std::size_t kLongestLabel = 400;  // bytes
inline constexpr std::size_t kLongestIpa = 64;     // code points

// [tomato](/təˈmɑːtəʊ/): a word, or a few without marks between them, and how it is said.
struct PronouncedTag {
    std::size_t size = 0;      // bytes
    std::size_t labelEnd = 0;  // bytes from its beginning to the closing bracket
    std::string_view ipa;
};
std::optional<PronouncedTag> pronouncedAt(std::string_view text, std::size_t at);

// How that is written of a few words and what isIpa: without the marks between them. Empty: they have no letter or
// digit, or are too long.
std::string pronouncedMarkup(std::string_view words, std::string_view ipa);

// Whether this is a sound, or a few, in the International Phonetic Alphabet: no other characters, no
// blank behind a full stop, at least one letter and at most kLongestIpa code points. Valid UTF-8.
bool isIpa(std::string_view text);
// A letter or mark of it.
bool isIpaCharacter(char32_t c);

// They stand around the words of a PronouncedTag in a folded text, which has no such characters of its own.
inline constexpr char32_t kPronouncedBegin = U'\uE000';
inline constexpr char32_t kPronouncedEnd = U'\uE001';

}  // namespace parlando::text
