#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <future>

#include "packages/package_builder.h"
#include "packages/stamps.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

namespace {

namespace fs = std::filesystem;

// A data folder with a store in it.
struct Home {
    Folder folder;
    PackageStore store = valueOf(PackageStore::open(folder / "backends"));

    fs::path treeOf(const InstalledPackage& package) const {
        return folder / "backends/store" / package.id.hex() / "tree";
    }
    std::size_t entries(const std::string& name) const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder / "backends" / name), {}));
    }
    void sweep() { store.sweep(std::chrono::system_clock::now()); }
};

InstallFailure failureOf(tl::expected<InstalledPackage, InstallFailure> outcome) {
    REQUIRE_FALSE(outcome);
    return outcome.error();
}

// Changes bytes without changing what a file looks like from outside.
void damageQuietly(const fs::path& path) {
    const auto before = fs::last_write_time(path);
    auto content = contentOf(path);
    content[content.size() / 2] = static_cast<char>(content[content.size() / 2] ^ 1);
    fs::permissions(path, fs::perms(0644));
    std::fstream(path, std::ios::binary | std::ios::in | std::ios::out) << content;
    fs::last_write_time(path, before);
}

ino_t inodeOf(const fs::path& path) {
    return valueOf(stampOf(path)).inode;
}

}  // namespace

TEST_CASE("an_installed_package_is_what_was_packed_and_can_be_launched") {
    Home home;
    const auto published = publish(home.folder / "p");
    const auto package = installed(published, home.store);
    REQUIRE(package.version == "0.1.0");
    const auto tree = snapshot(home.treeOf(package));
    REQUIRE(tree == snapshot(home.folder / "p/in"));
    const auto decision = home.store.decide("0.1.0");
    REQUIRE(decision.launch);
    REQUIRE(decision.launch->executable == home.treeOf(package) / "parlando-server-cuda");
    REQUIRE(decision.reason.empty());
    REQUIRE(valueOf(home.store.active())->state == PackageState::trial);
    REQUIRE(home.entries("staging") == 0);
}

TEST_CASE("an_archive_may_lie_in_one_file") {
    Home home;
    const auto published = publish(home.folder / "p");
    FetchedLayers whole;
    for (const auto& layer : published.manifest.layers) {
        std::string archive;
        for (const auto& part : layer.parts) {
            archive += contentOf(published.folder / part.name);
        }
        whole[layer.name] = {home.folder / layer.name};
        writeFile(home.folder / layer.name, archive);
    }
    REQUIRE(install(home.store, accept(published, home.store), whole));
}

TEST_CASE("without_packages_the_applications_own_backend_is_launched") {
    Home home;
    const auto decision = home.store.decide("0.1.0");
    REQUIRE_FALSE(decision.launch);
    REQUIRE(decision.reason.empty());
}

TEST_CASE("an_update_takes_the_layers_that_did_not_change_from_the_disk") {
    Home home;
    const auto first = installed(publish(home.folder / "1", "0.1.0", 1), home.store);
    const auto update = publish(home.folder / "2", "0.2.0", 2);
    const auto layers = fetched(update, home.store);
    REQUIRE(layers.size() == 1);
    REQUIRE(layers.contains("server"));
    const auto second = installed(update, home.store);
    REQUIRE(snapshot(home.treeOf(second)) == snapshot(home.folder / "2/in"));
    REQUIRE(inodeOf(home.treeOf(first) / "libcudart.so.12") == inodeOf(home.treeOf(second) / "libcudart.so.12"));
    // The older package goes, its layer stays with the one that uses it.
    succeeds(home.store.confirm(second.id));
    home.sweep();
    REQUIRE(home.entries("store") == 1);
    REQUIRE(home.store.decide("0.2.0").launch);
    REQUIRE(contentOf(home.treeOf(second) / "libcudart.so.12") == contentOf(home.folder / "2/in/libcudart.so.12"));
}

