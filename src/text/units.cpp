// Measures: an amount and its unit.

#include "text/units.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/amount.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

// Where a unit may stand: some are words or letters of their own unless they touch the number.
enum class Place { any, touching, dotted };

struct Unit {
    std::string_view symbol;
    std::string_view singular;
    std::string_view plural;
    Place place = Place::any;
};
constexpr std::array kUnits = {
    // Length, area, volume
    Unit{"km", "kilometer", "kilometers"},
    Unit{"m", "meter", "meters"},
    Unit{"cm", "centimeter", "centimeters"},
    Unit{"mm", "millimeter", "millimeters"},
    Unit{"µm", "micrometer", "micrometers"},
    Unit{"nm", "nanometer", "nanometers"},
    Unit{"mi", "mile", "miles"},
    Unit{"ft", "foot", "feet"},
    Unit{"in", "inch", "inches", Place::dotted},
    Unit{"yd", "yard", "yards"},
    Unit{"yds", "yard", "yards"},
    Unit{"ha", "hectare", "hectares"},
    Unit{"l", "liter", "liters"},
    Unit{"L", "liter", "liters"},
    Unit{"ml", "milliliter", "milliliters"},
    Unit{"mL", "milliliter", "milliliters"},
    Unit{"cl", "centiliter", "centiliters"},
    Unit{"dl", "deciliter", "deciliters"},
    Unit{"gal", "gallon", "gallons"},
    Unit{"qt", "quart", "quarts"},
    Unit{"tsp", "teaspoon", "teaspoons"},
    Unit{"tbsp", "tablespoon", "tablespoons"},
    Unit{"Tbsp", "tablespoon", "tablespoons"},
    Unit{"sqft", "square foot", "square feet"},
    Unit{"ly", "light-year", "light-years"},
    // Mass
    Unit{"kg", "kilogram", "kilograms"},
    Unit{"g", "gram", "grams"},
    Unit{"mg", "milligram", "milligrams"},
    Unit{"µg", "microgram", "micrograms"},
    Unit{"mcg", "microgram", "micrograms"},
    Unit{"lb", "pound", "pounds"},
    Unit{"lbs", "pound", "pounds"},
    Unit{"oz", "ounce", "ounces"},
    Unit{"t", "ton", "tons", Place::touching},
    // Time
    Unit{"s", "second", "seconds"},
    Unit{"sec", "second", "seconds"},
    Unit{"secs", "second", "seconds"},
    Unit{"ms", "millisecond", "milliseconds"},
    Unit{"µs", "microsecond", "microseconds"},
    Unit{"ns", "nanosecond", "nanoseconds"},
    Unit{"min", "minute", "minutes"},
    Unit{"mins", "minute", "minutes"},
    Unit{"h", "hour", "hours"},
    Unit{"hr", "hour", "hours"},
    Unit{"hrs", "hour", "hours"},
    Unit{"yr", "year", "years"},
    Unit{"yrs", "year", "years"},
    // Speed, rotation, resolution
    Unit{"mph", "mile per hour", "miles per hour"},
    Unit{"kph", "kilometer per hour", "kilometers per hour"},
    Unit{"kmh", "kilometer per hour", "kilometers per hour"},
    Unit{"rpm", "revolution per minute", "revolutions per minute"},
    Unit{"RPM", "revolution per minute", "revolutions per minute"},
    Unit{"fps", "frame per second", "frames per second"},
    Unit{"mpg", "mile per gallon", "miles per gallon"},
    Unit{"dpi", "dot per inch", "dots per inch"},
    Unit{"px", "pixel", "pixels"},
    Unit{"MP", "megapixel", "megapixels"},
    Unit{"bpm", "beat per minute", "beats per minute"},
    Unit{"ppm", "part per million", "parts per million"},
    // Frequency, electricity, energy, pressure, sound
    Unit{"Hz", "hertz", "hertz"},
    Unit{"kHz", "kilohertz", "kilohertz"},
    Unit{"MHz", "megahertz", "megahertz"},
    Unit{"GHz", "gigahertz", "gigahertz"},
    Unit{"THz", "terahertz", "terahertz"},
    Unit{"V", "volt", "volts"},
    Unit{"mV", "millivolt", "millivolts"},
    Unit{"kV", "kilovolt", "kilovolts"},
    Unit{"A", "amp", "amps", Place::touching},
    Unit{"mA", "milliamp", "milliamps"},
    Unit{"mAh", "milliamp hour", "milliamp hours"},
    Unit{"W", "watt", "watts"},
    Unit{"mW", "milliwatt", "milliwatts"},
    Unit{"kW", "kilowatt", "kilowatts"},
    Unit{"MW", "megawatt", "megawatts"},
    Unit{"GW", "gigawatt", "gigawatts"},
    Unit{"Wh", "watt hour", "watt hours"},
    Unit{"kWh", "kilowatt hour", "kilowatt hours"},
    Unit{"MWh", "megawatt hour", "megawatt hours"},
    Unit{"J", "joule", "joules"},
    Unit{"kJ", "kilojoule", "kilojoules"},
    Unit{"kcal", "kilocalorie", "kilocalories"},
    Unit{"cal", "calorie", "calories"},
    Unit{"hp", "horsepower", "horsepower"},
    Unit{"N", "newton", "newtons", Place::touching},
    Unit{"Pa", "pascal", "pascals"},
    Unit{"kPa", "kilopascal", "kilopascals"},
    Unit{"hPa", "hectopascal", "hectopascals"},
    Unit{"psi", "pound per square inch", "pounds per square inch"},
    Unit{"Ω", "ohm", "ohms"},
    Unit{"kΩ", "kiloohm", "kiloohms"},
    Unit{"MΩ", "megaohm", "megaohms"},
    Unit{"µF", "microfarad", "microfarads"},
    Unit{"nF", "nanofarad", "nanofarads"},
    Unit{"pF", "picofarad", "picofarads"},
    Unit{"dB", "decibel", "decibels"},
    Unit{"K", "kelvin", "kelvins", Place::dotted},
    // Data
    Unit{"KB", "kilobyte", "kilobytes"},
    Unit{"kB", "kilobyte", "kilobytes"},
    Unit{"MB", "megabyte", "megabytes"},
    Unit{"GB", "gigabyte", "gigabytes"},
    Unit{"TB", "terabyte", "terabytes"},
    Unit{"PB", "petabyte", "petabytes"},
    Unit{"KiB", "kibibyte", "kibibytes"},
    Unit{"MiB", "mebibyte", "mebibytes"},
    Unit{"GiB", "gibibyte", "gibibytes"},
    Unit{"TiB", "tebibyte", "tebibytes"},
    Unit{"kbps", "kilobit per second", "kilobits per second"},
    Unit{"Mbps", "megabit per second", "megabits per second"},
    Unit{"Gbps", "gigabit per second", "gigabits per second"},
    Unit{"kbit", "kilobit", "kilobits"},
    Unit{"Mbit", "megabit", "megabits"},
    Unit{"Gbit", "gigabit", "gigabits"},
    Unit{"Mb", "megabit", "megabits"},
    Unit{"Gb", "gigabit", "gigabits"},
    // Counts
    Unit{"M", "million", "million", Place::touching},
    Unit{"bn", "billion", "billion"},
};

