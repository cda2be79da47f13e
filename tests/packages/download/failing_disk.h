#pragma once

namespace parlando::testing {

// While it lives, the `after`-th and every later call in this program that writes to a disk fails with `error`.
class FailingDisk {
public:
    FailingDisk(int after, int error);
    ~FailingDisk();
    FailingDisk(const FailingDisk&) = delete;

    int calls() const;  // so far
};

}  // namespace parlando::testing
