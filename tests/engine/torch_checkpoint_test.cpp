#include "engine/weights/torch_checkpoint.h"

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/pickles.h"
#include "engine/weight_files.h"
#include "engine/weights/open_weights.h"

using namespace parlando;
using namespace parlando::engine;
using namespace parlando::engine::testing;
using namespace parlando::engine::testing::pickled;

namespace {

std::vector<float> floats(const WeightSource& source, std::string_view tensor) {
    const TensorInfo* info = source.find(tensor);
    INFO(tensor);
    REQUIRE(info != nullptr);
    REQUIRE(info->type == DataType::f32);
    std::vector<float> values(info->bytes / sizeof(float));
    REQUIRE(source.read(*info, std::as_writable_bytes(std::span(values))));
    return values;
}

std::vector<std::string> names(const WeightSource& source) {
    std::vector<std::string> result;
    for (const TensorInfo& tensor : source.tensors()) {
        result.push_back(tensor.name);
    }
    return result;
}

TorchCheckpoint opened(const std::string& value) {
    const File file(checkpoint(value));
    auto result = TorchCheckpoint::open(file.path());
    INFO((result ? "" : result.error().message));
    REQUIRE(result);
    return std::move(*result);
}

// A file whose pickle is `pickle`, with nothing added.
void requireRefusedPickle(const std::string& pickle, const std::vector<std::string>& words) {
    std::vector<ZipEntry> parts = entries("");
    parts[0].content = pickle;
    const File file(zip(parts));
    requireRefusal(TorchCheckpoint::open(file.path()), file.path(), words);
}

void requireRefusedValue(const std::string& value, const std::vector<std::string>& words) {
    requireRefusedPickle(kStart + value + kStop, words);
}

void requireRefusedZip(const std::string& content, const std::vector<std::string>& words) {
    const File file(content);
    requireRefusal(TorchCheckpoint::open(file.path()), file.path(), words);
}

std::string inDictionary(const std::string& value) {
    return dictionary({{"layer.weight", value}});
}

}  // namespace

