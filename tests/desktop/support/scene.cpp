#include "desktop/support/scene.h"

#include <fstream>
#include <set>
#include <stdexcept>

#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

namespace parlando::desktop {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

bool isAlive(int process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    std::string number, name, state;
    return status >> number >> name >> state && state != "Z" && state != "X";
}

}  // namespace

Scene::Scene() : m_folder(std::move(*TemporaryFolder::create())), m_cpu(programs() / "parlando-server") {
    fs::create_directories(programs());
    fs::create_symlink(PARLANDO_FAKE_BACKEND, m_cpu);
}

void Scene::cpu(const std::string& script) const {
    write(m_cpu.string() + ".script", script);
}

void Scene::gpu(const std::string& script, Trust trust) {
    if (m_gpu.empty()) {
        auto installed = installPackage(data(), PARLANDO_FAKE_BACKEND, {}, trust);
        if (!installed) {
            throw std::runtime_error(installed.error().message);
        }
        m_gpu = *installed;
    }
    write(m_gpu.string() + ".script", script);
}

SupervisorConfig Scene::config() const {
    SupervisorConfig config;
    config.dataFolder = data();
    config.programFolder = programs();
    return config;
}

std::size_t Scene::left() const {
    std::set<int> alive;
    for (const auto& program : {m_cpu, m_gpu}) {
        for (const auto* what : {"run", "group", "grandchild"}) {
            for (const int process : recorded(program, what)) {
                if (isAlive(process)) {
                    alive.insert(process);
                }
            }
        }
    }
    return alive.size();
}

std::vector<int> Scene::recorded(const fs::path& program, const std::string& wanted) {
    std::vector<int> found;
    std::ifstream file(program.string() + ".runs");
    std::string what;
    for (int process = 0; file >> what >> process;) {
        if (what == wanted) {
            found.push_back(process);
        }
    }
    return found;
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds patience) {
    const QDeadlineTimer deadline(patience);
    while (!condition()) {
        if (deadline.hasExpired()) {
            return false;
        }
        pass(std::chrono::milliseconds(2));
    }
    return true;
}

void pass(std::chrono::milliseconds time) {
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace parlando::desktop
