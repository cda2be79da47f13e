#pragma once

#include <filesystem>
#include <variant>

#include <QStringList>

namespace parlando::desktop {

enum class Face { window, headless };

struct Options {
    Face face = Face::window;
    std::filesystem::path dataFolder;
    quint16 port = 0;  // 0: the default one, or a free one if that is taken
};

// Everything has been said already: --help, --version or a complaint about the flags.
struct NothingToDo {
    int exitCode = 0;
};

// Reads flags and environment (flags win); the first argument is the program's name. Prints help and
// version to stdout, complaints to stderr.
std::variant<NothingToDo, Options> parseOptions(const QStringList& arguments);

}  // namespace parlando::desktop
