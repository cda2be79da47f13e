#include "packages/package_builder.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

namespace {

InstalledPackage package(const std::string& version) {
    return {Sha256::of(std::as_bytes(std::span(version))), "cuda", "cu128", version, 1};
}

const InstalledPackage kOld = package("1");
const InstalledPackage kNew = package("2");

Active good(const InstalledPackage& which) {
    return confirmed(activated({}, which));
}

}  // namespace

TEST_CASE("a_first_package_is_tried_before_it_is_good") {
    const auto first = activated({}, kOld);
    REQUIRE(first.state == PackageState::trial);
    REQUIRE_FALSE(first.previous);
    REQUIRE(confirmed(first).state == PackageState::good);
}

TEST_CASE("what_was_good_is_kept_until_the_next_one_is") {
    const auto next = activated(good(kOld), kNew);
    REQUIRE(next.state == PackageState::trial);
    REQUIRE(next.previous == kOld);
    REQUIRE(failed(next, "no kernel image").previous == kOld);
    REQUIRE_FALSE(confirmed(next).previous);
}

TEST_CASE("what_was_never_good_is_not_kept") {
    REQUIRE_FALSE(activated(activated({}, kOld), kNew).previous);
    REQUIRE_FALSE(activated(failed(activated({}, kOld), "x"), kNew).previous);
    // … but what was good before it still is.
    REQUIRE(activated(activated(good(kOld), kNew), package("3")).previous == kOld);
    REQUIRE(activated(failed(activated(good(kOld), kNew), "x"), package("3")).previous == kOld);
}

TEST_CASE("going_back_to_the_previous_package_does_not_keep_it_twice") {
    REQUIRE_FALSE(activated(activated(good(kOld), kNew), kOld).previous);
}

TEST_CASE("activating_what_is_active_changes_nothing_unless_it_failed") {
    REQUIRE(activated(good(kOld), kOld) == good(kOld));
    const auto again = activated(failed(activated(good(kOld), kNew), "x"), kNew);
    REQUIRE(again.state == PackageState::trial);
    REQUIRE(again.previous == kOld);
    REQUIRE(again.reason.empty());
}

TEST_CASE("a_crash_on_trial_is_a_failure_with_its_reason") {
    const auto after = crashed(activated(good(kOld), kNew), kNow, "killed by signal 11");
    REQUIRE(after.state == PackageState::failed);
    REQUIRE(after.reason == "killed by signal 11");
    REQUIRE(after.previous == kOld);
}

TEST_CASE("a_good_package_may_crash_now_and_then_but_not_three_times_in_five_minutes") {
    auto now_and_then = good(kOld);
    for (int i = 0; i < 10; ++i) {
        now_and_then = crashed(now_and_then, kNow + i * (kCrashWindow / 2), "x");
        REQUIRE(now_and_then.state == PackageState::good);
        REQUIRE(now_and_then.crashes.size() < kCrashLimit);
    }
    const auto twice = crashed(crashed(good(kOld), kNow, "x"), kNow + 1, "x");
    REQUIRE(twice.state == PackageState::good);
    REQUIRE(crashed(twice, kNow + 2, "x").state == PackageState::failed);
    REQUIRE(crashed(twice, kNow + kCrashWindow, "x").state == PackageState::good);
}

TEST_CASE("crashes_from_before_the_clock_was_set_back_do_not_count") {
    const auto twice = crashed(crashed(good(kOld), kNow, "x"), kNow + 1, "x");
    REQUIRE(crashed(twice, kNow - 10'000, "x").state == PackageState::good);
}

TEST_CASE("the_user_may_try_a_failed_package_again") {
    const auto again = retried(failed(good(kOld), "x"));
    REQUIRE(again.state == PackageState::trial);
    REQUIRE(again.reason.empty());
    REQUIRE(retried(good(kOld)) == good(kOld));
}

TEST_CASE("the_state_is_written_and_read") {
    for (const auto& active : {activated({}, kOld), good(kOld), crashed(good(kOld), kNow, "x"),
                               failed(activated(good(kOld), kNew), "why\n\"")}) {
        REQUIRE(valueOf(activeFrom(toJson(active))) == active);
    }
}

TEST_CASE("a_reason_may_be_long_or_no_text_at_all") {
    for (const auto& reason : {std::string(100'000, 'x'), std::string("\xff\xfe\0\x01", 4)}) {
        const auto read = valueOf(activeFrom(toJson(failed(good(kOld), reason))));
        REQUIRE(read.state == PackageState::failed);
        REQUIRE(read.reason.size() <= 2000);
    }
}

TEST_CASE("a_state_that_is_not_understood_entirely_is_refused") {
    const auto text = toJson(activated(good(kOld), kNew));
    const auto replaced = [&](const std::string& from, const std::string& to) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        return changed;
    };
    REQUIRE(activeFrom(text));
    for (const auto& bad : {std::string(), std::string("{}"), text + "x", replaced("trial", "trying"),
                            replaced("\"format\": 1", "\"format\": 2"), replaced("\"sequence\": 1", "\"sequence\": -1"),
                            replaced("\"variant\"", "\"variety\""), replaced(kNew.id.hex(), "../../bin"),
                            replaced(kOld.id.hex(), ""), replaced("\"reason\"", "\"more\": 1, \"reason\"")}) {
        CAPTURE(bad);
        REQUIRE_FALSE(activeFrom(bad));
    }
    for (std::size_t size = 0; size < text.size() - 1; ++size) {
        REQUIRE_FALSE(activeFrom(text.substr(0, size)));
    }
}
