#pragma once

#include <filesystem>
#include <memory>

#include <QLocalServer>
#include <QObject>

#include "base/result.h"
#include "desktop/options.h"

namespace parlando::desktop {

// One Parlando for each data folder: a lock that the kernel gives back when the process is gone, and a local
// socket by which a second start raises the window of the first.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    // Errors: busy (there is another one; it was asked to show its window), io.
    static Result<std::unique_ptr<SingleInstance>> claim(const std::filesystem::path& dataFolder, Face face);
    ~SingleInstance() override;

signals:
    void raiseRequested();

private:
    SingleInstance(int lock, Face face);
    bool listen(const std::filesystem::path& dataFolder);
    void answer();

    int m_lock;
    Face m_face;
    QLocalServer m_server;
};

}  // namespace parlando::desktop
