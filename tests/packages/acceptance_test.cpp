#include "packages/package_builder.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

namespace {

const auto kId = Sha256::of(std::as_bytes(std::span(std::string_view("this one"))));
const auto kOtherId = Sha256::of(std::as_bytes(std::span(std::string_view("another"))));

Manifest good() {
    auto manifest = testRequest("", "").head;
    manifest.sequence = 7;
    return manifest;
}

Result<> check(const Manifest& manifest, const std::optional<SeenManifest>& seen = {}, std::int64_t now = kNow) {
    return checkAcceptable(manifest, kId, testWanted(), seen, now);
}

}  // namespace

TEST_CASE("what_was_asked_for_is_accepted") {
    succeeds(check(good()));
    succeeds(check(good(), SeenManifest{6, kOtherId}));
    succeeds(check(good(), SeenManifest{7, kId}));
}

TEST_CASE("a_package_of_another_kind_is_refused_and_named") {
    const auto with = [](auto change) {
        auto manifest = good();
        change(manifest);
        return check(manifest);
    };
    REQUIRE(says(with([](Manifest& m) { m.product = "tintando"; }), "tintando"));
    REQUIRE(says(with([](Manifest& m) { m.variant = "rocm"; }), "rocm"));
    REQUIRE(says(with([](Manifest& m) { m.flavour = "cu126"; }), "cu126"));
    REQUIRE(says(with([](Manifest& m) { m.os = "windows"; }), "windows"));
    REQUIRE(says(with([](Manifest& m) { m.architecture = "riscv64"; }), "riscv64"));
    REQUIRE(says(with([](Manifest& m) { m.version = "0.1.1"; }), "belongs to Parlando 0.1.1"));
    REQUIRE(says(with([](Manifest& m) { m.version = "0.1.0-1"; }), "belongs to"));
}

TEST_CASE("an_older_release_is_refused") {
    REQUIRE(says(check(good(), SeenManifest{8, kOtherId}),
                 "older (release 7) than one that was offered before (release 8)"));
}

TEST_CASE("the_same_release_with_other_content_is_refused") {
    REQUIRE(says(check(good(), SeenManifest{7, kOtherId}), "claims to be release 7"));
}

TEST_CASE("a_release_far_ahead_would_lock_out_all_that_follow") {
    auto manifest = good();
    manifest.sequence = 1'000'000;
    succeeds(check(manifest));
    manifest.sequence = 1'000'001;
    REQUIRE(says(check(manifest), "too far ahead"));
    succeeds(check(manifest, SeenManifest{1, kOtherId}));
    manifest.sequence = ~std::uint64_t{0};
    REQUIRE(says(check(manifest, SeenManifest{7, kId}), "too far ahead"));
    manifest.sequence = std::uint64_t{1} << 53;
    REQUIRE(says(check(manifest, SeenManifest{7, kId}), "too far ahead"));
}

TEST_CASE("an_expired_offer_is_refused_from_its_last_second_on") {
    const auto manifest = good();
    succeeds(check(manifest, {}, manifest.expires - 1));
    REQUIRE(says(check(manifest, {}, manifest.expires), "expired"));
    REQUIRE(says(check(manifest, {}, manifest.expires + 315'360'000), "check the date and time"));
}

TEST_CASE("a_creation_in_the_future_is_the_clocks_fault") {
    const auto manifest = good();
    succeeds(check(manifest, {}, manifest.created - 24 * 3600));
    const auto outcome = check(manifest, {}, manifest.created - 24 * 3600 - 1);
    REQUIRE(says(outcome, "check the date and time of this computer"));
    REQUIRE(says(check(manifest, {}, 0), "check the date and time of this computer"));
}

TEST_CASE("an_accepted_release_is_remembered_and_an_older_one_refused_after_a_restart") {
    const Folder folder;
    const auto first = publish(folder / "1", "0.1.0", 1);
    const auto second = publish(folder / "2", "0.1.0", 2);
    {
        auto store = valueOf(PackageStore::open(folder / "backends"));
        accept(second, store);
    }
    auto store = valueOf(PackageStore::open(folder / "backends"));
    REQUIRE(valueOf(store.newestSeen("cuda", "cu128"))->sequence == 2);
    REQUIRE_FALSE(valueOf(store.newestSeen("cuda", "cu126")));
    const auto bytes = contentOf(first.folder / manifestFile());
    const auto signature = contentOf(first.folder / (manifestFile() + ".sig"));
    REQUIRE(says(acceptManifest(bytes, signature, testWanted(), testKeys(), store, kNow), "older"));
    accept(second, store);
}

TEST_CASE("a_record_of_releases_that_was_lost_is_replaced_by_what_is_installed") {
    const Folder folder;
    auto store = valueOf(PackageStore::open(folder / "backends"));
    installed(publish(folder / "2", "0.1.0", 2), store);
    for (const std::string content : {"", "{", "[]", "{\"cuda cu128\":{\"sequence\":9}}"}) {
        writeFile(folder / "backends/sequences.json", content);
        REQUIRE(valueOf(store.newestSeen("cuda", "cu128"))->sequence == 2);
    }
    std::filesystem::remove(folder / "backends/sequences.json");
    REQUIRE(valueOf(store.newestSeen("cuda", "cu128"))->sequence == 2);
    accept(publish(folder / "3", "0.1.0", 3), store);
    REQUIRE(valueOf(store.newestSeen("cuda", "cu128"))->sequence == 3);
}

TEST_CASE("a_manifest_that_is_refused_is_not_remembered") {
    const Folder folder;
    auto store = valueOf(PackageStore::open(folder / "backends"));
    const auto package = publish(folder / "1", "0.1.0", 5);
    const auto bytes = contentOf(package.folder / manifestFile());
    const auto signature = contentOf(package.folder / (manifestFile() + ".sig"));
    REQUIRE_FALSE(acceptManifest(bytes, signature, testWanted(), {}, store, kNow));
    REQUIRE_FALSE(acceptManifest(bytes + " ", signature, testWanted(), testKeys(), store, kNow));
    REQUIRE_FALSE(acceptManifest(bytes, signature, testWanted("0.2.0"), testKeys(), store, kNow));
    REQUIRE_FALSE(acceptManifest(bytes, signature, testWanted(), testKeys(), store, kNow + 100'000));
    REQUIRE_FALSE(valueOf(store.newestSeen("cuda", "cu128")));
}
