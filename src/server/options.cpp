#include "server/options.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string_view>

#include <spdlog/fmt/fmt.h>
#include <CLI/CLI.hpp>

#include "base/version.h"
#include "engine/engine.h"
#include "voices/hub.h"

namespace parlando::server {
namespace {

constexpr char kExamples[] = R"(Examples:
  parlando-server                             serve on http://127.0.0.1:17493
  parlando-server --port 0 --log-level debug  any free port, talkative
  parlando-server say "Good morning." -o morning.wav
  parlando-server voices list --available --language German
  parlando-server --self-test                 does this machine speak? answers in JSON

Environment (flags win):
  PARLANDO_DATA_DIR   as --data-dir
  PARLANDO_PORT       as --port
  PARLANDO_API_KEY    requests need "Authorization: Bearer <key>", except GET /health;
                      required as soon as --host is not this machine alone
  PARLANDO_HUB_URL    where voices are downloaded from: addresses, tried in order
  PARLANDO_RELEASE_URL  where GPU backends are downloaded from: addresses, tried in order

Exit codes: 0 stopped, 64 usage, 69 port taken, 70 internal error, 71 no usable GPU,
  72 self-test failed, 73 data folder in use, 75 try again, 78 bad configuration, 130 interrupted)";

constexpr char kSayExamples[] = R"(Examples:
  parlando-server say "Good morning." -o morning.wav
  parlando-server say -f chapter.txt --speed 1.2 -o chapter.mp3
  echo "Hello" | parlando-server say -f - -o - --format wav | aplay

The format follows the extension (.wav .flac .mp3 .opus .ogg .pcm .raw) unless --format names it.
The file appears when it is complete, or not at all.)";

struct Raw {
    ServeOptions serve;
    SayOptions say;
    VoicesOptions voices;
    SayOptions tried;
    std::string dataFolder;
    std::string voiceFolder;
    std::string bundled;
    bool supervised = false;
    bool version = false;
    bool selfTest = false;
    bool startHere = false;
    int keepPort = 0;
};

// Flags that programs of ours give each other, and people do not see.
constexpr std::array<std::string_view, 4> kSuccessionFlags = {
    "--bundled=", "--package=", "--keep-port=", "--start-here"};

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // before any thread starts
    return value == nullptr ? std::string() : std::string(value);
}

// The platform's application-data folder (XDG base directories); empty if there is no home.
std::filesystem::path defaultDataFolder() {
    if (const auto data = environment("XDG_DATA_HOME"); std::filesystem::path(data).is_absolute()) {
        return std::filesystem::path(data) / "parlando";
    }
    if (const auto home = environment("HOME"); !home.empty()) {
        return std::filesystem::path(home) / ".local" / "share" / "parlando";
    }
    return {};
}

void describe(CLI::App& app, Raw& raw) {
    app.description("Parlando's speech server: text-to-speech on this machine, over HTTP or straight to a file.");
    app.footer(kExamples);
    app.add_option("--host", raw.serve.host, "Address to listen on; anything but this machine needs PARLANDO_API_KEY")
        ->capture_default_str();
    app.add_option("--port", raw.serve.port,
                   "Port to listen on, 0 for any free one. Not given: 17493, or a free one if it is taken")
        ->envname("PARLANDO_PORT")
        ->check(CLI::Range(0, 65535));
    app.add_option("--data-dir", raw.dataFolder, "Folder for voices, library and logs (default: the user's)")
        ->envname("PARLANDO_DATA_DIR");
    app.add_option("--voices", raw.voiceFolder, "Folder of voices to use before the installed ones")
        ->check(CLI::ExistingDirectory);
    app.add_option("--threads", raw.serve.engine.threads, "Worker threads for speech, 0 for one per physical core")
        ->check(CLI::Range(0, 256));
    app.add_option("--log-level", raw.serve.engine.logLevel,
                   "Least level to log on stderr (default: info, for `say` warn)")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}));
    app.add_option("--allow-origin", raw.serve.allowedOrigins,
                   "Web origin whose pages may call this server, such as http://localhost:3000 (repeatable)")
        ->allow_extra_args(false);
    app.add_option("--allow-host", raw.serve.allowedHosts,
                   "Further name that clients may call this server by, such as studio.lan (repeatable)")
        ->allow_extra_args(false);
    app.add_option("--unload-after", raw.serve.unloadAfterSeconds,
                   "Give the memory of voices back after this many seconds without work, 0 for never")
        ->check(CLI::Range(0, 7 * 24 * 3600));
    app.add_flag("--supervised", raw.supervised, "Drain and exit when standard input ends (used by the desktop app)");
    app.add_flag("--self-test", raw.selfTest, "Speak one sentence, print the outcome as JSON and exit");
    app.add_flag("--version", raw.version, "Print name and version");
    app.add_option("--bundled", raw.bundled)->group("");
    app.add_option("--package", raw.serve.succession.package)->group("");
    app.add_option("--keep-port", raw.keepPort)->check(CLI::Range(0, 65535))->group("");
    app.add_flag("--start-here", raw.startHere)->group("");
    app.fallthrough();  // `say … --voices DIR` finds the flags above as well
}

