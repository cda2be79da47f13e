#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace parlando::engine {

enum class DataType { f64, f32, f16, bf16, i64, i32, u8, boolean };

std::string_view name(DataType type);  // as in the file: "F32"
std::size_t sizeOf(DataType type);     // bytes

struct TensorInfo {
    std::string name;
    DataType type = DataType::f32;
    std::vector<std::int64_t> shape;
    std::uint64_t offset = 0;  // of its first byte in the file
    std::uint64_t bytes = 0;
};

// A reader of the safetensors format (u64 little-endian header length, JSON header, data) that trusts
// nothing: a file is accepted only if every tensor lies inside it, has as many bytes as its shape and
// type need, and the tensors cover the data without overlap or hole. Reads tensors one at a time.
class SafeTensors {
public:
    // Errors name the file and the tensor: notFound, corrupt, resourceLimit (header over 16 MiB).
    static Result<SafeTensors> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return m_file.path(); }
    const std::vector<TensorInfo>& tensors() const { return m_tensors; }  // by name
    const TensorInfo* find(std::string_view name) const;                  // null: not in the file

    // `out` has tensor.bytes bytes; the values are little-endian as in the file.
    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const;

private:
    SafeTensors(FileReader file, std::vector<TensorInfo> tensors);

    FileReader m_file;
    std::vector<TensorInfo> m_tensors;
};

}  // namespace parlando::engine
