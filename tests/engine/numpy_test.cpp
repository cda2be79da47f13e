#include "engine/weights/numpy.h"

#include <string>
#include <vector>

#include <zlib.h>
#include <catch2/catch.hpp>

#include "engine/weight_files.h"
#include "engine/weights/open_weights.h"

using namespace parlando;
using namespace parlando::engine;
using namespace parlando::engine::testing;

namespace {

std::string array(const std::string& header, const std::string& data, char version = 1) {
    return "\x93NUMPY" + std::string(1, version) + std::string(1, '\0') +
           littleEndian(header.size(), version == 1 ? 2 : 4) + header + data;
}

std::string described(const std::string& type, const std::string& order, const std::string& shape) {
    return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }          \n";
}

// 1 to 6 as F32.
std::string sixFloats() {
    std::string bytes;
    for (const std::uint32_t bits : {0x3f800000U, 0x40000000U, 0x40400000U, 0x40800000U, 0x40a00000U, 0x40c00000U}) {
        bytes += littleEndian(bits, 4);
    }
    return bytes;
}

std::string deflated(std::string content) {
    std::string out(content.size() + 100, '\0');
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(content.data());
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

ZipEntry deflatedEntry(const std::string& name, const std::string& content) {
    const auto crc = static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())));
    return {.name = name, .content = deflated(content), .method = 8, .size = content.size(), .crc = crc};
}

std::vector<float> floats(const WeightSource& source, std::string_view tensor) {
    const TensorInfo* info = source.find(tensor);
    REQUIRE(info != nullptr);
    std::vector<float> values(info->bytes / sizeof(float));
    REQUIRE(source.read(*info, std::as_writable_bytes(std::span(values))));
    return values;
}

void requireRefused(const std::string& content, const std::vector<std::string>& words) {
    const File file(content, "voices.npz");
    requireRefusal(NumpyArrays::open(file.path()), file.path(), words);
}

}  // namespace

TEST_CASE("one_array_is_called_tensor") {
    for (const char version : {'\1', '\2', '\3'}) {
        const File file(array(described("<f4", "False", "(3, 2)"), sixFloats(), version), "a.npy");
        const auto source = openWeights(file.path());
        REQUIRE(source);
        REQUIRE((*source)->find("tensor")->shape == std::vector<std::int64_t>{3, 2});
        REQUIRE(floats(**source, "tensor") == std::vector<float>{1, 2, 3, 4, 5, 6});
    }
}

TEST_CASE("arrays_of_an_archive_have_its_names_stored_or_deflated_in_either_order") {
    const std::string rows = array(described("<f4", "False", "(3, 2)"), sixFloats());
    const std::string columns = array(described("<f4", "True", "(3, 2)"), sixFloats());
    const File file(zip({{"b.npy", rows},
                         deflatedEntry("a.npy", columns),
                         {"c.npy", array(described("<i8", "False", "()"), littleEndian(7, 8))},
                         {"none.npy", array(described("<f4", "True", "(0, 3)"), "")}}));
    const auto source = openWeights(file.path());
    REQUIRE(source);
    REQUIRE(floats(**source, "b") == std::vector<float>{1, 2, 3, 4, 5, 6});
    REQUIRE(floats(**source, "a") == std::vector<float>{1, 4, 2, 5, 3, 6});
    REQUIRE((*source)->find("c")->type == DataType::i64);
    REQUIRE((*source)->find("none")->bytes == 0);
}

TEST_CASE("a_header_that_is_not_one_names_the_array") {
    for (const std::string header :
         {"", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2)} x",
          "{'descr': '<f4', 'fortran_order': 0, 'shape': (3, 2)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': 6}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (-6,)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3 2)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (3.0,)}",
          "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (6,)}",
          "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,)}",
          "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}", "__import__('os').system('x')"}) {
        INFO(header);
        requireRefused(zip({{"v.npy", array(header, sixFloats())}}), {"'v'", "header"});
    }
}

TEST_CASE("an_array_of_objects_or_of_a_foreign_type_is_refused") {
    requireRefused(zip({{"v.npy", array(described("|O", "False", "()"), "x")}}), {"'v'", "Python objects"});
    for (const char* type : {">f4", "<U4", "<c8", "|V4", "<u8", "f4", ""}) {
        requireRefused(zip({{"v.npy", array(described(type, "False", "(6,)"), sixFloats())}}), {"'v'", "type"});
    }
    requireRefused(zip({{"v.npy", array(described("<f4", "False", "(6,)"), sixFloats(), 9)}}), {"'v'", "version 9"});
}

TEST_CASE("an_array_with_more_or_fewer_bytes_than_its_shape_is_named") {
    for (const char* shape : {"(5,)", "(7,)", "()", "(0,)", "(9223372036854775807, 9223372036854775807)",
                              "(4294967296, 4294967296, 4294967296)", "(1, 1, 1, 1, 1, 1, 1, 1, 6)"}) {
        requireRefused(zip({{"v.npy", array(described("<f4", "False", shape), sixFloats())}}), {"'v'"});
    }
    const std::string whole = array(described("<f4", "False", "(6,)"), sixFloats());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        requireRefused(zip({{"v.npy", whole.substr(0, length)}}), {"'v'"});
    }
}

TEST_CASE("a_deflated_entry_that_lies_about_its_size_is_refused") {
    const std::string whole = array(described("<f4", "False", "(6,)"), sixFloats());
    ZipEntry entry = deflatedEntry("v.npy", whole);
    const auto refused = [](const ZipEntry& spoilt) { requireRefused(zip({spoilt}), {"'v.npy'"}); };
    ZipEntry spoilt = entry;
    spoilt.size = whole.size() + 1;
    refused(spoilt);
    spoilt.size = whole.size() - 1;
    refused(spoilt);
    spoilt.size = 0xFFFFFFFE;  // a bomb
    refused(spoilt);
    spoilt = entry;
    spoilt.content += "x";
    refused(spoilt);
    spoilt = entry;
    spoilt.content[spoilt.content.size() / 2] ^= 0x55;
    refused(spoilt);
    spoilt = entry;
    spoilt.crc = 1;
    refused(spoilt);
    requireRefused(zip({deflatedEntry("a.npy", whole), {"readme.txt", "x"}}), {"'readme.txt'"});
}
