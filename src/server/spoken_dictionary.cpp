#include "server/spoken_dictionary.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "store/id.h"

namespace parlando::server {
namespace {

using store::DictionaryRow;

text::DictionaryEntry entryOf(const DictionaryRow& row) {
    return {row.word, row.pronunciation, row.language};
}

Result<text::Dictionary> dictionaryOf(const std::vector<DictionaryRow>& rows) {
    std::vector<text::DictionaryEntry> entries;
    std::ranges::transform(rows, std::back_inserter(entries), entryOf);
    return text::Dictionary::of(entries);
}

// The rows that a dictionary can be made of.
std::vector<DictionaryRow> usable(const std::vector<DictionaryRow>& rows) {
    std::vector<DictionaryRow> kept;
    std::set<std::string> keys;
    for (const DictionaryRow& row : rows) {
        if (kept.size() < text::kMostEntries && !text::problemOf(entryOf(row)) &&
            keys.insert(text::keyOf(entryOf(row))).second) {
            kept.push_back(row);
        }
    }
    return kept;
}

auto rowWith(std::vector<DictionaryRow>& rows, std::string_view id) {
    return std::ranges::find(rows, id, &DictionaryRow::id);
}

Result<> unknown() {
    return failure(ErrorCode::notFound, "there is no such entry in the dictionary");
}

}  // namespace

Result<std::unique_ptr<SpokenDictionary>> SpokenDictionary::open(store::Dictionary& rows) {
    PARLANDO_TRY_ASSIGN(const auto all, rows.all());
    auto kept = usable(all);
    if (kept.size() < all.size()) {
        spdlog::warn("{} entries of the pronunciation dictionary cannot be used", all.size() - kept.size());
    }
    PARLANDO_TRY_ASSIGN(auto dictionary, dictionaryOf(kept));
    std::unique_ptr<SpokenDictionary> opened(new SpokenDictionary(rows));
    opened->use(std::move(kept), std::move(dictionary));
    return opened;
}

std::shared_ptr<const text::Dictionary> SpokenDictionary::current() const {
    const std::lock_guard lock(m_mutex);
    return m_current;
}

std::vector<DictionaryRow> SpokenDictionary::all() const {
    const std::lock_guard lock(m_mutex);
    return m_all;
}

Result<DictionaryRow> SpokenDictionary::add(const text::DictionaryEntry& entry) {
    PARLANDO_TRY_ASSIGN(auto id, store::newId());
    const DictionaryRow row{std::move(id), entry.word, entry.pronunciation, entry.language};
    const std::lock_guard lock(m_mutex);
    Rows rows = m_all;
    rows.push_back(row);
    PARLANDO_TRY_ASSIGN(auto dictionary, dictionaryOf(rows));
    PARLANDO_TRY(m_rows.add(row));
    use(std::move(rows), std::move(dictionary));
    return row;
}

Result<DictionaryRow> SpokenDictionary::update(std::string_view id, const text::DictionaryEntry& entry) {
    const DictionaryRow row{std::string(id), entry.word, entry.pronunciation, entry.language};
    const std::lock_guard lock(m_mutex);
    Rows rows = m_all;
    const auto found = rowWith(rows, id);
    if (found == rows.end()) {
        return failure(unknown().error());
    }
    *found = row;
    PARLANDO_TRY_ASSIGN(auto dictionary, dictionaryOf(rows));
    PARLANDO_TRY(m_rows.update(row));
    use(std::move(rows), std::move(dictionary));
    return row;
}

Result<> SpokenDictionary::remove(std::string_view id) {
    const std::lock_guard lock(m_mutex);
    Rows rows = m_all;
    const auto found = rowWith(rows, id);
    if (found == rows.end()) {
        return unknown();
    }
    rows.erase(found);
    PARLANDO_TRY_ASSIGN(auto dictionary, dictionaryOf(rows));
    PARLANDO_TRY(m_rows.remove(id));
    use(std::move(rows), std::move(dictionary));
    return {};
}

// The mutex is held, or nobody else knows this yet.
void SpokenDictionary::use(Rows rows, text::Dictionary dictionary) {
    m_all = std::move(rows);
    m_current = std::make_shared<const text::Dictionary>(std::move(dictionary));
}

}  // namespace parlando::server
