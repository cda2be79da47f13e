#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/tokens.h"

namespace parlando::text {

// A number as it is written before a unit: 1,200 or 3.5 or .5 or 2 1/2 or 3/4 or 10–20.
struct Amount {
    std::size_t tokens = 0;  // how many it takes; 0 = there is none
    std::string words;
    std::string digits;    // of the integer part, without separators
    std::string fraction;  // the decimals
    bool isFraction = false;
    bool isGrouped = false;
    bool isRange = false;

    explicit operator bool() const { return tokens != 0; }
    // "one mile", "half a mile", but "one point five miles".
    bool isSingular() const {
        return !isRange && fraction.empty() && (digits == "1" || (digits.empty() && isFraction));
    }
    bool isPlainInteger() const { return !isRange && !isFraction && !isGrouped && fraction.empty(); }
};

Amount amountAt(const Tokens& tokens, std::size_t at);
// An amount, or two with a dash between.
Amount rangeAt(const Tokens& tokens, std::size_t at);

// How many tokens " million" or the like takes at `at`, or 0.
std::size_t magnitudeAt(const Tokens& tokens, std::size_t at);

// An amount is used like an adjective: "a 5 km run", "a $5 bill". `end` is the token after it.
bool isAttributive(const Tokens& tokens, std::size_t at, std::size_t end);

}  // namespace parlando::text
