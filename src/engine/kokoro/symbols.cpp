#include "engine/kokoro/symbols.h"

#include <algorithm>

namespace parlando::engine::kokoro {
namespace {

constexpr std::int64_t kEdge = 0;
constexpr std::size_t kLongSentence = 100;  // about six seconds
constexpr std::size_t kShortestStart = 25;  // with fewer symbols the melody suffers
constexpr std::u32string_view kMarks = U",;:.!?—…";
constexpr std::u32string_view kClosing = U")”\"";

std::u32string_view trimmed(std::u32string_view text) {
    const std::size_t first = text.find_first_not_of(U' ');
    return first == std::u32string_view::npos ? std::u32string_view()
                                              : text.substr(first, text.find_last_not_of(U' ') - first + 1);
}

bool endsInMark(std::u32string_view text) {
    const std::size_t last = text.find_last_not_of(kClosing);
    return last != std::u32string_view::npos && kMarks.find(text[last]) != std::u32string_view::npos;
}

// The first clause of at least `shortest` characters ends here; npos: nowhere in `text`.
std::size_t firstClauseEnd(std::u32string_view text, std::size_t shortest) {
    for (std::size_t end = shortest; end < text.size(); ++end) {
        if (text[end] == U' ' && endsInMark(text.substr(0, end))) {
            return end;
        }
    }
    return std::u32string_view::npos;
}

// Where to cut a text that is longer than `longest`.
std::size_t lastCut(std::u32string_view text, std::size_t longest) {
    for (std::size_t end = longest; end > 0; --end) {
        if (text[end] == U' ' && endsInMark(text.substr(0, end))) {
            return end;
        }
    }
    const std::size_t space = text.rfind(U' ', longest);
    return space == std::u32string_view::npos || space == 0 ? longest : space;
}

}  // namespace

std::vector<std::int64_t> symbolIds(const Config& config, std::u32string_view phonemes,
                                    std::vector<std::size_t>* places) {
    std::vector<std::int64_t> ids;
    const auto add = [&](std::int64_t id, std::size_t place) {
        ids.push_back(id);
        if (places != nullptr) {
            places->push_back(place);
        }
    };
    add(kEdge, std::u32string_view::npos);
    bool spoken = false;
    for (std::size_t i = 0; i < phonemes.size(); ++i) {
        if (const auto symbol = config.vocabulary.find(phonemes[i]); symbol != config.vocabulary.end()) {
            add(symbol->second, i);
            spoken = spoken || phonemes[i] != U' ';
        }
    }
    if (!spoken) {
        return {};
    }
    add(kEdge, std::u32string_view::npos);
    return ids;
}

std::vector<Piece> cutIntoPieces(std::u32string_view phonemes, std::size_t longest) {
    std::vector<Piece> pieces;
    std::u32string_view rest = trimmed(phonemes);
    const auto take = [&](std::size_t length) {
        const std::u32string_view piece = trimmed(rest.substr(0, length));
        if (!piece.empty()) {
            pieces.push_back(
                {std::u32string(piece), static_cast<std::size_t>(piece.data() - phonemes.data()), endsInMark(piece)});
        }
        rest = trimmed(rest.substr(length));
    };
    if (rest.size() > kLongSentence) {
        const std::size_t end = firstClauseEnd(rest, kShortestStart);
        if (end < longest && rest.size() - end >= kShortestStart) {
            take(end);
        }
    }
    while (rest.size() > longest) {
        take(lastCut(rest, longest));
    }
    take(rest.size());
    return pieces;
}

}  // namespace parlando::engine::kokoro
