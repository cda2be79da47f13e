#pragma once

#include <QMetaType>
#include <QString>

#include "desktop/backend/backend_choice.h"

// What the supervisor knows, as one value. Views compare two of them; nothing else is needed to draw them.
namespace parlando::desktop {

//  stopped ──start──▶ starting ──hello──▶ loading ──ready──▶ ready
//     ▲                ▲  │                  │                 │
//     │                │  └───── failed, silent or lied ───────┤ crashed
//     │                │                     ▼                 │
//     │                ├──delay is over── waiting ◀─try again──┤
//     │                ├──other backend, at once ──────────────┤
//     │                │                                       └─given up──▶ failed ──retry──▶ starting
//     │                └───────── restart, switchTo ─────────┐
//     └───────exit, stop was asked for────────────────── stopping ◀── any intent while a process lives
enum class Phase {
    stopped,   // nothing runs, nothing is wanted
    starting,  // the process was started and has not yet said hello
    loading,   // it listens on `port` and loads the engine
    ready,     // it said that its engine speaks
    waiting,   // it ended; it is started again in a moment
    stopping,  // it was asked to end and has not ended yet
    failed,    // nothing runs until somebody asks for it; `problem` says why
};

// Something that a person should be told once. A new one has a larger number; zero: none yet.
struct Notice {
    quint64 number = 0;
    QString text;

    bool operator==(const Notice&) const = default;
};

struct Snapshot {
    Phase phase = Phase::stopped;
    quint64 generation = 0;  // grows with every process that is started

    Variant wanted = Variant::automatic;  // what the user asked for
    QString variant;                      // of the process: "cpu" or "cuda"; empty when none was started yet

    // Known from `loading` on, kept while `stopping` and `waiting`.
    QString host;         // address that reaches it from this machine
    quint16 port = 0;     // 0: none
    QString version;      // of the server
    QString instance;     // changes with every process; /health repeats it
    qint64 pid = 0;       // 0: no process
    double progress = 0;  // of loading, 0 to 1

    // Known in `ready`: what the self-test ran on.
    QString device;                   // "cpu" or "cuda"
    double selfTestMilliseconds = 0;  // how long it took

    QString apiKey;  // that requests must carry as bearer token; empty: none

    // Sentences for people, empty when there is nothing to say.
    QString fallback;    // why the wanted backend is not the running one
    QString problem;     // why the last process ended or could not start; gone when one is ready
    QString portNotice;  // who holds the port that was asked for
    Notice notice;

    bool operator==(const Snapshot&) const = default;
};

}  // namespace parlando::desktop

Q_DECLARE_METATYPE(parlando::desktop::Snapshot)
