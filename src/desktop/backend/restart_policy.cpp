#include "desktop/backend/restart_policy.h"

#include <algorithm>

namespace parlando::desktop {
namespace {

// Adds `now` and forgets what is out of the window; also what lies in the future, after a clock was set back.
std::size_t count(std::vector<Moment>& moments, Moment now, std::chrono::milliseconds window) {
    std::erase_if(moments, [&](Moment moment) { return moment > now || now - moment >= window; });
    moments.push_back(now);
    return moments.size();
}

}  // namespace

Verdict RestartPolicy::failed(const Backend& backend, Failure failure, Moment now) {
    if (now > m_readySince && now - m_readySince >= kHealthy) {
        m_failuresInARow = 0;
    }
    m_readySince = Moment::max();
    const bool gpu = backend.variant != "cpu";

    if (failure == Failure::surroundings) {
        return count(m_otherFailures, now, kCpuWindow) < kCpuFailures ? again() : Verdict{Verdict::Kind::giveUp};
    }
    if (gpu) {
        // A GPU backend that hangs is not waited for a second time: the CPU speaks at once.
        const bool mayWorkAgain = failure == Failure::crashed && backend.trust == Trust::good;
        if (mayWorkAgain && count(m_gpuCrashes, now, kGpuWindow) < kGpuCrashes) {
            return again();
        }
        m_failuresInARow = 0;
        return {Verdict::Kind::otherBackend};
    }
    const bool mayWorkAgain = failure == Failure::crashed || failure == Failure::silent;
    if (mayWorkAgain && count(m_otherFailures, now, kCpuWindow) < kCpuFailures) {
        return again();
    }
    return {Verdict::Kind::giveUp};
}

Verdict RestartPolicy::again() {
    const auto delay = std::min(kFirstDelay * (1 << std::min(m_failuresInARow, 8)), kLongestDelay);
    ++m_failuresInARow;
    return {Verdict::Kind::again, delay};
}

}  // namespace parlando::desktop
