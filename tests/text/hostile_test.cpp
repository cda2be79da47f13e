#include <cstddef>
#include <string>

#include <catch2/catch.hpp>

#include "base/utf8.h"
#include "families.h"
#include "text/front_end.h"
#include "text/normaliser.h"
#include "words.h"

namespace parlando::text {

// Speed is measured by tests/bench/text_bench.cpp; here a text only has to come back, in one piece.
TEST_CASE("hostile text is normalised to valid UTF-8") {
    for (const auto piece : testing::kFamilies) {
        for (const std::size_t bytes : {std::size_t{64} << 10, std::size_t{128} << 10}) {
            INFO("\"" << piece << "\" repeated to " << bytes << " bytes");
            CHECK_FALSE(utf8::firstInvalid(normalise(testing::repeated(piece, bytes)).spoken).has_value());
        }
    }
}

TEST_CASE("hostile text gives utterances that stay inside it") {
    for (const auto piece : testing::kFamilies) {
        INFO("\"" << piece << "\" repeated");
        const std::string text = testing::repeated(piece, std::size_t{64} << 10);
        const auto utterances = prepare(text);
        if (!utterances) {
            CHECK(utterances.error().code == ErrorCode::invalidInput);
            continue;
        }
        bool valid = true;
        bool bounded = true;
        for (const Utterance& utterance : *utterances) {
            valid = valid && !utf8::firstInvalid(utterance.spoken).has_value();
            bounded = bounded && utf8::decode(utterance.spoken).size() <= Limits{}.longestUtterance + 2;
        }
        CHECK(testing::problemOf(*utterances, text) == "");
        CHECK(valid);
        CHECK(bounded);
    }
}

}  // namespace parlando::text
