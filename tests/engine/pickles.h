#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/weight_files.h"

// Pieces of the pickles that `torch.save` writes.
namespace parlando::engine::testing::pickled {

inline const std::string kStart = "\x80\x02";
inline const std::string kStop = ".";

inline std::string text(const std::string& value) {
    return "X" + littleEndian(value.size(), 4) + value;
}

inline std::string integer(std::int64_t value) {
    return value >= INT32_MIN && value <= INT32_MAX ? "J" + littleEndian(static_cast<std::uint64_t>(value), 4)
                                                    : "\x8a\x08" + littleEndian(static_cast<std::uint64_t>(value), 8);
}

inline std::string name(const std::string& module, const std::string& what) {
    return "c" + module + "\n" + what + "\n";
}

inline std::string tuple(const std::vector<std::int64_t>& values) {
    std::string items;
    for (const std::int64_t value : values) {
        items += integer(value);
    }
    return "(" + items + "t";
}

inline std::string dictionary(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string content = "}(";
    for (const auto& [key, value] : items) {
        content += text(key) + value;
    }
    return content + "u";
}

inline std::string storage(const std::string& key, std::int64_t elements, const std::string& type = "FloatStorage") {
    return "(" + text("storage") + name("torch", type) + text(key) + text("cpu") + integer(elements) + "tQ";
}

inline std::string tensor(const std::string& from, const std::vector<std::int64_t>& sizes,
                          const std::vector<std::int64_t>& strides, std::int64_t offset = 0) {
    return name("torch._utils", "_rebuild_tensor_v2") + "(" + from + integer(offset) + tuple(sizes) + tuple(strides) +
           "\x89" + name("collections", "OrderedDict") + ")R" + "tR";
}

// Four values of F32 in the storage "0": 1, 2, 3, 4.
inline std::string fourFloats() {
    std::string bytes;
    for (const std::uint32_t bits : {0x3f800000U, 0x40000000U, 0x40400000U, 0x40800000U}) {
        bytes += littleEndian(bits, 4);
    }
    return bytes;
}

inline std::string four() {
    return tensor(storage("0", 4), {2, 2}, {2, 1});
}

inline std::vector<ZipEntry> entries(const std::string& value) {
    return {{"archive/data.pkl", kStart + value + kStop}, {"archive/data/0", fourFloats()}, {"archive/version", "3\n"}};
}

inline std::string checkpoint(const std::string& value) {
    return zip(entries(value));
}

}  // namespace parlando::engine::testing::pickled
