#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "net/answer.h"
#include "net/failure.h"
#include "net/url.h"

namespace parlando::net {

struct Settings {
    UrlPolicy policy;
    std::chrono::milliseconds connectTimeout{15'000};  // name, connection, proxy and TLS together
    // A transfer that brings fewer bytes than this in that time has stalled; 1 KiB/s for 25 s.
    std::chrono::milliseconds stallTimeout{25'000};
    std::uint64_t stallBytes = 25 * 1024;
    std::filesystem::path certificates{};  // a bundle in PEM; empty: those of the system
    std::string proxy{};                   // empty: https_proxy, all_proxy and no_proxy of the environment
};

// Where the bytes of one transfer go. Called on the thread that calls Transfers::run.
class Sink {
public:
    virtual ~Sink() = default;
    // The head of every answer on the way, redirects included, and the address that it came from. Nothing in it has
    // been checked.
    virtual void hop(const std::string& /*url*/, const Head& /*head*/) {}
    // Once, before any byte, and only if the head of the answer passed `checkHead`. An error ends the transfer with it.
    virtual Outcome<> begin(const Body& body) = 0;
    // Never more bytes in total than the body's length or the request's limit.
    virtual Outcome<> write(std::span<const std::byte> bytes) = 0;
};

// Transfers side by side over one libcurl multi handle. One thread uses it; whoever requests a stop through the
// token may be on another, and every transfer then ends with `cancelled` at once, also while a name is looked up
// or a connection is being made.
//
//   start ──▶ name, connection, proxy, TLS ──▶ head ──▶ body ──▶ Finished
//                      ▲                        │
//                      └── redirect: checked against the policy, five at most
class Transfers {
public:
    using Id = std::uint64_t;
    struct Finished {
        Id id = 0;
        Outcome<> outcome;
    };

    Transfers(Settings settings, std::stop_token stop);
    Transfers(const Transfers&) = delete;
    ~Transfers();

    // `sink` must live until the transfer has finished or was dropped.
    Id start(Request request, Sink& sink);
    // Ends a transfer without a word; does nothing if it has finished.
    void drop(Id id);
    // Moves bytes until a transfer has finished, a stop is requested or it is `until`.
    std::vector<Finished> run(std::chrono::steady_clock::time_point until);
    bool stopRequested() const;

private:
    class Multi;
    std::unique_ptr<Multi> m_multi;
};

}  // namespace parlando::net
