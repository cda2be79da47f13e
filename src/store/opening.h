#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace parlando::store {

// Opens `database`, or begins it, with the settings and the schema that Database promises. What cannot be
// used, and recordings in the folder `audio` that belong to no database, are set aside as library.h says,
// each with a sentence in `notices`. Errors: those of Library::open.
Result<std::unique_ptr<Database>> openDatabase(const std::filesystem::path& database,
                                               const std::filesystem::path& audio, std::vector<std::string>& notices);

}  // namespace parlando::store
