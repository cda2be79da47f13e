#include "engine/weights/safetensors.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "engine/layers.h"
#include "engine/values.h"

using namespace parlando;
using namespace parlando::engine;

namespace {

// The `count` lowest bytes of `value`, little-endian.
std::string littleEndian(std::uint64_t value, std::size_t count) {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    }
    return bytes;
}

class File {
public:
    explicit File(std::string_view content) : m_folder(std::move(*TemporaryFolder::create())) {
        std::ofstream(path(), std::ios::binary) << content;
    }
    File(std::string_view header, std::string_view data)
        : File(littleEndian(header.size(), 8) + std::string(header) + std::string(data)) {}

    std::filesystem::path path() const { return m_folder.path() / "weights.safetensors"; }

private:
    TemporaryFolder m_folder;
};

// The file is refused with this code; the message names the file and has all of `words`.
void requireRefusal(const File& file, ErrorCode code, const std::vector<std::string>& words) {
    const auto opened = SafeTensors::open(file.path());
    REQUIRE_FALSE(opened);
    INFO(opened.error().message);
    REQUIRE(opened.error().code == code);
    REQUIRE(opened.error().message.find(file.path().string()) != std::string::npos);
    for (const std::string& word : words) {
        INFO(word);
        REQUIRE(opened.error().message.find(word) != std::string::npos);
    }
}

void requireCorrupt(std::string_view header, std::string_view data, const std::vector<std::string>& words) {
    INFO(header.substr(0, 200));
    requireRefusal(File(header, data), ErrorCode::corrupt, words);
}

constexpr std::string_view kEightBytes = "12345678";

// One tensor of one dimension: its values as F32, as the model's parts get them.
std::vector<float> valuesOf(const std::string& type, std::int64_t count, const std::string& data) {
    const File file(R"({"t":{"dtype":")" + type + R"(","shape":[)" + std::to_string(count) + R"(],"data_offsets":[0,)" +
                        std::to_string(data.size()) + "]}}",
                    data);
    auto opened = SafeTensors::open(file.path());
    REQUIRE(opened);
    REQUIRE(name(opened->tensors().at(0).type) == type);
    REQUIRE(sizeOf(opened->tensors().at(0).type) * static_cast<std::size_t>(count) == data.size());
    Values values(std::make_unique<SafeTensors>(std::move(*opened)));
    const kernels::Floats tensor = values.tensor("t", {count});
    REQUIRE(values.status());
    return {tensor.begin(), tensor.end()};
}

}  // namespace

TEST_CASE("a_missing_file_is_not_found") {
    const auto opened = SafeTensors::open("/nowhere/weights.safetensors");
    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().code == ErrorCode::notFound);
    REQUIRE(opened.error().message.find("/nowhere/weights.safetensors") != std::string::npos);
}

TEST_CASE("a_file_too_short_for_the_header_length_is_corrupt") {
    requireRefusal(File(""), ErrorCode::corrupt, {"0 bytes"});
    requireRefusal(File("1234567"), ErrorCode::corrupt, {"7 bytes"});
}

TEST_CASE("a_header_longer_than_the_file_is_corrupt") {
    requireRefusal(File(littleEndian(3, 8) + "{}"), ErrorCode::corrupt, {"3 bytes"});
    requireRefusal(File(littleEndian(100, 8)), ErrorCode::corrupt, {"100 bytes"});
}

TEST_CASE("a_header_over_16_mebibytes_is_refused_before_it_is_read") {
    const std::uint64_t limit = std::uint64_t{16} << 20;
    requireRefusal(File(littleEndian(limit, 8) + "{}"), ErrorCode::corrupt, {});
    requireRefusal(File(littleEndian(limit + 1, 8) + "{}"), ErrorCode::resourceLimit, {"16777217"});
    requireRefusal(File(littleEndian(UINT64_MAX, 8) + "{}"), ErrorCode::resourceLimit, {});
}

TEST_CASE("a_header_that_does_not_begin_with_a_brace_is_corrupt") {
    requireCorrupt("", "", {});
    requireCorrupt(" {}", "", {});
    requireCorrupt("[]", "", {});
    requireCorrupt("\xef\xbb\xbf{}", "", {});
}

TEST_CASE("a_header_that_is_not_json_is_corrupt") {
    for (const std::string_view header : {"{", "{]", "{\"t\":}", "{} x", "{\"\xff\":1}", "{'t':1}"}) {
        requireCorrupt(header, "", {"JSON"});
    }
    requireCorrupt(std::string_view("{}\0", 3), "", {"JSON"});
}

