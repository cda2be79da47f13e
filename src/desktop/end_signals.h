#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace parlando::desktop {

// SIGTERM and SIGINT as a Qt signal on the main thread; while it lives they do not end the process. One for each
// process. SIGPIPE is ignored from then on: a reader of stdout that is gone is no reason to stop.
class EndSignals : public QObject {
    Q_OBJECT

public:
    EndSignals();
    ~EndSignals() override;

signals:
    void received();

private:
    QSocketNotifier m_notifier;
};

}  // namespace parlando::desktop
