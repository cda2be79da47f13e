#pragma once

#include <optional>

#include "desktop/api/gpu_facts.h"
#include "desktop/backend/snapshot.h"

namespace parlando::desktop {

// Everything that the GPU panel is decided on.
struct GpuFacts {
    Snapshot backend;
    std::optional<GpuSurvey> survey;       // nothing: not asked yet
    std::optional<PackageStatus> package;  // nothing: not asked yet
    DownloadProgress download;             // the last event
    enum class Pause { no, requested } pause = Pause::no;
    enum class Removal { no, running } removal = Removal::no;
    // What the user asked for and has not got yet.
    enum class Switch { none, toGpu, toCpu } underWay = Switch::none;
};

// What the panel shows, one thing at a time.
//
//   looking ─▶ noCard, unusable                                (nothing to download)
//           ─▶ offered ─▶ downloading ◀──▶ paused ─▶ installed ─▶ switching ─▶ active
//                │ noSpace     └─▶ downloadFailed      │   ▲          │           │
//                                                      ▼   └─ to CPU ─┴───────────┘
//                                              removing ─▶ offered    └─▶ fellBack
enum class GpuPanel {
    serverDown,      // no server to ask
    looking,         // asked, no answer yet
    noCard,          // no NVIDIA card
    unusable,        // a card, and no package for it or for its driver
    offered,         // fits, not downloaded
    noSpace,         // fits, and the disk is too full
    downloading,     // also verifying, unpacking, testing
    paused,          // can go on where it was
    downloadFailed,  // with the reason
    installed,       // the CPU runs, by choice
    updateOffered,   // installed for an older version of the application
    switching,       // to either side
    active,          // the running server said so itself
    fellBack,        // the GPU was wanted, the CPU runs
    removing,
};

GpuPanel gpuPanel(const GpuFacts& facts);

// True only where the running server's own words say that it is the CUDA build, and its self-test ran on a card.
bool runsOnGpu(const Snapshot& backend);

// What the disk must have free for the download and the unpacked files.
qint64 neededBytes(const PackageStatus& package);

}  // namespace parlando::desktop
