#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"

// An engine that speaks sine waves by script, for tests of everything around the engine.
namespace parlando::engine {

struct FakeScript {
    std::vector<Voice> voices = {{"robin", "Robin", "en-US", "A sine.", "fake", 22050, {}, "Apache-2.0", 4'200},
                                 {"wren", "Wren", "en-GB", "Another.", "fake", 16000, {"one", "two"}, "", 17}};
    int chunks = 3;
    double secondsPerChunk = 0.2;
    std::chrono::milliseconds delayPerChunk{0};
    double secondsOfWork = 0.001;    // that a synthesis says it took
    std::optional<int> failAtChunk;  // 0: before the first
    Error failure{ErrorCode::internal, "the fake engine was told to fail"};
    std::optional<Error> selfTestFailure;
    std::string deviceKind = "cpu";
};

// Holds threads until it is opened; open at first.
class Gate {
public:
    void close();
    void open();
    // False if `stop` was requested before the gate opened.
    bool pass(std::stop_token stop);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_open = true;
};

class FakeEngine final : public Engine {
public:
    explicit FakeEngine(FakeScript script = {}) : m_script(std::move(script)) {}

    std::vector<Voice> voices() const override { return m_script.voices; }
    Device device() const override { return {m_script.deviceKind, "Fake processor", 1}; }
    Result<Summary> synthesise(const Request& request, std::stop_token stop, const ChunkSink& sink) override;
    Result<SelfTest> selfTest() override;

    // Passed before every chunk.
    Gate gate;
    std::atomic<int> started = 0;    // calls of synthesise
    std::atomic<int> finished = 0;   // that spoke to the end
    std::atomic<int> cancelled = 0;  // that were asked to stop
    std::atomic<int> chunksMade = 0;

private:
    const FakeScript m_script;
    std::mutex m_speaking;  // one at a time, chunk by chunk
};

}  // namespace parlando::engine
