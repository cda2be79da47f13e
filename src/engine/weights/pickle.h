#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/weights/weight_source.h"

// The data in a Python pickle, of the kind that `torch.save` writes. A pickle is a program for a stack machine, and
// Python runs whatever it names; this reader has no way to run anything. It knows the opcodes that build data, and the
// dozen names with which PyTorch describes tensors. Whatever else a pickle names (paths, argument lists, optimizers)
// becomes an object of which the class name and the state are kept, as data.
namespace parlando::engine::pickle {

enum class Kind { none, boolean, integer, real, text, bytes, sequence, dictionary, object, name, storage, tensor };

using Index = std::uint32_t;  // of a value in Document::values

struct Value {
    Kind kind = Kind::none;
    std::int64_t integer = 0;  // of boolean, integer; the number of elements of a storage
    double real = 0.0;
    DataType type = DataType::f32;  // of a storage
    // text, bytes; the class of an object; "module name" of a name; the key of a storage
    std::string text{};
    // The items of a sequence. Key, value, key, value, … of a dictionary, or of the state of an object. Of a tensor:
    // its storage, its offset there, its sizes and its strides, all in elements.
    std::vector<Index> items{};
};

struct Document {
    std::vector<Value> values;  // refer to each other, in circles too where the pickle does
    Index root = 0;
};

inline constexpr std::uint64_t kMaximumBytes = std::uint64_t{32} << 20;
inline constexpr std::size_t kMaximumValues = std::size_t{1} << 19;
inline constexpr std::size_t kMaximumMemo = std::size_t{1} << 19;
inline constexpr std::size_t kMaximumItems = std::size_t{1} << 22;  // of all containers together

// Errors name the byte and the opcode: corrupt, incompatible (opcodes that checkpoints do not need), resourceLimit.
Result<Document> read(std::string_view bytes);

}  // namespace parlando::engine::pickle
