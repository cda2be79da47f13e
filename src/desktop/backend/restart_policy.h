#pragma once

#include <chrono>
#include <vector>

#include "desktop/backend/backend_choice.h"

// What to do about a backend that failed: a pure decision, with the time given to it.
namespace parlando::desktop {

enum class Failure {
    crashed,       // ended by itself and may well work the next time
    silent,        // let a deadline pass
    unusable,      // cannot work the next time either: libraries missing, no usable GPU, self-test failed
    dishonest,     // is not what it has to be: another version, variant or instance
    surroundings,  // not its own fault: port taken, data folder in use, disk full, ended by somebody
};

struct Verdict {
    enum class Kind {
        again,         // the same one, after `delay`
        otherBackend,  // this one is given up; another one, at once
        giveUp,        // nothing is started until somebody asks for it
    } kind = Kind::again;
    std::chrono::milliseconds delay{0};

    bool operator==(const Verdict&) const = default;
};

// Wall-clock time, because crashes are remembered across restarts of the app.
using Moment = std::chrono::sys_time<std::chrono::milliseconds>;

class RestartPolicy {
public:
    static constexpr std::chrono::milliseconds kFirstDelay{500};
    static constexpr std::chrono::milliseconds kLongestDelay{4000};
    static constexpr std::chrono::minutes kGpuWindow{5};
    static constexpr std::size_t kGpuCrashes = 3;
    static constexpr std::chrono::seconds kCpuWindow{60};
    static constexpr std::size_t kCpuFailures = 5;
    // Ready for so long, a backend is healthy: its next failure is a first one.
    static constexpr std::chrono::seconds kHealthy{60};

    // With the crashes of the GPU backend that an earlier run of the app saw.
    explicit RestartPolicy(std::vector<Moment> gpuCrashes = {}) : m_gpuCrashes(std::move(gpuCrashes)) {}

    void ready(Moment now) { m_readySince = now; }
    Verdict failed(const Backend& backend, Failure failure, Moment now);
    // A person wants to try again: nothing that was counts any more.
    void forgive() { *this = RestartPolicy(); }

private:
    Verdict again();

    std::vector<Moment> m_gpuCrashes;
    std::vector<Moment> m_otherFailures;
    Moment m_readySince = Moment::max();
    int m_failuresInARow = 0;
};

}  // namespace parlando::desktop
