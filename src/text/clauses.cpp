#include "text/clauses.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/normaliser.h"
#include "text/sentences.h"
#include "text/tokens.h"

namespace parlando::text {
namespace {

constexpr std::array<std::string_view, 12> kConjunctions = {"and",   "but",  "or",       "because", "which", "that",
                                                            "while", "when", "although", "so",      "where", "who"};

enum class Strength { space, conjunction, comma, colon };

struct Cut {
    std::size_t at = 0;  // byte offset of what comes after it
    Strength strength = Strength::space;
};

std::size_t length(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

double pauseAfterMark(std::string_view spoken) {
    std::string_view end = spoken;
    while (end.ends_with('"')) {
        end.remove_suffix(1);
    }
    if (end.ends_with("…")) {
        return kEllipsisPause;
    }
    if (end.ends_with(';') || end.ends_with(':')) {
        return kColonPause;
    }
    return end.ends_with(',') || end.ends_with("—") ? kClausePause : kSentencePause;
}

bool endsInMark(std::string_view spoken) {
    while (spoken.ends_with('"')) {
        spoken.remove_suffix(1);
    }
    static constexpr std::array<std::string_view, 8> kMarks = {".", "!", "?", "…", ";", ":", ",", "—"};
    return std::any_of(kMarks.begin(), kMarks.end(),
                       [spoken](std::string_view mark) { return spoken.ends_with(mark); });
}

// Where the clauses of the sentence begin. A comma before a digit is inside a date or a list of numbers.
std::vector<Cut> clauseStarts(std::string_view sentence) {
    const Tokens tokens(sentence);
    std::vector<Cut> cuts;
    std::size_t offset = 0;
    for (std::size_t i = 0; tokens.has(i); ++i) {
        offset += tokens.at(i).text.size();
        const bool colon = tokens.isSymbol(i, U';') || tokens.isSymbol(i, U':');
        const bool comma = tokens.isSymbol(i, U',') || tokens.isSymbol(i, U'—') || tokens.isSymbol(i, U'，');
        const bool separated = tokens.isSpace(i + 1) || tokens.at(i).symbol == U'—' || tokens.at(i).symbol == U'，';
        if ((colon || comma) && separated && !tokens.isNumber(i + 2)) {
            cuts.push_back({offset, colon ? Strength::colon : Strength::comma});
        }
    }
    cuts.push_back({sentence.size(), Strength::colon});
    return cuts;
}

// The last and strongest place to cut `spoken` within its first `longest` code points.
Cut cutWithin(std::string_view spoken, std::size_t longest) {
    Cut best;
    std::size_t offset = 0;
    std::size_t wordStart = 0;
    Cut pending;
    for (std::size_t count = 0; offset < spoken.size() && count < longest; ++count) {
        const char c = spoken[offset];
        utf8::next(spoken, offset);
        if (c != ' ') {
            continue;
        }
        const std::string_view before = spoken.substr(wordStart, offset - 1 - wordStart);
        wordStart = offset;
        pending = {offset, endsInMark(before)
                               ? (before.ends_with(';') || before.ends_with(':') ? Strength::colon : Strength::comma)
                               : Strength::space};
        const std::string_view after =
            spoken.substr(offset, std::min(spoken.find(' ', offset), spoken.size()) - offset);
        if (pending.strength == Strength::space && isIn(kConjunctions, after)) {
            pending.strength = Strength::conjunction;
        }
        // A short first piece sounds chopped, so a stronger place counts only from a third on.
        const bool early = count < longest / 3;
        if (pending.strength >= best.strength || (early && best.at < pending.at) || best.at < longest / 3) {
            best = pending;
        }
    }
    return best.at == 0 ? Cut{offset, Strength::space} : best;
}

// The text from `begin` to `end`; places are in `text`.
Utterance normalised(std::string_view text, std::size_t begin, std::size_t end) {
    Utterance utterance = normalise(text.substr(begin, end - begin));
    utterance.begin = begin;
    utterance.end = end;
    for (Word& word : utterance.words) {
        word.sourceBegin += begin;
        word.sourceEnd += begin;
    }
    return utterance;
}

Word shifted(Word word, std::size_t by) {
    word.begin -= by;
    word.end -= by;
    return word;
}

// Pieces of a clause that has no marks to cut it at. Two pieces may share a place, if what is said for it is cut.
void cutClause(Utterance clause, std::size_t longest, std::vector<Utterance>& out) {
    std::string_view rest = clause.spoken;
    std::size_t begin = clause.begin;
    auto word = clause.words.begin();
    while (length(rest.substr(0, 4 * longest + 4)) > longest) {
        const Cut cut = cutWithin(rest, longest);
        const std::size_t from = clause.spoken.size() - rest.size();
        std::size_t to = from + cut.at;
        for (auto other = word; other != clause.words.end() && other->begin < to; ++other) {
            to = other->end > to && other->begin > from ? other->begin : to;  // several words that are said as one
        }
        Utterance piece;
        piece.spoken = rest.substr(0, to - from);
        while (piece.spoken.ends_with(' ')) {
            piece.spoken.pop_back();
        }
        piece.begin = begin;
        for (; word != clause.words.end() && word->begin < to; ++word) {
            piece.end = word->sourceEnd;
            if (word->end > to) {  // a word longer than an utterance
                piece.words.push_back({word->begin - from, to - from, word->sourceBegin, word->sourceEnd});
                word->begin = to;
                word->ipa.clear();
                break;
            }
            piece.words.push_back(shifted(std::move(*word), from));
        }
        piece.end = std::max(piece.end, begin);
        if (word != clause.words.end() && !piece.words.empty() && word->sourceBegin < piece.words.back().sourceEnd) {
            // "A88888" is said "A-eighty-eight thousand …": the first word says more than the number that is cut.
            word->sourceBegin = piece.words.back().sourceBegin;
            piece.words.back().sourceEnd = piece.end = word->sourceEnd;
        }
        const bool marked = endsInMark(piece.spoken);
        piece.pauseAfter = marked ? pauseAfterMark(piece.spoken) : 0;
        piece.spoken += marked ? "" : ",";
        rest.remove_prefix(to - from);
        begin = word == clause.words.end() ? piece.end : word->sourceBegin;
        out.push_back(std::move(piece));
    }
    Utterance last{std::string(rest), {}, begin, clause.end, clause.pauseAfter};
    const std::size_t from = clause.spoken.size() - rest.size();
    for (; word != clause.words.end(); ++word) {
        last.words.push_back(shifted(std::move(*word), from));
    }
    out.push_back(std::move(last));
}

// Clauses in a row as one utterance as long as they fit.
class Packer {
public:
    Packer(std::string_view text, std::size_t begin, std::size_t end, std::size_t longest)
        : m_text(text), m_begin(begin), m_sentence(text.substr(begin, end - begin)), m_longest(longest) {}

    std::vector<Utterance> take() {
        const std::vector<Cut> cuts = clauseStarts(m_sentence);
        std::vector<std::size_t> lengths;
        for (std::size_t i = 0; i < cuts.size(); ++i) {
            lengths.push_back(length(normalise(part(cuts, i, i + 1)).spoken) + 1);
        }
        for (std::size_t first = 0; first < cuts.size();) {
            const std::size_t last = fitting(cuts, lengths, first);
            put(cuts, first, last);
            first = last;
        }
        return std::move(m_utterances);
    }

private:
    std::string_view part(const std::vector<Cut>& cuts, std::size_t first, std::size_t last) const {
        const std::size_t begin = first == 0 ? 0 : cuts[first - 1].at;
        return m_sentence.substr(begin, cuts[last - 1].at - begin);
    }

    // One past the last clause of the utterance that begins with clause `first`.
    std::size_t fitting(const std::vector<Cut>& cuts, const std::vector<std::size_t>& lengths,
                        std::size_t first) const {
        std::size_t sum = 0;
        std::size_t last = first;
        std::size_t afterColon = first;
        while (last < cuts.size() && (last == first || sum + lengths[last] <= m_longest)) {
            sum += lengths[last];
            ++last;
            if (cuts[last - 1].strength == Strength::colon && sum >= m_longest / 3) {
                afterColon = last;
            }
        }
        return afterColon > first && last < cuts.size() ? afterColon : last;
    }

    void put(const std::vector<Cut>& cuts, std::size_t first, std::size_t last) {
        const std::string_view original = part(cuts, first, last);
        const std::size_t begin = m_begin + static_cast<std::size_t>(original.data() - m_sentence.data());
        const std::size_t blank = original.find_first_not_of(" \n\r\t");
        Utterance clause = normalised(m_text, begin, begin + original.size());
        clause.begin += blank == std::string_view::npos ? 0 : blank;
        if (!hasSpeakable(clause.spoken)) {
            return;
        }
        clause.pauseAfter = pauseAfterMark(clause.spoken);
        cutClause(std::move(clause), m_longest, m_utterances);
    }

    std::string_view m_text;
    std::size_t m_begin;
    std::string_view m_sentence;
    std::size_t m_longest;
    std::vector<Utterance> m_utterances;
};

}  // namespace

std::vector<Utterance> utterancesOf(std::string_view text, std::size_t begin, std::size_t end, std::size_t longest,
                                    Ends ends) {
    std::vector<Utterance> utterances;
    Utterance whole = normalised(text, begin, end);
    if (!hasSpeakable(whole.spoken)) {
        return utterances;
    }
    if (length(whole.spoken) <= longest) {
        whole.pauseAfter = pauseAfterMark(whole.spoken);
        utterances.push_back(std::move(whole));
    } else {
        utterances = Packer(text, begin, end, longest).take();
    }
    for (Utterance& utterance : utterances) {
        if (!endsInMark(utterance.spoken)) {
            utterance.spoken += &utterance == &utterances.back() && ends == Ends::sentence ? '.' : ',';
        }
    }
    return utterances;
}

}  // namespace parlando::text
