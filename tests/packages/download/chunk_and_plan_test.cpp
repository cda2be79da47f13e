#include <fstream>

#include <catch2/catch.hpp>

#include "packages/chunk_file.h"
#include "packages/download/support/sample_package.h"
#include "packages/plan.h"

using namespace parlando;
using namespace parlando::packages;
using namespace std::chrono_literals;
using parlando::testing::SamplePackage;

TEST_CASE("versions_are_compared_number_by_number") {
    REQUIRE(std::is_eq(compareVersions("525.60", "525.60")));
    REQUIRE(std::is_gt(compareVersions("525.60.13", "525.60")));
    REQUIRE(std::is_eq(compareVersions("525.60", "525.60.0")));
    REQUIRE(std::is_lt(compareVersions("525.9", "525.60")));
    REQUIRE(std::is_gt(compareVersions("1000", "525.60")));
    REQUIRE(std::is_lt(compareVersions("", "525")));
    REQUIRE(std::is_lt(compareVersions("abc", "525")));
}

TEST_CASE("a_package_needs_a_driver_that_is_new_enough") {
    const SamplePackage package;
    REQUIRE(checkGraphics(package.manifest, {"535.183.01", {"8.6"}}));
    REQUIRE(checkGraphics(package.manifest, {"525.60.13", {"8.6"}}));
    const auto old = checkGraphics(package.manifest, {"470.42", {"8.6"}});
    REQUIRE(old.error().message == "the NVIDIA driver is 470.42; this package needs 525.60 or newer");
    REQUIRE(checkGraphics(package.manifest, {"", {}}).error().message.find("no NVIDIA driver") != std::string::npos);
}

TEST_CASE("code_runs_on_cards_of_the_same_generation_or_a_later_one_within_it") {
    const SamplePackage package;  // 7.5, 8.0, 8.6, 9.0
    for (const auto* const card : {"7.5", "8.0", "8.6", "8.7", "8.9", "9.0"}) {
        CAPTURE(card);
        REQUIRE(checkGraphics(package.manifest, {"600", {card}}));
    }
    for (const auto* const card : {"5.2", "6.1", "7.0", "10.0", "12.0", "", "?"}) {
        CAPTURE(card);
        const auto outcome = checkGraphics(package.manifest, {"600", {card}});
        REQUIRE_FALSE(outcome);
        REQUIRE(outcome.error().code == ErrorCode::incompatible);
    }
    REQUIRE(checkGraphics(package.manifest, {"600", {"6.1", "8.9"}}));
    REQUIRE_FALSE(checkGraphics(package.manifest, {"600", {}}));
}

TEST_CASE("a_plan_has_what_the_store_lacks") {
    const auto folder = TemporaryFolder::create();
    SamplePackage package;
    auto second = package.layer();
    second.name = "cuda-libraries";
    second.sha256 = Sha256::of({});
    package.manifest.layers.push_back(second);
    const auto everything = planDownload(package.manifest, {}, folder->path());
    REQUIRE(everything);
    REQUIRE(everything->layers.size() == 2);
    REQUIRE(everything->fetchBytes == 2 * second.size);
    REQUIRE(everything->needBytes == 2 * (second.size + second.unpacked) + kDiskMargin);
    REQUIRE(everything->freeBytes > everything->needBytes);
    const std::vector present{second.sha256};
    REQUIRE(planDownload(package.manifest, present, folder->path())->layers == std::vector{&package.layer()});
    const std::vector both{second.sha256, package.layer().sha256};
    REQUIRE(planDownload(package.manifest, both, folder->path())->needBytes == 0);
}

TEST_CASE("what_an_earlier_download_has_stored_is_not_needed_again") {
    const auto folder = TemporaryFolder::create();
    const SamplePackage package;
    {
        std::ofstream partial(folder->path() / (package.layer().sha256.hex() + ".partial"), std::ios::binary);
        partial << package.archive.substr(0, 1'048'576);
    }
    const auto plan = planDownload(package.manifest, {}, folder->path());
    REQUIRE(plan->needBytes <= package.layer().size - 1'000'000 + package.layer().unpacked + kDiskMargin);
    REQUIRE(plan->fetchBytes == package.layer().size);
}

TEST_CASE("a_package_that_does_not_fit_on_the_disk_is_refused_with_numbers") {
    const auto folder = TemporaryFolder::create();
    SamplePackage package;
    package.manifest.layers.front().unpacked = std::uint64_t{1} << 50;
    const auto plan = planDownload(package.manifest, {}, folder->path());
    REQUIRE(plan.error().problem == net::Problem::diskFull);
    REQUIRE(plan.error().message.find("make room for") != std::string::npos);
}

TEST_CASE("a_folder_that_cannot_be_written_is_said_before_any_byte") {
    const auto folder = TemporaryFolder::create();
    std::ofstream(folder->path() / "file") << "";
    const SamplePackage package;
    const auto plan = planDownload(package.manifest, {}, folder->path() / "file" / "below");
    REQUIRE(plan.error().problem == net::Problem::storage);
    REQUIRE(plan.error().message.find((folder->path() / "file").string()) != std::string::npos);
    REQUIRE(planDownload(package.manifest, {}, "/proc/nowhere").error().problem == net::Problem::storage);
}

TEST_CASE("speed_is_bytes_per_second_and_gives_the_time_that_remains") {
    const auto now = std::chrono::steady_clock::now();
    const auto speed = estimateSpeed({now, 1000}, {now + 2s, 5000}, 10'000);
    REQUIRE(speed.bytesPerSecond == Approx(2000));
    REQUIRE(speed.remaining == 5s);
    REQUIRE(estimateSpeed({now, 0}, {now + 1s, 3}, 10).remaining == 4s);
    REQUIRE(estimateSpeed({now, 0}, {now + 1s, 1000}, 0).remaining == 0s);
}

TEST_CASE("without_progress_there_is_no_speed_and_no_time") {
    const auto now = std::chrono::steady_clock::now();
    REQUIRE_FALSE(estimateSpeed({now, 1000}, {now + 2s, 1000}, 10).remaining);
    REQUIRE_FALSE(estimateSpeed({now, 1000}, {now, 2000}, 10).remaining);
    REQUIRE_FALSE(estimateSpeed({now, 1000}, {now + 2s, 900}, 10).remaining);
    REQUIRE_FALSE(estimateSpeed({now, 0}, {now + 1h, 1}, std::uint64_t{1} << 60).remaining);
}

TEST_CASE("a_chunk_counts_once_it_has_been_compared_in_this_process") {
    const auto folder = TemporaryFolder::create();
    const SamplePackage package;
    auto file = ChunkFile::open(folder->path(), package.layer(), SamplePackage::kChunk);
    REQUIRE(file);
    REQUIRE(file->bytes() == 0);
    REQUIRE(std::filesystem::file_size(file->path()) == package.archive.size());
    const auto all = std::as_bytes(std::span(package.archive));
    for (std::size_t chunk = 0; chunk < package.layer().chunks.size(); ++chunk) {
        REQUIRE_FALSE(file->complete());
        REQUIRE_FALSE(file->has(chunk));
        REQUIRE(file->store(chunk, all.subspan(file->beginOf(chunk), file->endOf(chunk) - file->beginOf(chunk))));
        REQUIRE(file->has(chunk));
    }
    REQUIRE(file->complete());
    REQUIRE(file->finish());
    REQUIRE(readFile(file->path(), 1 << 30) == package.archive);
}
