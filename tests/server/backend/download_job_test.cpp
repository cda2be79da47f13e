#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "server/backend/download_events.h"
#include "server/backend/download_job.h"

using namespace parlando;
using namespace parlando::server;
using namespace std::chrono_literals;

namespace {

DownloadState waitForEnd(const DownloadJob& job) {
    auto state = job.state();
    while (isUnderWay(state.progress.stage)) {
        state = job.waitForChange(state.revision, 1s, {});
    }
    return state;
}

Result<> untilStopped(const DownloadJob::Report&, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::this_thread::sleep_for(1ms);
    }
    return failure(ErrorCode::cancelled, "cancelled");
}

}  // namespace

TEST_CASE("there_is_no_news_before_the_first_download") {
    DownloadJob job("CUDA backend");
    CHECK(job.state().progress.stage == DownloadStage::idle);
    CHECK(job.waitForChange(0, 1ms, {}).revision == 0);
    CHECK_FALSE(job.cancel());
}

TEST_CASE("a_second_download_is_refused_while_one_is_under_way") {
    DownloadJob job("CUDA backend");
    REQUIRE(job.start(untilStopped));
    const auto second = job.start(untilStopped);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::busy);
    CHECK(job.state().job == 1);
    CHECK(job.cancel());
    CHECK(job.state().progress.stage == DownloadStage::cancelled);
    REQUIRE(job.start(untilStopped));
    CHECK(job.state().job == 2);
}

TEST_CASE("of_many_who_start_at_once_one_succeeds") {
    DownloadJob job("CUDA backend");
    std::atomic<int> started = 0;
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 16; ++i) {
            callers.emplace_back([&] { started += job.start(untilStopped) ? 1 : 0; });
        }
    }
    CHECK(started == 1);
}

TEST_CASE("a_download_lets_everything_else_go_first") {
    const int before = ::getpriority(PRIO_PROCESS, 0);
    int during = 0;
    int further = 0;
    DownloadJob job("CUDA backend");
    REQUIRE(job.start([&](const DownloadJob::Report&, const std::stop_token&) {
        during = ::getpriority(PRIO_PROCESS, 0);
        std::jthread([&further] { further = ::getpriority(PRIO_PROCESS, 0); }).join();
        return Result<>();
    }));
    waitForEnd(job);
    CHECK(during > before);
    CHECK(further == during);
    CHECK(::getpriority(PRIO_PROCESS, 0) == before);
}

TEST_CASE("a_failure_is_kept_for_whoever_asks_later") {
    DownloadJob job("CUDA backend");
    REQUIRE(job.start([](const DownloadJob::Report& report, const std::stop_token&) -> Result<> {
        report({DownloadStage::downloading, 5, 10});
        return failure(ErrorCode::io, "part 2/3 x: the disk is full");
    }));
    waitForEnd(job);
    const auto late = job.state();
    CHECK(late.progress.stage == DownloadStage::error);
    CHECK(late.progress.current == 5);
    CHECK(late.error.value().message == "part 2/3 x: the disk is full");
    // The next one starts with a clean slate.
    REQUIRE(job.start([](const DownloadJob::Report&, const std::stop_token&) -> Result<> { return {}; }));
    CHECK(waitForEnd(job).progress.stage == DownloadStage::complete);
    CHECK_FALSE(job.state().error);
}

TEST_CASE("progress_reaches_who_waits_in_order") {
    DownloadJob job("CUDA backend");
    REQUIRE(job.start([](const DownloadJob::Report& report, const std::stop_token&) -> Result<> {
        for (std::uint64_t i = 0; i <= 100; ++i) {
            report({DownloadStage::downloading, i, 100});
        }
        return {};
    }));
    std::uint64_t last = 0;
    auto state = job.state();
    while (isUnderWay(state.progress.stage)) {
        CHECK(state.progress.current >= last);
        last = state.progress.current;
        state = job.waitForChange(state.revision, 1s, {});
    }
    CHECK(state.progress.current == 100);
}

TEST_CASE("a_download_ends_with_its_owner") {
    auto job = std::make_unique<DownloadJob>("CUDA backend");
    REQUIRE(job->start(untilStopped));
    job.reset();
}

TEST_CASE("a_waiting_client_that_goes_away_waits_no_longer") {
    DownloadJob job("CUDA backend");
    REQUIRE(job.start(untilStopped));
    std::stop_source gone;
    gone.request_stop();
    const auto state = job.waitForChange(job.state().revision, 1h, gone.get_token());
    CHECK(isUnderWay(state.progress.stage));
}

namespace {

// What a client that follows the download reads.
std::string follow(const DownloadJob& job, const std::function<void(std::string_view)>& onEvent) {
    std::string text;
    const auto response = followDownload(job, {}, [](const DownloadState& state) { return std::to_string(state.job); });
    const auto sent = std::get<http::BodyProducer>(response.body)([&](std::span<const std::byte> bytes) -> Result<> {
        const std::string event(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        text += event;
        onEvent(event);
        return {};
    });
    CHECK(sent);
    return text;
}

}  // namespace

TEST_CASE("who_follows_a_download_hears_nothing_of_the_next") {
    DownloadJob job("Voice");
    REQUIRE(job.start(untilStopped));
    const auto text = follow(job, [&](std::string_view) {
        job.cancel();
        REQUIRE(job.start(untilStopped));
    });
    CHECK(text == "data: 1\n\n");
    CHECK(isUnderWay(job.state().progress.stage));
}

TEST_CASE("who_follows_before_there_is_a_download_hears_of_the_first") {
    DownloadJob job("Voice");
    const auto text = follow(job, [&](std::string_view event) {
        if (event.starts_with(':')) {
            REQUIRE(job.start([](const DownloadJob::Report&, const std::stop_token&) -> Result<> { return {}; }));
        }
    });
    CHECK(text.ends_with("data: 1\n\n"));
}
