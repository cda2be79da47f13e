#include "desktop/models/word_track.h"

#include <algorithm>

namespace parlando::desktop {
namespace {

constexpr double kShortPause = 0.15;  // seconds in which the mark does not flicker

int bytesOf(char32_t character) {
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

}  // namespace

void WordTrack::setText(const QString& text) {
    m_text = text;
    m_byte = 0;
    m_unit = 0;
    m_first = -1;
    m_last = -1;
    m_words.clear();
}

// -1: not at the beginning of a character, or behind the text.
int WordTrack::placeOf(qint64 byte) {
    while (m_byte < byte && m_unit < m_text.size()) {
        const bool pair =
            m_text.at(m_unit).isHighSurrogate() && m_unit + 1 < m_text.size() && m_text.at(m_unit + 1).isLowSurrogate();
        m_byte += pair ? 4 : bytesOf(m_text.at(m_unit).unicode());
        m_unit += pair ? 2 : 1;
    }
    return m_byte == byte ? m_unit : -1;
}

void WordTrack::add(const QJsonArray& words) {
    for (const auto& value : words) {
        const auto numbers = value.toArray();
        const auto start = numbers.at(2).toDouble(-1.0);
        const auto end = numbers.at(3).toDouble(-1.0);
        const bool isNew = m_words.isEmpty() || start >= m_words.last().end;
        const auto first = numbers.at(0).toInteger(-1);
        const auto last = numbers.at(1).toInteger(-1);
        if (!isNew || start < 0.0 || end <= start || first < 0 || last <= first) {
            continue;
        }
        if (!m_words.isEmpty() && first == m_first && last == m_last) {  // "three dollars" says "$3"
            m_words.last().end = end;
            continue;
        }
        const Place place{placeOf(first), placeOf(last)};
        m_first = first;
        m_last = last;
        if (place.begin >= 0 && place.end > place.begin) {
            m_words.append({place, start, end});
        }
    }
}

WordTrack::Place WordTrack::at(double seconds) const {
    const auto after = std::ranges::upper_bound(m_words, seconds, {}, &Word::start);
    if (after == m_words.begin()) {
        return {};
    }
    const auto& word = *(after - 1);
    const bool joins = after != m_words.end() && after->start - word.end < kShortPause;
    return seconds < word.end || joins ? word.place : Place();
}

}  // namespace parlando::desktop
