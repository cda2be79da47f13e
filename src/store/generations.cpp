#include "store/generations.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>

#include "store/generation_rows.h"
#include "store/id.h"

namespace parlando::store {
namespace {

bool hasGoodTake(const Generation& generation) {
    return std::ranges::any_of(generation.takes, [](const auto& take) { return !take.isMissing; });
}

bool isUnderWay(const Generation& generation) {
    return generation.status == Status::queued || generation.status == Status::generating;
}

Result<> wrongState(const Generation& generation, std::string_view wanted) {
    return failure(ErrorCode::busy,
                   fmt::format("the generation is {}; it cannot be {}", name(generation.status), wanted));
}

// See Status: an attempt that came to nothing does not cost the recording of an earlier one.
Result<Generation> endAttempt(SQLite::Database& connection, std::string_view id, Status without,
                              const std::string& reason) {
    PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
    if (isUnderWay(generation)) {
        rows::setStatus(connection, id, hasGoodTake(generation) ? Status::completed : without, reason);
    }
    return rows::find(connection, id);
}

Result<Take> takeIn(const Generation& generation, std::string_view takeId) {
    const auto found = std::ranges::find(generation.takes, takeId, &Take::id);
    if (found == generation.takes.end()) {
        return failure(ErrorCode::notFound, "there is no such take of this generation");
    }
    return *found;
}

Take takeOf(const NewTake& given, std::string_view generationId, std::string label) {
    Take take;
    take.id = given.audio.id();
    take.generationId = generationId;
    take.label = std::move(label);
    take.extension = given.audio.extension();
    take.duration = given.duration;
    take.sampleRate = given.sampleRate;
    take.bytes = given.audio.bytes();
    take.seed = given.seed;
    return take;
}

// Files of the library that become its own only with `release`.
class KeptFiles {
public:
    explicit KeptFiles(const AudioShelf& shelf) : m_shelf(shelf) {}
    KeptFiles(const KeptFiles&) = delete;
    KeptFiles& operator=(const KeptFiles&) = delete;
    ~KeptFiles() {
        for (const auto& [id, extension] : m_files) {
            m_shelf.remove(id, extension);
        }
    }

    Result<> keep(AudioDraft& draft) {
        m_files.emplace_back(draft.id(), draft.extension());
        return m_shelf.keep(draft);
    }
    void release() { m_files.clear(); }

private:
    const AudioShelf& m_shelf;
    std::vector<std::pair<std::string, std::string>> m_files;
};

}  // namespace

Result<Generation> Generations::create(const NewGeneration& order) {
    PARLANDO_TRY_ASSIGN(const auto id, newId());
    return m_database.write([&](SQLite::Database& connection) -> Result<Generation> {
        rows::insertGeneration(connection, id, order, Status::queued);
        return rows::find(connection, id);
    });
}

Result<> Generations::begin(std::string_view id) {
    return m_database.write([&](SQLite::Database& connection) -> Result<> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        if (generation.status != Status::queued) {
            return wrongState(generation, "begun");
        }
        rows::setStatus(connection, id, Status::generating, std::nullopt);
        return {};
    });
}

Result<Generation> Generations::complete(std::string_view id, NewTake take) {
    KeptFiles files(m_shelf);
    PARLANDO_TRY(files.keep(take.audio));
    auto completed = m_database.write([&](SQLite::Database& connection) -> Result<Generation> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        if (!isUnderWay(generation)) {
            return failure(wrongState(generation, "completed").error());
        }
        auto label = take.label.empty() ? rows::nextLabel(connection, id) : take.label;
        rows::insertTake(connection, takeOf(take, id, std::move(label)), take.words);
        rows::setStatus(connection, id, Status::completed, std::nullopt);
        return rows::find(connection, id);
    });
    if (completed) {
        files.release();
    }
    return completed;
}

Result<Generation> Generations::fail(std::string_view id, const std::string& reason) {
    return m_database.write(
        [&](SQLite::Database& connection) { return endAttempt(connection, id, Status::failed, reason); });
}

