#include "engine/weights/weight_source.h"

#include <algorithm>
#include <array>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::engine {
namespace {

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

class RenamedWeights : public WeightSource {
public:
    static Result<std::unique_ptr<WeightSource>> create(std::unique_ptr<WeightSource> source, const Rename& rename) {
        auto result = std::make_unique<RenamedWeights>();
        std::vector<std::pair<TensorInfo, const TensorInfo*>> pairs;
        for (const TensorInfo& original : source->tensors()) {
            std::string name = rename(original.name);
            if (!name.empty()) {
                pairs.emplace_back(original, &original);
                pairs.back().first.name = std::move(name);
            }
        }
        std::ranges::sort(pairs, {}, [](const auto& pair) -> const std::string& { return pair.first.name; });
        for (auto& [tensor, original] : pairs) {
            if (!result->m_tensors.empty() && result->m_tensors.back().name == tensor.name) {
                return failure(ErrorCode::corrupt,
                               fmt::format("{}: the tensors '{}' and '{}' both mean '{}'", source->path().string(),
                                           result->m_originals.back()->name, original->name, tensor.name));
            }
            result->m_tensors.push_back(std::move(tensor));
            result->m_originals.push_back(original);
        }
        result->m_source = std::move(source);
        return result;
    }

    const std::filesystem::path& path() const override { return m_source->path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }

    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override {
        return m_source->read(*original(tensor), out);
    }

    std::string nameInFile(std::string_view name) const override {
        const TensorInfo* tensor = find(name);
        return m_source->nameInFile(tensor == nullptr ? name : original(*tensor)->name);
    }

private:
    const TensorInfo* original(const TensorInfo& tensor) const {
        return m_originals[static_cast<std::size_t>(&tensor - m_tensors.data())];
    }

    std::unique_ptr<WeightSource> m_source;
    std::vector<TensorInfo> m_tensors;
    std::vector<const TensorInfo*> m_originals;  // in m_source, one for each of m_tensors
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

Result<std::unique_ptr<WeightSource>> renamed(std::unique_ptr<WeightSource> source, const Rename& rename) {
    return RenamedWeights::create(std::move(source), rename);
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
