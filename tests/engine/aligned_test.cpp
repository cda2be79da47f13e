#include <algorithm>
#include <cstdint>
#include <new>

#include <catch2/catch.hpp>

#include "engine/kernels/aligned.h"

namespace {

using namespace parlando::engine::kernels;

constexpr std::size_t kHugePage = std::size_t{2} << 20;

bool areZeros(const Floats& values) {
    return std::ranges::all_of(values, [](float value) { return value == 0.0F; });
}

TEST_CASE("blocks_of_every_size_are_aligned_and_zeros_even_where_others_lay") {
    for (const std::size_t count : {std::size_t{1}, std::size_t{1000}, kHugePage / sizeof(float) - 1,
                                    kHugePage / sizeof(float), kHugePage / sizeof(float) + 1, kHugePage + 12345}) {
        for (int round = 0; round < 2; ++round) {
            Floats values(count);
            CHECK(reinterpret_cast<std::uintptr_t>(values.data()) % 64 == 0);
            CHECK(areZeros(values));
            std::ranges::fill(values, 1.0F);
        }
    }
}

TEST_CASE("what_grows_keeps_its_values_and_is_zeros_beyond_them") {
    Floats values(1000, 2.0F);
    values.resize(kHugePage);
    CHECK(std::all_of(values.begin(), values.begin() + 1000, [](float value) { return value == 2.0F; }));
    CHECK(areZeros(Floats(values.begin() + 1000, values.end())));
    const Floats copy = values;
    CHECK(copy == values);
}

TEST_CASE("more_than_there_is_is_refused") {
    CHECK_THROWS_AS(allocateAligned(std::size_t{1} << 60), std::bad_alloc);
}

}  // namespace
