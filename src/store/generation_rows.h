#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/generation.h"
#include "store/sql.h"

// Inside the store: generations and takes as they lie in the tables. All of it throws SQLite::Exception.
namespace parlando::store::rows {

// In the order in which `generationFrom` and `takeFrom` read them.
inline constexpr const char* kGenerationColumns =
    "id, profile_id, profile_name, text, language, engine, voice, speed, seed, instruct, model_size, source, "
    "parameters, "
    "status, error, is_favorited, created_at";
inline constexpr const char* kTakeColumns =
    "id, generation_id, label, extension, duration, sample_rate, bytes, seed, is_active, is_missing, created_at";

Generation generationFrom(const SQLite::Statement& row);  // without its takes
Take takeFrom(const SQLite::Statement& row);

std::vector<Take> takesOf(SQLite::Database& connection, std::string_view generationId);
Result<Generation> find(SQLite::Database& connection, std::string_view id);  // notFound

void insertGeneration(SQLite::Database& connection, std::string_view id, const NewGeneration& order, Status status);
// The active one from now on.
void insertTake(SQLite::Database& connection, const Take& take, const std::string& words);
std::string nextLabel(SQLite::Database& connection, std::string_view generationId);

void setStatus(SQLite::Database& connection, std::string_view id, Status status,
               const std::optional<std::string>& error);
// Plays this take from now on.
void activate(SQLite::Database& connection, std::string_view generationId, std::string_view takeId);
// Where the active take is gone, the newest good one is played from now on.
void activateNewestGoodTake(SQLite::Database& connection, std::string_view generationId);

}  // namespace parlando::store::rows
