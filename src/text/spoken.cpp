#include "text/spoken.h"

#include <string_view>

#include "base/utf8.h"

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
    m_text += words;
    m_mark = 0;
    m_join = false;
    m_afterOpeningQuote = false;
}

void Spoken::suffix(std::string_view ending) {
    if (!m_text.empty() && m_mark == 0 && !m_join && m_text.back() != '"') {
        m_text += ending;
    }
}

void Spoken::hyphen() {
    if (!m_text.empty() && m_mark == 0 && !m_join && m_text.back() != '"') {
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

std::string Spoken::take() {
    if (m_afterOpeningQuote) {
        quote(false);
    }
    return std::move(m_text);
}

}  // namespace parlando::text
