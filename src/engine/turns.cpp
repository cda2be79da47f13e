#include "engine/turns.h"

namespace parlando::engine {

Result<> Turns::Turn::yield(const std::stop_token& stop) {
    if (m_turns->waiting() == 0) {
        return {};
    }
    Turns& turns = *std::exchange(m_turns, nullptr);
    turns.give();
    PARLANDO_TRY(turns.take(stop));
    m_turns = &turns;
    return {};
}

void Turns::Turn::end() {
    if (m_turns != nullptr) {
        std::exchange(m_turns, nullptr)->give();
    }
}

Result<Turns::Turn> Turns::wait(const std::stop_token& stop) {
    PARLANDO_TRY(take(stop));
    return Turn(*this);
}

Result<> Turns::take(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto place = m_waiting.emplace(m_waiting.end());
    const bool mine = m_changed.wait(lock, stop, [this, place] { return !m_taken && place == m_waiting.begin(); });
    m_waiting.erase(place);
    if (!mine) {
        m_changed.notify_all();  // the next may have become the first
        return failure(ErrorCode::cancelled, "the synthesis was cancelled");
    }
    m_taken = true;
    return {};
}

void Turns::give() {
    const std::lock_guard lock(m_mutex);
    m_taken = false;
    m_changed.notify_all();
}

std::size_t Turns::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

}  // namespace parlando::engine