TEST_CASE("a_duplicate_tensor_is_named") {
    requireCorrupt(R"({"t":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},)"
                   R"("t":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
                   kEightBytes, {"'t'"});
    requireCorrupt(R"({"t":{"dtype":"U8","dtype":"I8","shape":[8],"data_offsets":[0,8]}})", kEightBytes, {"'dtype'"});
}

TEST_CASE("an_entry_without_its_fields_names_the_tensor") {
    for (const std::string entry :
         {"1", "null", "[]", "{}", R"({"dtype":"U8","shape":[8]})", R"({"dtype":"U8","data_offsets":[0,8]})",
          R"({"shape":[8],"data_offsets":[0,8]})"}) {
        requireCorrupt(R"({"layer.weight":)" + entry + "}", kEightBytes, {"'layer.weight'"});
    }
}

TEST_CASE("an_unknown_data_type_is_named") {
    for (const std::string type : {"\"F8_E4M3\"", "\"f32\"", "\"\"", "1", "null", "[\"F32\"]"}) {
        requireCorrupt(R"({"t":{"dtype":)" + type + R"(,"shape":[2],"data_offsets":[0,8]}})", kEightBytes,
                       {"'t'", type});
    }
}

TEST_CASE("a_shape_of_anything_but_sizes_names_the_tensor") {
    for (const std::string shape : {"2", "null", "[-2]", "[2.0]", "[\"2\"]", "[null]", "[[2]]", "[1e1]",
                                    "[18446744073709551616]", "[1,1,1,1,1,1,1,1,2]"}) {
        requireCorrupt(R"({"t":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,8]}})", kEightBytes,
                       {"'t'", "shape"});
    }
}

TEST_CASE("a_shape_whose_size_overflows_names_the_tensor") {
    for (const std::string shape : {"[18446744073709551615]", "[4611686018427387904,2]", "[4294967296,4294967296]",
                                    "[65536,65536,65536,65536]", "[4294967297,4294967296,2]"}) {
        requireCorrupt(R"({"t":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,8]}})", kEightBytes,
                       {"'t'", "shape"});
    }
}

TEST_CASE("offsets_outside_the_file_or_backwards_name_the_tensor") {
    for (const std::string offsets : {"[0,9]", "[8,16]", "[8,0]", "[0,18446744073709551615]", "[-8,0]", "[0.0,8]",
                                      "[0]", "[0,4,8]", "8", "null", "{}", "[\"0\",\"8\"]"}) {
        requireCorrupt(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":)" + offsets + "}}", kEightBytes, {"'t'"});
    }
}

TEST_CASE("a_size_that_does_not_fit_shape_and_type_is_told_with_both_numbers") {
    requireCorrupt(R"({"t":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", kEightBytes, {"'t'", "8", "12"});
    requireCorrupt(R"({"t":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}})", kEightBytes, {"'t'", "8", "4"});
    requireCorrupt(R"({"t":{"dtype":"F64","shape":[],"data_offsets":[0,4]}})", "1234", {"'t'", "8", "4"});
    requireCorrupt(R"({"t":{"dtype":"F32","shape":[0],"data_offsets":[0,8]}})", kEightBytes, {"'t'"});
}

TEST_CASE("overlapping_tensors_are_named") {
    requireCorrupt(R"({"a":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},)"
                   R"("b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
                   kEightBytes, {"'b'", "overlap"});
    requireCorrupt(R"({"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},)"
                   R"("b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}})",
                   kEightBytes, {"overlap"});
}

TEST_CASE("bytes_that_belong_to_no_tensor_are_found") {
    requireCorrupt(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                   R"("b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})",
                   kEightBytes, {"'b'", "hole"});
    requireCorrupt(R"({"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}})", kEightBytes, {"'b'", "hole"});
    requireCorrupt(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})", kEightBytes, {"4 bytes"});
    requireCorrupt("{}", kEightBytes, {"8 bytes"});
}

TEST_CASE("a_file_without_tensors_and_tensors_without_values_are_accepted") {
    REQUIRE(SafeTensors::open(File("{}", "").path())->tensors().empty());
    const File file(R"({"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)"
                    R"("b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},)"
                    R"("c":{"dtype":"F32","shape":[3,0,2],"data_offsets":[8,8]}})",
                    kEightBytes);
    const auto opened = SafeTensors::open(file.path());
    REQUIRE(opened);
    REQUIRE(opened->find("a")->bytes == 0);
    REQUIRE(opened->find("c")->shape == std::vector<std::int64_t>{3, 0, 2});
    REQUIRE(opened->read(*opened->find("c"), {}));
}

