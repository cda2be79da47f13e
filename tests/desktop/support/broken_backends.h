#pragma once

#include <array>

namespace parlando::desktop {

// Ways in which a GPU backend can be broken, as scripts, and what a person is told of each.
struct BrokenBackend {
    const char* kind;
    const char* script;
    const char* says;
};

inline constexpr std::array kBrokenBackends{
    BrokenBackend{"finds no GPU", "exit 71", "no GPU that it can use"},
    BrokenBackend{"fails its self-test", "exit 72", "self-test failed"},
    BrokenBackend{"misses a library", "exit 127", "library that it needs is missing"},
    BrokenBackend{"says that it failed", "hello variant=cuda\nfailed incompatible no kernel image\nserve",
                  "no kernel image"},
    BrokenBackend{"crashes at once", "signal 11", "signal 11"},
    BrokenBackend{"crashes while loading", "hello variant=cuda\nloading 0.3\nsignal 6", "signal 6"},
    BrokenBackend{"needs another processor", "signal 4", "processor"},
    BrokenBackend{"is of another version", "hello variant=cuda version=0.0.1\nserve", "version is 0.0.1"},
    BrokenBackend{"is the CPU build", "hello variant=cpu\nready cpu\nserve", "variant is cpu"},
    BrokenBackend{"computes on the CPU", "hello variant=cuda\nready cpu\nserve", "self-test ran on 'cpu'"},
    BrokenBackend{"says nothing", "hang", "said nothing"},
    BrokenBackend{"never gets ready", "hello variant=cuda\nloading 0.2\nhang", "no progress"},
    BrokenBackend{"has its port answered by another", "impostor\nhello variant=cuda\nready cuda\nserve",
                  "another server answers"},
    BrokenBackend{"writes an endless line", "endless-line", "endless line"},
    BrokenBackend{"writes nonsense", "garbage 1000\nserve", "not that of a Parlando server"},
};

}  // namespace parlando::desktop
