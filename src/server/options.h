#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/startup.h"
#include "server/exit_code.h"

namespace parlando::server {

// A port that a person named must be that port; the default may give way to a free one.
enum class PortChoice { byDefault, explicitly };

enum class Supervision { none, byStandardInput };

// Where the engine finds what it needs; the same for serving, speaking once and the self-test.
struct EngineOptions {
    std::filesystem::path dataFolder;
    std::filesystem::path voiceFolder;  // --voices; empty: not given
    int threads = 0;                    // 0: one per physical core
    std::string logLevel;               // empty: not given
};

struct ServeOptions {
    EngineOptions engine;
    std::string host = "127.0.0.1";
    int port = protocol::kDefaultPort;  // 0: any free one
    PortChoice portChoice = PortChoice::byDefault;
    Supervision supervision = Supervision::none;
    std::vector<std::string> allowedOrigins;
    std::vector<std::string> allowedHosts;
    std::string apiKey;  // empty: none required
};

struct SayOptions {
    EngineOptions engine;
    std::optional<std::string> text;
    std::optional<std::string> textFile;  // "-": standard input
    std::string voice;                    // empty: the default voice
    double speed = 1.0;
    std::string format;  // empty: from the extension of `output`
    std::string output;  // "-": standard output
};

struct SelfTestOptions {
    EngineOptions engine;
};

// Everything has been said already: --help, --version or a complaint about the flags.
struct NothingToDo {
    ExitCode exitCode = ExitCode::success;
};

using Options = std::variant<NothingToDo, ServeOptions, SayOptions, SelfTestOptions>;

// Reads flags and environment (flags win). Prints help and version to stdout, complaints to stderr.
Options parseOptions(int argumentCount, const char* const* arguments);

}  // namespace parlando::server
