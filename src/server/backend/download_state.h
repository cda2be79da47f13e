#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace parlando::server {

//   idle ──start──▶ checking ──▶ verifying ──▶ downloading ──▶ unpacking ──▶ complete
//                       └────────────┴──────────────┴──────────────┴──▶ error, cancelled ──start──▶ checking
enum class DownloadStage {
    idle,         // there was none since the server started
    checking,     // cards, the offer and its signature, what is installed, room on the disk
    verifying,    // what an earlier download left is compared with its hashes
    downloading,  // every chunk is compared with its hash before it counts
    unpacking,    // every file is compared with its hash
    complete,
    error,
    cancelled,
};

std::string_view name(DownloadStage stage);
bool isUnderWay(DownloadStage stage);

// How far a stage is. Sizes are bytes.
struct DownloadProgress {
    DownloadStage stage = DownloadStage::idle;
    std::uint64_t current = 0;
    std::uint64_t total = 0;  // 0: not known yet
    double bytesPerSecond = 0.0;
    std::optional<std::chrono::seconds> remaining{};
};

struct DownloadState {
    std::uint64_t job = 0;       // 1 for the first since the server started
    std::uint64_t revision = 0;  // grows with every change
    DownloadProgress progress;
    std::optional<Error> error;  // of the stage `error`
    std::chrono::system_clock::time_point time;
};

}  // namespace parlando::server
