#include "engine/kernels/worker_pool.h"

#include <algorithm>

namespace parlando::engine::kernels {
namespace {

// About 20 microseconds: the layers of a model follow each other closely, a sleeping thread takes longer to wake up.
constexpr int kSpins = 2000;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

}  // namespace

WorkerPool::WorkerPool(int threads) {
    for (int i = 1; i < threads; ++i) {
        m_threads.emplace_back([this] { work(); });
    }
}

WorkerPool::~WorkerPool() {
    m_stop = true;
    m_claim.fetch_add(std::uint64_t{1} << (2 * kCountBits));  // the threads wait for this word to change
    m_claim.notify_all();
    for (std::thread& thread : m_threads) {
        thread.join();
    }
}

bool WorkerPool::takeOne() {
    std::uint64_t claim = m_claim.load(std::memory_order_acquire);
    for (;;) {
        const std::uint64_t next = claim & kCountMask;
        const std::uint64_t count = (claim >> kCountBits) & kCountMask;
        if (next >= count) {
            return false;
        }
        if (m_claim.compare_exchange_weak(claim, claim + 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
            m_function.load(std::memory_order_relaxed)(m_context.load(std::memory_order_relaxed), next);
            m_finished.fetch_add(1, std::memory_order_release);
            return true;
        }
    }
}

void WorkerPool::runShared(std::size_t count, Function function, const void* context) {
    // More tasks than the word can count are run in turns.
    for (std::size_t first = 0; first < count; first += kCountMask) {
        struct Part {
            Function function;
            const void* context;
            std::size_t first;
        };
        const Part part{function, context, first};
        const std::size_t tasks = std::min<std::size_t>(count - first, kCountMask);
        m_finished.store(0, std::memory_order_relaxed);
        m_function.store(
            [](const void* self, std::size_t index) {
                const Part& mine = *static_cast<const Part*>(self);
                mine.function(mine.context, mine.first + index);
            },
            std::memory_order_relaxed);
        m_context.store(&part, std::memory_order_relaxed);
        const std::uint64_t job = (m_claim.load(std::memory_order_relaxed) >> (2 * kCountBits)) + 1;
        m_claim.store((job << (2 * kCountBits)) | (tasks << kCountBits), std::memory_order_release);
        m_claim.notify_all();
        while (takeOne()) {
        }
        for (int spins = 0; m_finished.load(std::memory_order_acquire) != tasks; ++spins) {
            // The others are at their last task. Where they lost their core, this thread must not keep it from them.
            if (spins < kSpins) {
                pause();
            } else {
                std::this_thread::yield();
            }
        }
    }
}

void WorkerPool::work() {
    for (;;) {
        const std::uint64_t seen = m_claim.load(std::memory_order_acquire);
        while (takeOne()) {
        }
        if (m_stop) {
            return;
        }
        int spins = 0;
        while (spins < kSpins && m_claim.load(std::memory_order_relaxed) == seen) {
            pause();
            ++spins;
        }
        // Tasks that others took have changed the word, too: then it is looked at again, and waited for as it is now.
        if (spins == kSpins) {
            m_claim.wait(seen, std::memory_order_acquire);
        }
    }
}

}  // namespace parlando::engine::kernels
