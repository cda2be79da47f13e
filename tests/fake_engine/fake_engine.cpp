#include "fake_engine/fake_engine.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numbers>
#include <thread>

namespace parlando::engine {

void Gate::close() {
    const std::lock_guard lock(m_mutex);
    m_open = false;
}

void Gate::open() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
    m_changed.notify_all();
}

bool Gate::pass(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait(lock, std::move(stop), [this] { return m_open; });
}

Result<Summary> FakeEngine::synthesise(const Request& request, std::stop_token stop, const ChunkSink& sink) {
    ++started;
    if (std::ranges::none_of(request.text, [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; })) {
        return parlando::failure(ErrorCode::invalidInput, "there is nothing to speak in the text");
    }
    const auto voice =
        request.voice.empty() ? m_script.voices.begin() : std::ranges::find(m_script.voices, request.voice, &Voice::id);
    if (voice == m_script.voices.end()) {
        return parlando::failure(ErrorCode::notFound, "there is no such voice; installed are: robin, wren");
    }
    Summary summary{voice->id, voice->sampleRate, 0, m_script.secondsOfWork};
    std::vector<float> samples(static_cast<std::size_t>(m_script.secondsPerChunk * voice->sampleRate));
    std::size_t said = 0;  // bytes of the text
    for (int chunk = 0; chunk < m_script.chunks; ++chunk) {
        if (m_script.failAtChunk == chunk) {
            return parlando::failure(m_script.failure);
        }
        std::this_thread::sleep_for(m_script.delayPerChunk);
        if (!gate.pass(stop) || stop.stop_requested()) {
            ++cancelled;
            return parlando::failure(ErrorCode::cancelled, "cancelled");
        }
        const std::lock_guard turn(m_speaking);
        for (auto& sample : samples) {
            const double seconds = static_cast<double>(summary.samples++) / voice->sampleRate;
            sample = static_cast<float>(0.3 * std::sin(2.0 * std::numbers::pi * 440.0 * seconds));
        }
        ++chunksMade;
        const double end = static_cast<double>(summary.samples) / voice->sampleRate;
        std::vector<SpokenWord> words;
        if (request.words == WordTimes::wanted) {  // each chunk says a word, the last all that is left
            const std::size_t first = request.text.find_first_not_of(' ', said);
            said = chunk + 1 == m_script.chunks ? request.text.size()
                                                : std::min(request.text.find(' ', first), request.text.size());
            if (first < said) {
                words.push_back({first, said, end - m_script.secondsPerChunk, end});
            }
        }
        if (auto taken = sink({samples, voice->sampleRate, (chunk + 1.0) / m_script.chunks, words}); !taken) {
            cancelled += taken.error().code == ErrorCode::cancelled ? 1 : 0;
            return parlando::failure(taken.error());
        }
    }
    ++finished;
    return summary;
}

Result<SelfTest> FakeEngine::selfTest() {
    if (m_script.selfTestFailure) {
        return parlando::failure(*m_script.selfTestFailure);
    }
    return SelfTest{device(), 0.012, {m_script.voices.front().id, m_script.voices.front().sampleRate, 22050, 0.01}};
}

}  // namespace parlando::engine
