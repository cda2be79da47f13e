#include "server/jobs/speech_stream.h"

#include <utility>

#include "server/jobs/ordered_encoder.h"
#include "store/id.h"

namespace parlando::server {
namespace {

// Encodes into the channel, on the job thread.
class ChannelOutlet final : public Outlet {
public:
    ChannelOutlet(std::shared_ptr<ByteChannel> channel, audio::Format format, int sampleRate,
                  std::shared_ptr<WordLog> words)
        : m_channel(std::move(channel)), m_format(format), m_sampleRate(sampleRate), m_words(std::move(words)) {}

    Result<> write(const engine::Chunk& chunk, std::stop_token stop) override {
        m_stop = std::move(stop);
        if (!m_encoder) {
            const auto sink = [this](std::span<const std::byte> bytes) { return m_channel->write(bytes, m_stop); };
            PARLANDO_TRY_ASSIGN(m_encoder, OrderedEncoder::create(m_format, chunk.sampleRate, m_sampleRate, sink));
        }
        if (m_words) {
            m_words->add(chunk.words);
        }
        return m_encoder->write(chunk.samples);
    }

    Result<> end(const Result<engine::Summary>& outcome) override {
        Result<> ended = outcome ? Result<>() : failure(outcome.error());
        if (outcome && m_encoder) {
            ended = m_encoder->finish();
        }
        m_channel->finish(ended);
        return ended;
    }

private:
    std::shared_ptr<ByteChannel> m_channel;
    audio::Format m_format;
    int m_sampleRate;
    std::shared_ptr<WordLog> m_words;
    std::stop_token m_stop;
    std::optional<OrderedEncoder> m_encoder;
};

}  // namespace

SpeechStream::SpeechStream(JobService& jobs, std::string id, std::shared_ptr<ByteChannel> channel,
                           std::stop_token cancelled)
    : m_jobs(jobs),
      m_id(std::move(id)),
      m_channel(std::move(channel)),
      m_cancelled(std::move(cancelled)),
      m_link(m_cancelled, Cancel{m_jobs, m_id, *m_channel}) {}

tl::expected<std::unique_ptr<SpeechStream>, Refusal> SpeechStream::open(JobService& jobs, StreamOrder order,
                                                                        std::stop_token cancelled) {
    auto place = jobs.reserve(order.client);
    if (!place) {
        return tl::unexpected(std::move(place).error());
    }
    auto id = store::newId();
    if (!id) {
        return tl::unexpected(Refusal{Refusal::Reason::noEngine, id.error().message, 1});
    }
    auto channel = std::make_shared<ByteChannel>(std::move(order.spoolFolder));
    auto outlet = std::make_unique<ChannelOutlet>(channel, order.format, order.sampleRate, order.words);
    jobs.submit({*id, std::move(order.client), Urgency::interactive, std::move(order.profile), std::move(order.speech),
                 std::move(outlet), std::move(order.script)},
                std::move(*place));
    return std::unique_ptr<SpeechStream>(new SpeechStream(jobs, *id, std::move(channel), std::move(cancelled)));
}

tl::expected<std::unique_ptr<SpeechStream>, LibrarySpeech::Problem> SpeechStream::openKept(
    JobService& jobs, LibrarySpeech& library, const store::NewGeneration& kept, StreamOrder order,
    std::stop_token cancelled) {
    auto channel = std::make_shared<ByteChannel>(std::move(order.spoolFolder));
    auto begun = library.begin(order.client, kept,
                               std::make_unique<ChannelOutlet>(channel, order.format, order.sampleRate, order.words));
    if (!begun) {
        return tl::unexpected(std::move(begun).error());
    }
    return std::unique_ptr<SpeechStream>(new SpeechStream(jobs, begun->id, std::move(channel), std::move(cancelled)));
}

}  // namespace parlando::server
