#pragma once

#include <memory>
#include <variant>

#include <QObject>

#include "base/result.h"
#include "desktop/backend/backend_supervisor.h"
#include "desktop/drafts.h"
#include "desktop/options.h"
#include "desktop/settings.h"
#include "desktop/single_instance.h"

namespace parlando::desktop {

// All of the app that has no window: what is kept in the data folder, the claim on it, and the backend.
// One for each process, on the main thread, made after the application object and gone before it.
class Session : public QObject {
    Q_OBJECT

public:
    // Errors: busy (another Parlando uses the data folder; its window was raised, or the message says that
    // it has none), io (the data folder cannot be used).
    static Result<std::unique_ptr<Session>> open(const Options& options);
    ~Session() override;

    const Options& options() const { return m_options; }
    Settings& settings() { return m_settings; }
    Drafts& drafts() { return m_drafts; }
    BackendSupervisor& backend() { return m_backend; }

    // Stops the backend (drains it) and saves everything; `ended` follows.
    void end();

signals:
    // Somebody started Parlando again: show the window.
    void raiseRequested();
    void ended();

private:
    Session(const Options& options, std::unique_ptr<SingleInstance> instance);

    Options m_options;
    std::unique_ptr<SingleInstance> m_instance;
    Settings m_settings;
    Drafts m_drafts;
    BackendSupervisor m_backend;
};

}  // namespace parlando::desktop