CLI::App* describeSay(CLI::App& app, Raw& raw) {
    auto* say = app.add_subcommand("say", "Speak text into a file, without a server");
    say->footer(kSayExamples);
    auto* text = say->add_option("text", raw.say.text, "What to say");
    say->add_option("-f,--file", raw.say.textFile, "Read the text from a file, - for standard input")->excludes(text);
    say->add_option("--voice", raw.say.voice, "Voice id (default: the first voice)");
    say->add_option("--speed", raw.say.speed, "0.25 to 4; 2 speaks twice as fast")
        ->check(CLI::Range(engine::kMinimumSpeed, engine::kMaximumSpeed))
        ->capture_default_str();
    say->add_option("--format", raw.say.format, "wav, flac, mp3, opus or pcm");
    say->add_option("--captions", raw.say.captions, "Write captions as well: a file that ends in .srt, .vtt or .json");
    say->add_flag("--ssml", raw.say.ssml, "The text is SSML: <speak>…</speak>");
    say->add_option(
        "--dictionary", raw.say.dictionary,
        "Read from this file how words are said: a line for each, word = spelling or word = /phonetic letters/");
    say->add_option("-o,--output", raw.say.output, "File to write, - for standard output")->required();
    return say;
}

void describeVoices(CLI::App& app, Raw& raw) {
    auto* voices = app.add_subcommand("voices", "List, add, remove and try voices");
    voices->require_subcommand(1);
    voices->fallthrough();
    auto* list = voices->add_subcommand("list", "The installed voices, or those that can be downloaded");
    list->add_option("words", raw.voices.subject, "Only those with these words in their name, language or family");
    list->add_flag("--available", raw.voices.available, "Those that can be downloaded");
    list->add_option("--language", raw.voices.language, "Only those of a language: de, pt-BR or German");
    auto* add = voices->add_subcommand("add", "Add a voice that can be downloaded, or one that lies on the disk");
    add->add_option("voice", raw.voices.subject,
                    "Its name in the list of those available, or a folder or a Piper voice's .onnx file")
        ->required();
    auto* remove = voices->add_subcommand("remove", "Remove a voice that was added");
    remove->add_option("id", raw.voices.subject, "Voice id")->required();
    auto* attempt = voices->add_subcommand("try", "Speak a sentence with a voice into a file");
    attempt->add_option("id", raw.tried.voice, "Voice id")->required();
    attempt->add_option("text", raw.tried.text, "What to say");
    attempt->add_option("-o,--output", raw.tried.output, "File to write, - for standard output (default: <id>.wav)");
    for (auto* action : {list, add, remove, attempt}) {
        action->fallthrough();
    }
}

