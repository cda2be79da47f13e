#pragma once

#include <cstddef>

#include "text/spoken.h"
#include "text/tokens.h"

namespace parlando::text {

// A rule recognises one way of writing at token `at`, says it, and returns the number of tokens it took; 0 means that
// it is something else. Rules look a fixed number of tokens to either side, so the whole is linear. The order in which
// they are asked is in normaliser.cpp.
using Rule = std::size_t (*)(const Tokens& tokens, std::size_t at, Spoken& out);

std::size_t webAddress(const Tokens& tokens, std::size_t at, Spoken& out);   // john@example.com, https://…, file.txt
std::size_t handle(const Tokens& tokens, std::size_t at, Spoken& out);       // @name, #tag
std::size_t ipAddress(const Tokens& tokens, std::size_t at, Spoken& out);    // 192.168.0.1
std::size_t version(const Tokens& tokens, std::size_t at, Spoken& out);      // v2.1, 1.2.3, Python 3.11
std::size_t phoneNumber(const Tokens& tokens, std::size_t at, Spoken& out);  // 555-1234, ISBN digits
std::size_t numericDate(const Tokens& tokens, std::size_t at, Spoken& out);  // 5/12/2024, 2024-11-24
std::size_t dayMonth(const Tokens& tokens, std::size_t at, Spoken& out);     // 24 Nov 2024
std::size_t monthDay(const Tokens& tokens, std::size_t at, Spoken& out);     // Nov. 24, 2024
std::size_t clockTime(const Tokens& tokens, std::size_t at, Spoken& out);    // 5:30pm, 7 o'clock
std::size_t ratio(const Tokens& tokens, std::size_t at, Spoken& out);        // 3:1
std::size_t money(const Tokens& tokens, std::size_t at, Spoken& out);        // $3.50, 5€, US$5m
std::size_t measure(const Tokens& tokens, std::size_t at, Spoken& out);      // 5 km, 72°F, 5'10"
std::size_t power(const Tokens& tokens, std::size_t at, Spoken& out);        // 1.5e-3, x^2
std::size_t dimensions(const Tokens& tokens, std::size_t at, Spoken& out);   // 1920×1080, 3x
std::size_t decade(const Tokens& tokens, std::size_t at, Spoken& out);       // 1980s, '90s
std::size_t ordinalNumber(const Tokens& tokens, std::size_t at, Spoken& out);  // 22nd
std::size_t plainNumber(const Tokens& tokens, std::size_t at, Spoken& out);    // 1,200, 3–5, 1999
std::size_t dottedLetters(const Tokens& tokens, std::size_t at, Spoken& out);  // e.g., U.S., Ph.D., J. R. R.
std::size_t abbreviation(const Tokens& tokens, std::size_t at, Spoken& out);   // Dr. Smith, Main St.
std::size_t slashed(const Tokens& tokens, std::size_t at, Spoken& out);        // w/o, and/or
std::size_t romanNumeral(const Tokens& tokens, std::size_t at, Spoken& out);   // Henry VIII
std::size_t acronym(const Tokens& tokens, std::size_t at, Spoken& out);        // USB, CPUs, NASA's
std::size_t plainWord(const Tokens& tokens, std::size_t at, Spoken& out);
std::size_t minusSign(const Tokens& tokens, std::size_t at, Spoken& out);
std::size_t symbol(const Tokens& tokens, std::size_t at, Spoken& out);

}  // namespace parlando::text
