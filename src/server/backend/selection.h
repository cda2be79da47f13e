#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace parlando::server {

// Which backend the user wants. `automatic` is CUDA where a package is installed, else the CPU.
enum class Selection { automatic, cpu, cuda };

// As REST and files spell it: "auto", "cpu", "cuda".
std::string_view name(Selection selection);
std::optional<Selection> selectionFrom(std::string_view name);

// The user's choice in `backends`/selected.json, which the desktop application reads and writes, too. What is
// missing or unreadable is `automatic`.
Selection readSelection(const std::filesystem::path& backends);
Result<> writeSelection(const std::filesystem::path& backends, Selection selection);

}  // namespace parlando::server
