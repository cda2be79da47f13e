#include "store/fixture.h"
#include "store/id.h"
#include "store/migrations.h"

using namespace parlando;
using namespace parlando::store;

namespace {

std::string pragma(SQLite::Database& connection, const char* name) {
    return connection.execAndGet(std::string("PRAGMA ") + name).getString();
}

}  // namespace

TEST_CASE_METHOD(LibraryFixture, "a_library_says_what_it_is") {
    open();
    close();
    SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE);
    CHECK(pragma(connection, "application_id") == std::to_string(kApplicationId));
    CHECK(pragma(connection, "user_version") == std::to_string(migrations().size()));
    CHECK(pragma(connection, "journal_mode") == "wal");
    CHECK(pragma(connection, "integrity_check") == "ok");
}

TEST_CASE_METHOD(LibraryFixture, "a_library_in_order_has_nothing_to_tell") {
    completed(open().generations());
    CHECK(open().notices().empty());
    CHECK(names().size() == 2);
}

TEST_CASE_METHOD(LibraryFixture, "a_damaged_library_is_set_aside_with_its_recordings_and_told") {
    const auto id = completed(open().generations()).id;
    close();
    const std::string damage = GENERATE(
        "this was never a database, but it is longer than a header of a hundred bytes, "
        "which SQLite reads first of all",
        "SQLite format 3");
    overwrite(database(), damage);
    auto& library = open();
    REQUIRE(library.notices().size() == 2);
    CHECK(library.generations().search({}).value().total == 0);
    CHECK(library.generations().find(id).error().code == ErrorCode::notFound);
    const auto kept = names("library.damaged-");
    REQUIRE(kept.size() == 1);
    CHECK(readFile(folder() / kept[0], 1 << 20).value() == damage);
    const auto recordingsKept = names("audio.kept-");
    REQUIRE(recordingsKept.size() == 1);
    CHECK(std::distance(std::filesystem::directory_iterator(folder() / recordingsKept[0]), {}) == 1);
    for (const auto& notice : library.notices()) {
        CHECK(notice.find(notice.find("recordings") != std::string::npos ? recordingsKept[0] : kept[0]) !=
              std::string::npos);
    }
    completed(library.generations());
    CHECK(open().notices().empty());
}

TEST_CASE_METHOD(LibraryFixture, "damage_in_the_middle_is_found_at_the_start") {
    auto& generations = open().generations();
    for (int i = 0; i < 200; ++i) {
        REQUIRE(generations.create(order(std::string(500, 'x'))));
    }
    close();
    auto bytes = readFile(database(), 1 << 24).value();
    REQUIRE(bytes.size() > 60000);
    std::fill(bytes.begin() + 20000, bytes.begin() + 50000, '\x5a');
    overwrite(database(), bytes);
    CHECK(open().notices().size() >= 1);
    CHECK(names("library.damaged-").size() == 1);
}

TEST_CASE_METHOD(LibraryFixture, "a_database_of_another_program_is_set_aside_untouched") {
    tamper("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (42);");
    auto& library = open();
    REQUIRE(library.notices().size() == 1);
    CHECK(library.notices()[0].find("another program") != std::string::npos);
    const auto kept = names("library.damaged-");
    REQUIRE(kept.size() == 1);
    SQLite::Database theirs((folder() / kept[0]).string());
    CHECK(theirs.execAndGet("SELECT x FROM theirs").getInt() == 42);
}

TEST_CASE_METHOD(LibraryFixture, "an_empty_file_becomes_a_library") {
    overwrite(database(), "");
    CHECK(open().notices().empty());
}

TEST_CASE_METHOD(LibraryFixture, "recordings_without_a_library_are_kept_and_never_swept") {
    completed(open().generations());
    close();
    std::filesystem::remove(database());
    auto& library = open();
    REQUIRE(library.notices().size() == 1);
    const auto kept = names("audio.kept-");
    REQUIRE(kept.size() == 1);
    CHECK(std::distance(std::filesystem::directory_iterator(folder() / kept[0]), {}) == 1);
}

