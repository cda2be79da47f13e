#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QThreadPool>

#include "desktop/backend/backend_choice.h"
#include "desktop/backend/restart_policy.h"
#include "packages/store.h"

namespace parlando::desktop {

// What can be started, and how it fared: the program that came with the app, and the packages in the data
// folder. Reads the disk anew each time, because the server installs packages. What cannot be written there is
// logged and still holds for this run of the app.
class InstalledBackends {
public:
    InstalledBackends(const std::filesystem::path& dataFolder, std::filesystem::path programFolder);

    Installation look();

    // The user's choice, kept in backends/selected.json.
    Variant selected() const;
    void select(Variant variant);

    // The backend said `ready`: its trial is over. Written on another thread.
    void proved(const Backend& backend);
    // It crashed and is tried again. Written on another thread.
    void crashed(const Backend& backend, Moment now, const std::string& reason);
    // It is not started any more, until it is forgiven.
    void giveUp(const Backend& backend, const std::string& reason);
    void forgive();
    // Crashes of the GPU backend that an earlier run of the app saw.
    std::vector<Moment> crashes() const;

private:
    using Change = std::function<Result<>(packages::PackageStore&, const Sha256Digest&)>;
    void changeLater(const Backend& backend, Change change);
    void changeNow(const std::string& id, const Change& change);

    std::filesystem::path m_backends;
    std::filesystem::path m_programFolder;
    std::optional<packages::PackageStore> m_store;  // none: its folder cannot be used
    std::map<std::string, std::string> m_givenUp;   // by id: the reason
    QThreadPool m_writer;                           // of one thread: changes come in order
};

}  // namespace parlando::desktop