struct UnitAt {
    std::size_t tokens = 0;
    std::string singular;
    std::string plural;
};

const Unit* unitNamed(const Tokens& tokens, std::size_t i, bool touching) {
    if (!tokens.isWord(i)) {
        return nullptr;
    }
    const auto* const found =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& unit) { return unit.symbol == tokens.at(i).text; });
    if (found == kUnits.end() || (found->place == Place::touching && !touching) ||
        (found->place == Place::dotted && !tokens.isSymbol(i + 1, U'.') && !(touching && found->symbol == "in"))) {
        return nullptr;
    }
    return found;
}

// m^2 is "square meters": the tokens of the exponent, or 0.
std::size_t exponentAt(const Tokens& tokens, std::size_t i, std::string_view& word) {
    const std::string_view digits = tokens.isSymbol(i, U'^') ? tokens.at(i + 1).text : std::string_view();
    word = digits == "2" ? "square " : digits == "3" ? "cubic " : "";
    return word.empty() ? 0 : 2;
}

UnitAt degrees(const Tokens& tokens, std::size_t i) {
    UnitAt unit{1, "degree", "degrees"};
    const std::size_t scale = i + 1 + (tokens.at(i + 1).kind == Token::Kind::space ? 1 : 0);
    struct Scale {
        std::string_view symbol;
        std::string_view name;
    };
    constexpr std::array kScales = {Scale{"C", " Celsius"}, Scale{"F", " Fahrenheit"}, Scale{"N", " north"},
                                    Scale{"S", " south"},   Scale{"E", " east"},       Scale{"W", " west"}};
    for (const Scale& known : kScales) {
        if (tokens.isWord(scale) && tokens.at(scale).text == known.symbol) {
            unit.tokens = scale + 1 - i;
            unit.singular += known.name;
            unit.plural += known.name;
        }
    }
    return unit;
}

// The unit at `i`, with "/h" or "/s" after it.
UnitAt unitAt(const Tokens& tokens, std::size_t i, bool touching) {
    if (tokens.isSymbol(i, U'%')) {
        return {1, "percent", "percent"};
    }
    if (tokens.isSymbol(i, U'‰')) {
        return {1, "per mille", "per mille"};
    }
    if (tokens.isSymbol(i, U'°')) {
        return degrees(tokens, i);
    }
    std::string_view square;
    if (tokens.isWord(i) && tokens.at(i).text == "sq" &&
        tokens.isSpace(i + 1 + (tokens.isSymbol(i + 1, U'.') ? 1 : 0))) {  // sq ft
        const std::size_t base = i + 2 + (tokens.isSymbol(i + 1, U'.') ? 1 : 0);
        if (const Unit* const unit = unitNamed(tokens, base, false)) {
            return {base + 1 - i, "square " + std::string(unit->singular), "square " + std::string(unit->plural)};
        }
    }
    const Unit* const unit = unitNamed(tokens, i, touching);
    if (unit == nullptr) {
        return {};
    }
    UnitAt found{1, std::string(unit->singular), std::string(unit->plural)};
    if (const std::size_t exponent = exponentAt(tokens, i + 1, square)) {
        found = {1 + exponent, std::string(square) + found.singular, std::string(square) + found.plural};
    }
    const std::size_t slash = i + found.tokens;
    if (tokens.isSymbol(slash, U'/')) {
        if (const Unit* const per = unitNamed(tokens, slash + 1, true)) {
            const std::size_t exponent = exponentAt(tokens, slash + 2, square);
            const std::string name = " per " + std::string(per->singular) +
                                     (square == "square " ? " squared"
                                      : exponent != 0     ? " cubed"
                                                          : "");
            found = {found.tokens + 2 + exponent, found.singular + name, found.plural + name};
        }
    }
    return found;
}

