#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "net/transfers.h"

namespace parlando::voices {

// What a model hub says of a file, in the fields that Hugging Face's clients go by.
struct HubFacts {
    std::string commit;                   // X-Repo-Commit, 40 hexadecimal digits; empty: not said
    std::string digest;                   // X-Linked-ETag or ETag: 64 digits are SHA-256, 40 git's SHA-1; else empty
    std::optional<std::uint64_t> size{};  // X-Linked-Size
    bool isElsewhere = false;             // the hub redirects to another server
};

bool isCommit(std::string_view text);  // 40 hexadecimal digits

// Stores one file of a voice as NAME.partial while it arrives, from where an earlier attempt ended. Only what the hub
// itself says is believed; the server that it redirects to only delivers.
class FileFetch : public net::Sink {
public:
    using OnBytes = std::function<void(std::uint64_t)>;  // of this file so far

    FileFetch(std::filesystem::path target, std::string hub, OnBytes onBytes);

    std::uint64_t bytes() const { return m_bytes; }
    const HubFacts& facts() const { return m_facts; }
    // Before each attempt; where it has to begin.
    net::Outcome<> open();
    // What is here cannot be a part of the file.
    void restart();

    void hop(const std::string& url, const net::Head& head) override;
    net::Outcome<> begin(const net::Body& body) override;
    net::Outcome<> write(std::span<const std::byte> bytes) override;

    // Compares the whole with the digest and gives it its name. A wrong one is removed.
    net::Outcome<> finish(const std::stop_token& stop);

private:
    net::Outcome<std::string> digestOf(std::string_view algorithm, const std::stop_token& stop) const;

    std::filesystem::path m_target;
    std::filesystem::path m_partial;
    std::string m_hub;  // base address
    OnBytes m_onBytes;
    HubFacts m_facts;
    Descriptor m_file;
    std::uint64_t m_bytes = 0;
};

}  // namespace parlando::voices
