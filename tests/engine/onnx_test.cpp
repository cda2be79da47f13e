#include "engine/weights/onnx.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/weight_files.h"

using namespace parlando;
using namespace parlando::engine;
using namespace parlando::engine::testing;

namespace {

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value > 0x7F; value >>= 7) {
        bytes += static_cast<char>((value & 0x7F) | 0x80);
    }
    return bytes + static_cast<char>(value);
}

std::string number(std::uint64_t field, std::uint64_t value) {
    return varint(field << 3) + varint(value);
}

std::string block(std::uint64_t field, const std::string& content) {
    return varint(field << 3 | 2) + varint(content.size()) + content;
}

constexpr std::uint64_t kFloat = 1;

std::string tensor(const std::string& name, std::uint64_t type, const std::vector<std::uint64_t>& shape,
                   const std::string& data) {
    std::string sizes;
    for (const std::uint64_t size : shape) {
        sizes += number(1, size);
    }
    return sizes + number(2, type) + block(8, name) + data;
}

std::string raw(std::size_t bytes) {
    return block(9, std::string(bytes, '\x3f'));
}

std::string node(const std::string& operation, const std::vector<std::string>& inputs, const std::string& output,
                 const std::string& more = "") {
    std::string content;
    for (const std::string& input : inputs) {
        content += block(1, input);
    }
    return content + block(2, output) + block(3, "/a/" + operation) + block(4, operation) + more;
}

std::string model(const std::string& graph) {
    return number(1, 8) + block(7, graph);
}

std::string weights(const std::string& content) {
    return model(block(5, content));
}

void requireRefused(const std::string& content, const std::vector<std::string>& words) {
    const File file(content, "voice.onnx");
    requireRefusal(OnnxModel::open(file.path()), file.path(), words);
}

OnnxModel opened(const std::string& content) {
    const File file(content, "voice.onnx");
    auto result = OnnxModel::open(file.path());
    INFO((result ? "" : result.error().message));
    REQUIRE(result);
    return std::move(*result);
}

std::string bytesOf(const OnnxModel& model, std::string_view name) {
    const TensorInfo* info = model.find(name);
    REQUIRE(info != nullptr);
    std::string bytes(info->bytes, '\0');
    REQUIRE(model.read(*info, std::as_writable_bytes(std::span(bytes))));
    return bytes;
}

}  // namespace

TEST_CASE("initialisers_are_read_however_their_numbers_are_written") {
    const std::string two = littleEndian(0x3f800000, 4) + littleEndian(0x40000000, 4);  // 1 and 2
    const OnnxModel file = opened(
        model(block(5, tensor("raw", kFloat, {2}, block(9, two))) +
              block(5, tensor("packed", kFloat, {2, 1}, block(4, two))) +
              block(5, tensor("single", kFloat, {2},
                              varint(4 << 3 | 5) + two.substr(0, 4) + varint(4 << 3 | 5) + two.substr(4))) +
              block(5, tensor("longs", 7, {2}, block(7, varint(3) + varint(UINT64_MAX)))) +
              block(5, tensor("halves", 10, {2}, number(5, 0x3c00) + number(5, 0xc000))) +
              block(5, tensor("text", 8, {1}, block(6, "x"))) +
              block(5, block(1, varint(1) + varint(2)) + number(2, kFloat) + block(8, "sizes") + block(9, two))));
    REQUIRE(bytesOf(file, "raw") == two);
    REQUIRE(bytesOf(file, "packed") == two);
    REQUIRE(bytesOf(file, "single") == two);
    REQUIRE(bytesOf(file, "longs") == littleEndian(3, 8) + littleEndian(UINT64_MAX, 8));
    REQUIRE(bytesOf(file, "halves") == littleEndian(0x3c00, 2) + littleEndian(0xc000, 2));
    REQUIRE(file.find("sizes")->shape == std::vector<std::int64_t>{1, 2});
    REQUIRE(file.find("text") == nullptr);
}

TEST_CASE("the_graph_tells_what_stands_for_what") {
    const std::string dilations = block(5, block(1, "dilations") + number(8, 3) + number(8, 1));
    const std::string group = block(5, block(1, "group") + number(3, 2));
    const std::string constant = block(5, block(1, "value") + block(5, tensor("", kFloat, {1}, raw(4))));
    const OnnxModel file = opened(model(
        block(1, node("Identity", {"a"}, "b")) + block(1, node("Identity", {"b"}, "c")) +
        block(1, node("Identity", {"loop"}, "loop")) + block(1, node("Constant", {}, "k", constant)) +
        block(1, node("Conv", {"x", "c", "bias"}, "y", dilations + group)) +
        block(5, tensor("a", kFloat, {1}, raw(4))) + block(11, block(1, "input")) + block(11, block(1, "scales"))));
    REQUIRE(file.resolve("c") == file.find("a"));
    REQUIRE(file.resolve("k") != nullptr);
    REQUIRE(file.resolve("loop") == nullptr);
    REQUIRE(file.resolve("nothing") == nullptr);
    REQUIRE(file.inputs() == std::vector<std::string>{"input", "scales"});
    REQUIRE(file.nodes().size() == 1);
    REQUIRE(file.nodes()[0].operation == "Conv");
    REQUIRE(file.nodes()[0].inputs == std::vector<std::string>{"x", "c", "bias"});
    REQUIRE(file.nodes()[0].attributes.at("dilations") == std::vector<std::int64_t>{3, 1});
    REQUIRE(file.nodes()[0].attributes.at("group") == std::vector<std::int64_t>{2});
}

