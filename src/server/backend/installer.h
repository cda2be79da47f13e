#pragma once

#include <atomic>
#include <cstdint>
#include <stop_token>
#include <string>

#include "packages/signature.h"
#include "packages/store.h"
#include "server/backend/download_job.h"
#include "server/gpu/graphics_probe.h"

namespace parlando::server {

// What the last offer that was looked at would cost; 0: not known.
struct OfferSize {
    std::uint64_t fetch = 0;     // bytes still to be fetched
    std::uint64_t unpacked = 0;  // bytes of all files
};

// Brings the newest CUDA backend for the cards of this computer into the store and makes it the active package:
//
//   cards ▶ flavour ▶ signed manifest ▶ accepted ▶ room ▶ layers that are missing ▶ unpacked ▶ active, on trial
//
// Nothing of what is installed is touched before the very last step. Errors name the step, and within it the part
// and the cause.
class BackendInstaller {
public:
    struct Config {
        std::string releaseUrls;  // base addresses with blanks or commas between
        std::string version;      // of this program, and so of the package
        packages::TrustedKeys keys = packages::compiledInKeys();
    };

    BackendInstaller(Config config, packages::PackageStore& store, GraphicsProbe& probe)
        : m_config(std::move(config)), m_store(store), m_probe(probe) {}

    Result<> run(const DownloadJob::Report& report, const std::stop_token& stop);

    OfferSize lastOffer() const { return {m_fetch, m_unpacked}; }

private:
    const Config m_config;
    packages::PackageStore& m_store;
    GraphicsProbe& m_probe;
    std::atomic<std::uint64_t> m_fetch = 0;
    std::atomic<std::uint64_t> m_unpacked = 0;
};

}  // namespace parlando::server
