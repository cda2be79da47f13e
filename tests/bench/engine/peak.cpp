#include "peak.h"

#include <algorithm>
#include <atomic>
#include <chrono>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "peak.cpp"
#include <hwy/foreach_target.h>  // compiles this file once for each kind of processor

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace parlando::engine::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Twelve sums that do not wait for each other hide the latency of two units.
std::size_t multiplyAdd(std::size_t rounds, float* result) {
    const hn::ScalableTag<float> d;
    using V = hn::Vec<decltype(d)>;
    const V factor = hn::Set(d, 0.999F);
    V a = factor, b = factor, c = factor, e = factor, f = factor, g = factor;
    V h = factor, i = factor, j = factor, k = factor, l = factor, m = factor;
    for (std::size_t round = 0; round < rounds; ++round) {
        a = hn::MulAdd(a, factor, factor);
        b = hn::MulAdd(b, factor, factor);
        c = hn::MulAdd(c, factor, factor);
        e = hn::MulAdd(e, factor, factor);
        f = hn::MulAdd(f, factor, factor);
        g = hn::MulAdd(g, factor, factor);
        h = hn::MulAdd(h, factor, factor);
        i = hn::MulAdd(i, factor, factor);
        j = hn::MulAdd(j, factor, factor);
        k = hn::MulAdd(k, factor, factor);
        l = hn::MulAdd(l, factor, factor);
        m = hn::MulAdd(m, factor, factor);
    }
    const V sum = hn::Add(hn::Add(hn::Add(a, b), hn::Add(c, e)), hn::Add(hn::Add(f, g), hn::Add(h, i)));
    *result = hn::GetLane(hn::Add(sum, hn::Add(hn::Add(j, k), hn::Add(l, m))));
    return rounds * 12 * 2 * hn::Lanes(d);
}

}  // namespace HWY_NAMESPACE
}  // namespace parlando::engine::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace parlando::engine::kernels {

HWY_EXPORT(multiplyAdd);

double peakGflops(WorkerPool& pool) {
    constexpr std::size_t kRounds = 1'000'000;
    double best = 0.0;
    for (int attempt = 0; attempt < 5; ++attempt) {
        std::atomic<std::size_t> operations = 0;
        const auto start = std::chrono::steady_clock::now();
        pool.run(pool.threads(), [&](std::size_t) {
            float result = 0.0F;
            operations += HWY_DYNAMIC_DISPATCH(multiplyAdd)(kRounds, &result);
            volatile float kept = result;
            (void)kept;
        });
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(operations) / seconds.count() / 1e9);
    }
    return best;
}

}  // namespace parlando::engine::kernels
#endif
