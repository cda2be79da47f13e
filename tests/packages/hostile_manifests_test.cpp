#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "packages/package_builder.h"

using namespace parlando;
using namespace parlando::packages;
using namespace parlando::packages::testing;

// Manifests that carry a good signature and must still be refused: the signer may be careless, or somebody else.
namespace {

using Json = nlohmann::ordered_json;

std::string digestText(char digit) {
    return std::string(64, digit);
}

Json file(const std::string& path, std::uint64_t size = 10, bool executable = false) {
    return {{"path", path}, {"size", size}, {"sha256", digestText('a')}, {"executable", executable}};
}

Json goodLayer(const std::string& name, char digit, Json tree, std::uint64_t unpacked) {
    return {{"name", name},
            {"sha256", digestText(digit)},
            {"size", 70'000},
            {"unpacked_size", unpacked},
            {"chunks", {digestText('1'), digestText('2')}},
            {"parts",
             {{{"name", name + ".01"}, {"size", 65'536}, {"sha256", digestText('3')}},
              {{"name", name + ".02"}, {"size", 4'464}, {"sha256", digestText('4')}}}},
            {"tree", std::move(tree)}};
}

Json goodManifest() {
    const auto wanted = testWanted();
    return {{"format", 1},
            {"product", "parlando"},
            {"variant", "cuda"},
            {"flavour", "cu128"},
            {"version", wanted.version},
            {"sequence", 5},
            {"os", wanted.os},
            {"architecture", wanted.architecture},
            {"created", kNow - 100},
            {"expires", kNow + 100},
            {"minimum_driver", "525.60"},
            {"compute_capabilities", {"8.6"}},
            {"chunk_size", 65'536},
            {"layers",
             {goodLayer("server", 'b', {file("lib/a.so"), file("parlando-server-cuda", 20, true)}, 30),
              goodLayer("cuda-libraries", 'c', {file("lib/b.so")}, 10)}}};
}

struct Case {
    const char* name;
    std::function<void(Json&)> change;
};

Json& layer(Json& manifest, std::size_t index = 0) {
    return manifest["layers"][index];
}

// A tree in the place of the second layer's, with sizes that fit.
void setTree(Json& manifest, std::vector<Json> files) {
    std::uint64_t size = 0;
    for (const auto& entry : files) {
        size += entry["size"].get<std::uint64_t>();
    }
    layer(manifest, 1)["tree"] = std::move(files);
    layer(manifest, 1)["unpacked_size"] = size;
}

Case withPath(const char* name, const std::string& path) {
    return {name, [path](Json& m) { setTree(m, {file(path)}); }};
}

Case withPaths(const char* name, const std::string& first, const std::string& second) {
    return {name, [=](Json& m) { setTree(m, {file(first), file(second)}); }};
}

Case with(const char* name, const char* key, Json value) {
    return {name, [=](Json& m) { m[key] = value; }};
}

Case inLayer(const char* name, const char* key, Json value) {
    return {name, [=](Json& m) { layer(m)[key] = value; }};
}

Case inPart(const char* name, const char* key, Json value) {
    return {name, [=](Json& m) { layer(m)["parts"][0][key] = value; }};
}

Case without(const char* key) {
    return {key, [=](Json& m) { m.erase(key); }};
}

const std::vector<Case>& cases() {
    constexpr auto kHuge = ~std::uint64_t{0};
    static const std::vector<Case> all{
        // Not for us.
        with("another product", "product", "tintando"),
        with("another variant", "variant", "rocm"),
        with("another flavour", "flavour", "cu126"),
        with("another version", "version", "0.2.0"),
        with("another system", "os", "windows"),
        with("another processor", "architecture", "sparc"),
        with("a later format", "format", 2),
        with("format 0", "format", 0),
        with("format as text", "format", "1"),
        with("expired", "expires", kNow),
        with("from the future", "created", kNow + 90'000),
        with("expires before it was created", "expires", kNow - 200),
        with("sequence 0", "sequence", 0),
        with("a sequence far ahead", "sequence", std::uint64_t{1} << 53),
        with("the last sequence", "sequence", kHuge),
        // Missing, unknown, of another type.
        without("format"),
        without("product"),
        without("sequence"),
        without("expires"),
        without("layers"),
        without("chunk_size"),
        without("version"),
        without("minimum_driver"),
        with("a member that nobody knows", "command", "rm"),
        inLayer("a member of a layer that nobody knows", "script", "x"),
        inPart("a member of a part that nobody knows", "url", "http://example.org/"),
        with("a sequence below 0", "sequence", -1),
        with("a fractional sequence", "sequence", 1.5),
        with("a sequence as text", "sequence", "5"),
        with("null", "product", nullptr),
        with("a list as a version", "version", Json::array({"0.1.0"})),
        with("layers as an object", "layers", Json::object()),
        with("a layer that is a text", "layers", Json::array({"server"})),
        with("times beyond the calendar", "expires", kHuge),
        with("words with blanks", "variant", "cu da"),
        with("a version with a path", "version", "../0.1.0"),
        with("a driver that is a word", "minimum_driver", "newest"),
        with("a capability that is a number", "compute_capabilities", Json::array({8.6})),
        with("a capability with letters", "compute_capabilities", Json::array({"sm_86"})),
        // Layers and sizes.
        with("no layers", "layers", Json::array()),
        {"nine layers",
         [](Json& m) {
             for (int i = 0; i < 7; ++i) {
                 m["layers"].push_back(goodLayer("more" + std::to_string(i), static_cast<char>('0' + i),
                                                 {file("x" + std::to_string(i))}, 10));
             }
         }},
        {"the same layer twice", [](Json& m) { layer(m, 1)["sha256"] = layer(m, 0)["sha256"]; }},
        {"the same layer name twice", [](Json& m) { layer(m, 1)["name"] = "server"; }},
        inLayer("a layer named as a path", "name", "../server"),
        inLayer("an empty layer name", "name", ""),
        inLayer("a layer of 0 bytes", "size", 0),
        inLayer("a layer of 2^64 - 1 bytes", "size", kHuge),
        inLayer("a size that the parts do not have", "size", 70'001),
        inLayer("an unpacked size that the files do not have", "unpacked_size", 31),
        inLayer("an unpacked size of 2^64 - 1", "unpacked_size", kHuge),
        inLayer("a short digest", "sha256", "abc"),
        inLayer("a digest that is none", "sha256", digestText('x')),
        inLayer("a digest in upper case", "sha256", digestText('A')),
        inLayer("no chunks", "chunks", Json::array()),
        inLayer("one chunk too few", "chunks", Json::array({digestText('1')})),
        inLayer("one chunk too many", "chunks", Json::array({digestText('1'), digestText('2'), digestText('3')})),
        inLayer("a chunk that is a number", "chunks", Json::array({1, 2})),
        with("chunks of 0 bytes", "chunk_size", 0),
        with("chunks that are no power of two", "chunk_size", 70'000),
        with("chunks of 32 KiB", "chunk_size", 32'768),
        with("chunks of 16 MiB", "chunk_size", 16'777'216),
        inLayer("no parts", "parts", Json::array()),
        inPart("a part of 0 bytes", "size", 0),
        inPart("a part that does not end with a chunk", "size", 65'535),
        inPart("a part of 2^64 - 1 bytes", "size", kHuge),
        {"sizes whose sum overflows to the right one",
         [](Json& m) {
             layer(m)["parts"] = {
                 {{"name", "a"}, {"size", (std::uint64_t{1} << 63) + 65'536}, {"sha256", digestText('3')}},
                 {{"name", "b"}, {"size", (std::uint64_t{1} << 63) + 4'464}, {"sha256", digestText('4')}}};
         }},
        {"files whose sizes overflow to the right sum",
         [](Json& m) {
             layer(m)["tree"][0]["size"] = (std::uint64_t{1} << 63) + 10;
             layer(m)["tree"][1]["size"] = (std::uint64_t{1} << 63) + 20;
         }},
        {"a part of 2 GB",
         [](Json& m) {
             auto& big = layer(m);
             big["parts"] = {{{"name", "a"}, {"size", 2'000'000'000}, {"sha256", digestText('3')}}};
             big["size"] = 2'000'000'000;
             big["chunks"] = std::vector<std::string>(239, digestText('1'));
             m["chunk_size"] = 8'388'608;
         }},
        {"65 parts",
         [](Json& m) {
             auto& many = layer(m);
             many["parts"] = Json::array();
             for (int i = 0; i < 64; ++i) {
                 many["parts"].push_back({{"name", std::to_string(i)}, {"size", 65'536}, {"sha256", digestText('3')}});
             }
             many["size"] = 64 * 65'536;
             many["chunks"] = std::vector<std::string>(64, digestText('1'));
         }},
        inPart("a part with the name of another", "name", "server.02"),
        inPart("a part with another's name in upper case", "name", "SERVER.02"),
        {"a part with the name of another layer's", [](Json& m) { layer(m, 1)["parts"][0]["name"] = "server.01"; }},
        inPart("a part named as a path", "name", "../../etc/cron.d/x"),
        inPart("a part named as an address", "name", "https://example.org/x"),
        inPart("a part with a query", "name", "part?x=1"),
        inPart("a part without name", "name", ""),
        inPart("a part named ..", "name", ".."),
        // Trees.
        {"no server", [](Json& m) { layer(m)["tree"][1]["path"] = "parlando-server-cpu"; }},
        {"a server that cannot be run", [](Json& m) { layer(m)["tree"][1]["executable"] = false; }},
        inLayer("no files", "tree", Json::array()),
        {"files out of order", [](Json& m) { std::swap(layer(m)["tree"][0], layer(m)["tree"][1]); }},
        {"a file of another layer", [](Json& m) { setTree(m, {file("lib/a.so")}); }},
        withPath("the parent folder", "../x"),
        withPath("the parent folder inside", "a/../../x"),
        withPath("the folder itself", "."),
        withPath("a dot folder", "a/./b"),
        withPath("an absolute path", "/etc/passwd"),
        withPath("an empty path", ""),
        withPath("an empty name", "a//b"),
        withPath("a folder as a file", "a/"),
        withPath("a backslash", "a\\b"),
        withPath("a drive", "C:x"),
        withPath("a device path", "\\\\?\\C:\\x"),
        withPath("a stream", "a.txt:stream"),
        withPath("a reserved name", "NUL"),
        withPath("a reserved name with an extension", "lib/com1.so"),
        withPath("a dot at the end", "a."),
        withPath("a space at the end", "a "),
        withPath("a line break", "a\nb"),
        withPath("an escape sequence", "a\x1b[2Jb"),
        withPath("a zero", std::string("a\0b", 3)),
        withPath("letters beyond ASCII", "caf\xc3\xa9"),
        withPath("letters beyond ASCII, decomposed", "cafe\xcc\x81"),
        withPath("text that turns around",
                 "a\xe2\x80\xae"
                 "b"),
        withPath("a name of 201 bytes", std::string(201, 'a')),
        withPath("a path of 513 bytes",
                 std::string(170, 'a') + "/" + std::string(170, 'b') + "/" + std::string(171, 'c')),
        withPath("33 levels",
                 [] {
                     std::string path = "a";
                     for (int i = 0; i < 32; ++i) {
                         path += "/a";
                     }
                     return path;
                 }()),
        withPaths("the same path twice", "x", "x"),
        withPaths("paths that differ in case", "X", "x"),
        withPaths("folders that differ in case", "D/a", "d/b"),
        withPaths("a file and a folder", "x", "x/y"),
        withPaths("a file and a folder in another case", "X", "x/y"),
        {"a file of another layer in another case", [](Json& m) { setTree(m, {file("LIB/a.so")}); }},
        {"a folder that is a file of another layer", [](Json& m) { setTree(m, {file("parlando-server-cuda/x")}); }},
    };
    return all;
}

std::vector<std::pair<const char*, std::string>> texts() {
    const auto good = goodManifest().dump();
    const auto replaced = [&](const std::string& from, const std::string& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    return {
        {"nothing", ""},
        {"white space", " "},
        {"a list", "[]"},
        {"a page", "<!DOCTYPE html><html></html>"},
        {"a byte order mark", "\xef\xbb\xbf" + good},
        {"white space in front", " " + good},
        {"cut", good.substr(0, good.size() - 1)},
        {"something behind", good + "{}"},
        {"a comment", "{/* */" + good.substr(1)},
        {"a comma too many", good.substr(0, good.size() - 1) + ",}"},
        {"a key twice", replaced("{\"format\":1", "{\"format\":1,\"format\":1")},
        {"a key twice, the second one good", replaced("\"sequence\":5", "\"sequence\":4,\"sequence\":5")},
        {"a key twice in a part", replaced("\"name\":\"server.01\"", "\"name\":\"x\",\"name\":\"server.01\"")},
        {"a key twice, once escaped", replaced("{\"format\":1", "{\"format\":1,\"\\u0066ormat\":1")},
        {"NaN", replaced("\"sequence\":5", "\"sequence\":NaN")},
        {"a number with an exponent", replaced("\"sequence\":5", "\"sequence\":5e0")},
        {"a number above 64 bits", replaced("\"sequence\":5", "\"sequence\":18446744073709551616")},
        {"text that is no UTF-8", replaced("\"product\":\"parlando\"", "\"product\":\"\xff\"")},
        {"an escaped zero", replaced("\"product\":\"parlando\"", "\"product\":\"parlando\\u0000\"")},
        {"half of a surrogate pair", replaced("\"product\":\"parlando\"", "\"product\":\"\\ud800\"")},
        {"nested 100,000 deep", "{\"format\":" + std::string(100'000, '[')},
        {"nested 9 deep", "{\"format\":[[[[[[[[1]]]]]]]]}"},
        {"1 MiB and a byte", good + std::string(kMaximumManifestBytes + 1 - good.size(), ' ')},
    };
}

}  // namespace

TEST_CASE("the_manifest_that_the_others_are_made_of_is_good") {
    const Folder folder;
    auto store = valueOf(PackageStore::open(folder / "backends"));
    const auto text = goodManifest().dump();
    const auto accepted =
        valueOf(acceptManifest(text, valueOf(testKey().sign(text)), testWanted(), testKeys(), store, kNow));
    REQUIRE(accepted.content.layers[1].tree[0].path == "lib/b.so");
}

TEST_CASE("hostile_manifests_are_refused_and_leave_no_trace") {
    const Folder folder;
    auto store = valueOf(PackageStore::open(folder / "backends"));
    const auto before = snapshot(folder.path());
    std::vector<std::pair<std::string, std::string>> hostile;
    for (const auto& [name, text] : texts()) {
        hostile.emplace_back(name, text);
    }
    for (const auto& each : cases()) {
        auto json = goodManifest();
        each.change(json);
        hostile.emplace_back(each.name, json.dump());
    }
    REQUIRE(hostile.size() >= 110);
    for (const auto& [name, text] : hostile) {
        CAPTURE(name);
        const auto outcome = acceptManifest(text, valueOf(testKey().sign(text)), testWanted(), testKeys(), store, kNow);
        REQUIRE_FALSE(outcome);
        REQUIRE_FALSE(outcome.error().message.empty());
        REQUIRE(outcome.error().message.size() < 400);
        REQUIRE(outcome.error().message.find_first_of("\n\x1b") == std::string::npos);
    }
    REQUIRE(snapshot(folder.path()) == before);
}

TEST_CASE("a_manifest_that_is_written_reads_the_same") {
    const auto manifest = valueOf(manifestFrom(goodManifest().dump()));
    const auto text = toJson(manifest);
    REQUIRE(toJson(valueOf(manifestFrom(text))) == text);
}

TEST_CASE("a_manifest_cut_anywhere_is_refused") {
    const auto text = goodManifest().dump();
    for (std::size_t size = 0; size < text.size(); size += 7) {
        REQUIRE_FALSE(manifestFrom(text.substr(0, size)));
    }
}
