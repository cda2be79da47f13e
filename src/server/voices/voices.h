#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "base/result.h"
#include "server/backend/download_job.h"
#include "server/engine_host.h"
#include "voices/catalogue.h"
#include "voices/voice_folders.h"

namespace parlando::server {

inline constexpr std::size_t kMaximumBlends = 256;

// The voices of a serving process: what is installed, what is downloaded at the moment, and how that changes while the
// server speaks. Any thread may call.
class Voices {
public:
    struct Config {
        std::filesystem::path folder;  // the user's own voices
        std::string hubUrls;
        voices::CheckVoice check;
    };

    Voices(EngineHost& host, Config config);

    const DownloadJob& download() const { return m_download; }
    // What the last download was of; empty: there was none.
    std::string lastDownload() const;

    // Errors: invalidInput (the catalogue has no such voice), busy (a download is under way, or it is installed).
    Result<> startDownload(const std::string& id);
    // False if no download of that voice is under way. What has arrived is kept for the next one.
    bool cancelDownload(const std::string& id);
    // Copies a voice from this computer; gives its id. Errors: as importVoice's.
    Result<std::string> import(const std::filesystem::path& from);
    // Keeps a blend ("vctk:p225(2)+p226(1)"), or one speaker, as a voice of that name; gives its id. Errors:
    // invalidInput (no speakers of one voice, or it cannot speak), notFound (no such voice or speaker), busy (a voice
    // has the name), resourceLimit (there are kMaximumBlends), io.
    Result<std::string> saveBlend(const std::string& name, const std::string& voice);
    // Errors: notFound; busy (it is one of the program's own, which stay).
    Result<> remove(const std::string& id);
    bool isRemovable(const std::string& id) const { return m_folders.contains(id); }
    // Looks whether somebody, such as `parlando-server voices`, has added or removed a voice. When it returns the
    // engine knows of it.
    void notice();

private:
    // The voices in the folder by id, each with the time of its last change.
    using Present = std::map<std::string, std::filesystem::file_time_type>;

    Present present() const;
    Result<bool> isInstalled(const std::string& id) const;

    EngineHost& m_host;
    const Config m_config;
    const voices::VoiceFolders m_folders;
    mutable std::mutex m_mutex;  // guards m_last
    std::string m_last;
    std::mutex m_saving;    // held while a blend is saved
    std::mutex m_noticing;  // held while the engine looks; guards m_seen
    Present m_seen;         // when the engine looked last
    DownloadJob m_download{"Voice"};
};

}  // namespace parlando::server
