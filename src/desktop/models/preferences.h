#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>

namespace parlando::desktop {

class Drafts;
class Settings;

// How the window looks and where it was left: the settings of the Appearance page, and the page that is open.
class Preferences : public QObject {
    Q_OBJECT
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY appearanceChanged)
    Q_PROPERTY(double scale READ scale WRITE setScale NOTIFY appearanceChanged)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY appearanceChanged)
    Q_PROPERTY(QString page READ page WRITE setPage NOTIFY placeChanged)
    Q_PROPERTY(QString section READ section WRITE setSection NOTIFY placeChanged)
    Q_PROPERTY(int windowWidth READ windowWidth CONSTANT)
    Q_PROPERTY(int windowHeight READ windowHeight CONSTANT)

public:
    Preferences(Settings& settings, Drafts& drafts, QObject* parent = nullptr);

    QString theme() const;  // "system", "light" or "dark"
    void setTheme(const QString& theme);
    double scale() const;  // of the interface
    void setScale(double scale);
    QString language() const;  // "de"; empty: the system's
    void setLanguage(const QString& language);

    QString page() const { return place("page", "speak"); }
    void setPage(const QString& page) { setPlace("page", page); }
    QString section() const { return place("section", "gpu"); }  // of the settings
    void setSection(const QString& section) { setPlace("section", section); }
    int windowWidth() const { return m_place.value("width").toInt(1120); }
    int windowHeight() const { return m_place.value("height").toInt(760); }
    Q_INVOKABLE void setWindowSize(int width, int height);

signals:
    void appearanceChanged();
    void placeChanged();

private:
    QString place(const char* name, const char* otherwise) const;
    void setPlace(const char* name, const QString& value);

    Settings& m_settings;
    Drafts& m_drafts;
    QJsonObject m_place;
};

}  // namespace parlando::desktop
