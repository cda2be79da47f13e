#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace parlando::text {

// Silences in seconds, as a newsreader leaves them.
inline constexpr double kClausePause = 0.15;
inline constexpr double kColonPause = 0.25;
inline constexpr double kSentencePause = 0.35;
inline constexpr double kEllipsisPause = 0.45;
inline constexpr double kParagraphPause = 0.6;

struct Sentence {
    std::size_t begin = 0;  // bytes in the text as it was given
    std::size_t end = 0;
    double pauseAfter = 0;  // seconds
};

// The sentences of a text, each when it is asked for. Headings, list items and table rows are sentences of their own; a
// line end inside a paragraph is a space. The time for all is linear in the length of the text; one sentence takes
// little more than its own length.
class SentenceReader {
public:
    // `utf8` must be valid and outlive the reader.
    explicit SentenceReader(std::string_view utf8);
    SentenceReader(SentenceReader&&) noexcept;
    ~SentenceReader();

    std::optional<Sentence> next();

private:
    class State;
    std::unique_ptr<State> m_state;
};

}  // namespace parlando::text
