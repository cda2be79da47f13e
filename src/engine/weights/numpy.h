#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "engine/weights/strides.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// NumPy's arrays: an .npz file (a ZIP file of .npy entries, stored or deflated), whose tensors have the entries' names
// without ".npy", or an .npy file, whose one tensor is called kBareTensor. Little-endian numbers in row or column
// order; arrays of objects, which are pickles, are refused.
class NumpyArrays : public WeightSource {
public:
    // True for a ZIP file in which every entry ends in ".npy".
    static Result<bool> isArchive(const std::filesystem::path& path);
    // Errors name the file and the array: notFound, corrupt, incompatible, resourceLimit.
    static Result<NumpyArrays> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const override { return m_file.path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override;

private:
    // What was deflated is kept in memory; the offsets of its tensors are in there.
    struct Data {
        Strides strides;
        std::string inflated;  // empty: the tensor is in the file
    };
    explicit NumpyArrays(FileReader file) : m_file(std::move(file)) {}
    Result<> addArchive(FileReader file);
    Result<> add(std::string name, std::uint64_t offset, std::uint64_t bytes, std::string inflated);

    FileReader m_file;
    std::vector<TensorInfo> m_tensors;
    std::vector<Data> m_data;  // one for each tensor
};

}  // namespace parlando::engine
