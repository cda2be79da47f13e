#include "server/speech_service.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>

#include <spdlog/spdlog.h>

#include "audio/encoder.h"
#include "audio/resampler.h"

namespace parlando::server {
namespace {

// Minutes of MP3. With it a slow client hardly ever holds up those behind it.
constexpr std::size_t kChannelBytes = 8 * 1024 * 1024;

struct Job {
    SpeechOrder order;
    std::shared_ptr<engine::Engine> engine;
    std::stop_source stop;
    ByteChannel channel{kChannelBytes};
};

class Stream final : public SpeechStream {
public:
    Stream(std::shared_ptr<Job> job, std::stop_token cancelled)
        : m_job(std::move(job)), m_link(std::move(cancelled), Stop{m_job->stop}) {}
    ~Stream() override { m_job->stop.request_stop(); }

    Result<> begin() override { return m_job->channel.waitForBytes(m_job->stop.get_token()); }
    Result<std::optional<std::vector<std::byte>>> next() override {
        return m_job->channel.read(m_job->stop.get_token());
    }

private:
    struct Stop {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };
    std::shared_ptr<Job> m_job;
    std::stop_callback<Stop> m_link;
};

// Encodes at the rate that was ordered.
class OrderedEncoder {
public:
    static Result<OrderedEncoder> create(const SpeechOrder& order, int voiceRate, audio::ByteSink sink) {
        const int rate = order.sampleRate == 0 ? voiceRate : order.sampleRate;
        OrderedEncoder encoder;
        PARLANDO_TRY_ASSIGN(encoder.m_encoder, audio::Encoder::create(order.format, rate, std::move(sink)));
        if (rate != voiceRate) {
            PARLANDO_TRY_ASSIGN(encoder.m_resampler, audio::Resampler::create(voiceRate, rate));
        }
        return encoder;
    }

    Result<> write(std::span<const float> samples) {
        if (!m_resampler) {
            return m_encoder->write(samples);
        }
        PARLANDO_TRY_ASSIGN(const auto resampled, m_resampler->process(samples));
        return m_encoder->write(resampled);
    }

    Result<> finish() {
        if (m_resampler) {
            PARLANDO_TRY_ASSIGN(const auto rest, m_resampler->flush());
            PARLANDO_TRY(m_encoder->write(rest));
        }
        return m_encoder->finish();
    }

private:
    std::unique_ptr<audio::Encoder> m_encoder;
    std::optional<audio::Resampler> m_resampler;
};

Result<> perform(Job& job) {
    const auto stop = job.stop.get_token();
    std::optional<OrderedEncoder> encoder;
    const auto sink = [&](const engine::Chunk& chunk) -> Result<> {
        if (!encoder) {
            PARLANDO_TRY_ASSIGN(
                encoder, OrderedEncoder::create(job.order, chunk.sampleRate, [&](std::span<const std::byte> bytes) {
                    return job.channel.write(bytes, stop);
                }));
        }
        return encoder->write(chunk.samples);
    };
    PARLANDO_TRY_ASSIGN(const auto summary, job.engine->synthesise(job.order.request, stop, sink));
    if (encoder) {
        PARLANDO_TRY(encoder->finish());
    }
    spdlog::info("spoke {:.2f} s of audio with {}, real-time factor {:.3f}",
                 static_cast<double>(summary.samples) / std::max(summary.sampleRate, 1), summary.voice,
                 summary.realTimeFactor());
    return {};
}

}  // namespace

class SpeechService::Implementation {
public:
    explicit Implementation(const EngineHost& host)
        : m_host(host), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

    ~Implementation() {
        m_thread.request_stop();
        const std::lock_guard lock(m_mutex);
        if (m_current != nullptr) {
            m_current->stop.request_stop();
        }
    }

    Result<std::unique_ptr<SpeechStream>> speak(SpeechOrder order, std::stop_token cancelled) {
        PARLANDO_TRY_ASSIGN(auto engine, m_host.engine());
        auto job = std::make_shared<Job>();
        job->order = std::move(order);
        job->engine = std::move(engine);
        {
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_waiting, [](const auto& waiting) { return waiting->stop.stop_requested(); });
            if (m_waiting.size() >= kMaximumWaitingOrders) {
                return failure(ErrorCode::busy, "too many requests are waiting to be spoken; try again in a moment");
            }
            m_waiting.push_back(job);
        }
        m_changed.notify_one();
        return std::make_unique<Stream>(std::move(job), std::move(cancelled));
    }

private:
    void run(const std::stop_token& stop) {
        while (auto job = take(stop)) {
            Result<> outcome;
            try {
                outcome = job->stop.stop_requested() ? failure(ErrorCode::cancelled, "the request was cancelled")
                                                     : perform(*job);
            } catch (const std::exception& error) {  // the seam for audio libraries and memory
                outcome = failure(ErrorCode::internal, error.what());
            }
            job->channel.finish(std::move(outcome));
        }
    }

    std::shared_ptr<Job> take(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        m_current = nullptr;
        if (!m_changed.wait(lock, stop, [this] { return !m_waiting.empty(); }) || stop.stop_requested()) {
            for (const auto& job : m_waiting) {
                job->channel.finish(failure(ErrorCode::cancelled, "the server is stopping"));
            }
            return nullptr;
        }
        m_current = std::move(m_waiting.front());
        m_waiting.pop_front();
        return m_current;
    }

    const EngineHost& m_host;
    std::mutex m_mutex;  // guards the two below
    std::deque<std::shared_ptr<Job>> m_waiting;
    std::shared_ptr<Job> m_current;  // being spoken
    std::condition_variable_any m_changed;
    std::jthread m_thread;
};

SpeechService::SpeechService(const EngineHost& host) : m_implementation(std::make_unique<Implementation>(host)) {}

SpeechService::~SpeechService() = default;

Result<std::unique_ptr<SpeechStream>> SpeechService::speak(SpeechOrder order, std::stop_token cancelled) {
    return m_implementation->speak(std::move(order), std::move(cancelled));
}

}  // namespace parlando::server
