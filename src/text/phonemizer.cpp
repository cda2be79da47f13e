#include "text/phonemizer.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include <espeak-ng/speak_lib.h>
#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::text {
namespace {

// espeak-ng splits clauses by its own rules ("Dr. Smith" becomes two) and drops the marks, so it gets spans
// without any and we put the marks back. The marks are those of the published VITS vocabularies.
enum class Mark { none, closing, opening, quote };

struct MarkEntry {
    char32_t codePoint;
    Mark mark;
};

constexpr std::array kMarks = {
    MarkEntry{U';', Mark::closing}, MarkEntry{U':', Mark::closing}, MarkEntry{U',', Mark::closing},
    MarkEntry{U'.', Mark::closing}, MarkEntry{U'!', Mark::closing}, MarkEntry{U'?', Mark::closing},
    MarkEntry{U'—', Mark::closing}, MarkEntry{U'…', Mark::closing}, MarkEntry{U')', Mark::closing},
    MarkEntry{U']', Mark::closing}, MarkEntry{U'}', Mark::closing}, MarkEntry{U'”', Mark::closing},
    MarkEntry{U'»', Mark::closing}, MarkEntry{U'(', Mark::opening}, MarkEntry{U'[', Mark::opening},
    MarkEntry{U'{', Mark::opening}, MarkEntry{U'“', Mark::opening}, MarkEntry{U'«', Mark::opening},
    MarkEntry{U'¡', Mark::opening}, MarkEntry{U'¿', Mark::opening}, MarkEntry{U'"', Mark::quote},
};

// espeak-ng has fixed buffers for a word (160 bytes) and reads letters of a longer one erratically.
constexpr std::size_t kLongestWord = 100;  // code points

// phonememode of espeak_TextToPhonemes: IPA, and in bits 8 to 23 the character that ties letters
constexpr int kIpa = 0x02;
constexpr int kIpaWithCarets = kIpa | 0x80 | ('^' << 8);

Mark markOf(char32_t codePoint) {
    const auto* const entry = std::find_if(kMarks.begin(), kMarks.end(),
                                           [codePoint](const MarkEntry& mark) { return mark.codePoint == codePoint; });
    return entry == kMarks.end() ? Mark::none : entry->mark;
}

bool isSpace(char32_t codePoint) {
    // NUL ends a string for espeak-ng, so it counts as a space here.
    return codePoint <= U' ' || codePoint == 0x7F || codePoint == 0x85 || codePoint == 0xA0 || codePoint == 0x1680 ||
           (codePoint >= 0x2000 && codePoint <= 0x200A) || codePoint == 0x2028 || codePoint == 0x2029 ||
           codePoint == 0x202F || codePoint == 0x205F || codePoint == 0x3000;
}

// Collects the phonemes of one span without the language flags "(en)", "(fr)" that espeak-ng inserts for
// foreign words, and with single spaces.
void appendSpoken(std::string& phonemes, std::string_view fromEspeak) {
    bool atWordStart = true;
    for (std::size_t i = 0; i < fromEspeak.size(); ++i) {
        const char c = fromEspeak[i];
        if (c == '(') {
            const std::size_t end = fromEspeak.find(')', i);
            if (end != std::string_view::npos) {
                i = end;
                continue;
            }
        }
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            atWordStart = true;
            continue;
        }
        if (atWordStart && !phonemes.empty()) {
            phonemes += ' ';
        }
        atWordStart = false;
        phonemes += c;
    }
}

// Beside the library or program that this code is part of, where a package has brought espeak-ng's data with it; empty:
// it is where the system keeps it.
std::string folderOfData() {
    Dl_info self{};
    if (::dladdr(reinterpret_cast<const void*>(&phonemes), &self) == 0 || self.dli_fname == nullptr) {
        return "";
    }
    const auto folder = std::filesystem::path(self.dli_fname).parent_path();
    std::error_code ignored;
    return std::filesystem::is_directory(folder / "espeak-ng-data", ignored) ? folder.string() : "";
}

