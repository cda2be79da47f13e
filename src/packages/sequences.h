#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "packages/store.h"

namespace parlando::packages {

// The content of sequences.json: the newest manifest of each variant and flavour. An older one is never accepted
// again, or a server that is not ours could bring back a release with a known hole.
class Sequences {
public:
    // Nothing if the file does not exist, or holds something else; it may have been written to a failing disk.
    static Result<Sequences> read(const std::filesystem::path& path);

    std::optional<SeenManifest> find(const std::string& variant, const std::string& flavour) const;
    // Whether something changed: what is older than what is known does not count.
    bool raise(const std::string& variant, const std::string& flavour, const SeenManifest& seen);
    std::string toJson() const;

private:
    std::map<std::string, SeenManifest> m_newest;  // by "variant flavour"
};

}  // namespace parlando::packages
