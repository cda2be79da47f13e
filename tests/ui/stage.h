#pragma once

#include <memory>

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTemporaryDir>
#include <QVariantMap>

#include "desktop/backend/backend_log.h"
#include "desktop/drafts.h"
#include "desktop/models/app_model.h"
#include "desktop/peer/scripted_server.h"
#include "desktop/peer/silent_output.h"
#include "desktop/settings.h"

class QQuickWindow;

namespace parlando::ui {

// What the pages stand on in a test: the real view models, over a server that says what the test tells it
// to, and snapshots of a supervisor that does not exist. `reset` gives a new one of everything.
class Stage : public QObject {
    Q_OBJECT
    Q_PROPERTY(parlando::desktop::AppModel* app READ app NOTIFY appChanged)
    Q_PROPERTY(QStringList intents READ intents NOTIFY intentsChanged)

public:
    Stage();
    ~Stage() override;

    desktop::AppModel* app() const { return m_app.get(); }
    // What the models asked the supervisor for: "switch cuda", "retry", "address 0.0.0.0".
    QStringList intents() const { return m_intents; }

    Q_INVOKABLE void reset();
    // Members of a snapshot: phase, variant, device, wanted, fallback, problem, progress, generation.
    Q_INVOKABLE void snapshot(const QVariantMap& members);
    Q_INVOKABLE void answer(const QString& route, const QVariantMap& json, int status = 200);
    Q_INVOKABLE void answerWithSpeech(const QString& route, double seconds);
    Q_INVOKABLE void hold(const QString& route, const QString& type);
    Q_INVOKABLE bool isHeld(const QString& route) const { return m_server->isHeld(route); }
    Q_INVOKABLE void sendEvent(const QString& route, const QVariantMap& event);
    Q_INVOKABLE void sendSpeech(const QString& route, double seconds);
    Q_INVOKABLE void finish(const QString& route) { m_server->finish(route); }
    Q_INVOKABLE void cut(const QString& route) { m_server->cut(route); }
    Q_INVOKABLE int count(const QString& route) const { return m_server->count(route); }
    Q_INVOKABLE QVariantMap lastBody(const QString& route) const;
    Q_INVOKABLE QString lastQuery(const QString& route) const;
    Q_INVOKABLE void log(const QString& line) { m_log->say(line); }
    Q_INVOKABLE void setSoundDevice(bool there) { m_output->setAvailable(there); }
    Q_INVOKABLE void play(double seconds) { m_output->take(seconds); }
    Q_INVOKABLE QString temporaryFile(const QString& name) const { return m_folder->filePath(name); }
    Q_INVOKABLE qint64 fileSize(const QString& path) const;

    // Where screenshots go: the folder in PARLANDO_SCREENSHOTS, else nowhere. False if it could not be written.
    Q_INVOKABLE bool screenshot(QQuickWindow* window, const QString& name) const;
    // One line for each control that a person who hears or types could not use; empty if there is none.
    Q_INVOKABLE QStringList accessibilityProblems(QQuickWindow* window) const;
    // Contrast of two colours as WCAG 2 computes it.
    Q_INVOKABLE double contrast(const QColor& one, const QColor& other) const;

signals:
    void appChanged();
    void intentsChanged();

private:
    void intend(const QString& intent);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<desktop::ScriptedServer> m_server;
    std::unique_ptr<desktop::Settings> m_settings;
    std::unique_ptr<desktop::Drafts> m_drafts;
    std::unique_ptr<desktop::BackendLog> m_log;
    desktop::SilentOutput* m_output = nullptr;  // the model's
    std::unique_ptr<desktop::AppModel> m_app;
    QStringList m_intents;
};

}  // namespace parlando::ui
