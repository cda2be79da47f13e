#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/database.h"
#include "store/profile.h"

namespace parlando::store {

enum class NameClash { refuse, addNumber };

// All methods may be called from any thread; a change is on the disk when its method returns. Errors besides
// those named: those of Database.
class Profiles {
public:
    explicit Profiles(Database& database) : m_database(database) {}

    // Oldest first.
    Result<std::vector<Profile>> all() const;
    Result<Profile> find(std::string_view id) const;  // notFound
    // Errors: invalidInput (another profile has the name, unless "Name (2)" will do).
    Result<Profile> create(ProfileFields fields, NameClash clash = NameClash::refuse);
    Result<Profile> update(std::string_view id, const ProfileFields& fields);  // notFound, invalidInput
    // Its generations stay and keep its name.
    Result<> remove(std::string_view id);  // notFound

private:
    Database& m_database;
};

}  // namespace parlando::store
