#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "protocol/startup.h"
#include "server/options.h"

namespace parlando::server {

// Which program serves, where no desktop application looks after it. The process stays the same (pid, standard
// streams, port), the program in it changes:
//
//                     start or restart, and a CUDA package is chosen
//   parlando-server ───────────────────────────────────────────────▶ parlando-server-cuda
//    (the bundled) ◀─────────────────────────────────────────────── (in the store)
//                     it cannot work, or restart and the CPU is chosen
//
// A package is written down as failed before it is started and forgiven when it is ready, so that one that takes
// the process with it is not started a second time.
class Succession {
public:
    explicit Succession(const ServeOptions& options);

    struct Next {
        std::filesystem::path program;
        std::string package;  // id; empty: the bundled program
    };

    // What this start should have started instead; nothing if it is right here.
    std::optional<Next> atStart() const;
    // What a restart leads to. Error: busy, with what to do, if that is not known here.
    Result<Next> atRestart() const;
    // The bundled program for good, after this package has failed; nothing if this is no package of ours to judge.
    std::optional<Next> atFailure() const;

    // Replaces the program of this process. `port` is kept, if it is not 0. Returns only if that failed.
    Error become(const Next& next, int port) const;

    // What became of the package that this program is; nothing for others.
    void proved() const;
    void failed(const std::string& reason) const;
    void neverTried() const;  // ended before either

private:
    std::optional<std::filesystem::path> bundled() const;

    const ServeOptions& m_options;
    enum class Duty { unsupervised, supervised } m_duty;
};

// Collects, from several threads, how one run of a program goes and who goes on after it.
class Handover {
public:
    // `end` asks for the end of this run.
    Handover(const Succession& succession, std::function<void()> end)
        : m_succession(succession), m_end(std::move(end)) {}

    // The engine's start-up lines: a package is proved by `ready`, and gives way at `failed`.
    void hear(const protocol::StartupLine& line);
    void giveWay(Succession::Next next);
    // At the end of the run: who goes on, if anybody.
    std::optional<Succession::Next> end();

private:
    const Succession& m_succession;
    const std::function<void()> m_end;
    std::mutex m_mutex;  // guards the two below
    bool m_judged = false;
    std::optional<Succession::Next> m_next;
};

}  // namespace parlando::server
