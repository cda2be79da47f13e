#include "desktop/window.h"

#include <cstdio>

#include <QGuiApplication>
#include <QIcon>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QQuickWindow>
#include <spdlog/spdlog.h>

#include "base/version.h"
#include "desktop/end_signals.h"
#include "desktop/session.h"
#include "ui/engine.h"

namespace parlando::desktop {
namespace {

// The window must also come up where the graphics driver is broken: it is the one that says so.
void chooseRenderer() {
    QOpenGLContext context;
    QOffscreenSurface surface;
    surface.create();
    if (!context.create() || !context.makeCurrent(&surface)) {
        spdlog::info("OpenGL does not work here; drawing in software");
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    }
}

void connectBackend(AppModel& model, BackendSupervisor& backend) {
    QObject::connect(&backend, &BackendSupervisor::snapshotChanged, &model, &AppModel::setSnapshot);
    QObject::connect(&model, &AppModel::switchRequested, &backend, &BackendSupervisor::switchTo);
    QObject::connect(&model, &AppModel::retryRequested, &backend, &BackendSupervisor::retry);
    QObject::connect(&model, &AppModel::addressRequested, &backend,
                     [&backend](const QString& host, quint16 port, const QString& key) {
                         backend.setAddress(host, port, key);
                         backend.restart();
                     });
    model.setSnapshot(backend.snapshot());
}

}  // namespace

int runWindow(int& argumentCount, char** arguments, const Options& options) {
    QGuiApplication application(argumentCount, arguments);
    QGuiApplication::setApplicationName("parlando");
    QGuiApplication::setApplicationDisplayName("Parlando");
    QGuiApplication::setApplicationVersion(QString::fromLatin1(kVersion));
    QGuiApplication::setDesktopFileName("org.parlando.Parlando");
    QGuiApplication::setWindowIcon(QIcon(":/qt/qml/Parlando/icons/parlando.svg"));
    // The backend is drained after the window has gone.
    QGuiApplication::setQuitOnLastWindowClosed(false);

    auto session = Session::open(options);
    if (!session) {
        std::fprintf(stderr, "parlando: %s\n", session.error().message.c_str());
        return session.error().code == ErrorCode::busy ? 0 : 1;
    }
    (*session)->backend().start();
    if (qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND")) {
        chooseRenderer();
    }
    AppModel model({(*session)->settings(), (*session)->drafts(), (*session)->backend().log(), options.dataFolder,
                    systemAudioOutput()});
    connectBackend(model, (*session)->backend());
    ui::Engine engine(model);
    if (!engine.load()) {
        return 1;
    }
    QObject::connect(session->get(), &Session::raiseRequested, engine.window(), [&engine] {
        engine.window()->show();
        engine.window()->raise();
        engine.window()->requestActivate();
    });
    QObject::connect(&application, &QGuiApplication::lastWindowClosed, session->get(), &Session::end);
    // Closing the window is what SIGTERM means to an application with one: the same way to the end.
    const EndSignals endSignals;
    QObject::connect(&endSignals, &EndSignals::received, engine.window(), &QWindow::close);
    QObject::connect(session->get(), &Session::ended, &application, &QCoreApplication::quit);
    return QGuiApplication::exec();
}

}  // namespace parlando::desktop
