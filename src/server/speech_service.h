#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "audio/format.h"
#include "base/result.h"
#include "engine/engine.h"
#include "server/byte_channel.h"
#include "server/engine_host.h"

namespace parlando::server {

struct SpeechOrder {
    engine::Request request;
    audio::Format format = audio::Format::wav;
    int sampleRate = 0;  // Hz; 0: the voice's own
};

// Encoded speech while it is being made. Letting go of it cancels what is still to be made.
class SpeechStream {
public:
    // Waits for the first bytes. Errors are those of the synthesis, before anything was promised to a client.
    virtual Result<> begin() = 0;
    // The next bytes, nothing at the end.
    virtual Result<std::optional<std::vector<std::byte>>> next() = 0;
    virtual ~SpeechStream() = default;
};

// Speaks for clients, one order after the other in the order of their arrival, on a thread of its own: the
// engine does one thing at a time, and connections wait here rather than in it.
class SpeechService {
public:
    explicit SpeechService(const EngineHost& host);
    SpeechService(const SpeechService&) = delete;
    SpeechService& operator=(const SpeechService&) = delete;
    // Cancels what runs and what waits.
    ~SpeechService();

    // `cancelled` stops the work, waiting or running. Errors: busy (too many wait already; or the engine is
    // still loading), or why there is no engine.
    Result<std::unique_ptr<SpeechStream>> speak(SpeechOrder order, std::stop_token cancelled);

private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

inline constexpr std::size_t kMaximumWaitingOrders = 16;

}  // namespace parlando::server
