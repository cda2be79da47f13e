#include "desktop/backend/handshake.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>

#include "base/version.h"

namespace parlando::desktop {

Handshake::Step Handshake::refuse(Failure failure, const std::string& text) {
    m_refusal = {failure, QString::fromStdString(text)};
    return Step::refused;
}

Handshake::Step Handshake::hear(const protocol::StartupLine& line) {
    const bool isHello = std::holds_alternative<protocol::Hello>(line);
    if (isHello != (m_state == State::silent)) {
        return refuse(Failure::dishonest, isHello ? "it said hello twice" : "it spoke before its hello");
    }
    return std::visit([this](const auto& said) { return on(said); }, line);
}

Handshake::Step Handshake::on(const protocol::Hello& hello) {
    const auto refuseAs = [this](const char* what, const auto& said, const auto& expected) {
        return refuse(Failure::dishonest, fmt::format("its {} is {} and has to be {}", what, said, expected));
    };
    if (hello.protocol != protocol::kStartupProtocol) {
        return refuseAs("start-up protocol", hello.protocol, protocol::kStartupProtocol);
    }
    if (hello.version != kVersion) {
        return refuseAs("version", hello.version, kVersion);
    }
    if (hello.variant != m_expected.variant) {
        return refuseAs("variant", hello.variant, m_expected.variant);
    }
    if (hello.pid != m_process) {
        return refuseAs("process number", hello.pid, m_process);
    }
    m_state = State::loading;
    m_hello = hello;
    return Step::hello;
}

Handshake::Step Handshake::on(const protocol::Loading& loading) {
    const double progress = std::min(loading.progress, 1.0);
    if (m_state != State::loading || progress <= m_progress) {
        return Step::nothing;  // saying the same again is no progress
    }
    m_progress = progress;
    return Step::progress;
}

Handshake::Step Handshake::on(const protocol::Ready& ready) {
    if (m_state == State::ready) {
        return Step::nothing;
    }
    // A CUDA build that computes on the CPU is not what anybody switched to.
    if (ready.device != m_expected.variant) {
        return refuse(Failure::unusable, fmt::format("its self-test ran on '{}'", ready.device));
    }
    m_state = State::ready;
    m_ready = ready;
    return Step::ready;
}

Handshake::Step Handshake::on(const protocol::Failed& failed) {
    return refuse(Failure::unusable, failed.message);
}

Handshake::Step Handshake::on(const protocol::RestartRequest& request) {
    m_wish = request.variant;
    return Step::restart;
}

}  // namespace parlando::desktop