// Which of them was asked for, with everything filled in.
Options chosenVoicesAction(const CLI::App& voices, Raw& raw) {
    const auto urls = environment("PARLANDO_HUB_URL");
    raw.voices.engine = raw.serve.engine;
    raw.voices.hubUrls = urls.empty() ? voices::kDefaultHub : urls;
    if (voices.got_subcommand("try")) {
        raw.tried.engine = raw.serve.engine;
        raw.tried.text = raw.tried.text.value_or("Hello. This is how I sound when I read to you.");
        if (raw.tried.output.empty()) {
            raw.tried.output = raw.tried.voice.substr(0, raw.tried.voice.find_first_of(":/")) + ".wav";
        }
        return std::move(raw.tried);
    }
    if (voices.got_subcommand("add")) {
        raw.voices.action = VoicesOptions::Action::add;
    } else if (voices.got_subcommand("remove")) {
        raw.voices.action = VoicesOptions::Action::remove;
    }
    return std::move(raw.voices);
}

bool isForSuccessors(std::string_view argument) {
    return std::ranges::none_of(kSuccessionFlags, [&](auto flag) { return argument.starts_with(flag); });
}

Options fail(const std::string& message) {
    fmt::print(stderr, "parlando-server: {}\n", message);
    return NothingToDo{ExitCode::usage};
}

Options choose(const CLI::App& app, const CLI::App& say, Raw raw) {
    if (raw.version) {
        fmt::print("parlando-server {}\n", kVersion);
        return NothingToDo{};
    }
    raw.serve.engine.dataFolder = raw.dataFolder.empty() ? defaultDataFolder() : std::filesystem::path(raw.dataFolder);
    raw.serve.engine.voiceFolder = raw.voiceFolder;
    if (say.parsed()) {
        raw.say.engine = raw.serve.engine;
        if (!raw.say.text && !raw.say.textFile) {
            return fail("nothing to say: give a text in quotes, -f FILE, or -f - for standard input");
        }
        return std::move(raw.say);
    }
    if (app.got_subcommand("voices")) {
        return chosenVoicesAction(*app.get_subcommand("voices"), raw);
    }
    if (raw.selfTest) {
        return SelfTestOptions{raw.serve.engine};
    }
    if (raw.serve.engine.dataFolder.empty()) {
        return fail("there is no home folder to keep data in: give one with --data-dir");
    }
    raw.serve.portChoice = app.count("--port") > 0 ? PortChoice::explicitly : PortChoice::byDefault;
    raw.serve.supervision = raw.supervised ? Supervision::byStandardInput : Supervision::none;
    raw.serve.apiKey = environment("PARLANDO_API_KEY");
    const auto releaseUrls = environment("PARLANDO_RELEASE_URL");
    raw.serve.releaseUrls = releaseUrls.empty() ? PARLANDO_DEFAULT_RELEASE_URL : releaseUrls;
    const auto hubUrls = environment("PARLANDO_HUB_URL");
    raw.serve.hubUrls = hubUrls.empty() ? voices::kDefaultHub : hubUrls;
    raw.serve.succession.bundled = raw.bundled;
    if (raw.startHere) {
        raw.serve.succession.start = SuccessionOptions::Start::here;
    }
    if (raw.keepPort != 0) {
        raw.serve.port = raw.keepPort;
        raw.serve.portChoice = PortChoice::explicitly;
    }
    return std::move(raw.serve);
}

}  // namespace

Options parseOptions(int argumentCount, const char* const* arguments, const Build& build) {
    Raw raw;
    raw.serve.engine.build = build;
    std::copy_if(arguments, arguments + argumentCount, std::back_inserter(raw.serve.succession.arguments),
                 isForSuccessors);
    CLI::App app{"", "parlando-server"};
    describe(app, raw);
    const CLI::App* say = describeSay(app, raw);
    describeVoices(app, raw);
    // CLI11 reports by throwing, --help included; this is the seam.
    try {
        app.parse(argumentCount, arguments);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error, std::cout, std::cerr);
        return NothingToDo{status == 0 ? ExitCode::success : ExitCode::usage};
    }
    return choose(app, *say, std::move(raw));
}

}  // namespace parlando::server
