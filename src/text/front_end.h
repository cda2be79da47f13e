#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/sentences.h"

namespace parlando::text {

// One spoken word of an utterance. The words of an utterance are in order and do not overlap in `spoken`.
struct Word {
    std::size_t begin = 0;  // bytes in Utterance::spoken, without punctuation
    std::size_t end = 0;
    std::size_t sourceBegin = 0;  // what it says, in bytes of the text as it was given; several spoken words may share
    std::size_t sourceEnd = 0;    // one place ("$3.50"), places never go backwards
    std::string ipa{};            // not empty: how it is said, instead of by the rules
};

// A piece of text that is synthesised at once.
struct Utterance {
    std::string spoken{};  // normalised, with a mark at its end
    std::vector<Word> words{};
    std::size_t begin = 0;  // where it stands in the text as it was given, in bytes
    std::size_t end = 0;
    double pauseAfter = 0;   // seconds
    double pauseBefore = 0;  // seconds; before the first of them only
    double rate = 1;         // times the speed that is asked for
};

struct Limits {
    std::size_t longestText = std::size_t{1} << 20;  // bytes
    std::size_t longestUtterance = 220;              // code points of spoken text: about 15 seconds
};

// What a part of a text is the end of.
enum class Ends { sentence, clause };

// Text as a user gives it to utterances: sentences, normalised, long ones cut at clauses. What has nothing to
// speak in it is left out. Each utterance is made when it is asked for, from its own sentence and the one after it, so
// a long text begins as soon as a short one; the time for all of them is linear in the length of the text.
class Narration {
public:
    // `text` must outlive it. Errors: resourceLimit (too long), invalidInput (not UTF-8).
    static Result<Narration> open(std::string_view text, const Limits& limits = {});

    // Nothing after the last utterance. Error: invalidInput (there is nothing to speak in all of the text).
    Result<std::optional<Utterance>> next();

private:
    bool readSentence();
    void read(std::size_t begin, std::size_t end, Ends ends, double pauseAfter);
    void pause(double seconds);

    Narration(std::string_view text, const Limits& limits) : m_text(text), m_limits(limits), m_sentences(text) {}

    std::string_view m_text;
    Limits m_limits;
    SentenceReader m_sentences;
    std::deque<Utterance> m_ready;  // the last of them is kept back until its pause is known
    bool m_spoke = false;
    double m_rate = 1;
    std::optional<double> m_pause;  // that the text asks for after the last of them; counts instead of the mark's
};

// All utterances at once.
Result<std::vector<Utterance>> prepare(std::string_view text, const Limits& limits = {});

}  // namespace parlando::text