TEST_CASE_METHOD(LibraryFixture, "a_library_of_a_newer_version_is_refused_and_left_alone") {
    completed(open().generations());
    close();
    tamper("PRAGMA user_version = 99");
    const auto before = readFile(database(), 1 << 24).value();
    const auto opened = Library::open(folder());
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::incompatible);
    CHECK(opened.error().message.find("newer") != std::string::npos);
    CHECK(readFile(database(), 1 << 24).value() == before);
    CHECK(recordings() == 1);
    CHECK(names().size() == 2);
}

TEST_CASE_METHOD(LibraryFixture, "a_library_that_another_program_has_locked_is_busy") {
    open();
    close();
    SQLite::Database other(database().string(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const auto opened = Library::open(folder());
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::busy);
    CHECK(opened.error().message.find("another program") != std::string::npos);
    CHECK(names().size() == 2);
    other.exec("COMMIT");
}

TEST_CASE_METHOD(LibraryFixture, "a_folder_in_the_place_of_the_library_is_explained") {
    std::filesystem::create_directories(database());
    const auto opened = Library::open(folder());
    REQUIRE(!opened);
    CHECK(opened.error().code == ErrorCode::io);
}

TEST_CASE_METHOD(LibraryFixture, "before_each_migration_a_copy_is_kept") {
    const auto id = completed(open().generations()).id;
    close();
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    const auto current = steps.size();
    steps.push_back("ALTER TABLE generations ADD COLUMN mood TEXT");
    steps.push_back("UPDATE generations SET mood = 'glad'");
    std::vector<std::string> notices;
    {
        SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE);
        REQUIRE(migrate(connection, database(), steps, notices));
        CHECK(pragma(connection, "user_version") == std::to_string(steps.size()));
        CHECK(connection.execAndGet("SELECT mood FROM generations").getString() == "glad");
    }
    REQUIRE(notices.size() == 2);
    for (const auto version : {current, current + 1}) {
        const auto copy = folder() / ("library.v" + std::to_string(version) + ".db");
        SQLite::Database connection(copy.string());
        CHECK(pragma(connection, "user_version") == std::to_string(version));
        CHECK(connection.execAndGet("SELECT id FROM generations").getString() == id);
    }
}

TEST_CASE_METHOD(LibraryFixture, "what_an_earlier_version_recorded_has_no_words_and_stays") {
    const std::string takeId = newId().value();
    std::filesystem::create_directories(audio());
    overwrite(audio() / (takeId + ".wav"), "RIFFsound");
    {
        SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        std::vector<std::string> notices;
        REQUIRE(migrate(connection, database(), migrations().first(1), notices));
        connection.exec(
            "INSERT INTO generations (id, profile_name, text, language, engine, voice, speed, source, parameters, "
            "status, "
            "created_at) VALUES ('old', '', 'Hello.', 'en', '', 'robin', 1, 'manual', '{}', 'completed', '2026')");
        connection.exec(
            "INSERT INTO takes (id, generation_id, label, extension, duration, sample_rate, bytes, is_active, "
            "created_at) "
            "VALUES ('" +
            takeId + "', 'old', 'take-1', 'wav', 1, 22050, 9, 1, '2026')");
    }
    auto& library = open();
    CHECK(library.notices().size() == migrations().size() - 1);
    CHECK(library.generations().find("old")->takes.size() == 1);
    const auto words = library.generations().words("old");
    REQUIRE(!words);
    CHECK(words.error().code == ErrorCode::notFound);
    CHECK(words.error().message.find("speak it again") != std::string::npos);
}

TEST_CASE_METHOD(LibraryFixture, "a_migration_that_fails_changes_nothing") {
    open();
    close();
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    const auto version = std::to_string(steps.size());
    steps.push_back("CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)");
    std::vector<std::string> notices;
    SQLite::Database connection(database().string(), SQLite::OPEN_READWRITE);
    CHECK_THROWS_AS(migrate(connection, database(), steps, notices), SQLite::Exception);
    CHECK(pragma(connection, "user_version") == version);
    CHECK(!connection.tableExists("half"));
}
