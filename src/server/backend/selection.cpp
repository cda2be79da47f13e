#include "server/backend/selection.h"

#include <array>
#include <span>
#include <string>

#include <nlohmann/json.hpp>

#include "base/files.h"

namespace parlando::server {
namespace {

constexpr char kFile[] = "selected.json";
constexpr std::uint64_t kLargestFile = 4096;
constexpr std::array kSelections{Selection::automatic, Selection::cpu, Selection::cuda};

}  // namespace

std::string_view name(Selection selection) {
    switch (selection) {
        case Selection::cpu:
            return "cpu";
        case Selection::cuda:
            return "cuda";
        case Selection::automatic:
            break;
    }
    return "auto";
}

std::optional<Selection> selectionFrom(std::string_view text) {
    for (const auto selection : kSelections) {
        if (text == name(selection)) {
            return selection;
        }
    }
    return std::nullopt;
}

Selection readSelection(const std::filesystem::path& backends) {
    const auto json = nlohmann::json::parse(readFile(backends / kFile, kLargestFile).value_or(""), nullptr, false);
    const auto variant = json.is_object() ? json.find("variant") : json.end();
    if (variant == json.end() || !variant->is_string()) {
        return Selection::automatic;
    }
    return selectionFrom(variant->get<std::string>()).value_or(Selection::automatic);
}

Result<> writeSelection(const std::filesystem::path& backends, Selection selection) {
    PARLANDO_TRY_ASSIGN(AtomicFile file, AtomicFile::create(backends / kFile));
    const auto text = nlohmann::json{{"variant", name(selection)}}.dump();
    PARLANDO_TRY(file.write(std::as_bytes(std::span(text))));
    return file.commit();
}

}  // namespace parlando::server
