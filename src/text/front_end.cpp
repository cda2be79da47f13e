#include "text/front_end.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/clauses.h"
#include "text/sentences.h"

namespace parlando::text {

Result<std::vector<Utterance>> prepare(std::string_view text, const Limits& limits) {
    if (text.size() > limits.longestText) {
        return failure(ErrorCode::resourceLimit, fmt::format("The text has {} bytes; at most {} are spoken at once.",
                                                             text.size(), limits.longestText));
    }
    if (const auto bad = utf8::firstInvalid(text)) {
        return failure(ErrorCode::invalidInput, fmt::format("The text is not valid UTF-8 at byte {}.", *bad));
    }
    std::vector<Utterance> utterances;
    for (const Sentence& sentence : splitSentences(text)) {
        std::vector<Utterance> pieces = utterancesOf(text, sentence.begin, sentence.end, limits.longestUtterance);
        if (pieces.empty()) {
            if (!utterances.empty()) {  // a row of stars between paragraphs
                utterances.back().pauseAfter = std::max(utterances.back().pauseAfter, sentence.pauseAfter);
            }
            continue;
        }
        pieces.back().pauseAfter = sentence.pauseAfter;
        std::move(pieces.begin(), pieces.end(), std::back_inserter(utterances));
    }
    if (utterances.empty()) {
        return failure(ErrorCode::invalidInput, "There is nothing to speak: the text has no letters or digits.");
    }
    utterances.back().pauseAfter = 0;
    return utterances;
}

}  // namespace parlando::text
