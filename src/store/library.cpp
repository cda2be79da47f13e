#include "store/library.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "store/opening.h"

namespace parlando::store {

Library::Library(std::unique_ptr<Database> database, AudioShelf shelf, std::vector<std::string> notices)
    : m_database(std::move(database)),
      m_shelf(std::move(shelf)),
      m_profiles(*m_database),
      m_generations(*m_database, m_shelf),
      m_settings(*m_database),
      m_dictionary(*m_database),
      m_notices(std::move(notices)) {}

Result<std::unique_ptr<Library>> Library::open(const std::filesystem::path& dataFolder) {
    const auto audio = dataFolder / "audio";
    std::vector<std::string> notices;
    PARLANDO_TRY_ASSIGN(auto database, openDatabase(dataFolder / "library.db", audio, notices));
    PARLANDO_TRY_ASSIGN(auto shelf, AudioShelf::open(audio));
    std::unique_ptr<Library> library(new Library(std::move(database), std::move(shelf), std::move(notices)));
    PARLANDO_TRY_ASSIGN(const auto swept, library->m_generations.sweep());
    if (swept.interrupted > 0) {
        spdlog::info("{} generations were interrupted when the last server ended", swept.interrupted);
    }
    if (swept.orphans > 0) {
        spdlog::info("removed {} unfinished or deleted recordings", swept.orphans);
    }
    if (swept.missing > 0) {
        library->m_notices.push_back(fmt::format(
            "{} recordings are missing from {}; what else is known of them is kept", swept.missing, audio.string()));
    }
    return library;
}

}  // namespace parlando::store
