#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

namespace parlando::packages {

enum class Phase {
    checking,  // what an earlier download left is compared with its hashes
    downloading,
};

struct Progress {
    Phase phase = Phase::checking;
    std::uint64_t bytes = 0;  // of total; never goes back within a phase
    std::uint64_t total = 0;
    double bytesPerSecond = 0;
    std::optional<std::chrono::seconds> remaining{};  // unknown until there is a speed
};

// Called on the thread of the download, at most ten times a second and at the beginning and end of a phase.
using OnProgress = std::function<void(const Progress&)>;

struct Sample {
    std::chrono::steady_clock::time_point time;
    std::uint64_t bytes = 0;  // so far
};

struct Speed {
    double bytesPerSecond = 0;
    std::optional<std::chrono::seconds> remaining{};
};

// The speed between two samples, and the time for `left` bytes at that speed.
Speed estimateSpeed(const Sample& first, const Sample& last, std::uint64_t left);

// Turns counts into Progress at a pace for people: the speed is that of the last five seconds.
class ProgressMeter {
public:
    explicit ProgressMeter(OnProgress onProgress) : m_onProgress(std::move(onProgress)) {}

    // `present`: bytes that were there before this phase; they are progress and no speed.
    void begin(Phase phase, std::uint64_t present, std::uint64_t total);
    // `bytes`: of the total, as of now.
    void update(std::uint64_t bytes);
    void end();

private:
    void report();

    OnProgress m_onProgress;
    Progress m_progress;
    std::deque<Sample> m_samples;
    std::chrono::steady_clock::time_point m_reported;
};

}  // namespace parlando::packages
