#pragma once

#include <functional>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

namespace parlando::desktop {

// The one application object of the test program; sockets and timers need it.
inline QCoreApplication& application() {
    static int count = 1;
    static char name[] = "test-desktop-models";
    static char* arguments[] = {name, nullptr};
    static QCoreApplication application(count, arguments);
    return application;
}

// Runs the event loop until `done` holds; false if that takes longer than anything should.
inline bool waitUntil(const std::function<bool()>& done) {
    constexpr qint64 kPatience = 20'000;  // milliseconds; a hang, not a measurement
    QElapsedTimer time;
    time.start();
    while (!done()) {
        if (time.elapsed() > kPatience) {
            return false;
        }
        application().processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
    return true;
}

}  // namespace parlando::desktop
