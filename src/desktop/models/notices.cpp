#include "desktop/models/notices.h"

#include <chrono>
#include <utility>

namespace parlando::desktop {
namespace {

// Long enough to read it and to reach the button with the keyboard.
constexpr auto kShownFor = std::chrono::seconds(8);

}  // namespace

Notices::Notices(QObject* parent) : QObject(parent) {
    m_time.setSingleShot(true);
    m_time.setInterval(kShownFor);
    connect(&m_time, &QTimer::timeout, this, &Notices::dismiss);
}

void Notices::end() {
    m_time.stop();
    m_visible = false;
    if (const auto otherwise = std::exchange(m_action, {}).otherwise) {
        otherwise();
    }
}

void Notices::show(Kind kind, const QString& text, Action action) {
    end();
    m_kind = kind;
    m_text = text;
    m_action = std::move(action);
    m_visible = true;
    if (kind != Problem) {
        m_time.start();
    }
    emit changed();
}

void Notices::act() {
    const auto run = m_action.run;
    m_action = {};
    end();
    emit changed();
    if (run) {
        run();
    }
}

void Notices::dismiss() {
    end();
    emit changed();
}

}  // namespace parlando::desktop
