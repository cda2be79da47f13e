#include "case_folder.h"

#include <algorithm>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"

namespace parlando::parity {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaximumBytes = std::uint64_t{4} << 20;
constexpr double kTolerance = 1e-4;  // where case.json names none

bool isStage(const std::string& name) {
    return name != "input_ids" && name != "speaker_id" && name != "speaker_shares" && !name.starts_with("noise.");
}

}  // namespace

CaseFolder::CaseFolder(fs::path path, json description, engine::SafeTensors expected)
    : m_path(std::move(path)), m_description(std::move(description)), m_expected(std::move(expected)) {}

Result<CaseFolder> CaseFolder::open(const fs::path& folder) {
    PARLANDO_TRY_ASSIGN(const std::string text, readFile(folder / "case.json", kMaximumBytes));
    json description = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!description.is_object() || !description.value("runs", json()).is_array()) {
        return failure(ErrorCode::corrupt, fmt::format("{} has no runs", (folder / "case.json").string()));
    }
    PARLANDO_TRY_ASSIGN(auto expected, engine::SafeTensors::open(folder / "expected.safetensors"));
    return CaseFolder(folder, std::move(description), std::move(expected));
}

std::vector<std::string> CaseFolder::stages(const std::string& run) const {
    std::vector<std::string> names;
    const std::string prefix = run + ".";
    for (const engine::TensorInfo& tensor : m_expected.tensors()) {
        if (tensor.name.starts_with(prefix) && isStage(tensor.name.substr(prefix.size()))) {
            names.push_back(tensor.name.substr(prefix.size()));
        }
    }
    return names;
}

Result<at::Tensor> CaseFolder::tensor(const std::string& run, const std::string& name) const {
    const engine::TensorInfo* info = m_expected.find(run + "." + name);
    if (info == nullptr) {
        return at::Tensor();
    }
    if (info->type != engine::DataType::f32 && info->type != engine::DataType::i64) {
        return failure(ErrorCode::incompatible,
                       fmt::format("{}: {} is neither F32 nor I64", m_path.string(), info->name));
    }
    at::Tensor value = at::empty(info->shape, info->type == engine::DataType::i64 ? at::kLong : at::kFloat);
    PARLANDO_TRY(m_expected.read(*info, std::span(static_cast<std::byte*>(value.data_ptr()), info->bytes)));
    return value;
}

double CaseFolder::tolerance(const std::string& run, const std::string& stage) const {
    const json& entry = m_description.value("tolerance", json::object()).value(run + "." + stage, json::object());
    return entry.value("atol", kTolerance);
}

std::vector<fs::path> findCases(const fs::path& root) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (fs::recursive_directory_iterator it(root, ignored), end; it != end; it.increment(ignored)) {
        if (it.depth() > 2) {
            it.pop();
        } else if (it->path().filename() == "case.json") {
            found.push_back(it->path().parent_path());
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace parlando::parity
