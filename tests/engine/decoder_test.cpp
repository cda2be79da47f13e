#include "engine/vits/decoder.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/values.h"
#include "engine/vits/checkpoint.h"

using namespace parlando::engine;

namespace {

constexpr std::int64_t kFrames = 300;

// The waveform of the same random latents, given so many frames at a time.
std::vector<float> waveform(vits::Decoder& decoder, std::int64_t atOnce) {
    kernels::WorkerPool pool(2);
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    decoder.begin(pool, {});
    std::vector<float> samples;
    for (std::int64_t given = 0; given < kFrames;) {
        const std::int64_t count = std::min(atOnce, kFrames - given);
        float* const rows = decoder.input().append(static_cast<std::size_t>(count));
        std::generate_n(rows, static_cast<std::size_t>(count) * decoder.input().stride(),
                        [&] { return normal(generator); });
        given += count;
        if (given == kFrames) {
            decoder.input().finish(given);
        }
        const auto piece = decoder.advance(pool, {});
        samples.insert(samples.end(), piece.begin(), piece.end());
    }
    return samples;
}

}  // namespace

TEST_CASE("the_waveform_is_the_same_however_many_frames_are_decoded_at_a_time") {
    auto checkpoint = vits::openCheckpoint(PARLANDO_VOICES "/robin");
    REQUIRE(checkpoint);
    Values values(std::move(checkpoint->weights));
    vits::Decoder decoder(values, checkpoint->config);
    REQUIRE(values.status());

    const std::vector<float> whole = waveform(decoder, kFrames);
    CHECK(whole.size() == kFrames * 128);
    CHECK(*std::ranges::max_element(whole) > 0.01F);
    for (const std::int64_t atOnce : {1, 7, 32}) {
        const std::vector<float> pieces = waveform(decoder, atOnce);
        REQUIRE(pieces.size() == whole.size());
        float worst = 0.0F;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            worst = std::max(worst, std::abs(pieces[i] - whole[i]));
        }
        CHECK(worst < 1e-5F);
    }
}
