#include <memory>
#include <string>

#include <catch2/catch.hpp>

#include "base/log.h"
#include "base/result.h"

using namespace parlando;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return failure(ErrorCode::invalidInput, std::to_string(number) + " is odd");
    }
    return number / 2;
}

Result<> requireEven(int number, int& evaluations) {
    const auto count = [&]() -> Result<int> {
        ++evaluations;
        return half(number);
    };
    PARLANDO_TRY(count());
    return {};
}

Result<int> quarter(int number) {
    PARLANDO_TRY_ASSIGN(const int once, half(number));
    PARLANDO_TRY_ASSIGN(const int twice, half(once));
    return twice;
}

Result<std::unique_ptr<int>> boxed(int number) {
    PARLANDO_TRY_ASSIGN(const int value, half(number));
    return std::make_unique<int>(value);
}

Result<int> unboxed(int number) {
    PARLANDO_TRY_ASSIGN(const auto box, boxed(number));
    return *box;
}

}  // namespace

TEST_CASE("try_assign_gives_the_value_or_returns_the_error") {
    REQUIRE(quarter(12) == 3);
    REQUIRE(quarter(6).error().message == "3 is odd");
    REQUIRE(quarter(7).error().message == "7 is odd");
    REQUIRE(quarter(7).error().code == ErrorCode::invalidInput);
}

TEST_CASE("try_assign_moves_what_cannot_be_copied") {
    REQUIRE(unboxed(8) == 4);
    REQUIRE_FALSE(unboxed(9));
}

TEST_CASE("try_evaluates_once_and_returns_the_error") {
    int evaluations = 0;
    REQUIRE(requireEven(2, evaluations));
    REQUIRE(evaluations == 1);
    REQUIRE(requireEven(3, evaluations).error().message == "3 is odd");
    REQUIRE(evaluations == 2);
}

TEST_CASE("context_puts_where_before_what_and_keeps_the_code") {
    const Error error = Error{ErrorCode::corrupt, "hidden_size is 0"}.context("config.json").context("voice robin");
    REQUIRE(error.message == "voice robin: config.json: hidden_size is 0");
    REQUIRE(error.code == ErrorCode::corrupt);
}

TEST_CASE("a_log_level_that_does_not_exist_is_an_error_that_names_those_that_do") {
    const auto level = GENERATE("", "loud", "INFO", "info ", "3");
    const auto started = log::start(level);
    REQUIRE_FALSE(started);
    REQUIRE(started.error().code == ErrorCode::invalidInput);
    REQUIRE(started.error().message.find("'" + std::string(level) + "'") != std::string::npos);
    REQUIRE(started.error().message.find("trace, debug, info, warn, error or off") != std::string::npos);
}

TEST_CASE("every_log_level_in_that_list_exists") {
    for (const auto* level : {"trace", "debug", "info", "warn", "error", "off"}) {
        REQUIRE(log::start(level));
    }
}
