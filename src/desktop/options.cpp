#include "desktop/options.h"

#include <cstdio>

#include <spdlog/fmt/fmt.h>
#include <QCommandLineParser>
#include <QDir>
#include <QProcessEnvironment>
#include <QStandardPaths>

#include "base/version.h"
#include "protocol/exit_code.h"

namespace parlando::desktop {
namespace {

constexpr char kAbout[] = R"(Parlando: text-to-speech on this machine.

Without --headless it opens its window. With it, it keeps the speech server running (restarts it, falls back
to the CPU when the graphics card fails) until SIGTERM or SIGINT, and prints what happens as JSON lines.

Environment (flags win): PARLANDO_DATA_DIR, PARLANDO_PORT, PARLANDO_API_KEY
Exit codes: 0 ended, 64 usage, 70 no backend can be started, 73 another Parlando uses the data folder,
  78 the data folder cannot be used)";

NothingToDo complain(const QString& message) {
    fmt::print(stderr, "parlando: {}\n", message.toStdString());
    return {static_cast<int>(protocol::ExitCode::usage)};
}

}  // namespace

std::variant<NothingToDo, Options> parseOptions(const QStringList& arguments) {
    const QCommandLineOption headless("headless", "Keep the speech server running, without a window.");
    const QCommandLineOption dataFolder("data-dir", "Folder for voices, library, settings and logs.", "folder");
    const QCommandLineOption port("port", "Port of the speech server. Not given: 17493, or a free one if it is taken.",
                                  "number");
    const QCommandLineOption version("version", "Print name and version.");
    const QCommandLineOption help("help", "Print this.");
    QCommandLineParser parser;
    parser.setApplicationDescription(kAbout);
    parser.addOptions({headless, dataFolder, port, version, help});

    if (!parser.parse(arguments)) {
        return complain(parser.errorText());
    }
    if (parser.isSet(help)) {
        fmt::print("{}", parser.helpText().replace("<executable_name>", "parlando").toStdString());
        return NothingToDo{};
    }
    if (parser.isSet(version)) {
        fmt::print("parlando {}\n", kVersion);
        return NothingToDo{};
    }
    if (!parser.positionalArguments().isEmpty()) {
        return complain(
            QString("'%1' is not an option; see parlando --help").arg(parser.positionalArguments().first()));
    }

    const auto environment = QProcessEnvironment::systemEnvironment();
    Options options;
    options.face = parser.isSet(headless) ? Face::headless : Face::window;
    const QString folder = parser.isSet(dataFolder) ? parser.value(dataFolder) : environment.value("PARLANDO_DATA_DIR");
    options.dataFolder =
        QDir(folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/parlando"
                              : folder)
            .absolutePath()
            .toStdString();
    const QString number = parser.isSet(port) ? parser.value(port) : environment.value("PARLANDO_PORT");
    bool isNumber = true;
    options.port = number.isEmpty() ? quint16{0} : number.toUShort(&isNumber);
    if (!isNumber) {
        return complain(QString("'%1' is not a port; give a number from 0 to 65535").arg(number));
    }
    return options;
}

}  // namespace parlando::desktop