TEST_CASE("a_bare_tensor_is_called_tensor") {
    const TorchCheckpoint file = opened(four());
    REQUIRE(names(file) == std::vector<std::string>{"tensor"});
    REQUIRE(floats(file, "tensor") == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("what_is_nested_has_names_with_dots") {
    const std::string ordered = name("collections", "OrderedDict") + ")R";
    const TorchCheckpoint file = opened(dictionary({
        {"decoder", ordered + "(" + text("module.w") + four() + "u}" + text("_metadata") + integer(1) + "sb"},
        {"list", "](" + integer(7) + four() + "e"},
        {"pairs", name("collections", "OrderedDict") + "](" + text("a") + four() + "\x86" + "e\x85R"},
    }));
    REQUIRE(names(file) == std::vector<std::string>{"decoder.module.w", "list.1", "pairs.a"});
}

TEST_CASE("views_of_a_storage_are_read_in_order") {
    const TorchCheckpoint file = opened(dictionary({
        {"columns", tensor(storage("0", 4), {2, 2}, {1, 2})},
        {"last", tensor(storage("0", 4), {}, {}, 3)},
        {"none", tensor(storage("0", 4), {0, 5}, {5, 1}, 4)},
        {"same", tensor(storage("0", 4), {3}, {0}, 1)},
        {"second", tensor(storage("0", 4), {2}, {2}, 1)},
    }));
    REQUIRE(floats(file, "columns") == std::vector<float>{1, 3, 2, 4});
    REQUIRE(floats(file, "last") == std::vector<float>{4});
    REQUIRE(floats(file, "none").empty());
    REQUIRE(floats(file, "same") == std::vector<float>{2, 2, 2});
    REQUIRE(floats(file, "second") == std::vector<float>{2, 4});
}

TEST_CASE("parameters_are_tensors_and_storages_have_their_types") {
    const TorchCheckpoint file = opened(dictionary({
        {"half", tensor(storage("0", 8, "HalfStorage"), {8}, {1})},
        {"long", tensor(storage("0", 2, "LongStorage"), {2}, {1})},
        {"parameter", name("torch._utils", "_rebuild_parameter") + "(" + four() + "\x88" +
                          name("collections", "OrderedDict") + ")RtR"},
        {"typed", name("torch._tensor", "_rebuild_from_type_v2") + "(" + name("torch._utils", "_rebuild_tensor_v2") +
                      name("torch", "Tensor") + "(" + storage("0", 4) + integer(0) + tuple({4}) + tuple({1}) +
                      "\x89Nt" + "}tR"},
    }));
    REQUIRE(file.find("half")->type == DataType::f16);
    REQUIRE(file.find("long")->type == DataType::i64);
    REQUIRE(floats(file, "parameter") == std::vector<float>{1, 2, 3, 4});
    REQUIRE(floats(file, "typed") == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("what_training_leaves_behind_is_data") {
    const std::string path = name("pathlib", "PosixPath") + "(" + text("/") + text("data") + "tR";
    const TorchCheckpoint file = opened(dictionary({
        {"w", four()},
        {"hyper_parameters",
         dictionary({
             {"rates", "(" + integer(8) + integer(4) + "t"},
             {"resblock", text("2")},
             {"sdp", "\x88"},
             {"warmstart", "N"},
             {"dataset", "]" + path + "a"},
             {"rate", std::string("G\x3f\xe0\x00\x00\x00\x00\x00\x00", 9)},
             {"negative", "\x8a\x01\xfb"},
             {"huge", "\x8a\x09" + std::string(8, '\0') + "\x01"},
             {"namespace", name("argparse", "Namespace") + ")\x81}" + text("lr") + integer(3) + "sb"},
         })},
        {"complex", tensor(storage("0", 2, "ComplexFloatStorage"), {2}, {1})},
        {"fast", name("torch.optim.adamw", "AdamW") + ")\x81}" + text("defaults") + "}sb"},
    }));
    REQUIRE(names(file) == std::vector<std::string>{"w"});
    const nlohmann::json& data = file.data()["hyper_parameters"];
    REQUIRE(data["rates"] == nlohmann::json{8, 4});
    REQUIRE(data["resblock"] == "2");
    REQUIRE(data["sdp"] == true);
    REQUIRE(data["warmstart"].is_null());
    REQUIRE(data["rate"] == 0.5);
    REQUIRE(data["negative"] == -5);
    REQUIRE(data["namespace"]["lr"] == 3);
}

TEST_CASE("nothing_that_a_pickle_names_is_run") {
    auto folder = TemporaryFolder::create();
    REQUIRE(folder);
    const std::string touched = (folder->path() / "touched").string();
    const std::string command = "touch " + touched;
    const std::vector<std::string> attacks{
        name("os", "system") + "(" + text(command) + "tR",
        name("posix", "system") + "(" + text(command) + "tR",
        name("builtins", "eval") + "(" + text("open('" + touched + "','w')") + "tR",
        name("builtins", "exec") + "(" + text("open('" + touched + "','w')") + "tR",
        name("subprocess", "check_output") + "(](" + text("touch") + text(touched) + "etR",
        name("torch", "load") + "(" + text(touched) + "tR",
        name("torch.storage", "_load_from_bytes") + "(C\x04" + "abcdtR",
        name("numpy.testing._private.utils", "runstring") + "(" + text("x") + "}tR",
        name("os", "system") + "(" + text(command) + "t\x81",
        "\x8c\x02os\x8c\x06system\x93(" + text(command) + "tR",
        name("torch._utils", "_rebuild_parameter_os") + "(" + text(command) + "tR",
        name("builtins", "getattr") + "(" + name("os", "system") + text("__call__") + "tR(" + text(command) + "tR",
        name("operator", "methodcaller") + "(" + text("system") + text(command) + "tR" + name("os", "") + "\x85R",
    };
    for (const std::string& attack : attacks) {
        const File alone(checkpoint(attack));
        REQUIRE_FALSE(TorchCheckpoint::open(alone.path()));
        const File among(checkpoint(dictionary({{"w", four()}, {"x", attack}})));
        const auto result = TorchCheckpoint::open(among.path());
        if (result) {  // the last one is refused for its empty name
            REQUIRE(names(*result) == std::vector<std::string>{"w"});
        }
        REQUIRE_FALSE(std::filesystem::exists(touched));
    }
}

TEST_CASE("a_pickle_cut_off_anywhere_is_refused") {
    const std::string whole = kStart + inDictionary(four()) + kStop;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        requireRefusedPickle(whole.substr(0, length), {"data.pkl"});
    }
}

TEST_CASE("opcodes_that_checkpoints_do_not_need_are_refused") {
    const std::vector<std::string> codes{"I1\n",
                                         "L1L\n",
                                         "F1.0\n",
                                         "S'a'\n",
                                         "Va\n",
                                         "T\x01\x00\x00\x00"
                                         "a",
                                         "U\x01"
                                         "a",
                                         "P1\n",
                                         "g1\n",
                                         "p1\n",
                                         "(ios\nsystem\n",
                                         "(cos\nsystem\no",
                                         "(d",
                                         "(l",
                                         "2",
                                         "\x82\x01",
                                         "\x83\x01\x00",
                                         "\x84\x01\x00\x00\x00",
                                         "\x97",
                                         "\x98",
                                         "\xff",
                                         std::string(1, '\0')};
    for (const std::string& code : codes) {
        requireRefusedValue("N" + code, {"data.pkl", "opcode"});
    }
    for (const char* protocol : {"\x80\x01", "\x80\x06", "\x80\xff"}) {
        requireRefusedPickle(protocol + four() + kStop, {"data.pkl", "protocol"});
    }
    requireRefusedValue(kStart + "N", {"protocol"});
}

TEST_CASE("a_stack_machine_that_is_fed_nonsense_says_where") {
    for (const std::string nonsense : {"0",
                                       "1",
                                       "R",
                                       "Q",
                                       "a",
                                       "b",
                                       "s",
                                       "t",
                                       "e",
                                       "u",
                                       "\x81",
                                       "\x85",
                                       "\x86",
                                       "\x87",
                                       "\x90",
                                       "\x91",
                                       "\x92",
                                       "\x93",
                                       "\x94",
                                       "q\x01",
                                       "h\x01",
                                       "j\x01\x00\x00\x00",
                                       "NNR",
                                       "N)R",
                                       "NQ",
                                       ")Q",
                                       "NNa",
                                       "NNNs",
                                       "N(Nu",
                                       "}(Nu",
                                       "N}b",
                                       "NN\x93",
                                       "NN",
                                       "N(",
                                       "]N(e",
                                       "cos\n\n.",
                                       "c\nsystem\n",
                                       "cos",
                                       "X\x02\x00\x00\x00\xff\xfe",
                                       "\x8d\xff\xff\xff\xff\xff\xff\xff\x7f",
                                       "X\xff\xff\xff\xff",
                                       "C\x05"
                                       "ab",
                                       "\x8b\xff\xff\xff\xff",
                                       "ccollections\nOrderedDict\nNR",
                                       "ccollections\nOrderedDict\nN\x85R",
                                       "ccollections\nOrderedDict\n]Na\x85R",
                                       "ctorch\nSize\n)R",
                                       "ctorch._utils\n_rebuild_tensor_v2\n)R",
                                       "ctorch._utils\n_rebuild_parameter\n)R",
                                       "ctorch._tensor\n_rebuild_from_type_v2\n)R"}) {
        INFO(nonsense);
        requireRefusedValue(nonsense, {"data.pkl", "byte"});
    }
    requireRefusedPickle(kStart + four() + kStop + kStop, {"1 bytes follow"});
}

TEST_CASE("a_storage_that_is_not_one_is_refused") {
    for (const std::string& id :
         {"(" + text("module") + name("torch", "FloatStorage") + text("0") + text("cpu") + integer(4) + "tQ",
          "(" + text("storage") + text("FloatStorage") + text("0") + text("cpu") + integer(4) + "tQ",
          "(" + text("storage") + name("torch", "FloatStorage") + integer(0) + text("cpu") + integer(4) + "tQ",
          "(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + integer(-4) + "tQ",
          "(" + text("storage") + name("torch", "FloatStorage") + text("0") + text("cpu") + "tQ"}) {
        requireRefusedValue(inDictionary(tensor(id, {4}, {1})), {"data.pkl", "storage"});
    }
    requireRefusedValue(inDictionary(tensor(storage("1", 4), {4}, {1})),
                        {"'layer.weight'", "'archive/data/1'", "missing"});
    requireRefusedValue(inDictionary(tensor(storage("../../etc/passwd", 4), {4}, {1})), {"'layer.weight'", "missing"});
    requireRefusedValue(inDictionary(tensor(storage("0", 5), {5}, {1})), {"'layer.weight'", "16 bytes", "20"});
    requireRefusedValue(inDictionary(tensor(storage("0", 3), {3}, {1})), {"'layer.weight'", "16 bytes", "12"});
    requireRefusedValue(inDictionary(tensor(storage("0", INT64_MAX), {4}, {1})), {"'layer.weight'", "16 bytes"});
    requireRefusedValue(inDictionary(tensor(storage("0", 4, "DoubleStorage"), {4}, {1})), {"'layer.weight'", "F64"});
}

TEST_CASE("a_tensor_outside_its_storage_is_refused") {
    const auto refused = [](std::vector<std::int64_t> sizes, std::vector<std::int64_t> strides,
                            std::int64_t offset = 0) {
        requireRefusedValue(inDictionary(tensor(storage("0", 4), sizes, strides, offset)),
                            {"'layer.weight'", "4 values"});
    };
    refused({5}, {1});
    refused({4}, {1}, 1);
    refused({1}, {1}, 4);
    refused({0}, {1}, 5);
    refused({2}, {4});
    refused({2, 2}, {3, 1});
    refused({3}, {INT64_MAX});
    refused({2}, {1}, INT64_MAX);
    refused({INT64_MAX}, {0});
    refused({4294967296, 4294967296}, {0, 0});
    refused({2, 2, 2}, {0, 0, 0});  // would need memory that the file does not account for
    for (const auto& [sizes, strides] : std::vector<std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>>{
             {{-1}, {1}}, {{4}, {-1}}, {{4}, {}}, {{}, {1}}}) {
        requireRefusedValue(inDictionary(tensor(storage("0", 4), sizes, strides)), {"data.pkl", "sizes or strides"});
    }
    requireRefusedValue(
        inDictionary(tensor(storage("0", 4), std::vector<std::int64_t>(9, 1), std::vector<std::int64_t>(9, 1))),
        {"'layer.weight'", "9 dimensions"});
}

TEST_CASE("names_that_cannot_be_told_apart_are_refused") {
    requireRefusedValue(dictionary({{"a", four()}, {"a", four()}}), {"'a'", "twice"});
    requireRefusedValue(dictionary({{"a.b", four()}, {"a", dictionary({{"b", four()}})}}), {"'a.b'", "twice"});
    requireRefusedValue(dictionary({{std::string(600, 'x'), four()}}), {"too long"});
}

TEST_CASE("a_checkpoint_of_something_else_says_what") {
    requireRefusedValue(name("mymodel", "Net") + ")\x81}b", {"'mymodel Net'", "state_dict"});
    requireRefusedValue("N", {"neither"});
    requireRefusedValue(text("hello"), {"neither"});
    requireRefusedValue(name("os", "system"), {"'os system'"});
}

TEST_CASE("deep_wide_and_circular_values_are_refused_in_time") {
    std::string deep;
    for (int i = 0; i < 100; ++i) {
        deep += "}" + text("a");
    }
    requireRefusedValue(deep + "N" + std::string(100, 's'), {"nested"});
    requireRefusedValue("]q\x01h\x01" + std::string("a"), {"nested"});
    // Each list holds the one before it ten times: a billion values in 200 bytes.
    std::string laughs = "N";
    for (char i = 1; i < 10; ++i) {
        const std::string put = std::string("q") + i;
        std::string items;
        for (int j = 0; j < 10; ++j) {
            items += std::string("h") + i;
        }
        laughs += put + "0](" + items + "e";
    }
    requireRefusedValue(laughs, {"values"});
    // An object that gets the same large state again and again.
    std::string state = "](" + std::string(4000, 'N') + "eq\x01" + "0}(";
    for (int i = 0; i < 2000; ++i) {
        state += "NN";
    }
    state += "uq\x02" + std::string("0") + name("a", "B") + ")\x81";
    for (int i = 0; i < 2000; ++i) {
        state += "h\x02" + std::string("b");
    }
    requireRefusedValue(state, {"items"});
    // One storage under many names.
    const std::string put = four() + "q\x01" + "0}(";
    std::string names;
    for (int i = 0; i < 20'000; ++i) {
        names += text(std::to_string(i)) + "h\x01";
    }
    std::vector<ZipEntry> parts =
        entries(tensor(storage("0", 40'000), {40'000}, {1}) + put.substr(four().size()) + names + "u");
    parts[1].content = std::string(160'000, '\0');
    requireRefusedZip(zip(parts), {"share their data"});
    std::string many(600'000, 'N');
    requireRefusedValue("(" + many + "t", {"values"});
}

TEST_CASE("files_that_are_no_archives_say_what_they_are") {
    requireRefusedZip("", {});
    requireRefusedZip("hello", {"not a PyTorch checkpoint"});
    requireRefusedZip(kStart + four() + kStop, {"bare pickle"});
    requireRefusedZip(std::string("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) + four(),
                      {"PyTorch 1.6", "torch.save"});
    REQUIRE(TorchCheckpoint::open("/nowhere/a.pth").error().code == ErrorCode::notFound);
    requireRefusedZip(zip({}), {"data.pkl"});
    requireRefusedZip(zip({{"data.pkl", kStart + "N."}}), {"data.pkl"});
    requireRefusedZip(zip({{"a/data.pkl", kStart + "}."}, {"b/data.pkl", kStart + "}."}}), {"two"});
    std::vector<ZipEntry> big = entries(four());
    big.push_back({"archive/byteorder", "big"});
    requireRefusedZip(zip(big), {"big-endian"});
}

TEST_CASE("an_archive_cut_off_anywhere_is_refused") {
    const std::string whole = checkpoint(four());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const File file(std::string_view(whole).substr(0, length));
        REQUIRE_FALSE(TorchCheckpoint::open(file.path()));
    }
}

TEST_CASE("an_archive_that_contradicts_itself_is_refused") {
    const auto spoilt = [](auto&& change) {
        std::vector<ZipEntry> parts = entries(four());
        change(parts);
        return zip(parts);
    };
    requireRefusedZip(spoilt([](auto& parts) { parts[0].flags = 1; }), {"'archive/data.pkl'", "encrypted"});
    requireRefusedZip(spoilt([](auto& parts) { parts[0].flags = 0x2000; }), {"'archive/data.pkl'", "flags"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].method = 12; }), {"'archive/data/0'", "method 12"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].method = 8; }), {"'archive/data/0'", "compressed"});
    requireRefusedZip(spoilt([](auto& parts) { parts[0].method = 8; }), {"'archive/data.pkl'"});
    requireRefusedZip(spoilt([](auto& parts) { parts[0].crc = 1; }), {"'archive/data.pkl'", "checksum"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].size = 17; }), {"'archive/data/0'", "two sizes"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].ownSize = 17; }), {"'archive/data/0'", "another size"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].ownName = "archive/data/1"; }),
                      {"'archive/data/0'", "another name"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].name = "archive/data.pkl"; }), {"'archive/data.pkl'", "twice"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].offset = 1; }), {"'archive/data/0'", "begin"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].offset = 0xFFFFFFF0; }), {"'archive/data/0'", "outside"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].offset = 0xFFFFFFFF; }), {"'archive/data/0'"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].name = ""; }), {"name"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].name = std::string("a\0b", 3); }), {"name"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].name = "\xff"; }), {"name"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].name = std::string(600, 'a'); }), {"name"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].extra = "\x01"; }), {"extra"});
    requireRefusedZip(spoilt([](auto& parts) { parts[1].extra = std::string("\x01\x00\x08\x00", 4); }), {"extra"});
    requireRefusedZip(spoilt([](auto& parts) {
                          parts[1].offset = 0xFFFFFFFF;
                          parts[1].extra = std::string("\x01\x00\x04\x00xxxx", 8);
                      }),
                      {"extra"});
    requireRefusedZip(spoilt([](auto& parts) {
                          parts[1].offset = 0xFFFFFFFF;
                          parts[1].extra = std::string("\x01\x00\x08\x00\xff\xff\xff\xff\xff\xff\xff\xff", 12);
                      }),
                      {"'archive/data/0'", "outside"});
    // Two entries with one set of bytes.
    requireRefusedZip(spoilt([](auto& parts) {
                          parts.push_back(parts[1]);
                          parts[3].name = "archive/data/1";
                          parts[3].ownName = "archive/data/0";
                          parts[3].offset = 0;
                      }),
                      {"'archive/data/1'"});
}

