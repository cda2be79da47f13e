#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/front_end.h"
#include "text/sourced.h"

namespace parlando::text {

// Collects the words and marks of the normalised text and keeps it tidy: one space between words, marks attached to
// the word before, one mark where several meet, none in front of the first word.
class Spoken {
public:
    // Where in the text as it was given the words stand that were added since the last call. Never goes backwards.
    void cameFrom(Place place);
    // One or more words.
    void word(std::string_view words);
    // Continues the last word: "'s".
    void suffix(std::string_view ending);
    // The next word continues the last one after a hyphen: "well-known".
    void hyphen();
    // One of ; : , . ! ? — …
    void mark(char32_t mark);
    void quote(bool opening);
    // The words between the two are said as one, like this. The place is that of all of them.
    void beginPronounced(std::string ipa, Place place);
    void endPronounced();
    // The text ends here; no word or mark may follow.
    Utterance take();

    bool quoteIsOpen() const { return m_quoteOpen; }

private:
    // A part of the text and where it came from.
    struct Part {
        std::size_t begin;
        std::size_t end;
        Place place;
    };

    // Words that are said as one.
    struct Pronounced {
        std::size_t begin;
        std::size_t end;
        Place place;
        std::string ipa;
    };

    void append(std::string_view words);
    void detach();
    std::vector<Word> words() const;

    std::string m_text;
    std::vector<Part> m_parts;             // in order
    std::vector<Pronounced> m_pronounced;  // in order
    bool m_inPronounced = false;
    std::size_t m_detachedAt = 0;  // nothing continues the word that ends here
    std::size_t m_placed = 0;      // so many of them have their place
    char32_t m_mark = 0;           // the mark at the end of the text
    std::size_t m_markOffset = 0;  // where it begins
    bool m_join = false;           // the next word is attached
    bool m_quoteOpen = false;
    bool m_afterOpeningQuote = false;
};

}  // namespace parlando::text
