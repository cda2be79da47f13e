#pragma once

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/dictionary.h"
#include "text/dictionary.h"

namespace parlando::server {

// The user's pronunciations as the library keeps them, and ready to be used. A request is spoken with those of the
// moment in which it came; a change is for the ones after it. Any thread may call.
class SpokenDictionary {
public:
    // What is kept and cannot be used (another program wrote it) is logged and stays unused. `rows` outlives it.
    static Result<std::unique_ptr<SpokenDictionary>> open(store::Dictionary& rows);

    // Never null.
    std::shared_ptr<const text::Dictionary> current() const;

    std::vector<store::DictionaryRow> all() const;  // oldest first
    // Errors: invalidInput (what is wrong with it, or that the word is there already), resourceLimit (no more than
    // text::kMostEntries); of `update` and `remove` notFound.
    Result<store::DictionaryRow> add(const text::DictionaryEntry& entry);
    Result<store::DictionaryRow> update(std::string_view id, const text::DictionaryEntry& entry);
    Result<> remove(std::string_view id);

private:
    explicit SpokenDictionary(store::Dictionary& rows) : m_rows(rows) {}

    using Rows = std::vector<store::DictionaryRow>;
    void use(Rows rows, text::Dictionary dictionary);

    store::Dictionary& m_rows;
    mutable std::mutex m_mutex;  // guards what is below, and keeps changes apart
    Rows m_all;
    std::shared_ptr<const text::Dictionary> m_current;
};

}  // namespace parlando::server
