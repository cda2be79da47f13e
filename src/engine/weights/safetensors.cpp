#include "engine/weights/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "engine/json_object.h"

namespace parlando::engine {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaximumHeaderBytes = std::uint64_t{16} << 20;
constexpr std::uint64_t kLengthBytes = 8;
constexpr std::size_t kMaximumDimensions = 8;

// The types of DataType; what else the format knows (complex numbers, eight-bit floats) no speech model has.
constexpr std::array kTypes{DataType::f64, DataType::f32, DataType::f16, DataType::bf16, DataType::i64,
                            DataType::i32, DataType::i16, DataType::i8,  DataType::u8,   DataType::boolean};

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

std::optional<std::uint64_t> asUnsigned(const json& value) {
    // The parser makes non-negative integers unsigned; everything else (negative, fractional, text) is not a size.
    return value.is_number_unsigned() ? std::optional(value.get<std::uint64_t>()) : std::nullopt;
}

Result<TensorInfo> parseTensor(const std::string& name, const json& entry, std::uint64_t dataStart,
                               std::uint64_t dataBytes) {
    const auto wrong = [&name](std::string_view what) { return corrupt(fmt::format("tensor '{}': {}", name, what)); };
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets")) {
        return wrong("dtype, shape or data_offsets is missing");
    }
    const json& dtype = entry["dtype"];
    const auto known = dtype.is_string() ? std::ranges::find(kTypes, dtype.get<std::string>(),
                                                             [](DataType t) { return engine::name(t); })
                                         : kTypes.end();
    if (known == kTypes.end()) {
        return wrong(fmt::format("the data type {} is not one that this program reads", dtype.dump(-1, ' ', true)));
    }

    TensorInfo tensor{name, *known, {}, 0, 0};
    const json& shape = entry["shape"];
    if (!shape.is_array() || shape.size() > kMaximumDimensions) {
        return wrong("the shape is not a list of at most 8 sizes");
    }
    std::uint64_t bytes = sizeOf(*known);
    for (const json& dimension : shape) {
        const auto size = asUnsigned(dimension);
        if (!size) {
            return wrong("the shape has something that is not a size");
        }
        if (*size != 0 && bytes > std::numeric_limits<std::int64_t>::max() / *size) {
            return wrong("the shape is larger than any file");
        }
        bytes *= *size;
        tensor.shape.push_back(static_cast<std::int64_t>(std::min<std::uint64_t>(*size, INT64_MAX)));
    }

    const json& offsets = entry["data_offsets"];
    const auto begin = offsets.is_array() && offsets.size() == 2 ? asUnsigned(offsets[0]) : std::nullopt;
    const auto end = begin ? asUnsigned(offsets[1]) : std::nullopt;
    if (!end) {
        return wrong("data_offsets is not a pair of positions");
    }
    if (*begin > *end || *end > dataBytes) {
        return wrong(
            fmt::format("its data ({} to {}) lies outside the file, which has {} bytes of data; "
                        "the file may be incomplete",
                        *begin, *end, dataBytes));
    }
    if (*end - *begin != bytes) {
        return wrong(fmt::format("it has {} bytes, its shape and type need {}", *end - *begin, bytes));
    }
    tensor.offset = dataStart + *begin;
    tensor.bytes = bytes;
    return tensor;
}

Result<> checkCover(std::vector<const TensorInfo*> tensors, std::uint64_t dataStart, std::uint64_t fileBytes) {
    std::ranges::sort(tensors, {}, [](const TensorInfo* tensor) { return std::pair(tensor->offset, tensor->bytes); });
    std::uint64_t position = dataStart;
    for (const TensorInfo* tensor : tensors) {
        if (tensor->offset != position) {
            return corrupt(fmt::format("tensor '{}': its data {} the tensor before it", tensor->name,
                                       tensor->offset < position ? "overlaps" : "leaves a hole after"));
        }
        position += tensor->bytes;
    }
    if (position != fileBytes) {
        return corrupt(fmt::format("{} bytes after the last tensor belong to none", fileBytes - position));
    }
    return {};
}

Result<std::vector<TensorInfo>> readTensors(const FileReader& file) {
    std::array<std::byte, kLengthBytes> prefix{};
    if (file.size() < kLengthBytes) {
        return corrupt(fmt::format("the file has {} bytes, too few for a safetensors header", file.size()));
    }
    PARLANDO_TRY(file.readAt(0, prefix));
    static_assert(std::endian::native == std::endian::little, "safetensors is little-endian");
    const auto headerBytes = std::bit_cast<std::uint64_t>(prefix);
    if (headerBytes > kMaximumHeaderBytes) {
        return failure(ErrorCode::resourceLimit, fmt::format("the header says it has {} bytes; at most {} are accepted",
                                                             headerBytes, kMaximumHeaderBytes));
    }
    if (headerBytes > file.size() - kLengthBytes) {
        return corrupt(fmt::format("the header says it has {} bytes, the file has only {}; it may be incomplete",
                                   headerBytes, file.size()));
    }
    std::string text(headerBytes, '\0');
    PARLANDO_TRY(file.readAt(kLengthBytes, std::as_writable_bytes(std::span(text))));
    if (!text.starts_with('{')) {
        return corrupt("this is not a safetensors file");
    }
    const auto header = parseObject(text);
    if (!header) {
        return failure(header.error().context("the header"));
    }

    const std::uint64_t dataStart = kLengthBytes + headerBytes;
    std::vector<TensorInfo> tensors;  // in the order of the JSON object: by name
    for (const auto& [name, entry] : header->items()) {
        if (name == "__metadata__") {
            continue;
        }
        PARLANDO_TRY_ASSIGN(TensorInfo tensor, parseTensor(name, entry, dataStart, file.size() - dataStart));
        tensors.push_back(std::move(tensor));
    }
    std::vector<const TensorInfo*> pointers;
    for (const TensorInfo& tensor : tensors) {
        pointers.push_back(&tensor);
    }
    PARLANDO_TRY(checkCover(std::move(pointers), dataStart, file.size()));
    return tensors;
}

}  // namespace

SafeTensors::SafeTensors(FileReader file, std::vector<TensorInfo> tensors)
    : m_file(std::move(file)), m_tensors(std::move(tensors)) {}

Result<SafeTensors> SafeTensors::open(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(FileReader file, FileReader::open(path));
    auto tensors = readTensors(file);
    if (!tensors) {
        return failure(tensors.error().context(path.string()));
    }
    return SafeTensors(std::move(file), std::move(*tensors));
}

Result<> SafeTensors::read(const TensorInfo& tensor, std::span<std::byte> out) const {
    return m_file.readAt(tensor.offset, out);
}

}  // namespace parlando::engine
