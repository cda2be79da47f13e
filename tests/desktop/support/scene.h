#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <QCoreApplication>

#include "base/files.h"
#include "desktop/backend/backend_supervisor.h"

namespace parlando::desktop {

// An installation of the app and a data folder in a folder of their own, with scripted backends (see
// fake_backend.cpp), and the application object that Qt wants.
class Scene {
public:
    Scene();

    // What the backends do from now on.
    void cpu(const std::string& script) const;
    // Installs the package first, if it is not there.
    void gpu(const std::string& script, Trust trust = Trust::trial);

    SupervisorConfig config() const;
    std::filesystem::path data() const { return m_folder.path() / "data"; }
    std::filesystem::path programs() const { return m_folder.path() / "bin"; }

    // How often a backend was started.
    std::size_t cpuRuns() const { return recorded(m_cpu, "run").size(); }
    std::size_t gpuRuns() const { return recorded(m_gpu, "run").size(); }
    // How many processes are left of all that were ever started, their children and guards included.
    std::size_t left() const;

private:
    static std::vector<int> recorded(const std::filesystem::path& program, const std::string& what);

    TemporaryFolder m_folder;
    std::filesystem::path m_cpu;
    std::filesystem::path m_gpu;
    int m_argumentCount = 1;
    char m_name[5] = "test";
    char* m_arguments[2] = {m_name, nullptr};
    QCoreApplication m_application{m_argumentCount, m_arguments};
};

// Runs the event loop until it is so; false if it never is (patience is only for tests that fail).
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds patience = std::chrono::seconds(60));

// Runs the event loop for a while.
void pass(std::chrono::milliseconds time);

// Installs a GPU package of this version: `program` and the libraries beside it. Gives the program's path in the store.
Result<std::filesystem::path> installPackage(const std::filesystem::path& dataFolder,
                                             const std::filesystem::path& program,
                                             const std::vector<std::filesystem::path>& libraries, Trust trust);

}  // namespace parlando::desktop