// 5'10" and 40°26'46"N: feet and inches, minutes and seconds of arc. Returns the token after it, or `i`.
std::size_t sayPrimes(const Tokens& tokens, std::size_t i, bool arc, Spoken& out) {
    if (!tokens.isNumber(i) ||
        !(tokens.isSymbol(i + 1, U'\'') || (tokens.isSymbol(i + 1, U'"') && !out.quoteIsOpen()))) {
        return i;
    }
    const bool one = tokens.at(i).text == "1";
    const bool first = tokens.isSymbol(i + 1, U'\'');
    out.word(cardinal(tokens.at(i).text));
    out.word(first ? (arc ? (one ? "minute" : "minutes") : (one ? "foot" : "feet"))
                   : (arc ? (one ? "second" : "seconds") : (one ? "inch" : "inches")));
    return i + 2;
}

std::size_t feetOrArc(const Tokens& tokens, std::size_t at, Spoken& out) {
    std::size_t i = at;
    const bool arc = tokens.isSymbol(at + 1, U'°') && tokens.isNumber(at + 2) && tokens.isSymbol(at + 3, U'\'');
    if (arc) {
        out.word(cardinal(tokens.at(at).text));
        out.word("degrees");
        i = sayPrimes(tokens, at + 2, true, out);
        i = sayPrimes(tokens, i, true, out);
        const std::size_t side = i + (tokens.at(i).kind == Token::Kind::space ? 1 : 0);
        constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSides = {
            {{"N", "north"}, {"S", "south"}, {"E", "east"}, {"W", "west"}}};
        for (const auto& [letter, name] : kSides) {
            if (tokens.isWord(side) && tokens.at(side).text == letter) {
                out.word(name);
                i = side + 1;
            }
        }
        return i - at;
    }
    const bool feet = tokens.isNumber(at) && tokens.isSymbol(at + 1, U'\'') &&
                      (tokens.isBoundary(at + 2) || tokens.isNumber(at + 2)) && !tokens.isSymbol(at - 1, U'\'');
    const bool inches =
        tokens.isNumber(at) && tokens.isSymbol(at + 1, U'"') && tokens.isBoundary(at - 1) && !out.quoteIsOpen();
    if (!feet && !inches) {
        return 0;
    }
    i = sayPrimes(tokens, at, false, out);
    return sayPrimes(tokens, i, false, out) - at;
}

}  // namespace

bool isUnit(std::string_view word) {
    return std::any_of(kUnits.begin(), kUnits.end(), [word](const Unit& unit) { return unit.symbol == word; });
}

bool unitDotEndsSentence(const Tokens& tokens, std::size_t dot) {
    const std::size_t next = dot + 2;
    return !tokens.isSpace(dot + 1) || !(tokens.isLowerCase(next) || tokens.isNumber(next));
}

std::size_t measure(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (const std::size_t taken = feetOrArc(tokens, at, out)) {
        return taken;
    }
    const Amount amount = rangeAt(tokens, at);
    if (!amount || tokens.isWord(at - 1)) {
        return 0;
    }
    const std::size_t magnitude = magnitudeAt(tokens, at + amount.tokens);
    const std::size_t after = at + amount.tokens + magnitude;
    const bool hyphen = tokens.isSymbol(after, U'-') && tokens.isWord(after + 1);
    const bool space = tokens.at(after).kind == Token::Kind::space;
    const std::size_t start = after + (hyphen || space ? 1 : 0);
    const UnitAt unit = unitAt(tokens, start, start == after);
    std::size_t end = start + unit.tokens;
    // A letter or digit that continues the unit makes it something else: "5 m2b".
    if (unit.tokens == 0 || tokens.isWord(end) || tokens.isNumber(end)) {
        return 0;
    }
    const bool singular = hyphen || (amount.isSingular() && magnitude == 0) || isAttributive(tokens, at, end);
    out.word(amount.words);
    out.word(magnitude != 0 ? tokens.at(at + amount.tokens + 1).text : "");
    out.word(singular ? unit.singular : unit.plural);
    const bool hasDot = tokens.isWord(end - 1) && isUnit(tokens.at(end - 1).text) && tokens.isSymbol(end, U'.');
    if (hasDot && !unitDotEndsSentence(tokens, end)) {
        ++end;
    }
    return end - at;
}

}  // namespace parlando::text
