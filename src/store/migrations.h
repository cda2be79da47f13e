#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace SQLite {
class Database;
}

namespace parlando::store {

// Marks a SQLite file as a library of ours: "Prln" in ASCII, in the file's header.
inline constexpr int kApplicationId = 0x50726C6E;

// The statements that lead from one version of the schema (the file's user_version) to the next. What has
// been released is never changed; a change is one more of them.
using Migration = const char*;

// `migrations()[n]` leads from version n to n + 1.
std::span<const Migration> migrations();

// Brings the schema up to date, each step in a transaction of its own. Before a step that changes what is
// there, a copy is made beside the file ("library.v1.db"), and named in `notices`. Throws SQLite::Exception.
// Errors: io.
Result<> migrate(SQLite::Database& connection, const std::filesystem::path& file, std::span<const Migration> steps,
                 std::vector<std::string>& notices);

}  // namespace parlando::store
