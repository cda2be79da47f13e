#include "desktop/backend/process_group.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::desktop {
namespace {

// A signal to the whole group that is not SIGKILL must not take the guard away.
constexpr char kGuard[] = "trap '' HUP INT TERM; read _; kill -KILL 0";

// Starts the guard as leader of a group of its own, with `input` as its standard input. Gives an errno.
int spawnGuard(pid_t& guard, int input) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::array<std::string, 3> words{"sh", "-c", kGuard};
    std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    const int error = ::posix_spawn(&guard, "/bin/sh", &actions, &attributes, arguments.data(), environment.data());
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    return error;
}

}  // namespace

Result<ProcessGroup> ProcessGroup::create() {
    std::array<int, 2> lifeline{};
    if (::pipe2(lifeline.data(), O_CLOEXEC) != 0) {
        return failure(ErrorCode::io, fmt::format("cannot make a pipe: {}", std::strerror(errno)));
    }
    pid_t guard = -1;
    const int error = spawnGuard(guard, lifeline[0]);
    ::close(lifeline[0]);
    if (error != 0) {
        ::close(lifeline[1]);
        return failure(ErrorCode::io, fmt::format("cannot start /bin/sh: {}", std::strerror(error)));
    }
    return ProcessGroup(guard, lifeline[1]);
}

ProcessGroup::ProcessGroup(ProcessGroup&& other) noexcept
    : m_guard(std::exchange(other.m_guard, -1)), m_lifeline(std::exchange(other.m_lifeline, -1)) {}

ProcessGroup::~ProcessGroup() {
    if (m_guard > 0) {
        ::kill(-m_guard, SIGKILL);
        while (::waitpid(m_guard, nullptr, 0) < 0 && errno == EINTR) {
        }
        ::close(m_lifeline);
    }
}

void joinBeforeExec(pid_t group, pid_t parent) {
    ::setpgid(0, group);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // It may have ended before the line above; then nobody is left to care.
    if (::getppid() != parent) {
        ::_exit(0);
    }
}

}  // namespace parlando::desktop
