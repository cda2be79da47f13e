// Sums of money: $3.50, US$5m, 50¢, 20 EUR.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "text/amount.h"
#include "text/numbers.h"
#include "text/rules.h"

namespace parlando::text {
namespace {

struct Currency {
    char32_t symbol;        // 0: none
    std::string_view code;  // ISO 4217
    std::string_view singular;
    std::string_view plural;
    std::string_view minorSingular;  // empty: decimals are not read as a minor unit
    std::string_view minorPlural;
};
constexpr std::array kCurrencies = {
    Currency{U'$', "USD", "dollar", "dollars", "cent", "cents"},
    Currency{U'€', "EUR", "euro", "euros", "cent", "cents"},
    Currency{U'£', "GBP", "pound", "pounds", "penny", "pence"},
    Currency{U'¥', "JPY", "yen", "yen", "", ""},
    Currency{U'₹', "INR", "rupee", "rupees", "paisa", "paise"},
    Currency{U'₽', "RUB", "ruble", "rubles", "kopek", "kopeks"},
    Currency{U'₩', "KRW", "won", "won", "", ""},
    Currency{U'₿', "BTC", "bitcoin", "bitcoins", "", ""},
    Currency{U'₺', "TRY", "lira", "lira", "", ""},
    Currency{U'₴', "UAH", "hryvnia", "hryvnias", "", ""},
    Currency{U'₪', "ILS", "shekel", "shekels", "", ""},
    Currency{0, "CHF", "Swiss franc", "Swiss francs", "", ""},
    Currency{0, "CAD", "Canadian dollar", "Canadian dollars", "cent", "cents"},
    Currency{0, "AUD", "Australian dollar", "Australian dollars", "cent", "cents"},
    Currency{0, "CNY", "yuan", "yuan", "", ""},
    Currency{0, "SEK", "Swedish krona", "Swedish kronor", "", ""},
    Currency{0, "NOK", "Norwegian krone", "Norwegian kroner", "", ""},
    Currency{0, "DKK", "Danish krone", "Danish kroner", "", ""},
    Currency{0, "PLN", "zloty", "zlotys", "", ""},
    Currency{0, "MXN", "Mexican peso", "Mexican pesos", "", ""},
};
constexpr Currency kCents{U'¢', "", "cent", "cents", "", ""};

// "US$5": what stands before the symbol.
struct Prefix {
    std::string_view letters;
    std::string_view words;
};
constexpr std::array kPrefixes = {Prefix{"US", "U-S"},       Prefix{"A", "Australian"}, Prefix{"AU", "Australian"},
                                  Prefix{"C", "Canadian"},   Prefix{"CA", "Canadian"},  Prefix{"NZ", "New Zealand"},
                                  Prefix{"HK", "Hong Kong"}, Prefix{"S", "Singapore"},  Prefix{"R", "Brazilian"}};

struct Magnitude {
    std::string_view suffix;
    std::string_view word;
};
constexpr std::array kMagnitudes = {Magnitude{"k", "thousand"}, Magnitude{"K", "thousand"}, Magnitude{"m", "million"},
                                    Magnitude{"M", "million"},  Magnitude{"mn", "million"}, Magnitude{"bn", "billion"},
                                    Magnitude{"b", "billion"},  Magnitude{"B", "billion"},  Magnitude{"tn", "trillion"},
                                    Magnitude{"T", "trillion"}};

const Currency* currencyOf(const Token& token) {
    if (token.kind == Token::Kind::symbol && token.symbol == kCents.symbol) {
        return &kCents;
    }
    const auto* const found = std::find_if(kCurrencies.begin(), kCurrencies.end(), [&token](const Currency& currency) {
        return token.kind == Token::Kind::symbol ? currency.symbol == token.symbol && token.count == 1
                                                 : token.kind == Token::Kind::word && currency.code == token.text;
    });
    return found == kCurrencies.end() ? nullptr : found;
}

const Prefix* prefixOf(const Token& token) {
    const auto* const found = std::find_if(kPrefixes.begin(), kPrefixes.end(),
                                           [&token](const Prefix& prefix) { return prefix.letters == token.text; });
    return token.kind != Token::Kind::word || found == kPrefixes.end() ? nullptr : found;
}

std::string minorUnits(const Currency& currency, std::string fraction) {
    fraction.resize(2, '0');
    const int value = valueOf(fraction);
    return value == 0 ? std::string()
                      : cardinal(std::to_string(value)) + ' ' +
                            std::string(value == 1 ? currency.minorSingular : currency.minorPlural);
}

// "a five dollar bill", "one dollar", "five dollars".
std::string unitName(const Currency& currency, bool singular, const Prefix* prefix) {
    return (prefix != nullptr ? std::string(prefix->words) + ' ' : std::string()) +
           std::string(singular ? currency.singular : currency.plural);
}

// The amount after the symbol: `at` is its first token, `start` that of the whole sum. Returns the token after it.
std::size_t saySum(const Tokens& tokens, std::size_t start, std::size_t at, const Currency& currency,
                   const Prefix* prefix, Spoken& out) {
    Amount amount = rangeAt(tokens, at);
    std::size_t end = at + amount.tokens;
    // "$5-$10": the symbol is repeated.
    const bool dash = tokens.isSymbol(end, U'-') || tokens.isSymbol(end, U'–');
    if (dash && currencyOf(tokens.at(end + 1)) == &currency && !amount.isRange) {
        if (const Amount upper = amountAt(tokens, end + 2)) {
            amount.words += " to " + upper.words;
            amount.isRange = true;
            end += 2 + upper.tokens;
        }
    }
    std::string_view magnitude;
    if (const std::size_t spelled = magnitudeAt(tokens, end)) {
        magnitude = tokens.at(end + 1).text;
        end += spelled;
    } else if (tokens.isWord(end)) {
        for (const Magnitude& known : kMagnitudes) {
            if (known.suffix == tokens.at(end).text) {
                magnitude = known.word;
            }
        }
        end += magnitude.empty() ? 0 : 1;
    }
    const bool attributive = isAttributive(tokens, start, end);
    const bool hasMinor = !amount.fraction.empty() && amount.fraction.size() <= 2 && magnitude.empty() &&
                          !currency.minorPlural.empty() && !amount.isRange;
    if (!hasMinor) {
        out.word(amount.words);
        out.word(magnitude);
        out.word(unitName(currency, attributive || (amount.isSingular() && magnitude.empty()), prefix));
        return end;
    }
    const std::string minor = minorUnits(currency, amount.fraction);
    if (amount.digits == "0" && !minor.empty()) {
        out.word(minor);
        return end;
    }
    out.word(cardinal(amount.digits.empty() ? "0" : amount.digits));
    out.word(unitName(currency, amount.digits == "1", prefix));
    if (!minor.empty()) {
        out.word("and");
        out.word(minor);
    }
    return end;
}

}  // namespace

std::size_t money(const Tokens& tokens, std::size_t at, Spoken& out) {
    if (tokens.isNumber(at)) {  // 5€, 50¢, 20 EUR
        const Amount amount = rangeAt(tokens, at);
        const std::size_t magnitude = magnitudeAt(tokens, at + amount.tokens);
        const std::size_t after = at + amount.tokens + magnitude;
        const bool spaced = tokens.at(after).kind == Token::Kind::space;
        const std::size_t unit = after + (spaced ? 1 : 0);
        const Currency* const currency = currencyOf(tokens.at(unit));
        // In "5 $10 bills" and "for 5 £3 tickets" the symbol belongs to the number after it.
        if (currency == nullptr || tokens.isNumber(unit + 1)) {
            return 0;
        }
        const bool hasMinor =
            amount.fraction.size() == 2 && magnitude == 0 && !amount.isRange && !currency->minorPlural.empty();
        const std::string minor = hasMinor ? minorUnits(*currency, amount.fraction) : std::string();
        out.word(hasMinor ? cardinal(amount.digits) : amount.words);
        out.word(magnitude != 0 ? tokens.at(at + amount.tokens + 1).text : "");
        out.word(unitName(*currency, (amount.isSingular() || (hasMinor && amount.digits == "1")) && magnitude == 0,
                          nullptr));
        out.word(minor.empty() ? "" : "and " + minor);
        return unit + 1 - at;
    }
    const Prefix* const prefix = tokens.at(at + 1).kind == Token::Kind::symbol ? prefixOf(tokens.at(at)) : nullptr;
    const std::size_t symbol = at + (prefix != nullptr ? 1 : 0);
    const Currency* const currency = currencyOf(tokens.at(symbol));
    const bool isCode = tokens.isWord(symbol);
    std::size_t number = symbol + 1;
    if (tokens.at(number).kind == Token::Kind::space && isCode) {
        ++number;
    }
    const bool minus = (tokens.isSymbol(number, U'-') || tokens.isSymbol(number, U'−')) && !isCode;
    number += minus ? 1 : 0;
    if (currency == nullptr || currency == &kCents || (prefix != nullptr && isCode) || !amountAt(tokens, number)) {
        return 0;
    }
    out.word(minus ? "minus" : "");
    const std::size_t end = saySum(tokens, at, number, *currency, prefix, out);
    const bool isRate = tokens.isSymbol(end, U'/') && tokens.isWord(end + 1);  // $80/barrel
    out.word(isRate ? "per" : "");
    return end + (isRate ? 1 : 0) - at;
}

}  // namespace parlando::text