TEST_CASE("a_layer_that_was_damaged_on_the_disk_is_fetched_again") {
    Home home;
    const auto first = installed(publish(home.folder / "1", "0.1.0", 1), home.store);
    const auto update = publish(home.folder / "2", "0.2.0", 2);
    damageQuietly(home.treeOf(first) / "libcudart.so.12");
    REQUIRE(fetched(update, home.store).size() == 2);
    FetchedLayers serverOnly;
    serverOnly["server"] = fetched(update, home.store)["server"];
    REQUIRE(
        failureOf(install(home.store, accept(update, home.store), serverOnly)).error.message.find("not downloaded") !=
        std::string::npos);
    const auto second = installed(update, home.store);
    REQUIRE(snapshot(home.treeOf(second)) == snapshot(home.folder / "2/in"));
}

TEST_CASE("the_previous_package_runs_while_the_new_one_fails_and_goes_when_it_is_good") {
    Home home;
    const auto first = installed(publish(home.folder / "1", "0.1.0", 1), home.store);
    succeeds(home.store.confirm(first.id));
    writeFile(home.folder / "2/in/extra.txt", "x");
    const auto second = installed(publish(home.folder / "2", "0.1.0", 2), home.store);
    home.sweep();
    REQUIRE(home.entries("store") == 2);
    REQUIRE(home.store.decide("0.1.0").launch->package == second);

    succeeds(home.store.fail(second.id, "the self-test failed"));
    const auto decision = home.store.decide("0.1.0");
    REQUIRE(decision.launch->package == first);
    REQUIRE(decision.reason == "the self-test failed");

    succeeds(home.store.retry(second.id));
    REQUIRE(home.store.decide("0.1.0").launch->package == second);
    succeeds(home.store.confirm(second.id));
    home.sweep();
    REQUIRE(home.entries("store") == 1);
    REQUIRE(home.store.decide("0.1.0").launch->package == second);
}

TEST_CASE("what_is_said_late_about_another_package_changes_nothing") {
    Home home;
    const auto first = installed(publish(home.folder / "1", "0.1.0", 1), home.store);
    const auto second = installed(publish(home.folder / "2", "0.2.0", 2), home.store);
    const auto before = valueOf(home.store.active());
    succeeds(home.store.confirm(first.id));
    succeeds(home.store.fail(first.id, "late"));
    succeeds(home.store.crash(first.id, kNow, "late"));
    REQUIRE(valueOf(home.store.active()) == before);
    REQUIRE(before->package == second);
}

TEST_CASE("a_package_of_another_version_is_not_launched_but_kept") {
    Home home;
    installed(publish(home.folder / "1"), home.store);
    const auto decision = home.store.decide("0.2.0");
    REQUIRE_FALSE(decision.launch);
    REQUIRE(decision.reason.find("is for Parlando 0.1.0, this is Parlando 0.2.0") != std::string::npos);
    home.sweep();
    REQUIRE(home.store.decide("0.1.0").launch);
}

TEST_CASE("a_file_that_is_missing_or_altered_is_not_launched") {
    Home home;
    const auto package = installed(publish(home.folder / "1"), home.store);
    const auto tree = home.treeOf(package);
    SECTION("missing") {
        fs::remove(tree / "libtorch_cuda.so");
    }
    SECTION("shorter") {
        fs::permissions(tree / "libtorch_cuda.so", fs::perms(0644)), fs::resize_file(tree / "libtorch_cuda.so", 10);
    }
    SECTION("altered") {
        damageQuietly(tree / "libtorch_cuda.so");
        fs::last_write_time(tree / "libtorch_cuda.so", fs::file_time_type::clock::now());
    }
    SECTION("a link") {
        fs::rename(tree / "libtorch_cuda.so", home.folder / "elsewhere");
        fs::create_symlink(home.folder / "elsewhere", tree / "libtorch_cuda.so");
    }
    SECTION("not executable") {
        fs::permissions(tree / "parlando-server-cuda", fs::perms(0000));
    }
    SECTION("no manifest") {
        fs::remove(tree.parent_path() / "manifest.json");
    }
    SECTION("another manifest") {
        writeFile(tree.parent_path() / "manifest.json", "{}");
    }
    SECTION("no folder") {
        fs::remove_all(tree.parent_path());
    }
    const auto decision = home.store.decide("0.1.0");
    if (::geteuid() == 0 && decision.launch) {
        return;  // root may run what nobody may
    }
    REQUIRE_FALSE(decision.launch);
    REQUIRE_FALSE(decision.reason.empty());
}

