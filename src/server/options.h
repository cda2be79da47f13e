#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/startup.h"
#include "server/exit_code.h"
#include "server/gpu/nvml.h"

namespace parlando::server {

// A port that a person named must be that port; the default may give way to a free one.
enum class PortChoice { byDefault, explicitly };

enum class Supervision { none, byStandardInput };

// What is compiled into a program: no flag and no environment can change it.
struct Build {
    std::string variant = "cpu";  // the engine that it belongs to: "cpu" or "cuda"
    std::string nvmlLibrary = kNvmlLibrary;
};

// Where the engine finds what it needs; the same for serving, speaking once and the self-test.
struct EngineOptions {
    Build build;
    std::filesystem::path dataFolder;
    std::filesystem::path voiceFolder;  // --voices; empty: not given
    int threads = 0;                    // 0: one per physical core
    std::string logLevel;               // empty: not given
};

// What one program of a backend tells the one that it gives way to (backend/succession.h).
struct SuccessionOptions {
    std::vector<std::string> arguments;  // of the program, itself first, without the ones below
    std::filesystem::path bundled;       // --bundled; empty: not given
    std::string package;                 // --package; empty: not given
    enum class Start { choose, here } start = Start::choose;
};

struct ServeOptions {
    EngineOptions engine;
    std::string host = "127.0.0.1";
    int port = protocol::kDefaultPort;  // 0: any free one
    PortChoice portChoice = PortChoice::byDefault;
    Supervision supervision = Supervision::none;
    std::vector<std::string> allowedOrigins;
    std::vector<std::string> allowedHosts;
    std::string apiKey;          // empty: none required
    std::string releaseUrls;     // where backend packages are published
    std::string hubUrls;         // where voices are published
    int unloadAfterSeconds = 0;  // without work; 0: never
    SuccessionOptions succession;
};

struct SayOptions {
    EngineOptions engine;
    std::optional<std::string> text;
    std::optional<std::string> textFile;  // "-": standard input
    std::string voice;                    // empty: the default voice
    double speed = 1.0;
    std::string format;      // empty: from the extension of `output`
    std::string output;      // "-": standard output
    std::string captions;    // file to write them to; empty: none
    bool ssml = false;       // the text is a document
    std::string dictionary;  // file to read pronunciations from; empty: none
};

// `parlando-server voices …`
struct VoicesOptions {
    enum class Action { list, add, remove };
    EngineOptions engine;
    Action action = Action::list;
    std::string subject;  // of add: a path or a name of the catalogue; of remove: an id; of list: words to search for
    bool available = false;  // list: the catalogue instead of what is installed
    std::string language;    // list: only voices that speak it; empty: all
    std::string hubUrls;     // where voices are published
};

struct SelfTestOptions {
    EngineOptions engine;
};

// Everything has been said already: --help, --version or a complaint about the flags.
struct NothingToDo {
    ExitCode exitCode = ExitCode::success;
};

using Options = std::variant<NothingToDo, ServeOptions, SayOptions, VoicesOptions, SelfTestOptions>;

// Reads flags and environment (flags win). Prints help and version to stdout, complaints to stderr.
Options parseOptions(int argumentCount, const char* const* arguments, const Build& build = {});

}  // namespace parlando::server
