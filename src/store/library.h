#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/audio_shelf.h"
#include "store/database.h"
#include "store/dictionary.h"
#include "store/generations.h"
#include "store/profiles.h"
#include "store/settings.h"

namespace parlando::store {

// What the user made and chose: `library.db` and the folder `audio` in the data folder. The caller holds
// the claim on that folder, so that no two processes have it open.
//
// What is found at the start and must not be lost is set aside under a name with the time in it, and told:
//   library.db is damaged, or no library of ours   → it and `audio` are set aside, an empty library begins
//   recordings without any database                → `audio` is set aside
//   the schema is older                            → a copy is kept, then it is brought up to date
class Library {
public:
    // Errors: busy (another program has the database locked), incompatible (a newer Parlando made it: it
    // is left alone), io.
    static Result<std::unique_ptr<Library>> open(const std::filesystem::path& dataFolder);

    Profiles& profiles() { return m_profiles; }
    const Profiles& profiles() const { return m_profiles; }
    Generations& generations() { return m_generations; }
    const Generations& generations() const { return m_generations; }
    Settings& settings() { return m_settings; }
    const Settings& settings() const { return m_settings; }
    Dictionary& dictionary() { return m_dictionary; }

    // What the user should know about this start, each a sentence.
    const std::vector<std::string>& notices() const { return m_notices; }

private:
    Library(std::unique_ptr<Database> database, AudioShelf shelf, std::vector<std::string> notices);

    std::unique_ptr<Database> m_database;
    AudioShelf m_shelf;
    Profiles m_profiles;
    Generations m_generations;
    Settings m_settings;
    Dictionary m_dictionary;
    std::vector<std::string> m_notices;
};

}  // namespace parlando::store
