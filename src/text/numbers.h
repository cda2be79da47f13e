#pragma once

#include <string>
#include <string_view>

namespace parlando::text {

// Numbers in American English words. `digits` are ASCII digits, any number of them.

// "105" one hundred five. Leading zeros, and more digits than a reader would name (30), are read one by one.
std::string cardinal(std::string_view digits);
// "22" twenty-second.
std::string ordinal(std::string_view digits);
// "007" zero zero seven.
std::string digitByDigit(std::string_view digits);
// "1999" nineteen ninety-nine, "2007" two thousand seven, "1900" nineteen hundred; others as a cardinal.
std::string year(std::string_view digits);
// The plural of a number: "1980" nineteen eighties, "90" nineties, "6" sixes.
std::string plural(std::string_view number);
// "05" oh five, "00" hundred, "30" thirty: minutes, and the second half of a year.
std::string pair(std::string_view twoDigits);

// The value of at most nine digits.
int valueOf(std::string_view digits);

}  // namespace parlando::text
