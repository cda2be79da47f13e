#include <map>

#include <spdlog/fmt/fmt.h>

#include "store/generation_rows.h"
#include "store/generations.h"

// What a start makes of what the last process left (Generations::sweep).
namespace parlando::store {
namespace {

constexpr const char* kInterrupted = "interrupted: the program ended before this was spoken; try it again";
constexpr const char* kInterruptedTake = "interrupted: the program ended before the new take was finished";
constexpr const char* kMissing = "its audio file is missing from the library's folder";

constexpr const char* kHasGoodTake =
    "EXISTS (SELECT 1 FROM takes WHERE generation_id = generations.id AND NOT is_missing)";

std::int64_t endInterrupted(SQLite::Database& connection) {
    constexpr const char* kUnderWay = "status IN ('queued', 'generating')";
    const auto withTake =
        fmt::format("UPDATE generations SET status = 'completed', error = ?1 WHERE {} AND {}", kUnderWay, kHasGoodTake);
    const auto without = fmt::format("UPDATE generations SET status = 'failed', error = ?1 WHERE {}", kUnderWay);
    return sql::execute(connection, withTake.c_str(), std::string_view(kInterruptedTake)) +
           sql::execute(connection, without.c_str(), std::string_view(kInterrupted));
}

// Where takes went missing or came back, another may have to be played and the state may be another.
void followMissing(SQLite::Database& connection, const std::vector<std::string>& generations) {
    for (const auto& id : generations) {
        const auto generation = rows::find(connection, id);
        const auto* active = generation ? generation->activeTake() : nullptr;
        if (active == nullptr || active->isMissing) {
            rows::activateNewestGoodTake(connection, id);
        }
    }
    const auto lost = fmt::format(
        "UPDATE generations SET status = 'failed', error = ?1 WHERE status = 'completed' "
        "AND NOT {}",
        kHasGoodTake);
    sql::execute(connection, lost.c_str(), std::string_view(kMissing));
    const auto found = fmt::format(
        "UPDATE generations SET status = 'completed', error = NULL WHERE status IN "
        "('failed', 'cancelled') AND {}",
        kHasGoodTake);
    sql::execute(connection, found.c_str());
}

}  // namespace

Result<Generations::SweepReport> Generations::sweep() {
    PARLANDO_TRY_ASSIGN(const auto files, m_shelf.files());
    std::map<std::string, std::uint64_t> unclaimed;  // name, bytes
    for (const auto& file : files) {
        unclaimed.emplace(file.name, file.bytes);
    }
    SweepReport report;
    PARLANDO_TRY(m_database.write([&](SQLite::Database& connection) -> Result<> {
        std::vector<std::string> changed;  // ids of generations
        SQLite::Statement takes(connection, fmt::format("SELECT {} FROM takes", rows::kTakeColumns));
        while (takes.executeStep()) {
            const auto take = rows::takeFrom(takes);
            const auto file = unclaimed.extract(take.id + "." + take.extension);
            // A file of another length is not the recording any more.
            const bool missing = file.empty() || file.mapped() != take.bytes;
            report.missing += missing ? 1 : 0;
            if (missing != take.isMissing) {
                sql::execute(connection, "UPDATE takes SET is_missing = ?2 WHERE id = ?1", take.id,
                             std::int64_t{missing ? 1 : 0});
                changed.push_back(take.generationId);
            }
        }
        report.interrupted = endInterrupted(connection);
        followMissing(connection, changed);
        return {};
    }));
    for (const auto& [name, bytes] : unclaimed) {
        m_shelf.removeByName(name);
        ++report.orphans;
    }
    return report;
}

}  // namespace parlando::store
