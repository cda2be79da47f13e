#include "server/captions.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "server/word_times.h"

namespace parlando::server {
namespace {

using engine::SpokenWord;

constexpr double kLongPause = 1.5;           // seconds; a caption does not stay through it
constexpr double kShortestCue = 1.0;         // where there is room for it
constexpr double kLeastSeconds = 0.001;      // a cue of no length is not valid
constexpr std::size_t kShortestClause = 30;  // characters before a cut at a comma

enum class Break { none, clause, sentence };

bool isBlank(char c) {
    return static_cast<unsigned char>(c) <= ' ';
}

// With single blanks in the place of all that is blank.
std::u32string withSingleBlanks(std::string_view text) {
    std::u32string written;
    for (const char32_t c : utf8::decode(text)) {
        if (c > U' ') {
            written += c;
        } else if (!written.empty() && written.back() != U' ') {
            written += U' ';
        }
    }
    while (!written.empty() && written.back() == U' ') {
        written.pop_back();
    }
    return written;
}

// How many bytes at the beginning are not for a reader: "[pause:1s]", references like "[12]", the end of
// "[word](/ipa/)" and of links, and HTML; 0: none.
std::size_t directing(std::string_view text) {
    constexpr std::size_t kLongest = 700;  // where the front end looks no further, so that this is linear
    const auto through = [text](char c) {
        const std::size_t at = text.substr(0, kLongest).find(c);
        return at == std::string_view::npos ? 0 : at + 1;
    };
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (text.starts_with("](")) {
        return through(')');
    }
    if (text.starts_with('<')) {
        const char next = text.size() > 1 ? text[1] : ' ';
        return isLetter(next) || next == '/' || next == '!' ? through('>') : 0;
    }
    const std::size_t size = text.starts_with('[') ? through(']') : 0;
    if (size < 3) {
        return 0;
    }
    const std::string_view inside = text.substr(1, size - 2);
    const bool isNumber = inside.size() <= 3 && inside.find_first_not_of("0123456789") == std::string_view::npos;
    std::string name(inside.substr(0, 6));
    std::ranges::transform(name, name.begin(),
                           [&](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return isNumber || inside.starts_with('^') || name == "pause:" ? size : 0;
}

// What stands between words, without what directs the reading and the signs of headings and emphasis.
std::string withoutMarkup(std::string_view between) {
    std::string kept;
    while (!between.empty()) {
        if (const std::size_t size = directing(between); size > 0) {
            between.remove_prefix(size);
            continue;
        }
        if (std::string_view("[]*_`#").find(between.front()) == std::string_view::npos) {
            kept += between.front();
        }
        between.remove_prefix(1);
    }
    return kept;
}

Break breakAfter(std::u32string_view written) {
    while (!written.empty() && std::u32string_view(U"\"”’»)]').").find(written.back()) != std::u32string_view::npos &&
           written.back() != U'.') {
        written.remove_suffix(1);
    }
    if (written.empty()) {
        return Break::none;
    }
    if (std::u32string_view(U".!?…。！？").find(written.back()) != std::u32string_view::npos) {
        return Break::sentence;
    }
    return std::u32string_view(U",;:—，、；：").find(written.back()) != std::u32string_view::npos ? Break::clause
                                                                                                  : Break::none;
}

// A word with what is written around it, no longer than a line.
struct Piece {
    std::u32string written;
    double start = 0.0;
    double end = 0.0;
    Break after = Break::none;
    bool joins = false;  // no blank is written before it
};

std::vector<Piece> piecesOf(std::string_view text, std::span<const SpokenWord> words) {
    std::vector<Piece> pieces;
    std::string before = words.empty() ? "" : withoutMarkup(text.substr(0, words.front().sourceBegin));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::size_t next =
            std::max(i + 1 < words.size() ? words[i + 1].sourceBegin : text.size(), words[i].sourceEnd);
        std::string after = withoutMarkup(text.substr(words[i].sourceEnd, next - words[i].sourceEnd));
        // Marks that open something stand with the word that follows them.
        const auto blank = std::find_if(after.rbegin(), after.rend(), isBlank);
        std::string opening;
        if (i + 1 < words.size() && blank != after.rend()) {
            opening.assign(blank.base(), after.end());
            after.erase(blank.base(), after.end());
        }
        const std::string_view word = text.substr(words[i].sourceBegin, words[i].sourceEnd - words[i].sourceBegin);
        const std::u32string written = withSingleBlanks(std::exchange(before, opening) + std::string(word) + after);
        const auto length = static_cast<double>(written.size());
        const bool joins =
            i > 0 && std::ranges::none_of(
                         text.substr(words[i - 1].sourceEnd,
                                     words[i].sourceBegin - std::min(words[i].sourceBegin, words[i - 1].sourceEnd)),
                         isBlank);
        for (std::size_t from = 0; from < written.size(); from += kLongestLine) {
            const std::u32string part = written.substr(from, kLongestLine);
            const double seconds = words[i].end - words[i].start;
            pieces.push_back({part, words[i].start + seconds * static_cast<double>(from) / length,
                              words[i].start + seconds * static_cast<double>(from + part.size()) / length,
                              from + part.size() == written.size() ? breakAfter(written) : Break::none,
                              joins || from > 0});
        }
    }
    return pieces;
}

std::vector<std::u32string> wrapped(std::span<const Piece> pieces) {
    std::vector<std::u32string> lines;
    for (const Piece& piece : pieces) {
        const std::u32string between = piece.joins ? U"" : U" ";
        if (lines.empty() || lines.back().size() + between.size() + piece.written.size() > kLongestLine) {
            lines.push_back(piece.written);
        } else {
            lines.back() += between + piece.written;
        }
    }
    return lines;
}

std::size_t lengthOf(std::span<const Piece> pieces) {
    std::size_t length = 0;
    for (const Piece& piece : pieces) {
        length += piece.written.size() + 1;
    }
    return length;
}

// How many of the pieces, which begin a cue, are in it.
std::size_t countIn(std::span<const Piece> pieces) {
    std::size_t clause = 0;
    std::size_t count = 0;
    while (count < pieces.size()) {
        const bool fits = count == 0 || (wrapped(pieces.first(count + 1)).size() <= kMostLines &&
                                         pieces[count].end - pieces.front().start <= kLongestCue);
        if (!fits) {
            return clause > 0 ? clause : count;
        }
        ++count;
        if (pieces[count - 1].after == Break::sentence ||
            (count < pieces.size() && pieces[count].start - pieces[count - 1].end > kLongPause)) {
            return count;
        }
        if (pieces[count - 1].after == Break::clause && lengthOf(pieces.first(count)) >= kShortestClause) {
            clause = count;
        }
    }
    return count;
}

// Two lines of about the same length.
std::vector<std::string> linesOf(std::span<const Piece> pieces) {
    const auto filled = wrapped(pieces);
    if (filled.size() < 2) {
        return {filled.empty() ? "" : utf8::encode(filled.front())};
    }
    std::vector<std::u32string> best = filled;
    std::size_t longest = kLongestLine + 1;
    for (std::size_t first = 1; first < pieces.size(); ++first) {
        auto lines = wrapped(pieces.first(first));
        const auto others = wrapped(pieces.subspan(first));
        if (lines.size() == 1 && others.size() == 1 && std::max(lines[0].size(), others[0].size()) < longest) {
            longest = std::max(lines[0].size(), others[0].size());
            best = {lines[0], others[0]};
        }
    }
    std::vector<std::string> result;
    std::ranges::transform(best, std::back_inserter(result), utf8::encode);
    return result;
}

std::string clock(double seconds, char decimal) {
    const auto milliseconds = static_cast<long long>(std::llround(seconds * 1000.0));
    return fmt::format("{:02}:{:02}:{:02}{}{:03}", milliseconds / 3'600'000, milliseconds / 60'000 % 60,
                       milliseconds / 1000 % 60, decimal, milliseconds % 1000);
}

// WebVTT has markup.
std::string escaped(const std::string& line) {
    std::string result;
    for (const char c : line) {
        result += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    }
    return result;
}

}  // namespace

std::optional<CaptionFormat> captionFormat(std::string_view name) {
    return name == "srt"    ? std::optional(CaptionFormat::srt)
           : name == "vtt"  ? std::optional(CaptionFormat::vtt)
           : name == "json" ? std::optional(CaptionFormat::json)
                            : std::nullopt;
}

std::vector<Cue> cuesOf(std::string_view text, std::span<const SpokenWord> words) {
    const std::vector<Piece> pieces = piecesOf(text, words);
    std::vector<Cue> cues;
    for (std::span<const Piece> rest = pieces; !rest.empty();) {
        const auto in = rest.first(countIn(rest));
        rest = rest.subspan(in.size());
        Cue cue{in.front().start, in.back().end, linesOf(in)};
        const double latest = rest.empty() ? cue.end : std::max(rest.front().start, cue.end);
        cue.end = std::max(cue.end, std::min(cue.start + kShortestCue, latest));
        cue.end = std::max(cue.end, cue.start + kLeastSeconds);
        if (!cues.empty()) {
            cue.start = std::max(cue.start, cues.back().end);
            cue.end = std::max(cue.end, cue.start + kLeastSeconds);
        }
        cues.push_back(std::move(cue));
    }
    return cues;
}

std::string captionsOf(CaptionFormat format, std::string_view text, std::span<const SpokenWord> spoken) {
    const auto words = writtenWords(text, spoken);
    if (format == CaptionFormat::json) {
        return nlohmann::ordered_json{{"text", text}, {"timestamps", timestampsOf(text, words)}}.dump(
            -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    }
    const bool isVtt = format == CaptionFormat::vtt;
    const char decimal = isVtt ? '.' : ',';
    std::string file = isVtt ? "WEBVTT\n\n" : "";
    std::size_t number = 0;
    for (const Cue& cue : cuesOf(text, words)) {
        file += isVtt ? "" : fmt::format("{}\n", ++number);
        file += fmt::format("{} --> {}\n", clock(cue.start, decimal), clock(cue.end, decimal));
        for (const std::string& line : cue.lines) {
            file += (isVtt ? escaped(line) : line) + "\n";
        }
        file += "\n";
    }
    return file;
}

}  // namespace parlando::server
