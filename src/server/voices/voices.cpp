#include "server/voices/voices.h"

#include <algorithm>
#include <functional>
#include <system_error>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "engine/blend.h"
#include "server/voice_choice.h"
#include "voices/download.h"
#include "voices/import.h"

namespace parlando::server {
namespace {

// From a name that people gave, with a number where that is taken.
std::string freeId(const std::string& name, const std::function<bool(const std::string&)>& isTaken) {
    const std::string stem = voices::idFrom(name, "blend");
    std::string id = stem;
    for (int number = 2; isTaken(id); ++number) {
        id = fmt::format("{}-{}", stem, number);
    }
    return id;
}

}  // namespace

Voices::Voices(EngineHost& host, Config config)
    : m_host(host), m_config(std::move(config)), m_folders(m_config.folder), m_seen(present()) {
    m_folders.sweep();
}

std::string Voices::lastDownload() const {
    const std::lock_guard lock(m_mutex);
    return m_last;
}

Result<bool> Voices::isInstalled(const std::string& id) const {
    PARLANDO_TRY_ASSIGN(const auto installed, m_host.voices());
    return std::ranges::find(installed, id, &engine::Voice::id) != installed.end() || m_folders.contains(id);
}

Result<> Voices::startDownload(const std::string& id) {
    const auto* voice = voices::findPublished(id);
    if (voice == nullptr) {
        return failure(ErrorCode::invalidInput, "there is no such voice in the catalogue; see GET /models/catalogue");
    }
    PARLANDO_TRY_ASSIGN(const bool installed, isInstalled(id));
    if (installed) {
        return failure(ErrorCode::busy, fmt::format("the voice '{}' is downloaded already", id));
    }
    auto settings = voices::hubSettings(m_config.hubUrls);
    if (!settings) {
        return failure(settings.error().error().context("PARLANDO_HUB_URL"));
    }
    const auto work = [this, voice, hub = std::move(*settings)](const DownloadJob::Report& report,
                                                                const std::stop_token& stop) -> Result<> {
        const auto onProgress = [&](const packages::Progress& progress) {
            report({DownloadStage::downloading, progress.bytes, progress.total, progress.bytesPerSecond,
                    progress.remaining});
        };
        const auto onChecking = [&] { report({DownloadStage::verifying, voice->sizeBytes, voice->sizeBytes}); };
        PARLANDO_TRY(voices::downloadVoice(hub, m_folders, *voice, m_config.check, onProgress, onChecking, stop));
        notice();
        return {};
    };
    PARLANDO_TRY(m_download.start(work));
    const std::lock_guard lock(m_mutex);
    m_last = id;
    return {};
}

bool Voices::cancelDownload(const std::string& id) {
    return lastDownload() == id && m_download.cancel();
}

Result<std::string> Voices::import(const std::filesystem::path& from) {
    notice();  // one that was removed meanwhile is not in the way
    PARLANDO_TRY_ASSIGN(const auto installed, m_host.voices());
    const auto isTaken = [&](const std::string& id) {
        return std::ranges::find(installed, id, &engine::Voice::id) != installed.end();
    };
    PARLANDO_TRY_ASSIGN(auto id, voices::importVoice(m_folders, from, isTaken, m_config.check));
    notice();
    return id;
}

Result<std::string> Voices::saveBlend(const std::string& name, const std::string& voice) {
    const std::lock_guard saving(m_saving);
    notice();
    PARLANDO_TRY_ASSIGN(const auto installed, m_host.voices());
    PARLANDO_TRY_ASSIGN(const auto choice, chooseVoice(installed, voice));
    if (!voice.starts_with(choice.voice + ":")) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("name the voice and at least one of its speakers, as in \"vctk:p225(2)+p226(1)\"; "
                                   "'{}' is a voice already",
                                   choice.voice));
    }
    const auto& model = *std::ranges::find(installed, choice.voice, &engine::Voice::id);
    if (!model.blend.empty()) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("'{}' is a blend itself, of {}; mix speakers of '{}' instead", model.id, model.blend,
                                   engine::modelOf(model)));
    }
    if (std::ranges::find(installed, name, &engine::Voice::name) != installed.end()) {
        return failure(ErrorCode::busy, fmt::format("there is a voice '{}' already; choose another name", name));
    }
    if (std::ranges::count_if(installed, [](const auto& other) { return !other.blend.empty(); }) >=
        static_cast<std::ptrdiff_t>(kMaximumBlends)) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("there are {} saved blends already; remove one first", kMaximumBlends));
    }
    const auto isTaken = [&](const std::string& id) {
        return std::ranges::find(installed, id, &engine::Voice::id) != installed.end() || m_folders.contains(id) ||
               voices::findPublished(id) != nullptr;
    };
    const std::string id = freeId(name, isTaken);
    const nlohmann::ordered_json card = {{"name", name}, {"voice", voice}};
    PARLANDO_TRY(m_folders.add(id, engine::kBlendFile, card.dump(2) + "\n"));
    notice();
    // What the engine thinks of it counts: a speaker may read a language for which there are no phonemes.
    PARLANDO_TRY_ASSIGN(const auto known, m_host.voices());
    if (const auto made = std::ranges::find(known, id, &engine::Voice::id);
        made != known.end() && !made->problem.empty()) {
        const std::string problem = made->problem;
        PARLANDO_TRY(remove(id));
        return failure(ErrorCode::invalidInput, problem);
    }
    return id;
}

Result<> Voices::remove(const std::string& id) {
    PARLANDO_TRY_ASSIGN(const bool installed, isInstalled(id));
    if (installed && !m_folders.contains(id)) {
        return failure(ErrorCode::busy, fmt::format("the voice '{}' belongs to the program and stays", id));
    }
    PARLANDO_TRY(m_folders.remove(id));
    {
        const std::lock_guard lock(m_mutex);
        m_last = m_last == id ? "" : m_last;
    }
    notice();
    return {};
}

Voices::Present Voices::present() const {
    Present found;
    std::error_code error;
    for (std::filesystem::directory_iterator it(m_config.folder, error), end; !error && it != end;
         it.increment(error)) {
        auto id = it->path().filename().string();
        std::error_code ignored;
        if (voices::isVoiceId(id) && it->is_directory(ignored)) {
            found.emplace(std::move(id), it->last_write_time(ignored));
        }
    }
    return found;
}

void Voices::notice() {
    const std::lock_guard noticing(m_noticing);  // whoever comes meanwhile wants to know what the engine sees
    auto now = present();
    if (now == m_seen) {
        return;
    }
    if (const auto refreshed = m_host.refresh(); !refreshed) {
        spdlog::warn("the voices cannot be read again: {}", refreshed.error().message);
        return;  // another try at the next call
    }
    m_seen = std::move(now);
}

}  // namespace parlando::server