TEST_CASE("installing_again_repairs_a_damaged_package") {
    Home home;
    const auto published = publish(home.folder / "1");
    const auto package = installed(published, home.store);
    succeeds(home.store.confirm(package.id));
    damageQuietly(home.treeOf(package) / "libtorch_cuda.so");
    REQUIRE(fetched(published, home.store).size() == 1);
    REQUIRE(installed(published, home.store) == package);
    REQUIRE(snapshot(home.treeOf(package)) == snapshot(home.folder / "1/in"));
    REQUIRE(home.entries("staging") == 0);
    REQUIRE(home.store.decide("0.1.0").launch);
}

TEST_CASE("installing_what_is_there_needs_nothing_fetched") {
    Home home;
    const auto published = publish(home.folder / "1");
    const auto package = installed(published, home.store);
    REQUIRE(fetched(published, home.store).empty());
    REQUIRE(*install(home.store, accept(published, home.store), {}) == package);
}

TEST_CASE("files_that_were_copied_by_a_backup_are_read_once_and_then_trusted_again") {
    Home home;
    const auto package = installed(publish(home.folder / "1"), home.store);
    const auto library = home.treeOf(package) / "libtorch_cuda.so";
    fs::copy_file(library, home.folder / "copy");
    fs::rename(home.folder / "copy", library);
    const auto stampFile = home.treeOf(package).parent_path() / "stamps.json";
    const auto before = contentOf(stampFile);
    REQUIRE(home.store.decide("0.1.0").launch);
    const auto after = contentOf(stampFile);
    REQUIRE(after != before);
    REQUIRE(home.store.decide("0.1.0").launch);
    REQUIRE(contentOf(stampFile) == after);
    // Without any stamps everything is read.
    writeFile(stampFile, "{");
    REQUIRE(home.store.decide("0.1.0").launch);
    REQUIRE(contentOf(stampFile) == after);
}

TEST_CASE("a_damaged_chunk_is_named_and_nothing_is_left") {
    Home home;
    const auto published = publish(home.folder / "1");
    const auto& layer = published.manifest.layers[1];
    REQUIRE(layer.parts.size() >= 3);
    damageQuietly(published.folder / layer.parts[1].name);
    const auto failed = failureOf(install(home.store, accept(published, home.store), fetched(published, home.store)));
    REQUIRE(failed.error.code == ErrorCode::corrupt);
    REQUIRE(failed.badChunk);
    REQUIRE(failed.badChunk->layer == layer.name);
    REQUIRE(failed.badChunk->chunk == 3);  // parts of two chunks, the middle of the second one
    REQUIRE(home.entries("staging") == 0);
    REQUIRE(home.entries("store") == 0);
    REQUIRE_FALSE(valueOf(home.store.active()));
}

TEST_CASE("parts_that_are_missing_short_or_in_another_order_are_refused") {
    Home home;
    const auto published = publish(home.folder / "1");
    const auto good = fetched(published, home.store);
    const auto accepted = accept(published, home.store);
    auto layers = good;
    SECTION("one too few") {
        layers["cuda-libraries"].pop_back();
    }
    SECTION("one too many") {
        layers["cuda-libraries"].push_back(layers["server"][0]);
    }
    SECTION("none") {
        layers["cuda-libraries"].clear();
    }
    SECTION("another order") {
        std::swap(layers["cuda-libraries"][0], layers["cuda-libraries"][1]);
    }
    SECTION("not there") {
        fs::remove(layers["server"][0]);
    }
    SECTION("longer") {
        std::ofstream(layers["cuda-libraries"].back(), std::ios::app) << "x";
    }
    SECTION("a layer was not fetched") {
        layers.erase("server");
    }
    failureOf(install(home.store, accepted, layers));
    REQUIRE(home.entries("staging") == 0);
    REQUIRE_FALSE(valueOf(home.store.active()));
}

