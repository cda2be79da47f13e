#include <sys/resource.h>

#include <functional>
#include <string>
#include <vector>

#include "packages/archive_builder.h"
#include "packages/package_builder.h"
#include "packages/tree_writer.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

// Archives whose bytes are exactly those that the manifest's hashes promise, and which try to become something else
// than the manifest's tree.
namespace {

const std::string kServer = "the server";
const std::string kLibrary = noise(200'000, 9);

class TextSource : public ByteSource {
public:
    explicit TextSource(const std::string& text) : m_text(text) {}
    Result<std::span<const std::byte>> next() override {
        const auto bytes =
            std::as_bytes(std::span(m_text)).subspan(m_at).first(std::min(m_text.size() - m_at, kSmallChunk));
        m_at += bytes.size();
        return bytes;
    }

private:
    const std::string& m_text;
    std::size_t m_at = 0;
};

Sha256Digest digestOf(const std::string& text) {
    return Sha256::of(std::as_bytes(std::span(text)));
}

Layer expectedLayer() {
    Layer layer;
    layer.name = "server";
    layer.tree = {{"lib/deep/library.so", kLibrary.size(), digestOf(kLibrary), TreeFile::Kind::plain},
                  {"parlando-server-cuda", kServer.size(), digestOf(kServer), TreeFile::Kind::executable}};
    layer.unpacked = kLibrary.size() + kServer.size();
    return layer;
}

const TarEntry kLibraryEntry{"lib/deep/library.so", kLibrary, '0', {}, 0444, {}, {}, true};
const TarEntry kServerEntry{"parlando-server-cuda", kServer, '0', {}, 0555, {}, {}, true};

TarEntry named(const std::string& name, const std::string& content = "owned") {
    return {name, content, '0', {}, 0644, {}, {}, true};
}

TarEntry typed(char type, const std::string& name, const std::string& link = {}) {
    return {name, {}, type, link, 0777, {}, {}, true};
}

struct Case {
    std::string name;
    std::string archive;  // compressed
};

// The good entries with others in front, between or behind.
std::string before(const std::vector<TarEntry>& entries) {
    auto all = entries;
    all.push_back(kLibraryEntry);
    all.push_back(kServerEntry);
    return compressed(tarOf(all));
}

std::string after(const std::vector<TarEntry>& entries) {
    std::vector<TarEntry> all{kLibraryEntry, kServerEntry};
    all.insert(all.end(), entries.begin(), entries.end());
    return compressed(tarOf(all));
}

// One of the good entries changed.
std::string server(const std::function<void(TarEntry&)>& change) {
    auto entry = kServerEntry;
    change(entry);
    return compressed(tarOf({kLibraryEntry, entry}));
}

std::string withPax(const std::string& records, const TarEntry& entry = kServerEntry) {
    return compressed(tarOf({kLibraryEntry, paxHeader(records), entry}));
}

std::string withGlobalPax(const std::string& records) {
    return compressed(tarOf({paxHeader(records, 'g'), kLibraryEntry, kServerEntry}));
}

std::vector<Case> cases(const std::string& outside) {
    const auto good = tarOf({kLibraryEntry, kServerEntry});
    const auto deep = [] {
        std::string path;
        for (int i = 0; i < 40; ++i) {
            path += "d/";
        }
        return path + "x";
    }();
    const auto longName = [](const std::string& name, const TarEntry& entry) {
        return compressed(tarOf(
            std::vector<TarEntry>{kLibraryEntry, {"././@LongLink", name + '\0', 'L', {}, 0, {}, {}, true}, entry}));
    };
    return {
        // Names.
        {"the parent folder", after({named("../canary")})},
        {"the parent folder, first", before({named("../../canary")})},
        {"the parent folder inside", after({named("lib/../../canary")})},
        {"a good name with a detour", server([](TarEntry& e) { e.name = "lib/../parlando-server-cuda"; })},
        {"a good name with a dot", server([](TarEntry& e) { e.name = "./parlando-server-cuda"; })},
        {"a good name with two slashes", before({named("lib//deep/library.so")})},
        {"an absolute path", after({named(outside + "/canary")})},
        {"an absolute path in the prefix", after({{"canary", "owned", '0', {}, 0644, {}, outside, true}})},
        {"a backslash", after({named("..\\canary")})},
        {"a drive", after({named("C:\\canary")})},
        {"a reserved name", after({named("NUL")})},
        {"an empty name", after({named("")})},
        {"a slash", after({named("/")})},
        {"a dot", after({named(".")})},
        {"another case", server([](TarEntry& e) { e.name = "Parlando-Server-CUDA"; })},
        {"another case as well", after({{"PARLANDO-SERVER-CUDA", kServer, '0', {}, 0555, {}, {}, true}})},
        {"composed letters", after({named("caf\xc3\xa9")})},
        {"decomposed letters", after({named("cafe\xcc\x81")})},
        {"no UTF-8", after({named("\xff\xfe")})},
        {"a dot at the end", server([](TarEntry& e) { e.name += "."; })},
        {"a space at the end", server([](TarEntry& e) { e.name += " "; })},
        {"40 levels", after({named(deep)})},
        {"a name of 100 bytes without end", after({named(std::string(100, 'a'))})},
        {"a prefix that makes another path", server([](TarEntry& e) { e.prefix = "lib"; })},
        // Kinds.
        {"a symbolic link", after({typed('2', "link", outside)})},
        {"a symbolic link, then a file through it", before({typed('2', "lib", outside), named("lib/canary")})},
        {"a symbolic link in the place of a folder", before({typed('2', "lib/deep", outside)})},
        {"a symbolic link in the place of a file", server([&](TarEntry& e) { e = typed('2', e.name, "/bin/sh"); })},
        {"a hard link to the outside", after({typed('1', "link", outside + "/canary")})},
        {"a hard link in the place of a file",
         server([](TarEntry& e) { e = typed('1', e.name, "lib/deep/library.so"); })},
        {"a hard link with content", server([](TarEntry& e) { e.type = '1', e.link = "lib/deep/library.so"; })},
        {"a character device", after({typed('3', "null")})},
        {"a block device", after({typed('4', "disk")})},
        {"a named pipe", server([](TarEntry& e) { e = typed('6', e.name); })},
        {"a contiguous file with another name", after({typed('7', "x")})},
        {"an unknown kind", after({typed('Z', "x")})},
        {"a multi-volume continuation", after({typed('M', "x")})},
        {"a GNU sparse file", server([](TarEntry& e) { e.type = 'S', e.gnuSparse = true; })},
        {"a file as a folder", server([](TarEntry& e) { e = typed('5', e.name + "/"); })},
        {"a folder as a file", after({named("lib")})},
        {"a folder that is not in the tree", after({typed('5', "extra/")})},
        {"the parent folder as a folder", after({typed('5', "../")})},
        {"a folder outside", after({typed('5', outside + "/new/")})},
        {"the folder itself", before({typed('5', "./")})},
        {"a folder with content", before({{"lib/", "text", '5', {}, 0755, {}, {}, true}})},
        // Rights.
        {"setuid", server([](TarEntry& e) { e.mode = 04555; })},
        {"setgid", server([](TarEntry& e) { e.mode = 02555; })},
        {"sticky", server([](TarEntry& e) { e.mode = 01555; })},
        {"a folder with setgid", before({{"lib/", {}, '5', {}, 02755, {}, {}, true}})},
        // Extended headers.
        {"pax: another path", withPax(paxRecord("path", "../canary"))},
        {"pax: an absolute path", withPax(paxRecord("path", outside + "/canary"))},
        {"pax: a smaller size", withPax(paxRecord("size", "1"))},
        {"pax: a larger size", withPax(paxRecord("size", "100000"))},
        {"pax: a size of 2^63", withPax(paxRecord("size", "9223372036854775808"))},
        {"pax: a negative size", withPax(paxRecord("size", "-1"))},
        {"pax: a capability", withPax(paxRecord("SCHILY.xattr.security.capability", "x"))},
        {"pax: an attribute", withPax(paxRecord("LIBARCHIVE.xattr.user.x", "eA=="))},
        {"pax: access rights",
         withPax(paxRecord("SCHILY.acl.access", "user::rwx,group::rwx,other::rwx,user:nobody:rwx,mask::rwx"))},
        {"pax: holes",
         withPax(paxRecord("GNU.sparse.major", "1") + paxRecord("GNU.sparse.minor", "0") +
                 paxRecord("GNU.sparse.name", "parlando-server-cuda") + paxRecord("GNU.sparse.realsize", "10"))},
        {"pax: old holes", withPax(paxRecord("GNU.sparse.map", "0,10") + paxRecord("GNU.sparse.size", "1000000"))},
        {"pax: a length that is a lie", withPax("99999 path=x\n")},
        {"pax: no records", withPax(std::string(64, '\0'))},
        {"a long name to the outside", longName("../canary", kServerEntry)},
        {"a long name of 1 MiB", longName(std::string(1 << 20, 'a'), kServerEntry)},
        {"a long link",
         compressed(tarOf(std::vector<TarEntry>{kLibraryEntry,
                                                {"././@LongLink", outside + '\0', 'K', {}, 0, {}, {}, true},
                                                typed('2', "parlando-server-cuda")}))},
        // Lists that are not the tree.
        {"nothing", compressed(tarEnd())},
        {"one file too few", compressed(tarOf(std::vector<TarEntry>{kServerEntry}))},
        {"one file too many", after({named("extra.so")})},
        {"a file twice", after({kServerEntry})},
        {"a file twice, other content", before({named("parlando-server-cuda", std::string(kServer.size(), 'x'))})},
        {"a million entries", compressed([] {
             std::string tar;
             const auto folder = tarHeader(typed('5', "lib/"));
             for (int i = 0; i < 100'000; ++i) {
                 tar += folder;
             }
             return tar + tarOf({kLibraryEntry, kServerEntry});
         }())},
        // Content and sizes.
        {"other content", server([](TarEntry& e) { e.content = std::string(kServer.size(), 'x'); })},
        {"content too short", server([](TarEntry& e) { e.content.pop_back(); })},
        {"content too long", server([](TarEntry& e) { e.content += '!'; })},
        {"a size of 8 GiB - 1", server([](TarEntry& e) { e.size = "77777777777"; })},
        {"a size in base 256",
         server([](TarEntry& e) { e.size = std::string("\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12); })},
        {"a negative size in base 256", server([](TarEntry& e) { e.size = std::string(12, '\xff'); })},
        {"a size that is no number", server([](TarEntry& e) { e.size = "ten bytes   "; })},
        {"a wrong checksum", server([](TarEntry& e) { e.goodChecksum = false; })},
        {"cut in a header", compressed(good.substr(0, 300))},
        {"cut in a file", compressed(good.substr(0, 100'000))},
        {"something behind the end", compressed(good + tarOf(named("../canary")))},
        {"a byte behind the end", compressed(good + "x")},
        {"zeros without end", bomb(good, 64)},
        // Compression.
        {"not compressed", good},
        {"empty", ""},
        {"gzip", "\x1f\x8b\x08" + std::string(100, '\0')},
        {"cut",
         [&] {
             auto all = compressed(good);
             return all.substr(0, all.size() - 1);
         }()},
        {"cut in the middle",
         [&] {
             auto all = compressed(good);
             return all.substr(0, all.size() / 2);
         }()},
        {"a second frame", compressed(good) + compressed("more")},
        {"a frame to skip", compressed(good) + std::string("\x50\x2a\x4d\x18\x04\0\0\0skip", 12)},
        {"rubbish behind", compressed(good) + "rubbish"},
        {"a window of 128 MiB", bomb(good, 1, 27)},
        {"a bomb of 1 GiB", bomb(tarHeader([] {
                                     auto e = kServerEntry;
                                     e.size = "40000000000";
                                     return e;
                                 }()),
                                 1024)},
    };
}

// Peak memory of this process so far, MiB.
long peakMemory() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

Result<> unpackInto(const std::filesystem::path& root, const std::string& archive) {
    auto writer = valueOf(TreeWriter::create(root));
    TextSource source(archive);
    PARLANDO_TRY(unpack(expectedLayer(), source, writer));
    return writer.finish();
}

}  // namespace

TEST_CASE("the_archive_that_the_others_are_made_of_is_good") {
    const Folder folder;
    succeeds(unpackInto(folder / "plain", compressed(tarOf({kLibraryEntry, kServerEntry}))));
    succeeds(unpackInto(folder / "folders", before({typed('5', "lib/"), typed('5', "lib/deep/")})));
    succeeds(unpackInto(folder / "padded", compressed(tarOf({kServerEntry, kLibraryEntry}) + std::string(9216, '\0'))));
    REQUIRE(snapshot(folder / "plain") == snapshot(folder / "folders"));
    REQUIRE(contentOf(folder / "plain/lib/deep/library.so") == kLibrary);
    using std::filesystem::perms;
    REQUIRE(std::filesystem::status(folder / "plain/lib/deep/library.so").permissions() == perms(0444));
    REQUIRE(std::filesystem::status(folder / "plain/parlando-server-cuda").permissions() == perms(0555));
}

TEST_CASE("hostile_archives_are_refused_and_write_nothing_outside") {
    const Folder folder;
    writeFile(folder / "canary", "sings");
    const auto all = cases(folder.path().string());
    REQUIRE(all.size() >= 90);
    [[maybe_unused]] const auto memoryBefore = peakMemory();  // sanitizers need memory of their own
    for (const auto& [name, archive] : all) {
        CAPTURE(name);
        const auto root = folder / "staging";
        const auto outcome = unpackInto(root, archive);
        REQUIRE_FALSE(outcome);
        REQUIRE_FALSE(outcome.error().message.empty());
        // Whatever was written lies in the staging folder, and is no more than the tree may have.
        std::uint64_t written = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            REQUIRE_FALSE(entry.is_symlink());
            written += entry.is_regular_file() ? entry.file_size() : 0;
        }
        REQUIRE(written <= expectedLayer().unpacked);
        std::filesystem::remove_all(root);
        REQUIRE(snapshot(folder.path()) == std::map<std::string, std::string>{{"canary", "sings"}});
    }
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    REQUIRE(peakMemory() - memoryBefore <= 64);
#endif
}

TEST_CASE("what_libarchive_ignores_changes_nothing") {
    const Folder folder;
    succeeds(unpackInto(folder / "plain", compressed(tarOf({kLibraryEntry, kServerEntry}))));
    const auto plain = snapshot(folder / "plain");
    const std::vector<Case> odd{
        {"a volume label", after({typed('V', "x")})},
        {"a GNU dump folder", after({typed('D', "lib/")})},
        {"a contiguous file", server([](TarEntry& e) { e.type = '7'; })},
        {"the target of a link that is none", withPax(paxRecord("linkpath", folder.path().string()))},
        {"a path for all entries", withGlobalPax(paxRecord("path", "../canary"))},
        {"an owner", withPax(paxRecord("uname", "root") + paxRecord("uid", "0"))},
        {"a comment", withPax(paxRecord("comment", "../canary"))},
    };
    for (const auto& [name, archive] : odd) {
        CAPTURE(name);
        succeeds(unpackInto(folder / "odd", archive));
        REQUIRE(snapshot(folder / "odd") == plain);
        REQUIRE_FALSE(std::filesystem::exists(folder / "canary"));
        std::filesystem::remove_all(folder / "odd");
    }
}

TEST_CASE("an_archive_with_any_byte_altered_is_refused_or_gives_the_same_tree") {
    const Folder folder;
    const auto archive = compressed(tarOf({kLibraryEntry, kServerEntry}));
    succeeds(unpackInto(folder / "good", archive));
    const auto good = snapshot(folder / "good");
    for (std::size_t at = 0; at < archive.size(); at += at < 700 ? 1 : 4999) {
        CAPTURE(at);
        auto bytes = archive;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
        if (unpackInto(folder / "altered", bytes)) {
            REQUIRE(snapshot(folder / "altered") == good);
        }
        std::filesystem::remove_all(folder / "altered");
    }
}

TEST_CASE("a_full_staging_folder_is_an_error_with_its_path") {
    const Folder folder;
    writeFile(folder / "root/x", "");
    REQUIRE(says(TreeWriter::create(folder / "root"), "File exists"));
    REQUIRE(says(TreeWriter::create(folder / "none/root"), "No such file"));
}

TEST_CASE("unpacking_stops_when_it_is_asked_to") {
    const Folder folder;
    auto writer = valueOf(TreeWriter::create(folder / "root"));
    const auto archive = compressed(tarOf({kLibraryEntry, kServerEntry}));
    TextSource source(archive);
    std::stop_source stop;
    const auto outcome =
        unpack(expectedLayer(), source, writer, stop.get_token(), [&](std::uint64_t) { stop.request_stop(); });
    REQUIRE(outcome.error().code == ErrorCode::cancelled);
}
