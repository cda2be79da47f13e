#include "packages/sequences.h"

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/log.h"
#include "packages/strict_json.h"

namespace parlando::packages {
namespace {

constexpr std::uint64_t kMaximumBytes = std::uint64_t{64} << 10;

Result<std::map<std::string, SeenManifest>> entriesOf(std::string_view json) {
    PARLANDO_TRY_ASSIGN(const auto document, parseStrictly(json));
    std::map<std::string, SeenManifest> entries;
    for (const auto& [key, value] : document.items()) {
        Members members(value, "an entry");
        const auto sequence = members.number("sequence");
        const auto digest = members.text("manifest");
        PARLANDO_TRY(members.finish());
        PARLANDO_TRY_ASSIGN(const auto manifest, Sha256Digest::parse(digest));
        entries[key] = {sequence, manifest};
    }
    return entries;
}

}  // namespace

Result<Sequences> Sequences::read(const std::filesystem::path& path) {
    Sequences sequences;
    const auto text = readFile(path, kMaximumBytes);
    if (!text) {
        return text.error().code == ErrorCode::io ? failure(text.error()) : Result<Sequences>(sequences);
    }
    if (auto entries = entriesOf(*text)) {
        sequences.m_newest = std::move(*entries);
    } else {
        spdlog::warn("packages: {}: {}; it is written anew", path.string(), entries.error().message);
    }
    return sequences;
}

std::optional<SeenManifest> Sequences::find(const std::string& variant, const std::string& flavour) const {
    const auto found = m_newest.find(variant + " " + flavour);
    return found == m_newest.end() ? std::nullopt : std::optional(found->second);
}

bool Sequences::raise(const std::string& variant, const std::string& flavour, const SeenManifest& seen) {
    const auto [entry, isNew] = m_newest.try_emplace(variant + " " + flavour, seen);
    if (!isNew && entry->second.sequence >= seen.sequence) {
        return false;
    }
    entry->second = seen;
    return true;
}

std::string Sequences::toJson() const {
    nlohmann::json json = nlohmann::json::object();
    for (const auto& [key, seen] : m_newest) {
        json[key] = {{"sequence", seen.sequence}, {"manifest", seen.manifest.hex()}};
    }
    return json.dump(1, ' ') + "\n";
}

}  // namespace parlando::packages
