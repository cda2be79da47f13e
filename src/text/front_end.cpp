#include "text/front_end.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/clauses.h"
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
    while (m_ready.size() < 2) {
        const auto sentence = m_sentences.next();
        if (!sentence) {
            break;
        }
        std::vector<Utterance> pieces = utterancesOf(m_text, sentence->begin, sentence->end, m_limits.longestUtterance);
        if (pieces.empty()) {
            if (!m_ready.empty()) {  // a row of stars between paragraphs
                m_ready.back().pauseAfter = std::max(m_ready.back().pauseAfter, sentence->pauseAfter);
            }
            continue;
        }
        pieces.back().pauseAfter = sentence->pauseAfter;
        std::move(pieces.begin(), pieces.end(), std::back_inserter(m_ready));
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
        utterance->pauseAfter = 0;
    }
    return utterance;
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
