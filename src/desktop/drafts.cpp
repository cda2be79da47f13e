#include "desktop/drafts.h"

namespace parlando::desktop {

Drafts::Drafts(const std::filesystem::path& dataFolder)
    : m_file(dataFolder / "drafts.json"), m_pages(m_file.initial()) {}

QJsonObject Drafts::draft(const QString& page) const {
    return m_pages.value(page).toObject();
}

void Drafts::set(const QString& page, const QJsonObject& draft) {
    if (m_pages.value(page).toObject() != draft) {
        m_pages.insert(page, draft);
        m_file.save(m_pages);
    }
}

}  // namespace parlando::desktop
