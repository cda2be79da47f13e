#include "desktop/models/preferences.h"

#include "desktop/drafts.h"
#include "desktop/settings.h"

namespace parlando::desktop {
namespace {

constexpr const char* kDraft = "window";

}  // namespace

Preferences::Preferences(Settings& settings, Drafts& drafts, QObject* parent)
    : QObject(parent), m_settings(settings), m_drafts(drafts), m_place(drafts.draft(kDraft)) {
    connect(&m_settings, &Settings::changed, this, &Preferences::appearanceChanged);
}

QString Preferences::theme() const {
    return m_settings.values().theme;
}

void Preferences::setTheme(const QString& theme) {
    auto values = m_settings.values();
    values.theme = theme;
    m_settings.set(values);
}

double Preferences::scale() const {
    return m_settings.values().scale;
}

void Preferences::setScale(double scale) {
    auto values = m_settings.values();
    values.scale = scale;
    m_settings.set(values);
}

QString Preferences::language() const {
    return m_settings.values().language;
}

void Preferences::setLanguage(const QString& language) {
    auto values = m_settings.values();
    values.language = language;
    m_settings.set(values);
}

QString Preferences::place(const char* name, const char* otherwise) const {
    return m_place.value(QLatin1String(name)).toString(QLatin1String(otherwise));
}

void Preferences::setPlace(const char* name, const QString& value) {
    if (m_place.value(QLatin1String(name)) != QJsonValue(value)) {
        m_place.insert(QLatin1String(name), value);
        m_drafts.set(kDraft, m_place);
        emit placeChanged();
    }
}

void Preferences::setWindowSize(int width, int height) {
    m_place.insert("width", width);
    m_place.insert("height", height);
    m_drafts.set(kDraft, m_place);
}

}  // namespace parlando::desktop
