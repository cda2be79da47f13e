#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace parlando::engine::kernels {

// What WorkerPool::run() throws where its work is no longer wanted.
struct Interrupted {};

// The threads that kernels share. The caller of `run` works too, so a pool of one thread has no other.
class WorkerPool {
public:
    explicit WorkerPool(int threads);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    std::size_t threads() const { return m_threads.size() + 1; }

    // While it lives, `run` begins nothing once `stop` asks for it, and throws Interrupted. Belongs to whoever calls
    // `run`; one at a time.
    class Interruption {
    public:
        Interruption(WorkerPool& pool, std::stop_token stop) : m_pool(pool) { pool.m_unwanted = std::move(stop); }
        ~Interruption() { m_pool.m_unwanted = {}; }
        Interruption(const Interruption&) = delete;
        Interruption& operator=(const Interruption&) = delete;

    private:
        WorkerPool& m_pool;
    };

    // Calls task(0) … task(count - 1), each once, in any order, and returns when all have returned. The tasks must
    // not throw and not call `run`; one caller at a time. What they wrote is visible to the caller afterwards. Throws
    // Interrupted, and has then called none.
    template <class Task>
    void run(std::size_t count, const Task& task) {
        if (m_unwanted.stop_requested()) {
            throw Interrupted();
        }
        if (count == 1 || m_threads.empty()) {
            for (std::size_t i = 0; i < count; ++i) {
                task(i);
            }
            return;
        }
        runShared(
            count, [](const void* context, std::size_t index) { (*static_cast<const Task*>(context))(index); }, &task);
    }

private:
    using Function = void (*)(const void* context, std::size_t index);
    void runShared(std::size_t count, Function function, const void* context);
    void work();
    bool takeOne();

    // Number of the job, how many tasks it has and which is next, in one word: a thread that claims a task by raising
    // the last part knows that the job it read of is the one that still runs.
    static constexpr int kCountBits = 20;
    static constexpr std::uint64_t kCountMask = (std::uint64_t{1} << kCountBits) - 1;

    std::atomic<std::uint64_t> m_claim{0};
    std::atomic<std::size_t> m_finished{0};
    std::atomic<Function> m_function{nullptr};
    std::atomic<const void*> m_context{nullptr};
    std::atomic<bool> m_stop{false};
    std::stop_token m_unwanted;  // the caller's
    std::vector<std::thread> m_threads;
};

}  // namespace parlando::engine::kernels
