#include "store/generation_rows.h"

#include <spdlog/fmt/fmt.h>

#include "store/timestamp.h"

namespace parlando::store::rows {

Generation generationFrom(const SQLite::Statement& row) {
    Generation generation;
    generation.id = row.getColumn(0).getString();
    auto& order = generation.order;
    order.profileId = sql::optionalText(row, 1);
    order.profileName = row.getColumn(2).getString();
    order.text = row.getColumn(3).getString();
    order.language = row.getColumn(4).getString();
    order.engine = row.getColumn(5).getString();
    order.voice = row.getColumn(6).getString();
    order.speed = row.getColumn(7).getDouble();
    order.seed = sql::optionalInteger(row, 8);
    order.instruct = sql::optionalText(row, 9);
    order.modelSize = sql::optionalText(row, 10);
    order.source = row.getColumn(11).getString();
    order.parameters = row.getColumn(12).getString();
    generation.status = statusFromName(row.getColumn(13).getString()).value_or(Status::failed);
    generation.error = sql::optionalText(row, 14);
    generation.isFavorited = row.getColumn(15).getInt() != 0;
    generation.createdAt = row.getColumn(16).getString();
    return generation;
}

Take takeFrom(const SQLite::Statement& row) {
    Take take;
    take.id = row.getColumn(0).getString();
    take.generationId = row.getColumn(1).getString();
    take.label = row.getColumn(2).getString();
    take.extension = row.getColumn(3).getString();
    take.duration = row.getColumn(4).getDouble();
    take.sampleRate = row.getColumn(5).getInt();
    take.bytes = static_cast<std::uint64_t>(row.getColumn(6).getInt64());
    take.seed = sql::optionalInteger(row, 7);
    take.isActive = row.getColumn(8).getInt() != 0;
    take.isMissing = row.getColumn(9).getInt() != 0;
    take.createdAt = row.getColumn(10).getString();
    return take;
}

std::vector<Take> takesOf(SQLite::Database& connection, std::string_view generationId) {
    static const std::string text =
        fmt::format("SELECT {} FROM takes WHERE generation_id = ?1 ORDER BY sequence", kTakeColumns);
    std::vector<Take> takes;
    auto found = sql::prepare(connection, text.c_str(), generationId);
    while (found.executeStep()) {
        takes.push_back(takeFrom(found));
    }
    return takes;
}

Result<Generation> find(SQLite::Database& connection, std::string_view id) {
    static const std::string text = fmt::format("SELECT {} FROM generations WHERE id = ?1", kGenerationColumns);
    auto row = sql::prepare(connection, text.c_str(), id);
    if (!row.executeStep()) {
        return failure(ErrorCode::notFound, "there is no such generation");
    }
    auto generation = generationFrom(row);
    generation.takes = takesOf(connection, id);
    return generation;
}

void insertGeneration(SQLite::Database& connection, std::string_view id, const NewGeneration& order, Status status) {
    static const std::string text = fmt::format(
        "INSERT INTO generations ({}) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, NULL, 0, ?15)",
        kGenerationColumns);
    sql::execute(connection, text.c_str(), id, order.profileId, order.profileName, order.text, order.language,
                 order.engine, order.voice, order.speed, order.seed, order.instruct, order.modelSize, order.source,
                 order.parameters, name(status), timestampNow());
}

void insertTake(SQLite::Database& connection, const Take& take, const std::string& words) {
    static const std::string text = fmt::format(
        "INSERT INTO takes ({}, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 0, ?9, ?10)", kTakeColumns);
    sql::execute(connection, "UPDATE takes SET is_active = 0 WHERE generation_id = ?1", take.generationId);
    sql::execute(connection, text.c_str(), take.id, take.generationId, take.label, take.extension, take.duration,
                 std::int64_t{take.sampleRate}, static_cast<std::int64_t>(take.bytes), take.seed, timestampNow(),
                 words);
}

std::string nextLabel(SQLite::Database& connection, std::string_view generationId) {
    auto highest = sql::prepare(connection,
                                "SELECT coalesce(max(CAST(substr(label, 6) AS INTEGER)), 0) FROM takes "
                                "WHERE generation_id = ?1 AND label LIKE 'take-%'",
                                generationId);
    highest.executeStep();
    return fmt::format("take-{}", highest.getColumn(0).getInt64() + 1);
}

void setStatus(SQLite::Database& connection, std::string_view id, Status status,
               const std::optional<std::string>& error) {
    sql::execute(connection, "UPDATE generations SET status = ?2, error = ?3 WHERE id = ?1", id, name(status), error);
}

void activate(SQLite::Database& connection, std::string_view generationId, std::string_view takeId) {
    sql::execute(connection, "UPDATE takes SET is_active = 0 WHERE generation_id = ?1", generationId);
    sql::execute(connection, "UPDATE takes SET is_active = 1 WHERE generation_id = ?1 AND id = ?2", generationId,
                 takeId);
}

void activateNewestGoodTake(SQLite::Database& connection, std::string_view generationId) {
    sql::execute(connection, "UPDATE takes SET is_active = 0 WHERE generation_id = ?1", generationId);
    sql::execute(connection,
                 "UPDATE takes SET is_active = 1 WHERE sequence = (SELECT max(sequence) FROM takes "
                 "WHERE generation_id = ?1 AND NOT is_missing)",
                 generationId);
}

}  // namespace parlando::store::rows
