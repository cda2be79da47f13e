#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>

#include "packages/download/failing_disk.h"
#include "packages/download/support/sample_package.h"

using namespace parlando;
using namespace parlando::testing;
using namespace std::chrono_literals;
using net::Problem;

namespace {

struct Downloading {
    SamplePackage package;
    MisbehavingServer server;
    TemporaryFolder folder = std::move(*TemporaryFolder::create());
    packages::DownloadSettings settings;

    Downloading() : settings(quickSettings({server.url()})) { package.serveOn(server); }

    Attempt run(const std::stop_token& stop = {}) const { return download(package, settings, folder.path(), stop); }
    std::filesystem::path partial() const { return folder.path() / (package.layer().sha256.hex() + ".partial"); }
    // As an earlier download could have left it.
    void leave(std::string content) const { std::ofstream(partial(), std::ios::binary) << content; }
    std::uint64_t fetched() const {
        return server.bytesSent("/sample.0") + server.bytesSent("/sample.1") + server.bytesSent("/sample.2");
    }
};

}  // namespace

TEST_CASE("a_layer_arrives_whole") {
    const Downloading one;
    const auto attempt = one.run();
    REQUIRE(attempt.isRight);
    REQUIRE(one.fetched() == one.package.archive.size());
}

TEST_CASE("a_layer_that_is_here_is_not_fetched_again") {
    const Downloading one;
    one.leave(one.package.archive);
    REQUIRE(one.run().isRight);
    REQUIRE(one.fetched() == 0);
}

TEST_CASE("one_flipped_bit_on_the_disk_costs_one_chunk") {
    const Downloading one;
    auto content = one.package.archive;
    content[5 * SamplePackage::kChunk + 77] ^= 4;
    one.leave(content);
    REQUIRE(one.run().isRight);
    REQUIRE(one.fetched() == SamplePackage::kChunk);
}

TEST_CASE("one_flipped_bit_on_the_way_costs_one_chunk") {
    Downloading one;
    one.settings.requestBytes = 4 * SamplePackage::kChunk;
    one.settings.connections = 1;
    one.server.misbehave(one.package.partPath(1), Fault::bitFlip, 1);
    REQUIRE(one.run().isRight);
    REQUIRE(one.fetched() == one.package.archive.size() + SamplePackage::kChunk);
}

TEST_CASE("an_interrupted_download_fetches_what_is_missing") {
    Downloading one;
    one.leave(one.package.archive.substr(0, 6 * SamplePackage::kChunk + 1000));
    REQUIRE(one.run().isRight);
    REQUIRE(one.fetched() == one.package.archive.size() - 6 * SamplePackage::kChunk);
}

TEST_CASE("what_lies_there_and_is_larger_or_other_is_never_taken_for_the_layer") {
    Downloading one;
    one.leave(std::string(2 * one.package.archive.size(), 'x'));
    REQUIRE(one.run().isRight);
    one.leave(one.package.archive + "tail");
    REQUIRE(one.run().isRight);
    one.leave("");
    REQUIRE(one.run().isRight);
}

TEST_CASE("a_link_or_a_folder_in_the_place_of_the_file_is_refused") {
    Downloading one;
    const auto elsewhere = one.folder.path() / "elsewhere";
    std::ofstream(elsewhere) << "precious";
    std::filesystem::create_symlink(elsewhere, one.partial());
    REQUIRE(one.run().outcome.error().problem == Problem::storage);
    REQUIRE(readFile(elsewhere, 100) == "precious");
    std::filesystem::remove(one.partial());
    std::filesystem::create_directory(one.partial());
    REQUIRE(one.run().outcome.error().problem == Problem::storage);
    std::filesystem::remove(one.partial());
    REQUIRE(::mkfifo(one.partial().c_str(), 0600) == 0);
    REQUIRE(one.run().outcome.error().problem == Problem::storage);
}

TEST_CASE("nothing_of_a_package_is_asked_for_before_its_manifest_is_trusted") {
    Downloading one;
    one.server.serve(std::string("/") + SamplePackage::kName, R"({"product":"evil"})");
    const auto attempt = one.run();
    REQUIRE(attempt.outcome.error().problem == Problem::untrusted);
    for (const auto& request : one.server.requests()) {
        REQUIRE(request.path.find(".part") == std::string::npos);
    }
    REQUIRE_FALSE(std::filesystem::exists(one.partial()));
}

