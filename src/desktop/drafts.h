#pragma once

#include <filesystem>

#include <QJsonObject>
#include <QString>

#include "desktop/saved_file.h"

namespace parlando::desktop {

// Unfinished work of each page (text, cursor, selection, scroll position, queue …), as the page likes to
// describe it. Survives a crash of the app, of the machine up to the last half second. drafts.json in the
// data folder, readable by its owner only.
class Drafts {
public:
    explicit Drafts(const std::filesystem::path& dataFolder);

    // Empty if there is none.
    QJsonObject draft(const QString& page) const;
    // Saved within half a second, on another thread.
    void set(const QString& page, const QJsonObject& draft);
    // Saved when it returns.
    void flush() { m_file.flush(); }
    const QString& problem() const { return m_file.problem(); }

private:
    SavedFile m_file;
    QJsonObject m_pages;
};

}  // namespace parlando::desktop