TEST_CASE("an_end_record_that_lies_is_refused") {
    const std::vector<ZipEntry> parts = entries(four());
    const auto refused = [&parts](const ZipEnd& end) { requireRefusedZip(zip(parts, end), {}); };
    refused({.entries = 2});
    refused({.entries = 4});
    refused({.entries = 0xFFFF});
    refused({.bytes = 0});
    refused({.bytes = 0xFFFFFFFF});
    refused({.offset = 0});
    refused({.offset = 0xFFFFFFFF});
    refused({.disk = 1});
    refused({.between = "x"});
    refused({.between = "PK\x06\x07" + std::string(16, '\0')});
    requireRefusedZip(zip(parts) + "x", {"end record"});
    requireRefusedZip("x" + zip(parts), {});
    const File commented(zip(parts, {.comment = "made by hand"}));
    REQUIRE(TorchCheckpoint::open(commented.path()));
}

TEST_CASE("the_length_of_a_safetensors_header_may_look_like_another_format") {
    // 0x80 and 0x4b50: how pickles and archives begin.
    for (const std::size_t length : {std::size_t{0x80}, std::size_t{0x4b50}, std::size_t{0x280}}) {
        const std::string header = R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
        const File file(littleEndian(length, 8) + header + std::string(length - header.size(), ' ') + "x");
        const auto source = openWeights(file.path());
        REQUIRE(source);
        REQUIRE(names(**source) == std::vector<std::string>{"t"});
    }
    for (const char* name : {"a.safetensors", "a.bin"}) {
        const File file("hello", name);
        requireRefusal(openWeights(file.path()), file.path(), {});
    }
}

TEST_CASE("a_renamed_checkpoint_reads_the_same_values") {
    const File file(checkpoint(dictionary({{"module.a", four()}, {"state_dict.model_g.b.module.c", four()}})));
    auto source = openWeights(file.path());
    REQUIRE(source);
    auto plain = renamed(std::move(*source), withoutWrappers);
    REQUIRE(plain);
    REQUIRE(names(**plain) == std::vector<std::string>{"a", "b.c"});
    REQUIRE(floats(**plain, "b.c") == std::vector<float>{1, 2, 3, 4});
    REQUIRE((*plain)->nameInFile("a") == "module.a");
    REQUIRE((*plain)->nameInFile("z") == "z");

    const File twice(checkpoint(dictionary({{"model.a", four()}, {"ema_model.a", four()}})));
    auto both = openWeights(twice.path());
    REQUIRE(both);
    requireRefusal(renamed(std::move(*both), withoutWrappers), twice.path(), {"'model.a'", "'ema_model.a'", "'a'"});
}
