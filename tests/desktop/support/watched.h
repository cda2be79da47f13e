#pragma once

#include <algorithm>
#include <vector>

#include "desktop/backend/backend_supervisor.h"
#include "desktop/support/scene.h"

namespace parlando::desktop {

inline constexpr char kGoodCpu[] = "hello\nloading 0.5\nready cpu\nserve\n";
inline constexpr char kGoodGpu[] = "hello variant=cuda\nloading 0.5\nready cuda\nserve\n";

// A started supervisor whose snapshots are all kept.
struct Watched {
    explicit Watched(const SupervisorConfig& config) : supervisor(config) {
        QObject::connect(&supervisor, &BackendSupervisor::snapshotChanged, &supervisor,
                         [this](const Snapshot& snapshot) { seen.push_back(snapshot); });
        supervisor.start();
    }

    const Snapshot& now() const { return supervisor.snapshot(); }
    bool reaches(Phase phase) {
        return eventually([&] { return now().phase == phase; });
    }
    bool reaches(Phase phase, const char* variant) {
        return eventually([&] { return now().phase == phase && now().variant == variant; });
    }
    bool everIn(Phase phase) const {
        return std::ranges::any_of(seen, [&](const Snapshot& each) { return each.phase == phase; });
    }

    BackendSupervisor supervisor;
    std::vector<Snapshot> seen;
};

}  // namespace parlando::desktop
