#pragma once

#include <optional>

#include <QObject>
#include <QString>
#include <QTimer>

#include "desktop/backend/backend_choice.h"
#include "desktop/backend/backend_log.h"
#include "desktop/backend/backend_process.h"
#include "desktop/backend/deadlines.h"
#include "desktop/backend/diagnosis.h"
#include "desktop/backend/handshake.h"
#include "desktop/backend/identity_check.h"
#include "desktop/backend/process_work.h"

namespace parlando::desktop {

// One run of a backend, from exec to the end, with everything that it says judged. It is killed as soon as it
// proves to be something else than expected, or lets a deadline pass; `ended` then says why.
class BackendRun : public QObject {
    Q_OBJECT

public:
    // `host` is where this machine reaches it.
    BackendRun(const Backend& backend, const Launch& launch, const QString& host, const Deadlines& deadlines,
               BackendLog& log, QObject* parent = nullptr);

    void start();
    // Asks it to end; it is drained if it is ready and gets no time if it still loads.
    void end();

    const Handshake& handshake() const { return m_handshake.value(); }
    qint64 pid() const { return m_process.pid(); }

signals:
    void greeted();     // hello is accepted
    void progressed();  // with loading
    void ready();       // it said so, and its port leads to it
    void restartRequested();
    // The last signal. The conviction is there if it was killed for it.
    void ended(const parlando::desktop::Ending& ending, const std::optional<parlando::desktop::Diagnosis>& conviction);

private:
    void hear(const protocol::StartupLine& line);
    void expectProgress();
    void watchWork();
    void stopWaiting();
    void becomeReady();
    void convict(const Diagnosis& diagnosis);

    const Backend m_backend;
    const QString m_host;
    const Deadlines m_deadlines;
    BackendProcess m_process;
    std::optional<Handshake> m_handshake;
    IdentityCheck m_identity;
    QTimer m_deadline;
    QTimer m_looks;  // at the work of a GPU backend that loads
    ProcessWork m_work;
    int m_stillLooks = 0;
    std::optional<Diagnosis> m_conviction;
    //  silent ──hello──▶ loading ──said ready, confirmed──▶ ready ──▶ ending
    //    └──────────────────┴─── convicted or asked to end ───────────┘
    enum class State { silent, loading, ready, ending } m_state = State::silent;
    enum class Identity { open, confirmed } m_identified = Identity::open;
    enum class Word { open, given } m_word = Word::open;  // that it is ready
};

}  // namespace parlando::desktop
