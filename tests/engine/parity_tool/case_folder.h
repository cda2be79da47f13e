#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "base/result.h"
#include "engine/weights/safetensors.h"

// A folder with a checkpoint and what a reference implementation made of it: case.json (runs with their
// scales, tolerances, tokenizer cases) and expected.safetensors (tensors named "<run>.<stage>").
namespace parlando::parity {

class CaseFolder {
public:
    static Result<CaseFolder> open(const std::filesystem::path& folder);

    const std::filesystem::path& path() const { return m_path; }
    std::string family() const { return m_description.value("family", ""); }
    const nlohmann::json& description() const { return m_description; }

    // Expected stages of a run, without its inputs and its noise.
    std::vector<std::string> stages(const std::string& run) const;
    // Undefined if the file has no such tensor; F32 or I64 as stored.
    Result<at::Tensor> tensor(const std::string& run, const std::string& name) const;
    double tolerance(const std::string& run, const std::string& stage) const;

private:
    CaseFolder(std::filesystem::path path, nlohmann::json description, engine::SafeTensors expected);

    std::filesystem::path m_path;
    nlohmann::json m_description;
    engine::SafeTensors m_expected;
};

// `root` itself, the folders in it and the folders in those that have a case.json, sorted.
std::vector<std::filesystem::path> findCases(const std::filesystem::path& root);

}  // namespace parlando::parity
