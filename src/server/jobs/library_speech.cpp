#include "server/jobs/library_speech.h"

#include <sys/random.h>

#include <cstdint>
#include <memory>
#include <utility>

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "server/jobs/ordered_encoder.h"
#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/script.h"
#include "server/word_times.h"

namespace parlando::server {
namespace {

LibraryParameters parametersFrom(const std::string& text) {
    LibraryParameters parameters;
    if (const auto json = parseJsonObject(text)) {  // an import brings rows of others
        JsonFields fields(*json);
        parameters.speaker = static_cast<int>(fields.integer("speaker", 0, INT32_MAX).value_or(0));
        const auto format = audio::formatFromName(fields.text("format", {0, 8}).value_or("wav"));
        parameters.format = format.value_or(audio::Format::wav);
        parameters.markup = fields.text("markup", {0, 8}) == "ssml" ? Markup::ssml : Markup::none;
    }
    return parameters;
}

// Small enough for every JSON reader, which may keep numbers as doubles.
std::int64_t randomSeed() {
    std::uint32_t seed = 0;
    if (::getrandom(&seed, sizeof seed, 0) != static_cast<ssize_t>(sizeof seed)) {
        seed = 1;
    }
    return seed;
}

// Writes a take of one generation, behind the back of whoever listens.
class LibraryOutlet final : public Outlet {
public:
    LibraryOutlet(store::Generations& generations, std::string id, audio::Format format, std::int64_t seed,
                  std::unique_ptr<Outlet> listener)
        : m_generations(generations),
          m_id(std::move(id)),
          m_format(format),
          m_seed(seed),
          m_listener(std::move(listener)) {}

    Result<> write(const engine::Chunk& chunk, std::stop_token stop) override {
        if (m_listener) {
            PARLANDO_TRY(m_listener->write(chunk, std::move(stop)));
        }
        if (!m_encoder) {
            PARLANDO_TRY(m_generations.begin(m_id));
            PARLANDO_TRY_ASSIGN(m_draft, m_generations.draft(audio::name(m_format)));
            const auto sink = [this](std::span<const std::byte> bytes) { return m_draft->write(bytes); };
            PARLANDO_TRY_ASSIGN(m_encoder, OrderedEncoder::create(m_format, chunk.sampleRate, 0, sink));
        }
        m_words.insert(m_words.end(), chunk.words.begin(), chunk.words.end());
        return m_encoder->write(chunk.samples);
    }

    Result<> end(const Result<engine::Summary>& outcome) override {
        const auto kept = outcome.and_then([this](const engine::Summary& summary) { return keep(summary); });
        if (!kept) {
            m_draft.reset();
            noteFailure(kept.error());
        }
        const Result<> heard = m_listener ? m_listener->end(kept) : Result<>();
        return kept ? heard : failure(kept.error());
    }

private:
    Result<engine::Summary> keep(const engine::Summary& summary) {
        if (!m_encoder) {
            return failure(ErrorCode::internal, "the engine said that it spoke, and no audio came");
        }
        PARLANDO_TRY(m_encoder->finish());
        for (const auto& patch : m_encoder->corrections()) {
            PARLANDO_TRY(m_draft->overwrite(patch.offset, patch.bytes));
        }
        const double duration = static_cast<double>(summary.samples) / summary.sampleRate;
        PARLANDO_TRY(m_generations.complete(
            m_id, {std::move(*m_draft), duration, summary.sampleRate, m_seed, "", storedWords(m_words)}));
        return summary;
    }

    void noteFailure(const Error& error) {
        const auto noted =
            error.code == ErrorCode::cancelled ? m_generations.cancel(m_id) : m_generations.fail(m_id, error.message);
        if (!noted) {
            spdlog::error("job id={} cannot note how it ended: {}", m_id, noted.error().message);
        }
    }

    store::Generations& m_generations;
    std::string m_id;
    audio::Format m_format;
    std::int64_t m_seed;
    std::unique_ptr<Outlet> m_listener;  // may be nobody
    std::optional<store::AudioDraft> m_draft;
    std::optional<OrderedEncoder> m_encoder;
    std::vector<engine::SpokenWord> m_words;
};

}  // namespace

std::string toText(const LibraryParameters& parameters) {
    nlohmann::json json{{"speaker", parameters.speaker}, {"format", audio::name(parameters.format)}};
    if (parameters.markup == Markup::ssml) {
        json["markup"] = "ssml";
    }
    return json.dump();
}

Result<std::optional<text::Script>> LibrarySpeech::scriptFor(const store::NewGeneration& order) const {
    return scriptOf(order.text, parametersFrom(order.parameters).markup, *m_dictionary.current(), order.language);
}

// A place is taken before anything is written: overload must not cost the disk.
tl::expected<store::Generation, LibrarySpeech::Problem> LibrarySpeech::begin(const std::string& client,
                                                                             const store::NewGeneration& order,
                                                                             std::unique_ptr<Outlet> listener) {
    auto place = m_jobs.reserve(client);
    if (!place) {
        return tl::unexpected(std::move(place).error());
    }
    auto script = scriptFor(order);
    if (!script) {
        return tl::unexpected(std::move(script).error());
    }
    return submit(client, m_generations.create(order), std::move(*script), std::move(*place), std::move(listener));
}

tl::expected<store::Generation, LibrarySpeech::Problem> LibrarySpeech::again(const std::string& client,
                                                                             std::string_view id) {
    auto place = m_jobs.reserve(client);
    if (!place) {
        return tl::unexpected(std::move(place).error());
    }
    auto script = m_generations.find(id).and_then([this](const auto& row) { return scriptFor(row.order); });
    if (!script) {
        return tl::unexpected(std::move(script).error());
    }
    return submit(client, m_generations.requeue(id), std::move(*script), std::move(*place), nullptr);
}

tl::expected<store::Generation, LibrarySpeech::Problem> LibrarySpeech::submit(const std::string& client,
                                                                              Result<store::Generation> queued,
                                                                              std::optional<text::Script> script,
                                                                              JobService::Place place,
                                                                              std::unique_ptr<Outlet> listener) {
    if (!queued) {
        return tl::unexpected(std::move(queued).error());
    }
    const store::NewGeneration& row = queued->order;
    const LibraryParameters parameters = parametersFrom(row.parameters);
    const std::int64_t seed = row.seed.value_or(randomSeed());
    const Urgency urgency = listener ? Urgency::interactive : Urgency::background;
    m_jobs.submit(
        {queued->id,
         client,
         urgency,
         row.profileId.value_or(""),
         {row.text, row.voice, parameters.speaker, row.speed, static_cast<std::uint64_t>(seed),
          engine::WordTimes::wanted},
         std::make_unique<LibraryOutlet>(m_generations, queued->id, parameters.format, seed, std::move(listener)),
         std::move(script)},
        std::move(place));
    return std::move(*queued);
}

}  // namespace parlando::server
