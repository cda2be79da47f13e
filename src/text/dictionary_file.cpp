#include <algorithm>
#include <map>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/dictionary.h"
#include "text/dictionary_entry.h"

namespace parlando::text {
namespace {

constexpr std::string_view kBlanks = " \t\r";

// Without the blanks at both ends; what is empty stands where it was.
std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
    const std::size_t end = text.find_last_not_of(kBlanks);
    return text.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

class FileReader {
public:
    Result<std::vector<DictionaryEntry>> read(std::string_view file) {
        while (!file.empty()) {
            const std::size_t end = std::min(file.find('\n'), file.size());
            ++m_number;
            m_line = file.substr(0, end);
            PARLANDO_TRY(line());
            file.remove_prefix(std::min(end + 1, file.size()));
        }
        return std::move(m_entries);
    }

private:
    // `part` is of the line.
    Result<> problem(std::string_view part, std::size_t at, std::string_view message) const {
        const auto before = m_line.substr(0, static_cast<std::size_t>(part.data() - m_line.data()));
        return failure(ErrorCode::invalidInput,
                       fmt::format("line {}, column {}: {}", m_number, utf8::decode(before).size() + at + 1, message));
    }

    Result<> line() {
        if (const auto bad = utf8::firstInvalid(m_line)) {
            return problem(m_line, utf8::decode(m_line.substr(0, *bad)).size(), "this is not valid UTF-8");
        }
        const std::string_view content = trimmed(m_line);
        if (content.empty() || content.starts_with('#')) {
            return {};
        }
        if (content.starts_with('[')) {
            return language(content);
        }
        const std::size_t equals = m_line.find('=');
        if (equals == std::string_view::npos) {
            return problem(content, 0, "this is no entry; write: word = how it is said");
        }
        const std::string_view word = trimmed(m_line.substr(0, equals));
        const std::string_view pronunciation = trimmed(m_line.substr(equals + 1));
        DictionaryEntry entry{std::string(word), std::string(pronunciation), m_language};
        if (const auto wrong = problemOf(entry)) {
            const bool isWord = wrong->member == EntryProblem::Member::word;
            return problem(isWord ? word : pronunciation, wrong->at, wrong->message);
        }
        if (m_entries.size() == kMostEntries) {
            return problem(word, 0, fmt::format("a dictionary has at most {} entries", kMostEntries));
        }
        const auto [other, isNew] = m_lines.emplace(keyOf(entry), m_number);
        if (!isNew) {
            return problem(word, 0, fmt::format("'{}' is in line {} already", word, other->second));
        }
        m_entries.push_back(std::move(entry));
        return {};
    }

    Result<> language(std::string_view content) {
        if (!content.ends_with(']')) {
            return problem(content, 0, "the bracket is not closed; write a language like [en]");
        }
        const std::string_view name = trimmed(content.substr(1, content.size() - 2));
        if (const auto wrong = problemOf({"a", "a", std::string(name)})) {
            return problem(name, wrong->at, wrong->message);
        }
        m_language = name;
        return {};
    }

    std::string_view m_line;
    std::size_t m_number = 0;
    std::string m_language;
    std::vector<DictionaryEntry> m_entries;
    std::map<std::string, std::size_t> m_lines;  // of the entries, by their keys
};

}  // namespace

Result<std::vector<DictionaryEntry>> readDictionary(std::string_view file) {
    if (file.starts_with("\xEF\xBB\xBF")) {  // a byte order mark
        file.remove_prefix(3);
    }
    return FileReader().read(file);
}

}  // namespace parlando::text
