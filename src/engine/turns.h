#pragma once

#include <condition_variable>
#include <cstddef>
#include <list>
#include <mutex>
#include <stop_token>
#include <utility>

#include "base/result.h"

namespace parlando::engine {

// One at a time, in the order in which they came.
class Turns {
public:
    // Held by the one that works. Belongs to one thread.
    class Turn {
    public:
        Turn(Turn&& other) noexcept : m_turns(std::exchange(other.m_turns, nullptr)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn() { end(); }

        // Lets those who wait go first, if there are any. Error: cancelled, and the turn is over.
        Result<> yield(const std::stop_token& stop);

    private:
        friend class Turns;
        explicit Turn(Turns& turns) : m_turns(&turns) {}
        void end();

        Turns* m_turns;
    };

    // Error: cancelled.
    Result<Turn> wait(const std::stop_token& stop);

    std::size_t waiting() const;

private:
    Result<> take(const std::stop_token& stop);
    void give();

    mutable std::mutex m_mutex;  // guards what is below
    std::condition_variable_any m_changed;
    std::list<char> m_waiting;  // only the places count
    bool m_taken = false;
};

}  // namespace parlando::engine