TEST_CASE("tensors_are_found_by_name_whatever_their_order_in_the_file") {
    const File file(R"({"z":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"__metadata__":{"format":"pt"},)"
                    R"("a":{"dtype":"U8","shape":[2,2],"data_offsets":[4,8]}}   )",
                    kEightBytes);
    const auto opened = SafeTensors::open(file.path());
    REQUIRE(opened);
    REQUIRE(opened->tensors().size() == 2);
    REQUIRE(opened->find("__metadata__") == nullptr);
    REQUIRE(opened->find("b") == nullptr);
    REQUIRE(opened->find("") == nullptr);
    std::array<std::byte, 4> bytes{};
    REQUIRE(opened->read(*opened->find("a"), bytes));
    REQUIRE(std::memcmp(bytes.data(), "5678", 4) == 0);
    REQUIRE(opened->read(*opened->find("z"), bytes));
    REQUIRE(std::memcmp(bytes.data(), "1234", 4) == 0);
}

TEST_CASE("floating_point_types_are_read_as_f32") {
    const auto f32 = [](float value) { return littleEndian(std::bit_cast<std::uint32_t>(value), 4); };
    const auto f64 = [](double value) { return littleEndian(std::bit_cast<std::uint64_t>(value), 8); };
    const auto half = [](std::uint64_t bits) { return littleEndian(bits, 2); };
    REQUIRE(valuesOf("F32", 3, f32(1.5F) + f32(-0.1F) + f32(3e38F)) == std::vector{1.5F, -0.1F, 3e38F});
    REQUIRE(valuesOf("F64", 2, f64(0.1) + f64(-2.0)) == std::vector{0.1F, -2.0F});
    // 1, -2, the largest, the smallest normal and the smallest subnormal number: IEEE 754 binary16.
    REQUIRE(valuesOf("F16", 5, half(0x3c00) + half(0xc000) + half(0x7bff) + half(0x0400) + half(0x0001)) ==
            std::vector{1.0F, -2.0F, 65504.0F, 0x1p-14F, 0x1p-24F});
    // BF16 is the upper half of F32.
    REQUIRE(valuesOf("BF16", 3, half(0x3f80) + half(0xc040) + half(0x7f7f)) ==
            std::vector{1.0F, -3.0F, std::bit_cast<float>(0x7f7f0000U)});
}

TEST_CASE("whole_numbers_and_truth_values_are_read_as_f32") {
    REQUIRE(valuesOf("I64", 2, littleEndian(7, 8) + littleEndian(UINT64_MAX, 8)) == std::vector{7.0F, -1.0F});
    REQUIRE(valuesOf("I32", 2, littleEndian(1U << 20, 4) + littleEndian(0xfffffffeU, 4)) ==
            std::vector{1048576.0F, -2.0F});
    REQUIRE(valuesOf("U8", 2, "\x01\xff") == std::vector{1.0F, 255.0F});
    REQUIRE(valuesOf("BOOL", 2, std::string("\x01\x00", 2)) == std::vector{1.0F, 0.0F});
}

TEST_CASE("a_deeply_nested_header_is_refused_without_a_crash") {
    const std::string nested = std::string(300'000, '[') + std::string(300'000, ']');
    requireCorrupt("{\"t\":" + nested + "}", "", {"'t'"});
    requireCorrupt(R"({"t":{"dtype":)" + nested + R"(,"shape":[],"data_offsets":[0,4]}})", "1234", {"'t'"});
    requireCorrupt(R"({"t":{"dtype":"F32","shape":[)" + nested + R"(],"data_offsets":[0,4]}})", "1234", {"'t'"});
}

TEST_CASE("parts_that_are_built_together_report_what_they_would_one_after_the_other") {
    const File file(R"({"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", kEightBytes);
    kernels::WorkerPool pool(3);
    for (int round = 0; round < 50; ++round) {
        Values values(std::make_unique<SafeTensors>(std::move(*SafeTensors::open(file.path()))));
        std::array<std::size_t, 3> read{};
        const auto reader = [&read](std::size_t index, const char* missing) {
            return [&read, index, missing](Values& part) {
                read[index] = part.tensor("t", {2}).size();
                if (missing != nullptr) {
                    part.tensor(missing, {2});
                }
            };
        };
        buildTogether(pool, values, std::array<BuildPart, 3>{reader(0, nullptr), reader(1, "a"), reader(2, "b")});
        CHECK(read == std::array<std::size_t, 3>{2, 2, 2});
        CHECK(values.unused().empty());
        REQUIRE_FALSE(values.status());
        CHECK_THAT(values.status().error().message, Catch::Contains("'a' is missing"));
    }
    Values values(std::make_unique<SafeTensors>(std::move(*SafeTensors::open(file.path()))));
    const auto thrower = [](Values&) { throw std::bad_alloc(); };
    CHECK_THROWS_AS(buildTogether(pool, values, std::array<BuildPart, 2>{thrower, [](Values&) {}}), std::bad_alloc);
}
