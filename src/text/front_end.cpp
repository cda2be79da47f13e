#include "text/front_end.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/clauses.h"
#include "text/inline_markup.h"
#include "text/sentences.h"

namespace parlando::text {

Result<Narration> Narration::open(std::string_view text, const Limits& limits) {
    if (text.size() > limits.longestText) {
        return failure(ErrorCode::resourceLimit, fmt::format("The text has {} bytes; at most {} are spoken at once.",
                                                             text.size(), limits.longestText));
    }
    if (const auto bad = utf8::firstInvalid(text)) {
        return failure(ErrorCode::invalidInput, fmt::format("The text is not valid UTF-8 at byte {}.", *bad));
    }
    return Narration(text, limits);
}

Result<std::optional<Utterance>> Narration::next() {
    while (m_ready.size() < 2 && readSentence()) {
    }
    if (m_ready.empty()) {
        if (!m_spoke) {
            return failure(ErrorCode::invalidInput, "There is nothing to speak: the text has no letters or digits.");
        }
        return std::nullopt;
    }
    std::optional<Utterance> utterance = std::move(m_ready.front());
    m_ready.pop_front();
    m_spoke = true;
    if (m_ready.empty()) {
        utterance->pauseAfter = m_pause.value_or(0);
    }
    return utterance;
}

// False at the end of the text.
bool Narration::readSentence() {
    const auto sentence = m_sentences.next();
    if (!sentence) {
        return false;
    }
    const std::string_view whole = m_text.substr(0, sentence->end);
    std::size_t begin = sentence->begin;
    for (std::size_t at = whole.find('[', begin); at != std::string_view::npos; at = whole.find('[', at)) {
        const auto direction = directionAt(whole, at);
        if (!direction) {
            ++at;
            continue;
        }
        std::optional<double> seconds;  // of the directions in a row
        double rate = m_rate;
        std::size_t after = at;
        for (auto next = direction; next; next = directionAt(whole, after)) {
            seconds = next->pause ? seconds.value_or(0) + *next->pause : seconds;
            rate = next->rate.value_or(rate);
            after = std::min(whole.find_first_not_of(" \t\r\n", after + next->size), whole.size());
        }
        read(begin, at, hasSpeakable(whole.substr(after)) ? Ends::clause : Ends::sentence, 0);
        if (seconds) {
            pause(*seconds);
        }
        m_rate = rate;
        begin = at = after;
    }
    read(begin, sentence->end, Ends::sentence, sentence->pauseAfter);
    return true;
}

void Narration::read(std::size_t begin, std::size_t end, Ends ends, double pauseAfter) {
    std::vector<Utterance> pieces = utterancesOf(m_text, begin, end, m_limits.longestUtterance, ends);
    if (pieces.empty()) {
        if (!m_ready.empty() && !m_pause) {  // a row of stars between paragraphs
            m_ready.back().pauseAfter = std::max(m_ready.back().pauseAfter, pauseAfter);
        }
        return;
    }
    pieces.back().pauseAfter = pauseAfter;
    if (m_ready.empty()) {
        pieces.front().pauseBefore = m_pause.value_or(0);
    }
    m_pause.reset();
    for (auto& piece : pieces) {
        piece.rate = m_rate;
    }
    std::move(pieces.begin(), pieces.end(), std::back_inserter(m_ready));
}

void Narration::pause(double seconds) {
    m_pause = std::min(m_pause.value_or(0) + seconds, kLongestPause);
    if (!m_ready.empty()) {
        m_ready.back().pauseAfter = *m_pause;
    }
}

Result<std::vector<Utterance>> prepare(std::string_view text, const Limits& limits) {
    PARLANDO_TRY_ASSIGN(Narration narration, Narration::open(text, limits));
    std::vector<Utterance> utterances;
    for (;;) {
        PARLANDO_TRY_ASSIGN(auto utterance, narration.next());
        if (!utterance) {
            return utterances;
        }
        utterances.push_back(std::move(*utterance));
    }
}

}  // namespace parlando::text