class Espeak {
public:
    Result<> use(std::string_view voice) {
        if (!m_initialised) {
            const std::string folder = folderOfData();
            const char* const path = folder.empty() ? nullptr : folder.c_str();
            if (espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, path, espeakINITIALIZE_DONT_EXIT) < 0) {
                return failure(
                    ErrorCode::notFound,
                    "The pronunciation data of espeak-ng was not found. Install the package espeak-ng-data, or "
                    "Parlando again.");
            }
            m_initialised = true;
        }
        if (!m_voice.empty() && voice == m_voice) {
            return {};
        }
        // espeak-ng takes a voice name for a file path as well; names come from voice folders of strangers.
        const bool wellFormed =
            !voice.empty() && voice.size() <= 40 && std::all_of(voice.begin(), voice.end(), [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            });
        m_voice.clear();
        if (!wellFormed || espeak_SetVoiceByName(std::string(voice).c_str()) != EE_OK) {
            return failure(ErrorCode::notFound,
                           fmt::format("espeak-ng has no voice named '{}'. Install a newer espeak-ng-data, or name one "
                                       "of the voices that `espeak-ng --voices` lists.",
                                       wellFormed ? voice : "?"));
        }
        m_voice = voice;
        return {};
    }

    std::string phonemes(const std::string& span, Ties ties) {
        const int mode = ties == Ties::caret ? kIpaWithCarets : kIpa;
        std::string spoken;
        const void* rest = span.c_str();
        // Every call consumes at least a character; the bound is for a defect in the library.
        for (std::size_t calls = 0; rest != nullptr && calls <= span.size(); ++calls) {
            const char* const clause = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, mode);
            if (clause != nullptr) {
                appendSpoken(spoken, clause);
            }
        }
        return spoken;
    }

private:
    bool m_initialised = false;
    std::string m_voice;  // empty: none is set
};

// Puts spans and marks together: a closing mark sticks to the word before it, an opening one to the word after.
class Line {
public:
    void addSpan(const std::string& phonemes) {
        if (phonemes.empty()) {
            return;
        }
        separate();
        m_text += phonemes;
        m_spaceDue = true;
    }

    void addMark(char32_t codePoint, Mark mark, bool spaceBefore) {
        const bool quoteOpens = mark == Mark::quote && (spaceBefore || m_text.empty());
        if (mark == Mark::opening || quoteOpens) {
            separate();
            m_spaceDue = false;
        } else {
            m_spaceDue = true;
        }
        utf8::append(m_text, codePoint);
    }

    std::string take() { return std::move(m_text); }

private:
    void separate() {
        if (m_spaceDue && !m_text.empty()) {
            m_text += ' ';
        }
    }

    std::string m_text;
    bool m_spaceDue = false;
};

// The text of one span as espeak-ng gets it: single spaces, no giant words.
class Span {
public:
    void add(char32_t codePoint) {
        if (isSpace(codePoint)) {
            m_wordLength = 0;
            m_spaceDue = true;
            return;
        }
        if (m_wordLength == kLongestWord) {
            m_wordLength = 0;
            m_spaceDue = true;
        }
        if (m_spaceDue && !m_text.empty()) {
            m_text += ' ';
        }
        m_spaceDue = false;
        ++m_wordLength;
        utf8::append(m_text, codePoint);
    }

    bool endsInSpace() const { return m_spaceDue; }
    const std::string& text() const { return m_text; }

    void clear() {
        m_text.clear();
        m_wordLength = 0;
        m_spaceDue = false;
    }

private:
    std::string m_text;
    std::size_t m_wordLength = 0;
    bool m_spaceDue = false;
};

}  // namespace

bool isMark(char32_t codePoint) {
    return markOf(codePoint) != Mark::none;
}

Result<std::string> phonemes(std::string_view normalised, std::string_view espeakVoice, Ties ties) {
    if (const auto bad = utf8::firstInvalid(normalised)) {
        return failure(ErrorCode::invalidInput, fmt::format("The text is not valid UTF-8 at byte {}.", *bad));
    }
    static std::mutex mutex;
    static Espeak espeak;
    const std::scoped_lock lock(mutex);
    PARLANDO_TRY(espeak.use(espeakVoice));

    Line line;
    Span span;
    const auto flush = [&line, &span, ties] {
        if (!span.text().empty()) {
            line.addSpan(espeak.phonemes(span.text(), ties));
        }
    };
    for (std::size_t offset = 0; offset < normalised.size();) {
        const char32_t codePoint = utf8::next(normalised, offset);
        const Mark mark = markOf(codePoint);
        if (mark == Mark::none) {
            span.add(codePoint);
            continue;
        }
        flush();
        line.addMark(codePoint, mark, span.endsInSpace());
        span.clear();
    }
    flush();
    return line.take();
}

}  // namespace parlando::text
