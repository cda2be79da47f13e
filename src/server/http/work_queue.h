#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace parlando::http {

// First in, first out, between threads.
template <class T>
class WorkQueue {
public:
    void push(T item) {
        {
            const std::lock_guard lock(m_mutex);
            m_items.push_back(std::move(item));
        }
        m_changed.notify_one();
    }

    // Waits for an item; nothing once `stop` is requested and the queue is empty.
    std::optional<T> pop(std::stop_token stop) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, std::move(stop), [this] { return !m_items.empty(); })) {
            return std::nullopt;
        }
        std::optional<T> item(std::move(m_items.front()));
        m_items.pop_front();
        return item;
    }

private:
    std::mutex m_mutex;  // guards m_items
    std::condition_variable_any m_changed;
    std::deque<T> m_items;
};

}  // namespace parlando::http
