#include "text/inline_markup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/tokens.h"

namespace parlando::text {
namespace {

constexpr std::string_view kPause = "[pause:";
constexpr std::string_view kRate = "[rate:";
constexpr std::size_t kLongestNumber = 8;  // bytes of "1.5s"

struct Range {
    char32_t first;
    char32_t last;
};
// The letters and marks of the International Phonetic Alphabet, the tie above and below among them.
constexpr std::array kIpaLetters = {
    Range{U'a', U'z'},   Range{0xE6, 0xE7},   Range{0xF0, 0xF0},     Range{0xF8, 0xF8},     Range{0x127, 0x127},
    Range{0x14B, 0x14B}, Range{0x153, 0x153}, Range{0x1C0, 0x1C3},   Range{0x250, 0x2AF},   Range{0x3B2, 0x3B2},
    Range{0x3B8, 0x3B8}, Range{0x3C7, 0x3C7}, Range{0x1D4A, 0x1D4A}, Range{0x1D7B, 0x1D7F}, Range{0x2C71, 0x2C71},
};
constexpr std::array kIpaMarks = {
    Range{U' ', U' '},   Range{U'.', U'.'},     Range{0x2B0, 0x2FF},
    Range{0x300, 0x36F}, Range{0x203F, 0x203F}, Range{0x207F, 0x207F},
};

template <class Table>
bool contains(const Table& table, char32_t c) {
    return std::any_of(table.begin(), table.end(), [c](Range range) { return c >= range.first && c <= range.last; });
}

// No mark in it that could end a sentence or a clause, so that nothing cuts it; a full stop has no blank behind it.
bool isLabel(std::string_view label) {
    bool speakable = false;
    char32_t before = 0;
    for (std::size_t offset = 0; offset < label.size();) {
        const char32_t c = utf8::next(label, offset);
        const bool afterWord = isSpeakable(before) || before == U'\'' || before == U'’';
        const bool allowed =
            isSpeakable(c) || ((c == U' ' || c == U'-' || c == U'\'' || c == U'’') && afterWord) || c == U'.';
        if (!allowed) {
            return false;
        }
        speakable = speakable || isSpeakable(c);
        before = c;
    }
    return speakable;
}

// The words of a text, as isLabel allows them.
std::string labelOf(std::string_view written) {
    std::string label;
    for (std::size_t offset = 0; offset < written.size();) {
        const std::size_t begin = offset;
        const char32_t c = utf8::next(written, offset);
        const bool afterWord = !label.empty() && label.back() != ' ' && label.back() != '-' && label.back() != '\'';
        if (isSpeakable(c)) {
            label += written.substr(begin, offset - begin);
        } else if (afterWord) {
            label += c == U'-' ? '-' : c == U'\'' || c == U'’' ? '\'' : ' ';
        }
    }
    return label;
}

}  // namespace

std::optional<Direction> directionAt(std::string_view text, std::size_t at) {
    const std::string_view window = text.substr(at, kPause.size() + kLongestNumber + 1);
    const std::size_t close = window.find(']');
    const bool isPause = equalsIgnoringCase(window.substr(0, kPause.size()), kPause);
    const bool isRate = equalsIgnoringCase(window.substr(0, kRate.size()), kRate);
    if (close == std::string_view::npos || (!isPause && !isRate)) {
        return std::nullopt;
    }
    const std::size_t begin = isPause ? kPause.size() : kRate.size();
    const std::string_view value = window.substr(begin, close - begin);
    double number = 0;
    const auto [end, problem] =
        std::from_chars(value.data(), value.data() + value.size(), number, std::chars_format::fixed);
    const std::string_view unit = value.substr(static_cast<std::size_t>(end - value.data()));
    if (problem != std::errc() || !isDigit(static_cast<unsigned char>(value[0]))) {
        return std::nullopt;
    }
    if (isPause && (unit == "s" || unit == "ms")) {
        return Direction{close + 1, std::min(number / (unit == "s" ? 1 : 1000), kLongestPause)};
    }
    if (isRate && unit.empty()) {
        return Direction{close + 1, std::nullopt, std::clamp(number, kSlowestRate, kFastestRate)};
    }
    return std::nullopt;
}

std::optional<PronouncedTag> pronouncedAt(std::string_view text, std::size_t at) {
    const std::string_view window = text.substr(at, kLongestLabel + 2);
    const std::size_t labelEnd = window.find(']');
    if (!window.starts_with('[') || labelEnd == std::string_view::npos || !isLabel(window.substr(1, labelEnd - 1))) {
        return std::nullopt;
    }
    const std::string_view target = text.substr(at + labelEnd + 1, 4 * kLongestIpa + 4);
    const std::size_t end = target.find("/)");
    if (!target.starts_with("(/") || end == std::string_view::npos || end < 2 || !isIpa(target.substr(2, end - 2))) {
        return std::nullopt;
    }
    return PronouncedTag{labelEnd + 1 + end + 2, labelEnd, target.substr(2, end - 2)};
}

std::string pronouncedMarkup(std::string_view words, std::string_view ipa) {
    const std::string label = labelOf(words);
    return isLabel(label) && label.size() < kLongestLabel ? "[" + label + "](/" + std::string(ipa) + "/)" : "";
}

bool isIpaCharacter(char32_t c) {
    return contains(kIpaLetters, c) || contains(kIpaMarks, c);
}

bool isIpa(std::string_view text) {
    std::size_t letters = 0;
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) {
        const char32_t c = utf8::next(text, offset);
        const bool isIpaLetter = contains(kIpaLetters, c);
        if (c == U'.' && text.substr(offset).starts_with(' ')) {
            return false;  // it would end the sentence
        }
        if (count >= kLongestIpa || (!isIpaLetter && !contains(kIpaMarks, c))) {
            return false;
        }
        letters += isIpaLetter ? 1 : 0;
    }
    return letters > 0;
}

}  // namespace parlando::text
