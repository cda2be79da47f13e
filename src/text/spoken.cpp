#include "text/spoken.h"

#include <algorithm>
#include <string_view>

#include "base/utf8.h"
#include "text/characters.h"

namespace parlando::text {
namespace {

// Where marks meet, the one further to the right here stays: "?!" is a question, ".," a sentence end.
constexpr std::u32string_view kByStrength = U",;:—.…!?";

}  // namespace

void Spoken::word(std::string_view words) {
    if (words.empty()) {
        return;
    }
    if (!m_text.empty() && !m_join && !m_afterOpeningQuote) {
        m_text += ' ';
    }
    append(words);
    m_mark = 0;
    m_join = false;
    m_afterOpeningQuote = false;
}

void Spoken::suffix(std::string_view ending) {
    if (!m_text.empty() && m_mark == 0 && !m_join && m_text.back() != '"' && m_text.size() != m_detachedAt) {
        append(ending);
    }
}

void Spoken::hyphen() {
    if (!m_text.empty() && m_mark == 0 && !m_join && m_text.back() != '"' && m_text.size() != m_detachedAt) {
        m_text += '-';
        m_join = true;
    }
}

void Spoken::mark(char32_t mark) {
    if (m_text.empty() || m_afterOpeningQuote) {
        return;
    }
    if (m_mark != 0) {
        if (kByStrength.find(mark) <= kByStrength.find(m_mark)) {
            return;
        }
        std::string replaced;
        utf8::append(replaced, m_mark);
        m_text.erase(m_markOffset, replaced.size());
    } else {
        m_markOffset = m_text.size();
    }
    std::string text;
    utf8::append(text, mark);
    m_text.insert(m_markOffset, text);
    m_mark = mark;
}

void Spoken::quote(bool opening) {
    if (opening == m_quoteOpen) {  // a second opening one, or a closing one without its partner
        return;
    }
    if (opening) {
        if (!m_text.empty()) {
            m_text += ' ';
        }
        m_text += '"';
        m_mark = 0;
    } else if (m_afterOpeningQuote) {
        m_text.pop_back();  // nothing was said inside
        if (!m_text.empty()) {
            m_text.pop_back();
        }
    } else {
        m_text += '"';
    }
    m_quoteOpen = opening;
    m_afterOpeningQuote = opening;
}

void Spoken::beginPronounced(std::string ipa, Place place) {
    endPronounced();
    detach();
    m_pronounced.push_back({m_text.size(), 0, place, std::move(ipa)});
    m_inPronounced = true;
}

void Spoken::endPronounced() {
    if (m_inPronounced) {
        detach();
        m_pronounced.back().end = m_text.size();
        m_inPronounced = false;
    }
}

// What comes next is a word of its own.
void Spoken::detach() {
    if (m_join) {
        m_text.pop_back();  // the hyphen
        m_join = false;
    }
    m_detachedAt = m_text.size();
}

Utterance Spoken::take() {
    endPronounced();
    if (m_afterOpeningQuote) {
        quote(false);
    }
    Utterance utterance;
    utterance.words = words();
    utterance.spoken = std::move(m_text);
    return utterance;
}

void Spoken::cameFrom(Place place) {
    for (; m_placed < m_parts.size(); ++m_placed) {
        m_parts[m_placed].place = place;
    }
}

void Spoken::append(std::string_view words) {
    m_parts.push_back({m_text.size(), m_text.size() + words.size(), {}});
    m_text += words;
}

// What stands between blanks, without the marks around it.
std::vector<Word> Spoken::words() const {
    std::vector<Word> words;
    auto part = m_parts.begin();
    auto pronounced = m_pronounced.begin();
    for (std::size_t begin = 0; begin < m_text.size();) {
        const std::size_t blank = std::min(m_text.find(' ', begin), m_text.size());
        std::size_t first = blank;
        std::size_t last = begin;
        for (std::size_t offset = begin; offset < blank;) {
            const std::size_t at = offset;
            if (isSpeakable(utf8::next(m_text, offset))) {
                first = std::min(first, at);
                last = offset;
            }
        }
        begin = blank + 1;
        if (first >= last) {
            continue;
        }
        while (part->end <= first) {
            ++part;
        }
        Word word{first, last, part->place.begin, part->place.end};
        for (auto other = part; other != m_parts.end() && other->begin < last; ++other) {
            word.sourceEnd = other->place.end;
        }
        while (pronounced != m_pronounced.end() && pronounced->end <= word.begin) {
            ++pronounced;
        }
        if (pronounced != m_pronounced.end() && pronounced->begin <= word.begin) {
            word.sourceBegin = pronounced->place.begin;
            word.sourceEnd = pronounced->place.end;
            word.ipa = pronounced->ipa;
            if (!words.empty() && words.back().begin >= pronounced->begin) {
                words.back().end = word.end;
                continue;
            }
        }
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace parlando::text
