#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "audio/format.h"
#include "server/jobs/byte_channel.h"
#include "server/jobs/job_service.h"
#include "server/jobs/library_speech.h"
#include "server/word_times.h"

namespace parlando::server {

struct StreamOrder {
    std::string client;
    std::string profile;  // may be empty
    engine::Request speech;
    std::optional<text::Script> script;  // what is read in the place of its text
    audio::Format format = audio::Format::wav;
    int sampleRate = 0;                 // Hz; 0: the voice's own
    std::filesystem::path spoolFolder;  // for what a slow client has not taken yet
    std::shared_ptr<WordLog> words{};   // gets the words of each chunk before its audio can be read; may be nobody
};

// Encoded speech while it is being made: an interactive job with somebody at its end. Letting go of it cancels
// what is still to be made, and so does the stop token that it was opened with.
class SpeechStream {
public:
    // `jobs` outlives the stream.
    static tl::expected<std::unique_ptr<SpeechStream>, Refusal> open(JobService& jobs, StreamOrder order,
                                                                     std::stop_token cancelled);
    // The same, and what is heard is kept: it is in the library when the stream ends well. `kept` says what is spoken;
    // of `order` its speech, script and profile are not used.
    static tl::expected<std::unique_ptr<SpeechStream>, LibrarySpeech::Problem> openKept(
        JobService& jobs, LibrarySpeech& library, const store::NewGeneration& kept, StreamOrder order,
        std::stop_token cancelled);
    SpeechStream(const SpeechStream&) = delete;
    SpeechStream& operator=(const SpeechStream&) = delete;
    ~SpeechStream() { Cancel{m_jobs, m_id, *m_channel}(); }

    // That of the job, and where it is kept that of its generation.
    const std::string& id() const { return m_id; }

    // Waits for the first bytes. Errors are those of the synthesis, before anything was promised to a client.
    Result<> begin() { return m_channel->waitForBytes(m_cancelled); }
    // The next bytes, nothing at the end.
    Result<std::optional<std::vector<std::byte>>> next() { return m_channel->read(m_cancelled); }

private:
    struct Cancel {
        JobService& jobs;
        std::string id;
        const ByteChannel& channel;
        // Once the end is known there is nothing to cancel, and another job may bear the id of a generation.
        void operator()() const {
            if (!channel.isFinished()) {
                jobs.cancel(id);
            }
        }
    };
    SpeechStream(JobService& jobs, std::string id, std::shared_ptr<ByteChannel> channel, std::stop_token cancelled);

    JobService& m_jobs;
    std::string m_id;
    std::shared_ptr<ByteChannel> m_channel;
    std::stop_token m_cancelled;
    std::stop_callback<Cancel> m_link;
};

}  // namespace parlando::server
