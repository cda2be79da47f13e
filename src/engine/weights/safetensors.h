#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// A reader of the safetensors format (u64 little-endian header length, JSON header, data) that trusts
// nothing: a file is accepted only if every tensor lies inside it, has as many bytes as its shape and
// type need, and the tensors cover the data without overlap or hole. Reads tensors one at a time.
class SafeTensors : public WeightSource {
public:
    // Errors name the file and the tensor: notFound, corrupt, resourceLimit (header over 16 MiB).
    static Result<SafeTensors> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const override { return m_file.path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override;

private:
    SafeTensors(FileReader file, std::vector<TensorInfo> tensors);

    FileReader m_file;
    std::vector<TensorInfo> m_tensors;
};

}  // namespace parlando::engine
