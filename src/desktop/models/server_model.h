#pragma once

#include <QObject>
#include <QString>

#include "desktop/backend/snapshot.h"

namespace parlando::desktop {

class Settings;

// The running server as people see it: its state in a word and a sentence, and how scripts reach it.
class ServerModel : public QObject {
    Q_OBJECT
    Q_PROPERTY(Mood mood READ mood NOTIFY changed)
    Q_PROPERTY(QString statusText READ statusText NOTIFY changed)
    Q_PROPERTY(QString detail READ detail NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed)
    Q_PROPERTY(bool canRetry READ canRetry NOTIFY changed)
    Q_PROPERTY(QString address READ address NOTIFY changed)
    Q_PROPERTY(QString portNotice READ portNotice NOTIFY changed)
    Q_PROPERTY(QString version READ version NOTIFY changed)
    Q_PROPERTY(QString curlExample READ curlExample NOTIFY changed)
    Q_PROPERTY(QString openAiExample READ openAiExample NOTIFY changed)
    Q_PROPERTY(bool networkAccess READ hasNetworkAccess WRITE setNetworkAccess NOTIFY changed)
    Q_PROPERTY(QString networkAddress READ networkAddress NOTIFY changed)
    Q_PROPERTY(QString apiKey READ apiKey NOTIFY changed)

public:
    enum Mood { Off, Working, Good, Bad };
    Q_ENUM(Mood)

    explicit ServerModel(Settings& settings, QObject* parent = nullptr);

    const Snapshot& snapshot() const { return m_snapshot; }
    void setSnapshot(const Snapshot& snapshot);
    Mood mood() const;
    QString statusText() const;  // "Ready on the CPU"
    QString detail() const;      // what is wrong, or why it is the CPU; may be empty
    double progress() const { return snapshot().progress; }
    bool canRetry() const;
    QString address() const;  // "http://127.0.0.1:17493"; empty while there is none
    QString portNotice() const { return snapshot().portNotice; }
    QString version() const { return snapshot().version; }
    QString curlExample() const;
    QString openAiExample() const;
    bool hasNetworkAccess() const;
    // Restarts the server; the first time makes a key.
    void setNetworkAccess(bool access);
    QString networkAddress() const;  // for other machines; empty without network access
    QString apiKey() const;

    Q_INVOKABLE void retry() { emit retryRequested(); }
    Q_INVOKABLE void renewKey();

signals:
    void changed();
    // Intents for whoever owns the backend.
    void retryRequested();
    void addressRequested(const QString& host, quint16 port, const QString& apiKey);

private:
    void apply();

    Settings& m_settings;
    Snapshot m_snapshot;
};

}  // namespace parlando::desktop
