#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/kokoro/speech.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/voice.h"

using namespace parlando;
using namespace parlando::engine;
using kernels::WorkerPool;

namespace {

namespace fs = std::filesystem;

// A model that asks for its own end as soon as it knows how long its speech will be: far from the end of the work.
class EndsAtDurations : public kokoro::Model {
public:
    EndsAtDurations(std::unique_ptr<kokoro::Model> model, std::stop_source& stop)
        : m_model(std::move(model)), m_stop(stop) {}

    const kokoro::Config& config() const override { return m_model->config(); }
    std::int64_t longestInput() const override { return m_model->longestInput(); }
    std::size_t styleSize() const override { return m_model->styleSize(); }
    Result<std::vector<float>> synthesise(std::span<const std::int64_t> ids, std::span<const float> style, double speed,
                                          const kokoro::NoiseSource& noise, const kokoro::Trace& trace,
                                          const kokoro::DurationSink&) override {
        return m_model->synthesise(ids, style, speed, noise, trace,
                                   [this](std::span<const std::int64_t>) { m_stop.request_stop(); });
    }

private:
    std::unique_ptr<kokoro::Model> m_model;
    std::stop_source& m_stop;
};

const fs::path kParity = PARLANDO_PARITY;

void requireInterruption(WorkerPool& pool, SpeechModel& model, const std::stop_source& stop, const WordSink& words) {
    const auto speak = [&] {
        std::size_t heard = 0;
        const auto done = model.speak(
            {.spoken = "a big dog", .words = {{0, 1}, {2, 5}, {6, 9}}}, {},
            [&heard](std::span<const float> samples) {
                heard += samples.size();
                return Result<>();
            },
            words);
        return std::pair(done, heard);
    };
    {
        const WorkerPool::Interruption interruption(pool, stop.get_token());
        const auto [done, heard] = speak();
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::cancelled);
        CHECK(heard == 0);
    }
    const auto [done, heard] = speak();  // what was begun is not in the way of what comes next
    CHECK(done);
    CHECK(heard > 0);
}

}  // namespace

TEST_CASE("kernels_begin_nothing_that_is_no_longer_wanted") {
    WorkerPool pool(2);
    std::stop_source stop;
    int begun = 0;
    const auto run = [&] { pool.run(1, [&begun](std::size_t) { ++begun; }); };
    {
        const WorkerPool::Interruption interruption(pool, stop.get_token());
        run();
        CHECK(begun == 1);
        stop.request_stop();
        CHECK_THROWS_AS(run(), kernels::Interrupted);
        CHECK(begun == 1);
    }
    run();
    CHECK(begun == 2);
}

TEST_CASE("vits_is_interrupted_before_it_has_a_sound") {
    WorkerPool pool(2);
    std::stop_source stop;
    const auto model = vits::loadVoice(kParity / "plain_small",
                                       [&pool](const fs::path& path) { return vits::loadCpuModel(path, pool); });
    REQUIRE(model);
    requireInterruption(pool, **model, stop, [&stop](const WordPlace&) { stop.request_stop(); });
}

TEST_CASE("kokoro_is_interrupted_within_a_piece") {
    WorkerPool pool(2);
    std::stop_source stop;
    const auto load = [&](const fs::path& path) -> Result<std::unique_ptr<kokoro::Model>> {
        PARLANDO_TRY_ASSIGN(auto model, kokoro::loadCpuModel(path, pool));
        return std::make_unique<EndsAtDurations>(std::move(model), stop);
    };
    const auto model = kokoro::loadVoice(kParity / "kokoro_one_stage", load);
    REQUIRE(model);
    requireInterruption(pool, **model, stop, {});
}
