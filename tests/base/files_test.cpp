#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "base/files.h"

using namespace parlando;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// A folder that is removed with the test.
class Folder {
public:
    Folder() : m_folder(std::move(*TemporaryFolder::create())) {}

    std::filesystem::path operator/(const std::string& name) const { return m_folder.path() / name; }
    std::filesystem::path write(const std::string& name, const std::string& content) const {
        std::ofstream(*this / name, std::ios::binary) << content;
        return *this / name;
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}));
    }

private:
    TemporaryFolder m_folder;
};

class Umask {
public:
    explicit Umask(mode_t mask) : m_before(::umask(mask)) {}
    ~Umask() { ::umask(m_before); }
    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;

private:
    mode_t m_before;
};

}  // namespace

TEST_CASE("a_file_is_read_up_to_the_limit_and_not_beyond") {
    const Folder folder;
    const auto path = folder.write("text", "12345");
    REQUIRE(readFile(path, 5) == "12345");
    const auto tooLarge = readFile(path, 4);
    REQUIRE_FALSE(tooLarge);
    REQUIRE(tooLarge.error().code == ErrorCode::resourceLimit);
    REQUIRE(tooLarge.error().message.find(path.string()) != std::string::npos);
    REQUIRE(readFile(folder.write("empty", ""), 0) == "");
    REQUIRE(readFile(folder.write("zeros", std::string(3, '\0')), 3) == std::string(3, '\0'));
}

TEST_CASE("a_file_that_does_not_exist_is_not_found") {
    const Folder folder;
    REQUIRE(readFile(folder / "nothing", 10).error().code == ErrorCode::notFound);
    const auto file = folder.write("file", "");
    REQUIRE(readFile(file / "below", 10).error().code == ErrorCode::notFound);
}

TEST_CASE("what_is_no_regular_file_is_refused_at_once") {
    const Folder folder;
    REQUIRE(readFile(folder / "", 10).error().code == ErrorCode::invalidInput);
    REQUIRE(readFile("/dev/zero", 10).error().code == ErrorCode::invalidInput);
    const auto pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    // Nobody writes into it: opening it the ordinary way would wait for ever.
    REQUIRE(readFile(pipe, 10).error().message.find("is not a regular file") != std::string::npos);
}

TEST_CASE("a_reader_gives_parts_and_refuses_what_is_beyond_the_end") {
    const Folder folder;
    auto reader = FileReader::open(folder.write("text", "0123456789"));
    REQUIRE(reader);
    REQUIRE(reader->size() == 10);
    std::array<std::byte, 4> part{};
    REQUIRE(reader->readAt(6, part));
    REQUIRE(std::ranges::equal(part, bytesOf("6789")));
    REQUIRE(reader->readAt(0, part));
    REQUIRE(std::ranges::equal(part, bytesOf("0123")));
    REQUIRE(reader->readAt(7, part).error().code == ErrorCode::corrupt);
    REQUIRE(reader->readAt(1000, part).error().code == ErrorCode::corrupt);
    REQUIRE(reader->readAt(10, {}));
}

TEST_CASE("a_moved_reader_still_reads") {
    const Folder folder;
    auto first = FileReader::open(folder.write("a", "first"));
    auto second = FileReader::open(folder.write("b", "second"));
    REQUIRE(first);
    REQUIRE(second);
    *first = std::move(*second);
    const FileReader third(std::move(*first));
    std::array<std::byte, 6> content{};
    REQUIRE(third.readAt(0, content));
    REQUIRE(std::ranges::equal(content, bytesOf("second")));
    REQUIRE(third.path() == folder / "b");
}

TEST_CASE("a_file_appears_when_it_is_committed_and_not_before") {
    const Folder folder;
    auto file = AtomicFile::create(folder / "target");
    REQUIRE(file);
    REQUIRE(file->write(bytesOf("hello ")));
    REQUIRE(file->write(bytesOf("world")));
    REQUIRE_FALSE(std::filesystem::exists(folder / "target"));
    REQUIRE(file->commit());
    REQUIRE(readFile(folder / "target", 100) == "hello world");
    REQUIRE(folder.files() == 1);
}

TEST_CASE("a_file_that_is_not_committed_leaves_nothing_and_changes_nothing") {
    const Folder folder;
    const auto target = folder.write("target", "old");
    {
        auto file = AtomicFile::create(target);
        REQUIRE(file);
        REQUIRE(file->write(bytesOf("new")));
        REQUIRE(folder.files() == 2);
    }
    REQUIRE(folder.files() == 1);
    REQUIRE(readFile(target, 100) == "old");
}

