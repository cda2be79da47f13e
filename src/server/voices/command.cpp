#include "server/voices/command.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/log.h"
#include "server/installation.h"
#include "server/signals.h"
#include "voices/catalogue.h"
#include "voices/download.h"
#include "voices/import.h"

namespace parlando::server {
namespace {

namespace fs = std::filesystem;

std::string licence(const voices::PublishedVoice& voice) {
    switch (voice.use) {
        case voices::Use::any:
            return voice.license;
        case voices::Use::nonCommercial:
            return voice.license + " (non-commercial)";
        case voices::Use::seeCard:
            break;
    }
    return "see its model card";
}

void printRow(std::string_view id, std::string_view language, std::string_view family, std::uint64_t bytes,
              std::string_view licence) {
    fmt::print("{:<32} {:<8} {:<7} {:>5} MB  {}\n", id, language, family, (bytes + 500'000) / 1'000'000, licence);
}

Result<> listAvailable(const VoicesOptions& options) {
    const auto found = voices::search({options.subject, options.language, "", std::nullopt});
    if (found.empty()) {
        return failure(ErrorCode::notFound, "no voice that can be downloaded fits");
    }
    for (const auto* voice : found) {
        printRow(voice->id, voice->language, voice->family, voice->sizeBytes,
                 fmt::format("{}; {}", voice->languageName, licence(*voice)));
    }
    return {};
}

std::string remarks(const engine::Voice& voice) {
    if (!voice.problem.empty()) {
        return voice.problem;
    }
    const auto blend = voice.blend.empty() ? "" : fmt::format("blend of {}", voice.blend);
    return voice.license + (voice.license.empty() || blend.empty() ? "" : "; ") + blend;
}

Result<> listInstalled(const VoicesOptions& options) {
    PARLANDO_TRY_ASSIGN(const auto engine, loadEngine(options.engine));
    bool isAny = false;
    for (const auto& voice : engine->voices()) {
        const auto language = voices::languageName(voice.language);
        const auto text = fmt::format("{} {} {} {} {}", voice.id, voice.name, voice.family, voice.language, language);
        if ((options.language.empty() || voices::isLanguage(options.language, voice.language, language)) &&
            voices::hasWords(text, options.subject)) {
            printRow(voice.id, voice.language, voice.family, voice.sizeBytes, remarks(voice));
            isAny = true;
        }
    }
    return isAny ? Result<>()
                 : failure(ErrorCode::notFound,
                           "no voice that is installed fits; those that can be downloaded are listed with --available");
}

// One line on a terminal that is rewritten; elsewhere a line every ten percent.
class ProgressLine {
public:
    ProgressLine() = default;
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { end(); }

    void show(const packages::Progress& progress) {
        const auto percent = progress.total == 0 ? 0 : static_cast<int>(100 * progress.bytes / progress.total);
        if (percent == m_shown || (!m_terminal && percent / 10 == m_shown / 10 && m_shown >= 0)) {
            return;
        }
        m_shown = percent;
        fmt::print(stderr, "{}{:3} % of {} MB, {:.1f} MB/s{}", m_terminal ? "\r" : "", percent,
                   progress.total / 1'000'000, progress.bytesPerSecond / 1e6, m_terminal ? " " : "\n");
    }
    void end() {
        if (m_terminal && std::exchange(m_shown, -1) >= 0) {
            fmt::print(stderr, "\n");
        }
    }

private:
    bool m_terminal = ::isatty(STDERR_FILENO) == 1;
    int m_shown = -1;
};

Result<> download(const VoicesOptions& options, const voices::VoiceFolders& folders,
                  const voices::PublishedVoice& voice) {
    const auto settings = voices::hubSettings(options.hubUrls);
    if (!settings) {
        return failure(settings.error().error().context("PARLANDO_HUB_URL"));
    }
    std::stop_source stop;
    const SignalWatch signals([&stop](int) { stop.request_stop(); });
    fmt::print(stderr, "{} from {}: {}\n", voice.id, voice.repository, licence(voice));
    ProgressLine line;
    const auto outcome = voices::downloadVoice(
        *settings, folders, voice, voiceCheck(options.engine),
        [&line](const packages::Progress& progress) { line.show(progress); }, [&line] { line.end(); },
        stop.get_token());
    PARLANDO_TRY(outcome);
    fmt::print(stderr, "the voice '{}' is installed\n", voice.id);
    return {};
}

Result<> add(const VoicesOptions& options, const voices::VoiceFolders& folders) {
    if (const auto* voice = voices::findPublished(options.subject)) {
        return download(options, folders, *voice);
    }
    std::error_code ignored;
    if (!fs::exists(options.subject, ignored)) {
        return failure(ErrorCode::notFound,
                       fmt::format("'{}' is neither a file or folder nor a voice that can be downloaded; those are "
                                   "listed by: parlando-server voices list --available",
                                   options.subject));
    }
    PARLANDO_TRY_ASSIGN(const auto places, voiceFolderCandidates(options.engine));
    const auto isTaken = [&places](const std::string& id) {
        return std::ranges::any_of(places, [&id](const fs::path& place) {
            std::error_code error;
            return fs::is_directory(place / id, error);
        });
    };
    PARLANDO_TRY_ASSIGN(const auto id,
                        voices::importVoice(folders, options.subject, isTaken, voiceCheck(options.engine)));
    fmt::print(stderr, "the voice '{}' is installed\n", id);
    return {};
}

Result<> run(const VoicesOptions& options) {
    if (options.engine.dataFolder.empty()) {
        return failure(ErrorCode::invalidInput, "there is no home folder to keep voices in: give one with --data-dir");
    }
    const voices::VoiceFolders folders(options.engine.dataFolder / "voices");
    switch (options.action) {
        case VoicesOptions::Action::add:
            return add(options, folders);
        case VoicesOptions::Action::remove:
            PARLANDO_TRY(folders.remove(options.subject));
            fmt::print(stderr, "the voice '{}' is removed\n", options.subject);
            return {};
        case VoicesOptions::Action::list:
            break;
    }
    return options.available ? listAvailable(options) : listInstalled(options);
}

}  // namespace

ExitCode runVoices(const VoicesOptions& options) {
    const auto outcome = log::start(options.engine.logLevel.empty() ? "warn" : options.engine.logLevel).and_then([&] {
        return run(options);
    });
    if (outcome) {
        return ExitCode::success;
    }
    const auto& error = outcome.error();
    fmt::print(stderr, "parlando-server: {}\n", error.code == ErrorCode::cancelled ? "interrupted" : error.message);
    return exitCodeFor(error.code);
}

}  // namespace parlando::server