TEST_CASE("progress_grows_to_the_whole_and_a_stop_leaves_nothing") {
    Home home;
    const auto published = publish(home.folder / "1");
    std::uint64_t last = 0;
    InstallOptions options;
    options.progress = [&](const InstallProgress& progress) {
        REQUIRE(progress.done >= last);
        REQUIRE(progress.done <= progress.total);
        last = progress.done;
    };
    std::stop_source stop;
    auto stopping = options;
    stopping.stop = stop.get_token();
    stopping.progress = [&](const InstallProgress&) { stop.request_stop(); };
    const auto accepted = accept(published, home.store);
    const auto layers = fetched(published, home.store);
    REQUIRE(failureOf(install(home.store, accepted, layers, stopping)).error.code == ErrorCode::cancelled);
    REQUIRE(home.entries("staging") == 0);
    REQUIRE(install(home.store, accepted, layers, options));
    REQUIRE(last == published.manifest.layers[0].unpacked + published.manifest.layers[1].unpacked);
}

TEST_CASE("removing_forgets_the_package_and_frees_the_disk") {
    Home home;
    const auto package = installed(publish(home.folder / "1"), home.store);
    succeeds(home.store.remove());
    REQUIRE(home.entries("store") == 0);
    REQUIRE_FALSE(home.store.decide("0.1.0").launch);
    succeeds(home.store.remove());
    succeeds(home.store.confirm(package.id));
    REQUIRE_FALSE(valueOf(home.store.active()));
}

TEST_CASE("a_sweep_removes_what_nobody_needs_and_nothing_else") {
    Home home;
    const auto package = installed(publish(home.folder / "1"), home.store);
    const auto kept = snapshot(home.treeOf(package));
    const auto backends = home.folder / "backends";
    writeFile(backends / "store/0123/tree/x", "x");
    writeFile(backends / "store/stray", "x");
    writeFile(backends / "staging/abandoned/tree/x", "x");
    writeFile(backends / "staging/stray", "x");
    writeFile(backends / ".active.json.abcdef", "x");
    writeFile(home.treeOf(package).parent_path() / ".stamps.json.abcdef", "x");
    writeFile(backends / "parts/fresh", "x");
    writeFile(backends / "parts/old", "x");
    fs::create_directory_symlink(home.folder / "1", backends / "store/link");
    fs::last_write_time(backends / "parts/old", fs::file_time_type::clock::now() - std::chrono::hours(15 * 24));
    auto inUse = valueOf(home.store.stage());
    home.sweep();
    REQUIRE(home.entries("store") == 1);
    REQUIRE(home.entries("staging") == 1);
    REQUIRE(fs::exists(inUse.path()));
    REQUIRE_FALSE(fs::exists(backends / ".active.json.abcdef"));
    REQUIRE_FALSE(fs::exists(home.treeOf(package).parent_path() / ".stamps.json.abcdef"));
    REQUIRE(fs::exists(backends / "parts/fresh"));
    REQUIRE_FALSE(fs::exists(backends / "parts/old"));
    REQUIRE(fs::exists(home.folder / "1/out"));
    REQUIRE(snapshot(home.treeOf(package)) == kept);
}

TEST_CASE("a_pointer_that_cannot_be_read_costs_no_package_and_is_replaced_by_the_next_one") {
    Home home;
    const auto published = publish(home.folder / "1");
    const auto package = installed(published, home.store);
    for (const std::string content : {"", "{", "{\"format\":2}", "\xff\xff"}) {
        writeFile(home.folder / "backends/active.json", content);
        home.sweep();
        REQUIRE(home.entries("store") == 1);
        const auto decision = home.store.decide("0.1.0");
        REQUIRE_FALSE(decision.launch);
        REQUIRE(decision.reason.find("active.json") != std::string::npos);
    }
    REQUIRE(installed(published, home.store) == package);
    REQUIRE(home.store.decide("0.1.0").launch);
}

TEST_CASE("two_stores_on_one_folder_end_with_the_same_package") {
    Home home;
    auto other = valueOf(PackageStore::open(home.folder / "backends"));
    const auto published = publish(home.folder / "1");
    const auto layers = fetched(published, home.store);
    const auto accepted = accept(published, home.store);
    std::vector<std::future<bool>> both;
    for (auto* store : {&home.store, &other}) {
        both.push_back(
            std::async(std::launch::async, [&, store] { return install(*store, accepted, layers).has_value(); }));
    }
    for (auto& each : both) {
        REQUIRE(each.get());
    }
    REQUIRE(home.entries("store") == 1);
    REQUIRE(home.entries("staging") == 0);
    REQUIRE(home.store.decide("0.1.0").launch);
}
