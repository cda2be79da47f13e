#include "engine/weights/weight_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <iterator>
#include <numeric>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::engine {
namespace {

// Equal tensors may be stored once. Beyond this a small file asks for a lot of memory.
constexpr std::uint64_t kMostCopies = 4;

struct TypeRow {
    DataType type;
    std::string_view name;
    std::size_t bytes;
};
constexpr std::array kTypes{
    TypeRow{DataType::f64, "F64", 8},      TypeRow{DataType::f32, "F32", 4}, TypeRow{DataType::f16, "F16", 2},
    TypeRow{DataType::bf16, "BF16", 2},    TypeRow{DataType::i64, "I64", 8}, TypeRow{DataType::i32, "I32", 4},
    TypeRow{DataType::i16, "I16", 2},      TypeRow{DataType::i8, "I8", 1},   TypeRow{DataType::u8, "U8", 1},
    TypeRow{DataType::boolean, "BOOL", 1},
};

const TypeRow& row(DataType type) {
    return *std::ranges::find(kTypes, type, &TypeRow::type);
}

class MappedWeights : public WeightSource {
public:
    MappedWeights(std::unique_ptr<WeightSource> source, const std::vector<MappedTensor>& mapped, Rename missing)
        : m_source(std::move(source)), m_missing(std::move(missing)) {
        for (const MappedTensor& entry : mapped) {
            m_tensors.push_back(entry.tensor);
            m_originals.push_back({entry.original, entry.values});
        }
    }

    const std::filesystem::path& path() const override { return m_source->path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }

    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override {
        const Original& original = originalOf(tensor);
        PARLANDO_TRY(m_source->read(*original.tensor, out));
        if (original.values == MappedTensor::Values::negatedLogarithm) {
            for (std::size_t i = 0; i + sizeof(float) <= out.size(); i += sizeof(float)) {
                float value = 0.0F;
                std::memcpy(&value, out.data() + i, sizeof(value));
                value = -std::log(value);
                std::memcpy(out.data() + i, &value, sizeof(value));
            }
        } else if (original.values == MappedTensor::Values::negated) {
            // In every floating-point type the sign is the highest bit of the last byte.
            for (std::size_t i = sizeOf(tensor.type); i <= out.size(); i += sizeOf(tensor.type)) {
                out[i - 1] ^= std::byte{0x80};
            }
        }
        return {};
    }

    std::string nameInFile(std::string_view name) const override {
        const TensorInfo* tensor = find(name);
        if (tensor != nullptr) {
            return m_source->nameInFile(originalOf(*tensor).tensor->name);
        }
        const std::string missing = m_missing ? m_missing(name) : std::string();
        return missing.empty() ? std::string(name) : missing;
    }

private:
    struct Original {
        const TensorInfo* tensor;  // in m_source
        MappedTensor::Values values;
    };
    const Original& originalOf(const TensorInfo& tensor) const {
        return m_originals[static_cast<std::size_t>(&tensor - m_tensors.data())];
    }

    std::unique_ptr<WeightSource> m_source;
    std::vector<TensorInfo> m_tensors;
    std::vector<Original> m_originals;  // one for each of m_tensors
    Rename m_missing;
};

}  // namespace

std::string_view name(DataType type) {
    return row(type).name;
}

std::size_t sizeOf(DataType type) {
    return row(type).bytes;
}

const TensorInfo* WeightSource::find(std::string_view name) const {
    const auto found = std::ranges::lower_bound(tensors(), name, {}, &TensorInfo::name);
    return found != tensors().end() && found->name == name ? &*found : nullptr;
}

Result<std::unique_ptr<WeightSource>> mappedWeights(std::unique_ptr<WeightSource> source,
                                                    std::vector<MappedTensor> mapped, Rename missing) {
    const auto name = [](const MappedTensor& entry) -> const std::string& { return entry.tensor.name; };
    std::ranges::stable_sort(mapped, {}, name);
    const auto twice = std::ranges::adjacent_find(mapped, {}, name);
    if (twice != mapped.end()) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{}: the tensors '{}' and '{}' both mean '{}'", source->path().string(),
                                   source->nameInFile(twice->original->name),
                                   source->nameInFile(std::next(twice)->original->name), twice->tensor.name));
    }
    const auto bytesOf = [](std::uint64_t sum, const TensorInfo& tensor) { return sum + tensor.bytes; };
    const std::uint64_t stored =
        std::accumulate(source->tensors().begin(), source->tensors().end(), std::uint64_t{0}, bytesOf);
    std::uint64_t bytes = 0;
    for (const MappedTensor& entry : mapped) {
        bytes += entry.tensor.bytes;
    }
    if (bytes / kMostCopies > stored) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("{}: its tensors would take {} bytes, of which the file has {}",
                                   source->path().string(), bytes, stored));
    }
    return std::make_unique<MappedWeights>(std::move(source), mapped, std::move(missing));
}

Result<std::unique_ptr<WeightSource>> renamed(std::unique_ptr<WeightSource> source, const Rename& rename) {
    std::vector<MappedTensor> mapped;
    for (const TensorInfo& original : source->tensors()) {
        MappedTensor entry{original, &original};
        entry.tensor.name = rename(original.name);
        if (!entry.tensor.name.empty()) {
            mapped.push_back(std::move(entry));
        }
    }
    return mappedWeights(std::move(source), std::move(mapped));
}

std::string withoutWrappers(std::string_view name) {
    static constexpr std::array<std::string_view, 6> kWrappers{"state_dict.", "module.",    "model.",
                                                               "model_g.",    "ema_model.", "kmodel."};
    for (bool found = true; found;) {
        found = false;
        for (const std::string_view wrapper : kWrappers) {
            if (name.starts_with(wrapper)) {
                name.remove_prefix(wrapper.size());
                found = true;
            }
        }
    }
    static constexpr std::string_view kInside = ".module.";
    std::string plain(name);
    for (std::size_t at = plain.find(kInside); at != std::string::npos; at = plain.find(kInside, at)) {
        plain.erase(at, kInside.size() - 1);
    }
    return plain;
}

}  // namespace parlando::engine
