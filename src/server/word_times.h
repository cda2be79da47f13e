#pragma once

#include <cstddef>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/engine.h"

// When words are spoken, as clients read it and as the library keeps it.
namespace parlando::server {

// The words as a reader sees them: what says one place of the text together is one, and a place of several words
// ("May 3rd, 1999") is divided at its blanks, its time in proportion to their letters. None has a blank in it.
std::vector<engine::SpokenWord> writtenWords(std::string_view text, std::span<const engine::SpokenWord> spoken);

// {"word", "start_time", "end_time", "begin", "end"}: seconds, and bytes of the text.
nlohmann::ordered_json timestampOf(std::string_view text, const engine::SpokenWord& word);
nlohmann::ordered_json timestampsOf(std::string_view text, std::span<const engine::SpokenWord> words);

// A list of [begin, end, start, end], bytes and seconds, for programs of our own.
nlohmann::ordered_json compactOf(std::span<const engine::SpokenWord> words);

// What the library keeps of the words, and back; what is damaged, out of order or no place of the text is left out.
std::string storedWords(std::span<const engine::SpokenWord> words);
std::vector<engine::SpokenWord> wordsFromStore(const std::string& stored, std::string_view text);

// Words from the thread that speaks to the one that tells of them.
class WordLog {
public:
    void add(std::span<const engine::SpokenWord> words) {
        const std::lock_guard lock(m_mutex);
        m_words.insert(m_words.end(), words.begin(), words.end());
    }
    std::vector<engine::SpokenWord> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_words, {});
    }

private:
    std::mutex m_mutex;
    std::vector<engine::SpokenWord> m_words;
};

}  // namespace parlando::server