TEST_CASE("a_tensor_with_more_or_fewer_bytes_than_its_shape_is_named") {
    requireRefused(weights(tensor("dec.w", kFloat, {2}, raw(4))), {"'dec.w'", "4 bytes", "need 8"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, raw(12))), {"'dec.w'", "12 bytes", "need 8"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, "")), {"'dec.w'", "0 bytes"});
    requireRefused(weights(tensor("dec.w", kFloat, {}, raw(8))), {"'dec.w'", "need 4"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, raw(8) + block(4, std::string(8, 'x')))), {"'dec.w'"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, block(4, std::string(7, 'x')))), {"'dec.w'", "7 bytes"});
    requireRefused(weights(tensor("dec.w", 7, {3}, block(7, varint(3) + varint(4)))), {"'dec.w'", "16 bytes"});
}

TEST_CASE("a_shape_that_no_file_can_have_is_refused") {
    requireRefused(weights(tensor("dec.w", kFloat, {UINT64_MAX}, raw(4))), {"'dec.w'", "negative"});
    requireRefused(weights(tensor("dec.w", kFloat, {INT64_MAX}, raw(4))), {"'dec.w'", "larger"});
    requireRefused(weights(tensor("dec.w", kFloat, {1ULL << 32, 1ULL << 32}, raw(4))), {"'dec.w'", "larger"});
    requireRefused(weights(tensor("dec.w", kFloat, {1ULL << 62, 0}, raw(0))), {"'dec.w'"});
    requireRefused(weights(tensor("dec.w", kFloat, {1, 1, 1, 1, 1, 1, 1, 1, 1}, raw(4))), {"more than 8"});
}

TEST_CASE("weights_in_another_file_are_refused") {
    const std::string place = block(13, block(1, "location") + block(2, "../../etc/passwd"));
    requireRefused(weights(tensor("dec.w", kFloat, {2}, place)), {"'dec.w'", "another file"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, place + number(14, 1))), {"'dec.w'", "another file"});
    requireRefused(weights(tensor("dec.w", kFloat, {2}, number(14, 1) + raw(8))), {"'dec.w'", "another file"});
}

TEST_CASE("two_tensors_of_one_name_and_two_graphs_are_refused") {
    const std::string one = block(5, tensor("dec.w", kFloat, {1}, raw(4)));
    requireRefused(model(one + one), {"'dec.w'", "twice"});
    requireRefused(model(one) + block(7, one), {"two graphs"});
}

TEST_CASE("a_file_that_is_not_onnx_says_so") {
    requireRefused("", {"no graph"});
    requireRefused(number(1, 8), {"no graph"});
    requireRefused("hello world", {});
    requireRefused("PK\x03\x04", {});
    requireRefused("{\"audio\": 1}", {});
    requireRefused("<!DOCTYPE html>", {});
    requireRefused("version https://git-lfs.github.com/spec/v1\n", {});
    REQUIRE(OnnxModel::open("/nowhere/a.onnx").error().code == ErrorCode::notFound);
}

TEST_CASE("a_file_cut_off_anywhere_is_refused") {
    const std::string whole =
        model(block(1, node("Conv", {"x", "w", "b"}, "y", block(5, block(1, "group") + number(3, 1)))) +
              block(5, tensor("w", kFloat, {2}, raw(8))));
    REQUIRE(opened(whole).tensors().size() == 1);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const File file(std::string_view(whole).substr(0, length), "voice.onnx");
        const auto result = OnnxModel::open(file.path());
        REQUIRE_FALSE(result);
    }
}

TEST_CASE("fields_that_protocol_buffers_do_not_have_are_refused") {
    requireRefused(number(0, 1), {"number 0"});
    requireRefused(model(number(0, 1)), {"number 0"});
    for (const std::uint64_t type : {3, 4, 6, 7}) {
        requireRefused(varint(7 << 3 | type), {"field 7", "type"});
        requireRefused(model(varint(1 << 3 | type)), {"field 1", "type"});
        requireRefused(weights(varint(9 << 3 | type)), {"field 9", "type"});
    }
    requireRefused(std::string(11, '\xff'), {"too long"});
    requireRefused(std::string(9, '\xff') + "\x7f", {"too long"});
    requireRefused(varint(7 << 3 | 2) + varint(UINT64_MAX), {"field 7", "only 0"});
    requireRefused(varint(7 << 3 | 2) + varint(3) + "ab", {"field 7", "3 bytes"});
    requireRefused(model(varint(5 << 3 | 2) + varint(100) + "ab"), {"field 5", "100 bytes"});
    requireRefused(weights(varint(9 << 3 | 2) + varint(100) + "ab"), {"field 9", "100 bytes"});
    requireRefused(weights(varint(4 << 3 | 5) + "ab"), {"field 4"});
    requireRefused(weights(block(1, std::string(3, '\xff'))), {"too long or cut off"});
    requireRefused(weights(tensor("dec.w", 7, {1}, block(7, "\x80"))), {"too long or cut off"});
}

TEST_CASE("names_have_limits") {
    requireRefused(weights(tensor(std::string(600, 'x'), kFloat, {1}, raw(4))), {"at most 512"});
    requireRefused(weights(tensor("\xff\xfe", kFloat, {1}, raw(4))), {"UTF-8"});
    requireRefused(model(block(1, node(std::string(600, 'x'), {}, "y"))), {"at most 512"});
    requireRefused(model(block(1, node("Conv", {std::string(600, 'x')}, "y"))), {"at most 512"});
    requireRefused(model(block(11, block(1, std::string(600, 'x')))), {"at most 512"});
    std::string many = block(1, "pads");
    for (int i = 0; i < 1100; ++i) {
        many += number(8, 0);
    }
    requireRefused(model(block(1, node("Conv", {}, "y", block(5, many)))), {"more than 1024"});
}
