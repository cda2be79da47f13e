#include "server/options.h"

#include <cstdlib>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "server/installation.h"

using namespace parlando;
using namespace parlando::server;

namespace {

// Sets a variable while it lives.
class Environment {
public:
    Environment(const char* name, const char* value) : m_name(name) {
        if (const char* before = std::getenv(name)) {
            m_before = before;
        }
        ::setenv(name, value, 1);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment() { m_before ? ::setenv(m_name, m_before->c_str(), 1) : ::unsetenv(m_name); }

private:
    const char* m_name;
    std::optional<std::string> m_before;
};

template <class... Arguments>
Options parse(Arguments... arguments) {
    const std::array<const char*, sizeof...(arguments) + 1> all = {"parlando-server", arguments...};
    return parseOptions(static_cast<int>(all.size()), all.data());
}

}  // namespace

TEST_CASE("without_flags_it_serves_this_machine_on_the_known_port") {
    const Environment data("XDG_DATA_HOME", "/tmp/somewhere");
    const auto options = std::get<ServeOptions>(parse());
    CHECK(options.host == "127.0.0.1");
    CHECK(options.port == 17493);
    CHECK(options.portChoice == PortChoice::byDefault);
    CHECK(options.supervision == Supervision::none);
    CHECK(options.apiKey.empty());
    CHECK(options.engine.dataFolder == "/tmp/somewhere/parlando");
}

TEST_CASE("a_relative_data_home_does_not_count") {
    const Environment data("XDG_DATA_HOME", "relative");
    const Environment home("HOME", "/home/somebody");
    CHECK(std::get<ServeOptions>(parse()).engine.dataFolder == "/home/somebody/.local/share/parlando");
}

TEST_CASE("flags_win_over_the_environment") {
    const Environment port("PARLANDO_PORT", "1234");
    const Environment data("PARLANDO_DATA_DIR", "/tmp/environment");
    const Environment key("PARLANDO_API_KEY", "secret");
    const auto byEnvironment = std::get<ServeOptions>(parse());
    CHECK(byEnvironment.port == 1234);
    CHECK(byEnvironment.portChoice == PortChoice::explicitly);
    CHECK(byEnvironment.engine.dataFolder == "/tmp/environment");
    CHECK(byEnvironment.apiKey == "secret");
    const auto byFlags = std::get<ServeOptions>(parse("--port", "0", "--data-dir", "/tmp/flag"));
    CHECK(byFlags.port == 0);
    CHECK(byFlags.engine.dataFolder == "/tmp/flag");
}

TEST_CASE("origins_and_hosts_may_be_given_several_times") {
    const auto options =
        std::get<ServeOptions>(parse("--data-dir", "/tmp/x", "--allow-origin", "http://localhost:3000",
                                     "--allow-origin", "http://localhost:8080", "--allow-host", "studio.lan"));
    CHECK(options.allowedOrigins == std::vector<std::string>{"http://localhost:3000", "http://localhost:8080"});
    CHECK(options.allowedHosts == std::vector<std::string>{"studio.lan"});
}

TEST_CASE("say_takes_a_text_or_a_file") {
    const auto options =
        std::get<SayOptions>(parse("say", "Hello", "-o", "a.wav", "--speed", "1.5", "--voice", "wren"));
    CHECK(options.text == "Hello");
    CHECK(!options.textFile);
    CHECK(options.speed == 1.5);
    CHECK(options.voice == "wren");
    CHECK(options.output == "a.wav");
    CHECK(std::get<SayOptions>(parse("say", "-f", "-", "-o", "-")).textFile == "-");
}

TEST_CASE("the_variant_is_compiled_in") {
    const Environment variant("PARLANDO_VARIANT", "cuda");
    CHECK(std::get<ServeOptions>(parse()).engine.build.variant == "cpu");
}

TEST_CASE("voices_are_looked_for_where_the_user_said_first") {
    EngineOptions options;
    options.voiceFolder = "/tmp/named";
    options.dataFolder = "/tmp/data";
    const auto folders = voiceFolderCandidates(options);
    REQUIRE(folders);
    REQUIRE(folders->size() >= 4);
    CHECK(folders->at(0) == "/tmp/named");
    CHECK(folders->at(1).filename() == "voices");
    CHECK(folders->at(2).parent_path().filename() == "parlando");
    CHECK(folders->back() == "/tmp/data/voices");
    CHECK(voiceFolderCandidates({})->size() == folders->size() - 2);
}

TEST_CASE("each_kind_of_error_has_its_exit_code") {
    const auto [error, code] = GENERATE(table<ErrorCode, int>({{ErrorCode::invalidInput, 64},
                                                               {ErrorCode::notFound, 64},
                                                               {ErrorCode::resourceLimit, 64},
                                                               {ErrorCode::corrupt, 78},
                                                               {ErrorCode::incompatible, 78},
                                                               {ErrorCode::io, 75},
                                                               {ErrorCode::busy, 75},
                                                               {ErrorCode::cancelled, 130},
                                                               {ErrorCode::internal, 70}}));
    CHECK(static_cast<int>(exitCodeFor(error)) == code);
}
