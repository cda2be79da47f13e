#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include <tl/expected.hpp>

#include "audio/format.h"
#include "server/jobs/job_service.h"
#include "server/markup.h"
#include "server/spoken_dictionary.h"
#include "store/generations.h"

namespace parlando::server {

// Speech that goes to the library: background jobs whose rows exist before they are accepted and whose audio is on
// the disk before they are gone from the job service. Whoever waits for such a job watches the job service and,
// once it is gone from there, reads its row.
class LibrarySpeech {
public:
    // All outlive it.
    LibrarySpeech(JobService& jobs, store::Generations& generations, const SpokenDictionary& dictionary)
        : m_jobs(jobs), m_generations(generations), m_dictionary(dictionary) {}

    // Why something was not begun: the queue, or the library.
    using Problem = std::variant<Refusal, Error>;

    // Queues a new generation. Its row says all that the job needs, so that it can be done again later. Somebody who
    // listens makes it an interactive job, hears it as it is made and its end once that is in the library.
    tl::expected<store::Generation, Problem> begin(const std::string& client, const store::NewGeneration& order,
                                                   std::unique_ptr<Outlet> listener = nullptr);
    // What is read of it, with the pronunciations of now. Errors: those of scriptOf.
    Result<std::optional<text::Script>> scriptFor(const store::NewGeneration& order) const;
    // Queues another attempt at a generation that has ended: a failed one, or a new take of a good one.
    tl::expected<store::Generation, Problem> again(const std::string& client, std::string_view id);

private:
    tl::expected<store::Generation, Problem> submit(const std::string& client, Result<store::Generation> queued,
                                                    std::optional<text::Script> script, JobService::Place place,
                                                    std::unique_ptr<Outlet> listener);

    JobService& m_jobs;
    store::Generations& m_generations;
    const SpokenDictionary& m_dictionary;
};

// What a row keeps for the job beside its own columns.
struct LibraryParameters {
    int speaker = 0;
    audio::Format format = audio::Format::wav;
    Markup markup = Markup::none;
};
std::string toText(const LibraryParameters& parameters);

}  // namespace parlando::server
