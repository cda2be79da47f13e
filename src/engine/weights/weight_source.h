#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace parlando::engine {

enum class DataType { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };

std::string_view name(DataType type);  // as safetensors names it: "F32"
std::size_t sizeOf(DataType type);     // bytes

struct TensorInfo {
    std::string name;
    DataType type = DataType::f32;
    std::vector<std::int64_t> shape;
    std::uint64_t offset = 0;  // for the reader's own use: where the data begins in the file
    std::uint64_t bytes = 0;   // of all values, as `read` gives them
};

// A file of named tensors, whatever its format. A reader trusts nothing: opening it checks that every tensor lies
// inside the file and has as many bytes as its shape and type need, so that nothing is left to go wrong later but the
// disk. Values are read one tensor at a time, straight to where they are wanted; the file is read and not mapped, so
// that one which another program shortens is an error and not a crash.
class WeightSource {
public:
    virtual ~WeightSource() = default;

    virtual const std::filesystem::path& path() const = 0;
    virtual const std::vector<TensorInfo>& tensors() const = 0;  // by name, each name once
    // `tensor` is one of `tensors()`, `out` has tensor.bytes bytes. Row-major little-endian values. Several threads may
    // read at the same time.
    virtual Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const = 0;
    // What the file itself calls a tensor, for messages: "dec.conv_pre.weight" behind "decoder.conv_pre.weight".
    virtual std::string nameInFile(std::string_view name) const { return std::string(name); }

    const TensorInfo* find(std::string_view name) const;  // null: not in the file
};

// The name of the one tensor in a file that has no names: a Kokoro voice (.pt), a single NumPy array (.npy).
inline constexpr std::string_view kBareTensor = "tensor";

// A tensor of another source under a name and a shape (of as many values) of its own.
struct MappedTensor {
    enum class Values { same, negated, negatedLogarithm };  // the last of F32 only
    TensorInfo tensor;
    const TensorInfo* original = nullptr;
    Values values = Values::same;
};

// A function from a name to another; empty: there is none.
using Rename = std::function<std::string(std::string_view name)>;

// The tensors in `mapped` and no others; their originals are in `source`. `missing` says what a file would call a
// tensor that it lacks. Errors: corrupt (two have the same name; it says what the file calls both), resourceLimit (one
// tensor stands for so many that they would be several times the file).
Result<std::unique_ptr<WeightSource>> mappedWeights(std::unique_ptr<WeightSource> source,
                                                    std::vector<MappedTensor> mapped, Rename missing = {});

// `source` with other names, without what has none; errors as those of `mappedWeights`.
Result<std::unique_ptr<WeightSource>> renamed(std::unique_ptr<WeightSource> source, const Rename& rename);

// A Rename: takes off what training programs put around a model, "state_dict.model_g.", "module.", "model.",
// "ema_model.", "kmodel.", and "module." also further inside, where parts were trained in parallel.
std::string withoutWrappers(std::string_view name);

}  // namespace parlando::engine
