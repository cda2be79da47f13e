// Times of day, and ratios, which look like them.

#include <array>
#include <string>
#include <string_view>

#include "text/abbreviations.h"
#include "text/acronyms.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

constexpr std::array<std::string_view, 16> kZones = {"UTC", "GMT", "EST", "EDT", "CST",  "CDT", "MST", "MDT",
                                                     "PST", "PDT", "BST", "CET", "CEST", "IST", "JST", "ET"};

// "am", "a.m.", "PM" with or without a space before it.
struct HalfDay {
    std::size_t tokens = 0;
    std::string_view words;
    bool endsInDot = false;
};

HalfDay halfDayAt(const Tokens& tokens, std::size_t at) {
    const std::size_t start = at + (tokens.at(at).kind == Token::Kind::space ? 1 : 0);
    const auto letter = [&tokens](std::size_t i, std::string_view lower) {
        return tokens.isWord(i) && equalsIgnoringCase(tokens.at(i).text, lower);
    };
    for (const auto& [first, both, words] : {std::array<std::string_view, 3>{"a", "am", "A-M"}, {"p", "pm", "P-M"}}) {
        if (letter(start, both)) {
            return {start + 1 - at, words, false};
        }
        if (letter(start, first) && tokens.isSymbol(start + 1, U'.') && letter(start + 2, "m")) {
            const bool endsInDot = tokens.isSymbol(start + 3, U'.');
            return {start + (endsInDot ? 4 : 3) - at, words, endsInDot};
        }
    }
    return {};
}

struct Clock {
    std::size_t tokens = 0;
    std::string_view hour;
    std::string_view minute;
    std::string_view second;
};

bool isSexagesimal(const Tokens& tokens, std::size_t i) {
    return tokens.isNumber(i) && tokens.at(i).text.size() == 2 && valueOf(tokens.at(i).text) < 60;
}

Clock clockAt(const Tokens& tokens, std::size_t at) {
    Clock clock;
    if (!tokens.isNumber(at) || tokens.at(at).text.size() > 2 || valueOf(tokens.at(at).text) > 24) {
        return clock;
    }
    clock.tokens = 1;
    clock.hour = tokens.at(at).text;
    if (tokens.isSymbol(at + 1, U':') && isSexagesimal(tokens, at + 2)) {
        clock.tokens = 3;
        clock.minute = tokens.at(at + 2).text;
        if (tokens.isSymbol(at + 3, U':') && isSexagesimal(tokens, at + 4)) {
            clock.tokens = 5;
            clock.second = tokens.at(at + 4).text;
        }
    } else if (tokens.isSymbol(at + 1, U'.') && isSexagesimal(tokens, at + 2) &&
               halfDayAt(tokens, at + 3).tokens != 0) {
        clock.tokens = 3;
        clock.minute = tokens.at(at + 2).text;
    }
    return clock;
}

void sayClock(const Clock& clock, bool hasHalfDay, Spoken& out) {
    const int hour = valueOf(clock.hour);
    out.word(cardinal(std::to_string(hour)));
    if (!clock.minute.empty() && clock.minute != "00") {
        out.word(pair(clock.minute));
    } else if (!clock.minute.empty() && !hasHalfDay) {
        out.word(hour >= 1 && hour <= 12 ? "o'clock" : "hundred");
    }
    if (!clock.second.empty() && clock.second != "00") {
        const int second = valueOf(clock.second);
        out.word("and " + cardinal(std::to_string(second)) + (second == 1 ? " second" : " seconds"));
    }
}

std::size_t sayZone(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isWord(at) && tokens.at(at).text == "Z") {  // ISO 8601
        out.word("UTC");
        return 1;
    }
    if (tokens.isSpace(at) && tokens.isWord(at + 1)) {
        for (const std::string_view zone : kZones) {
            if (tokens.at(at + 1).text == zone) {
                out.word(acronymWord(zone));
                return 2;
            }
        }
    }
    return 0;
}

}  // namespace

std::size_t clockTime(const Tokens& tokens, std::size_t at, Spoken& out) {
    const Clock from = clockAt(tokens, at);
    const bool partOfMore = tokens.isSymbol(at - 1, U':') || tokens.isSymbol(at - 1, U'.') || tokens.isWord(at - 1);
    if (from.tokens == 0 || (partOfMore && !equalsIgnoringCase(tokens.at(at - 1).text, "t"))) {
        return 0;
    }
    std::size_t i = at + from.tokens;
    HalfDay half = halfDayAt(tokens, i);
    if (tokens.isSymbol(i, U'.') && tokens.isNumber(i + 1)) {  // 1:30.25 is a duration
        half = {};
    }
    if (tokens.isSymbol(i + half.tokens, U'–') || tokens.isSymbol(i + half.tokens, U'-')) {  // 9am–5pm, 5–7 p.m.
        const std::size_t start = i + half.tokens + 1;
        const Clock to = clockAt(tokens, start);
        const HalfDay toHalf = halfDayAt(tokens, start + to.tokens);
        const bool isTime = to.tokens != 0 && (toHalf.tokens != 0 || (!from.minute.empty() && !to.minute.empty()));
        if (isTime) {
            sayClock(from, half.tokens != 0 || toHalf.tokens != 0, out);
            out.word(half.words);
            out.word("to");
            sayClock(to, toHalf.tokens != 0, out);
            out.word(toHalf.words);
            const std::size_t end = start + to.tokens + toHalf.tokens;
            if (toHalf.endsInDot && dotEndsSentence(tokens, end - 1)) {
                out.mark(U'.');
            }
            return end - at;
        }
    }
    if (half.tokens == 0 && from.minute.empty()) {
        const bool oClock =
            tokens.isSpace(i) && tokens.isWord(i + 1) && equalsIgnoringCase(tokens.at(i + 1).text, "o'clock");
        if (oClock) {
            sayClock(from, true, out);
            out.word("o'clock");
        }
        return oClock ? from.tokens + 2 : 0;
    }
    sayClock(from, half.tokens != 0, out);
    out.word(half.words);
    i += half.tokens;
    if (half.endsInDot && dotEndsSentence(tokens, i - 1)) {
        out.mark(U'.');
    }
    return i + sayZone(tokens, i, out) - at;
}

std::size_t ratio(const Tokens& tokens, std::size_t at, Spoken& out) {
    const bool isRatio = tokens.isNumber(at) && tokens.isSymbol(at + 1, U':') && tokens.isNumber(at + 2) &&
                         !tokens.isSymbol(at - 1, U':') && !tokens.isSymbol(at + 3, U':');
    if (!isRatio) {
        return 0;
    }
    out.word(cardinal(tokens.at(at).text));
    out.word("to");
    out.word(cardinal(tokens.at(at + 2).text));
    return 3;
}

}  // namespace parlando::text
