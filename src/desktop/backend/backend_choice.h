#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

// Which backend is to run: a pure decision about what is installed.
namespace parlando::desktop {

// What the user asks for. `automatic` is the GPU where a backend for it is installed, else the CPU.
enum class Variant { automatic, cpu, cuda };

// As REST and files spell it: "auto", "cpu", "cuda". What is none of these is `automatic`.
std::string_view name(Variant variant);
Variant variantFrom(std::string_view name);

// A package that was never ready is on trial: it goes at its first failure.
enum class Trust { trial, good };

struct Backend {
    std::string id;       // of the package; "cpu" for the one that is part of the app
    std::string variant;  // "cpu" or "cuda": what it must say in its hello
    std::filesystem::path program;
    Trust trust = Trust::good;

    bool operator==(const Backend&) const = default;
};

struct Installation {
    std::optional<Backend> cpu;
    std::optional<Backend> gpu;
    // Sentences: why there is none, or why it is not the newest one. Empty for a GPU backend that was never there.
    std::string cpuProblem;
    std::string gpuProblem;
};

struct Choice {
    std::optional<Backend> backend;  // none: nothing can be started
    std::string reason;              // a sentence, where it is not what was asked for
};

Choice chooseBackend(Variant wanted, const Installation& installation);

}  // namespace parlando::desktop
