#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include "desktop/saved_file.h"

namespace parlando::desktop {

// What the user chose, with the values of a first start. Wrong values in the file become these.
struct SettingsValues {
    // Appearance
    QString theme = "system";  // "system", "light" or "dark"
    double scale = 1.0;        // of the interface, 0.75 to 2
    QString language;          // "de"; empty: the system's
    QByteArray windowGeometry;
    // Speaking
    QString voice;           // empty: the server's default
    double speed = 1.0;      // 0.25 to 4
    QString format = "wav";  // of exported files: "wav", "flac", "mp3" or "opus"
    // Server
    bool networkAccess = false;  // other machines may connect, with the key
    QString apiKey;              // made when network access is first allowed
    int port = 0;                // 0: the default one

    bool operator==(const SettingsValues&) const = default;
};

// settings.json in the data folder, readable by its owner only.
class Settings : public QObject {
    Q_OBJECT

public:
    explicit Settings(const std::filesystem::path& dataFolder, QObject* parent = nullptr);

    const SettingsValues& values() const { return m_values; }
    // Saved within half a second, on another thread.
    void set(const SettingsValues& values);
    // Saved when it returns.
    void flush() { m_file.flush(); }
    // A sentence if the file was there and could not be used (it is kept beside as settings.json.damaged).
    const QString& problem() const { return m_file.problem(); }

signals:
    void changed();

private:
    SavedFile m_file;
    SettingsValues m_values;
};

}  // namespace parlando::desktop
