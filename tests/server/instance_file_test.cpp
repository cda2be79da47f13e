#include "server/instance_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace parlando;
using server::InstanceFile;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "parlando-instance-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(m_path); }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

const protocol::Hello kHello{1, "0.1.0", "cpu", 42, 17493, "0123456789abcdef0123456789abcdef"};

std::string contentOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a_claim_says_where_the_server_is_and_leaves_with_it") {
    const Folder folder;
    const auto data = folder.path() / "not" / "yet" / "there";
    {
        const auto claim = InstanceFile::claim(data);
        REQUIRE(claim);
        CHECK(!fs::exists(data / "server.json"));  // nothing to announce yet
        REQUIRE(claim->announce(kHello));
        const auto content = nlohmann::json::parse(contentOf(data / "server.json"));
        CHECK(
            content ==
            nlohmann::json{
                {"pid", 42}, {"port", 17493}, {"version", "0.1.0"}, {"variant", "cpu"}, {"instance", kHello.instance}});
        CHECK((fs::status(data / "server.json").permissions() & fs::perms::all) ==
              (fs::perms::owner_read | fs::perms::owner_write));
    }
    CHECK(!fs::exists(data / "server.json"));
}

TEST_CASE("a_folder_has_one_claim_at_a_time") {
    const Folder folder;
    {
        const auto first = InstanceFile::claim(folder.path());
        REQUIRE(first);
        REQUIRE(first->announce(kHello));
        const auto second = InstanceFile::claim(folder.path());
        REQUIRE(!second);
        CHECK(second.error().code == ErrorCode::busy);
        CHECK(fs::exists(folder.path() / "server.json"));  // the loser took nothing away
    }
    CHECK(InstanceFile::claim(folder.path()));
}

TEST_CASE("what_a_killed_server_left_is_replaced") {
    const Folder folder;
    std::ofstream(folder.path() / "server.json") << "half a fi";
    std::ofstream(folder.path() / "server.json.new") << "hal";
    const auto claim = InstanceFile::claim(folder.path());
    REQUIRE(claim);
    REQUIRE(claim->announce(kHello));
    CHECK(nlohmann::json::parse(contentOf(folder.path() / "server.json")).at("pid") == 42);
}

TEST_CASE("a_link_in_the_way_is_not_written_through") {
    const Folder folder;
    const auto precious = folder.path() / "precious";
    std::ofstream(precious) << "precious";
    fs::create_symlink(precious, folder.path() / "server.json.new");
    REQUIRE(InstanceFile::claim(folder.path())->announce(kHello));
    CHECK(contentOf(precious) == "precious");
}

TEST_CASE("a_folder_that_cannot_be_used_is_an_error_that_names_it") {
    const Folder folder;
    std::ofstream(folder.path() / "file") << "a file";
    const auto claim = InstanceFile::claim(folder.path() / "file");
    REQUIRE(!claim);
    CHECK(claim.error().code == ErrorCode::io);
    CHECK(claim.error().message.find("file") != std::string::npos);
}