Result<Generation> Generations::cancel(std::string_view id) {
    return m_database.write([&](SQLite::Database& connection) {
        return endAttempt(connection, id, Status::cancelled, "it was cancelled");
    });
}

Result<Generation> Generations::requeue(std::string_view id, std::optional<std::int64_t> seed) {
    return m_database.write([&](SQLite::Database& connection) -> Result<Generation> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        if (isUnderWay(generation)) {
            return failure(wrongState(generation, "queued again").error());
        }
        rows::setStatus(connection, id, Status::queued, std::nullopt);
        if (seed) {
            sql::execute(connection, "UPDATE generations SET seed = ?2 WHERE id = ?1", id, *seed);
        }
        return rows::find(connection, id);
    });
}

Result<Generation> Generations::add(const NewGeneration& order, std::vector<NewTake> takes, std::size_t active) {
    if (active >= takes.size()) {
        return failure(ErrorCode::invalidInput, "a generation that was made elsewhere needs a recording");
    }
    PARLANDO_TRY_ASSIGN(const auto id, newId());
    KeptFiles files(m_shelf);
    for (auto& take : takes) {
        PARLANDO_TRY(files.keep(take.audio));
    }
    auto added = m_database.write([&](SQLite::Database& connection) -> Result<Generation> {
        rows::insertGeneration(connection, id, order, Status::completed);
        for (const auto& take : takes) {
            rows::insertTake(connection,
                             takeOf(take, id, take.label.empty() ? rows::nextLabel(connection, id) : take.label),
                             take.words);
        }
        rows::activate(connection, id, takes[active].audio.id());
        return rows::find(connection, id);
    });
    if (added) {
        files.release();
    }
    return added;
}

Result<bool> Generations::toggleFavorite(std::string_view id) {
    return m_database.write([&](SQLite::Database& connection) -> Result<bool> {
        sql::execute(connection, "UPDATE generations SET is_favorited = NOT is_favorited WHERE id = ?1", id);
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        return generation.isFavorited;
    });
}

Result<> Generations::choose(std::string_view id, std::string_view takeId) {
    return m_database.write([&](SQLite::Database& connection) -> Result<> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        PARLANDO_TRY_ASSIGN(const auto take, takeIn(generation, takeId));
        if (take.isMissing) {
            return failure(ErrorCode::notFound, "the file of this take is missing");
        }
        rows::activate(connection, id, takeId);
        return {};
    });
}

Result<> Generations::removeTake(std::string_view id, std::string_view takeId) {
    Take removed;
    PARLANDO_TRY(m_database.write([&](SQLite::Database& connection) -> Result<> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        PARLANDO_TRY_ASSIGN(removed, takeIn(generation, takeId));
        if (generation.takes.size() == 1) {
            return failure(ErrorCode::busy, "this is the only take; delete the generation instead");
        }
        sql::execute(connection, "DELETE FROM takes WHERE id = ?1", takeId);
        if (removed.isActive) {
            rows::activateNewestGoodTake(connection, id);
        }
        return {};
    }));
    m_shelf.remove(removed.id, removed.extension);
    return {};
}

Result<> Generations::remove(std::string_view id) {
    std::vector<Take> takes;
    PARLANDO_TRY(m_database.write([&](SQLite::Database& connection) -> Result<> {
        PARLANDO_TRY_ASSIGN(const auto generation, rows::find(connection, id));
        takes = generation.takes;
        sql::execute(connection, "DELETE FROM generations WHERE id = ?1", id);
        return {};
    }));
    for (const auto& take : takes) {
        m_shelf.remove(take.id, take.extension);
    }
    return {};
}

Result<std::int64_t> Generations::removeFailed() {
    return m_database.write([](SQLite::Database& connection) -> Result<std::int64_t> {
        return sql::execute(connection,
                            "DELETE FROM generations WHERE status = 'failed' AND NOT EXISTS "
                            "(SELECT 1 FROM takes WHERE generation_id = generations.id)");
    });
}

}  // namespace parlando::store
