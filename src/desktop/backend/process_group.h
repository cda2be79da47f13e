#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace parlando::desktop {

// A process group for a backend and whatever it starts, which does not outlive this process however that
// ends. Its leader is a guard: a shell that waits for the end of a pipe that only this process holds, and then
// kills the group that it is itself a part of. While the guard lives, the group's number cannot be used again.
class ProcessGroup {
public:
    // Errors: io (no process or pipe to be had).
    static Result<ProcessGroup> create();

    ProcessGroup(ProcessGroup&& other) noexcept;
    ProcessGroup& operator=(ProcessGroup&&) = delete;
    // Kills everything in the group, the guard included, and waits for the guard.
    ~ProcessGroup();

    pid_t id() const { return m_guard; }

private:
    ProcessGroup(pid_t guard, int lifeline) : m_guard(guard), m_lifeline(lifeline) {}

    pid_t m_guard;
    int m_lifeline;  // write end of the pipe, close-on-exec
};

// For the child between fork and exec: joins the group, and has it killed by the kernel when the thread that
// forked ends. `parent` is the process that forks: where that is gone already, the child ends here.
void joinBeforeExec(pid_t group, pid_t parent);

}  // namespace parlando::desktop