TEST_CASE("an_existing_file_is_replaced") {
    const Folder folder;
    const auto target = folder.write("target", "something that was longer");
    auto file = AtomicFile::create(target);
    REQUIRE(file);
    REQUIRE(file->write(bytesOf("new")));
    REQUIRE(file->commit());
    REQUIRE(readFile(target, 100) == "new");
}

TEST_CASE("bytes_can_be_overwritten_and_writing_goes_on_at_the_end") {
    const Folder folder;
    auto file = AtomicFile::create(folder / "target");
    REQUIRE(file);
    REQUIRE(file->write(bytesOf("????: text")));
    REQUIRE(file->overwrite(0, bytesOf("head")));
    REQUIRE(file->write(bytesOf(", more")));
    REQUIRE(file->commit());
    REQUIRE(readFile(folder / "target", 100) == "head: text, more");
}

TEST_CASE("a_moved_file_is_committed_once_and_an_assigned_one_removes_its_own") {
    const Folder folder;
    auto first = AtomicFile::create(folder / "first");
    auto second = AtomicFile::create(folder / "second");
    REQUIRE(first);
    REQUIRE(second);
    *first = std::move(*second);
    REQUIRE(folder.files() == 1);
    AtomicFile third(std::move(*first));
    REQUIRE(third.write(bytesOf("x")));
    REQUIRE(third.commit());
    REQUIRE(readFile(folder / "second", 10) == "x");
    REQUIRE(folder.files() == 1);
}

TEST_CASE("a_folder_cannot_be_the_target") {
    const Folder folder;
    std::filesystem::create_directory(folder / "target");
    const auto file = AtomicFile::create(folder / "target");
    REQUIRE_FALSE(file);
    REQUIRE(file.error().message.find("it is a folder") != std::string::npos);
    REQUIRE(folder.files() == 1);
}

TEST_CASE("a_target_that_became_a_folder_is_an_error_and_leaves_no_temporary_file") {
    const Folder folder;
    auto file = AtomicFile::create(folder / "target");
    REQUIRE(file);
    std::filesystem::create_directory(folder / "target");
    const auto committed = file->commit();
    REQUIRE_FALSE(committed);
    REQUIRE(committed.error().code == ErrorCode::io);
    REQUIRE(folder.files() == 1);
}

TEST_CASE("a_place_that_cannot_be_written_is_an_error_that_names_the_target") {
    const Folder folder;
    const auto missing = AtomicFile::create(folder / "no/such/target");
    REQUIRE_FALSE(missing);
    REQUIRE(missing.error().code == ErrorCode::notFound);
    REQUIRE(missing.error().message.find("no/such/target") != std::string::npos);
    // Not even root can create files there.
    const auto impossible = AtomicFile::create("/proc/target");
    REQUIRE_FALSE(impossible);
    REQUIRE(impossible.error().message.find("/proc/target") != std::string::npos);
}

TEST_CASE("permissions_follow_the_umask_as_for_any_file_of_the_user") {
    const Folder folder;
    const auto mask = GENERATE(mode_t{0022}, mode_t{0077}, mode_t{0002});
    const Umask umask(mask);
    auto file = AtomicFile::create(folder / "target");
    REQUIRE(file);
    REQUIRE(file->commit());
    struct stat status {};
    REQUIRE(::stat((folder / "target").c_str(), &status) == 0);
    REQUIRE((status.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a_relative_target_is_written_beside_the_process") {
    const Folder folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder / "");
    {
        auto file = AtomicFile::create("target");
        REQUIRE(file);
        REQUIRE(file->commit());
    }
    std::filesystem::current_path(before);
    REQUIRE(std::filesystem::exists(folder / "target"));
}

TEST_CASE("a_temporary_folder_is_private_and_goes_with_all_that_is_in_it") {
    std::filesystem::path path;
    {
        auto folder = TemporaryFolder::create();
        REQUIRE(folder);
        const TemporaryFolder moved(std::move(*folder));
        path = moved.path();
        REQUIRE(std::filesystem::status(path).permissions() == std::filesystem::perms::owner_all);
        std::filesystem::create_directories(path / "a/b");
        std::ofstream(path / "a/b/file") << "content";
    }
    REQUIRE_FALSE(std::filesystem::exists(path));
}