TEST_CASE("a_manifest_or_signature_without_end_is_cut_off") {
    Downloading one;
    one.server.serve(std::string("/") + SamplePackage::kName, std::string(2'000'000, ' '));
    REQUIRE(one.run().outcome.error().problem == Problem::tooLarge);
    one.package.serveOn(one.server);
    one.server.serve(std::string("/") + SamplePackage::kName + ".sig", std::string(10'000, 's'));
    REQUIRE(one.run().outcome.error().problem == Problem::tooLarge);
}

TEST_CASE("mirrors_are_tried_in_order") {
    Downloading one;
    MisbehavingServer broken;
    one.settings = quickSettings({broken.url(), one.server.url()});
    SECTION("for the manifest") {}
    SECTION("for a manifest that is signed by somebody else") {
        one.package.serveOn(broken);
        broken.serve(std::string("/") + SamplePackage::kName + ".sig", "x");
    }
    SECTION("for a part that is missing") {
        one.package.serveOn(broken);
        broken.misbehave(one.package.partPath(1), Fault::status404, 1000);
    }
    SECTION("for a part that is another file") {
        one.package.serveOn(broken);
        broken.misbehave(one.package.partPath(1), Fault::otherContent, 1000);
    }
    SECTION("for a part that never comes") {
        one.package.serveOn(broken);
        broken.misbehave(one.package.partPath(2), Fault::closeInHead, 1000);
    }
    REQUIRE(one.run().isRight);
}

TEST_CASE("the_failure_of_the_first_source_is_reported_when_all_fail") {
    Downloading one;
    MisbehavingServer empty;
    one.server.misbehave(std::string("/") + SamplePackage::kName, Fault::status403, 1000);
    one.settings = quickSettings({one.server.url(), empty.url()});
    REQUIRE(one.run().outcome.error().problem == Problem::refused);
}

TEST_CASE("a_failure_names_the_part") {
    Downloading one;
    one.server.misbehave(one.package.partPath(1), Fault::status404, 1000);
    const auto message = one.run().outcome.error().message;
    REQUIRE(message.find("part 2/3 sample.1.part: the server does not have this file") != std::string::npos);
}

TEST_CASE("every_attempt_asks_the_original_address") {
    Downloading one;
    one.server.misbehave(one.package.partPath(0), Fault::redirectExpired, 2);
    REQUIRE(one.run().isRight);
}

TEST_CASE("parts_that_were_replaced_on_the_server_never_assemble") {
    Downloading one;
    const SamplePackage next(2);
    one.server.onRequest([&](const SeenRequest& request) {
        if (request.path == one.package.partPath(1)) {
            next.serveOn(one.server);  // a release is published over the old one meanwhile
        }
    });
    REQUIRE(one.run().outcome.error().problem == Problem::corrupt);
    one.server.onRequest({});
    one.package.serveOn(one.server);
    REQUIRE(one.run().isRight);
}

TEST_CASE("a_server_without_ranges_gives_the_parts_in_one_go_each") {
    Downloading one;
    for (std::size_t part = 0; part < 3; ++part) {
        one.server.misbehave(one.package.partPath(part), Fault::rangeIgnored, 1000);
    }
    REQUIRE(one.run().isRight);
    int withoutRange = 0;
    for (const auto& request : one.server.requests()) {
        withoutRange += request.path.ends_with(".part") && request.range.empty() ? 1 : 0;
    }
    REQUIRE(withoutRange == 3);
}

TEST_CASE("many_short_connections_still_bring_the_whole") {
    Downloading one;
    one.settings.retry.attempts = 3;
    for (std::size_t part = 0; part < 3; ++part) {
        one.server.misbehave(one.package.partPath(part), Fault::closeInBody, 1000);
    }
    REQUIRE(one.run().isRight);
}

TEST_CASE("after_429_there_is_one_connection") {
    Downloading one;
    one.server.misbehave(one.package.partPath(0), Fault::status429, 1);
    one.server.misbehave(one.package.partPath(1), Fault::stallInBody, 1);
    REQUIRE(one.run().isRight);
    // The one connection waited for the stalled part; nothing else was asked for meanwhile.
    const auto requests = one.server.requests();
    REQUIRE(requests.size() > 6);
}

TEST_CASE("any_failing_write_is_reported_and_what_has_arrived_is_kept") {
    // Eleven chunks, the size of the file and the last flush.
    for (const auto& [error, problem] : std::vector<std::pair<int, Problem>>{{ENOSPC, Problem::diskFull},
                                                                             {EDQUOT, Problem::diskFull},
                                                                             {EIO, Problem::storage},
                                                                             {EACCES, Problem::storage}}) {
        for (int call = 0; call < 13; ++call) {
            CAPTURE(call, error);
            Downloading one;
            one.settings.connections = 1;
            {
                const FailingDisk disk(call, error);
                const auto attempt = one.run();
                REQUIRE_FALSE(attempt.outcome);
                REQUIRE(attempt.outcome.error().problem == problem);
                REQUIRE(disk.calls() == call + 1);  // it is not tried again and again
            }
            one.server.forgetRequests();
            REQUIRE(one.run().isRight);
            const auto kept = std::uint64_t(std::clamp(call - 1, 0, 11)) * SamplePackage::kChunk;
            REQUIRE(one.fetched() ==
                    one.package.archive.size() - std::min<std::uint64_t>(kept, one.package.archive.size()));
        }
    }
}

TEST_CASE("a_full_disk_is_said_with_what_is_needed_and_what_is_free") {
    Downloading one;
    const FailingDisk disk(5, ENOSPC);
    const auto message = one.run().outcome.error().message;
    REQUIRE(message.find("are still needed and") != std::string::npos);
    REQUIRE(message.find("are free") != std::string::npos);
}

TEST_CASE("progress_goes_forward_to_the_real_total") {
    Downloading one;
    one.server.misbehave(one.package.partPath(0), Fault::bitFlip, 2);
    const auto attempt = one.run();
    REQUIRE(attempt.outcome);
    REQUIRE(attempt.progress.size() >= 4);
    packages::Progress before{};
    for (const auto& progress : attempt.progress) {
        REQUIRE(progress.total == one.package.archive.size());
        REQUIRE((progress.phase != before.phase || progress.bytes >= before.bytes));
        before = progress;
    }
    REQUIRE(before.phase == packages::Phase::downloading);
    REQUIRE(before.bytes == before.total);
}

TEST_CASE("a_second_download_of_the_same_layer_is_told_so") {
    Downloading one;
    one.server.misbehave(one.package.partPath(0), Fault::stallInBody, 1);
    one.settings.network.stallTimeout = 30s;
    std::stop_source stop;
    std::thread first([&] { (void)one.run(stop.get_token()); });
    while (one.server.requests().size() < 4) {
        std::this_thread::sleep_for(1ms);
    }
    REQUIRE(one.run().outcome.error().problem == Problem::busy);
    stop.request_stop();
    first.join();
    one.server.behave();
    REQUIRE(one.run().isRight);
}

TEST_CASE("a_stop_keeps_what_has_arrived") {
    for (const auto& [path, fault] : std::vector<std::pair<std::string, Fault>>{
             {std::string("/") + SamplePackage::kName, Fault::stallBeforeHead},
             {std::string("/") + SamplePackage::kName + ".sig", Fault::stallInHead},
             {"/sample.0.part", Fault::stallAfterHead},
             {"/sample.1.part", Fault::stallInBody},
             {"/sample.2.part", Fault::dripBody}}) {
        CAPTURE(path);
        Downloading one;
        one.settings.network.stallTimeout = 30s;
        one.server.misbehave(path, fault, 1);
        std::stop_source stop;
        std::thread stopper([&] {
            std::this_thread::sleep_for(100ms);
            stop.request_stop();
        });
        REQUIRE(one.run(stop.get_token()).outcome.error().problem == Problem::cancelled);
        stopper.join();
        one.server.behave();
        one.server.forgetRequests();
        REQUIRE(one.run().isRight);
        if (path.ends_with("2.part")) {
            REQUIRE(one.fetched() < one.package.archive.size() / 2);
        }
    }
}

TEST_CASE("a_download_that_loses_its_file_does_not_call_itself_complete") {
    Downloading one;
    one.server.onRequest([&](const SeenRequest& request) {
        if (request.path == one.package.partPath(2)) {
            std::filesystem::remove(one.partial());
        }
    });
    REQUIRE(one.run().outcome.error().problem == Problem::busy);
    one.server.onRequest({});
    REQUIRE(one.run().isRight);
}

TEST_CASE("connections_that_fail_in_turns_come_to_an_end") {
    Downloading one;
    one.settings.connections = 2;
    one.server.misbehave(one.package.partPath(1), Fault::stallBeforeHead, 1'000'000);
    std::atomic<bool> isFirst = true;
    one.server.onRequest([&](const SeenRequest& request) {
        if (request.path == one.package.partPath(0) && isFirst.exchange(false)) {
            std::this_thread::sleep_for(120ms);  // so that the two begin with the next part at different times
        }
    });
    REQUIRE(one.run().outcome.error().problem == Problem::stalled);
}

TEST_CASE("release_addresses_are_a_list") {
    const auto settings = packages::downloadSettings(" https://a.example/x, https://b.example/y\n");
    REQUIRE(settings);
    REQUIRE(settings->sources == std::vector<std::string>{"https://a.example/x", "https://b.example/y"});
    REQUIRE(settings->network.policy.check("https://b.example/other"));
    REQUIRE(settings->network.policy.check("https://objects.githubusercontent.com/asset"));
    REQUIRE(packages::downloadSettings("").error().problem == Problem::forbiddenAddress);
    REQUIRE(packages::downloadSettings("https://a.example ftp://b.example").error().problem ==
            Problem::forbiddenAddress);
}
