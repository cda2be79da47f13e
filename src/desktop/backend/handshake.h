#pragma once

#include <cstdint>
#include <string>

#include "desktop/backend/backend_choice.h"
#include "desktop/backend/diagnosis.h"
#include "protocol/startup.h"

namespace parlando::desktop {

// Judges the start-up lines of one process: who it has to be, and in which order it may speak.
//
//   silent ──hello──▶ loading ──ready──▶ ready
//     └────────┴─────── anything else, or `failed` ──▶ refused
class Handshake {
public:
    // What a line came to.
    enum class Step {
        nothing,   // repeats what was known
        hello,     // it is who it has to be, and has a port: `hello`
        progress,  // it came further with loading: `progress`
        ready,     // its engine speaks: `ready`
        restart,   // it asks to give way: `wish`
        refused,   // it must not run on: `refusal`
    };

    // `process` is the number that the process has for us.
    Handshake(const Backend& expected, std::int64_t process) : m_expected(expected), m_process(process) {}

    Step hear(const protocol::StartupLine& line);

    const protocol::Hello& hello() const { return m_hello; }
    double progress() const { return m_progress; }  // 0 to 1
    const protocol::Ready& ready() const { return m_ready; }
    const std::string& wish() const { return m_wish; }  // the variant of the last restart request
    const Diagnosis& refusal() const { return m_refusal; }

private:
    Step on(const protocol::Hello& hello);
    Step on(const protocol::Loading& loading);
    Step on(const protocol::Ready& ready);
    Step on(const protocol::Failed& failed);
    Step on(const protocol::RestartRequest& request);
    Step refuse(Failure failure, const std::string& text);

    const Backend m_expected;
    const std::int64_t m_process;
    enum class State { silent, loading, ready } m_state = State::silent;
    protocol::Hello m_hello;
    double m_progress = 0;
    protocol::Ready m_ready;
    std::string m_wish;
    Diagnosis m_refusal;
};

}  // namespace parlando::desktop
