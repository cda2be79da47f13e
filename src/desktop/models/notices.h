#pragma once

#include <functional>

#include <QObject>
#include <QString>
#include <QTimer>

namespace parlando::desktop {

// The short message at the bottom of the window, one at a time, with at most one thing to do about it.
class Notices : public QObject {
    Q_OBJECT
    Q_PROPERTY(bool visible READ isVisible NOTIFY changed)
    Q_PROPERTY(Kind kind READ kind NOTIFY changed)
    Q_PROPERTY(QString text READ text NOTIFY changed)
    Q_PROPERTY(QString actionText READ actionText NOTIFY changed)

public:
    enum Kind { Information, Success, Problem };
    Q_ENUM(Kind)

    struct Action {
        QString text;
        std::function<void()> run;
        // Called if the notice goes without `run`: an undo that was not wanted.
        std::function<void()> otherwise;
    };

    explicit Notices(QObject* parent = nullptr);

    bool isVisible() const { return m_visible; }
    Kind kind() const { return m_kind; }
    QString text() const { return m_text; }
    QString actionText() const { return m_action.text; }

    // Takes the place of the notice before. Problems stay until they are dismissed or replaced.
    void show(Kind kind, const QString& text, Action action = {});

    Q_INVOKABLE void act();
    Q_INVOKABLE void dismiss();

signals:
    void changed();

private:
    void end();

    bool m_visible = false;
    Kind m_kind = Information;
    QString m_text;
    Action m_action;
    QTimer m_time;
};

}  // namespace parlando::desktop
