#include "text/ssml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <expat.h>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "text/inline_markup.h"
#include "text/say_as.h"
#include "text/sentences.h"

namespace parlando::text {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

struct Named {
    std::string_view name;
    double value;
};
constexpr std::array kStrengths = {Named{"none", 0},     Named{"x-weak", 0.1}, Named{"weak", 0.25},
                                   Named{"medium", 0.5}, Named{"strong", 1},   Named{"x-strong", 1.5}};  // seconds
constexpr std::array kRates = {Named{"x-slow", 0.5}, Named{"slow", 0.75}, Named{"medium", 1},
                               Named{"fast", 1.5},   Named{"x-fast", 2},  Named{"default", 1}};

template <class Table>
std::optional<double> valueIn(const Table& table, std::string_view name) {
    const auto* const found =
        std::find_if(table.begin(), table.end(), [name](const Named& entry) { return entry.name == name; });
    return found == table.end() ? std::nullopt : std::optional(found->value);
}

// A number and what stands behind it.
std::optional<std::pair<double, std::string_view>> numberIn(std::string_view text) {
    double number = 0;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (problem != std::errc() || text.starts_with('-') || !(number <= 1e6)) {
        return std::nullopt;
    }
    return std::pair{number, text.substr(static_cast<std::size_t>(end - text.data()))};
}

// "1.5s", "500ms": seconds.
std::optional<double> timeIn(std::string_view text) {
    const auto number = numberIn(text);
    if (!number || (number->second != "s" && number->second != "ms")) {
        return std::nullopt;
    }
    return number->first / (number->second == "s" ? 1 : 1000);
}

// "slow", "1.2", "120%", "+20%", "-10%": times the rate around it.
std::optional<double> rateIn(std::string_view text) {
    if (const auto named = valueIn(kRates, text)) {
        return named;
    }
    const bool isRelative = text.starts_with('+') || text.starts_with('-');
    const double sign = text.starts_with('-') ? -1 : 1;
    const auto number = numberIn(text.substr(isRelative ? 1 : 0));
    if (!number || (number->second != "%" && (isRelative || !number->second.empty()))) {
        return std::nullopt;
    }
    const double value = number->second == "%" ? number->first / 100 : number->first;
    return std::clamp(isRelative ? 1 + sign * value : value, kSlowestRate, kFastestRate);
}

std::string_view localName(std::string_view name) {
    return name.substr(name.rfind(':') + 1);  // of npos: all of it
}

class Reader {
public:
    explicit Reader(std::string_view document)
        : m_document(document), m_parser(XML_ParserCreate("UTF-8"), &XML_ParserFree) {}

    Result<Script> read() {
        if (!m_parser) {
            return failure(ErrorCode::internal, "there is no memory to read the document");
        }
        XML_SetUserData(m_parser.get(), this);
        XML_SetElementHandler(m_parser.get(), &Reader::onStart, &Reader::onEnd);
        XML_SetCharacterDataHandler(m_parser.get(), &Reader::onText);
        XML_SetStartDoctypeDeclHandler(m_parser.get(), &Reader::onDoctype);
        const auto status = XML_Parse(m_parser.get(), m_document.data(), static_cast<int>(m_document.size()), XML_TRUE);
        if (m_problem) {
            return failure(std::move(*m_problem));
        }
        if (status != XML_STATUS_OK) {
            return failure(problem(XML_ErrorString(XML_GetErrorCode(m_parser.get()))));
        }
        return std::move(m_script);
    }

private:
    enum class Boundary { none, sentence, paragraph };

    // An element whose text is said in another way.
    struct Replaced {
        std::size_t depth;  // of the element
        std::string name;
        std::string alias;
        std::string interpretAs;
        std::string format;
        std::string text{};
        Place place{};
    };

    static void onStart(void* self, const XML_Char* name, const XML_Char** attributes) {
        static_cast<Reader*>(self)->start(localName(name), attributes);
    }
    static void onEnd(void* self, const XML_Char* name) { static_cast<Reader*>(self)->end(localName(name)); }
    static void onText(void* self, const XML_Char* text, int size) {
        static_cast<Reader*>(self)->characters({text, static_cast<std::size_t>(size)});
    }
    static void onDoctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        static_cast<Reader*>(self)->fail("a document type is not allowed here; leave the DOCTYPE out");
    }

    Error problem(std::string_view message) const {
        return {ErrorCode::invalidInput, fmt::format("line {}, column {}: {}", XML_GetCurrentLineNumber(m_parser.get()),
                                                     XML_GetCurrentColumnNumber(m_parser.get()) + 1, message)};
    }
    void fail(std::string_view message, ErrorCode code = ErrorCode::invalidInput) {
        if (!m_problem) {
            m_problem = problem(message);
            m_problem->code = code;
            XML_StopParser(m_parser.get(), XML_FALSE);
        }
    }

    // Of the markup or text that is being looked at.
    Place here() const {
        const auto begin = static_cast<std::uint32_t>(XML_GetCurrentByteIndex(m_parser.get()));
        return {begin, begin + static_cast<std::uint32_t>(XML_GetCurrentByteCount(m_parser.get()))};
    }

    void start(std::string_view name, const XML_Char** attributes) {
        const auto attribute = [attributes](std::string_view wanted) -> std::string_view {
            for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
                if (wanted == *at) {
                    return at[1];
                }
            }
            return {};
        };
        if (m_problem) {  // a parser that was stopped says what it has begun to say
            return;
        }
        if (m_rates.size() == kDeepestSsml) {
            return fail(fmt::format("more than {} elements are inside each other", kDeepestSsml));
        }
        if (m_rates.empty() && name != "speak") {
            return fail("the document does not begin with <speak>");
        }
        m_rates.push_back(m_rates.empty() ? 1 : m_rates.back());
        if (m_skippedFrom != 0 || m_replaced) {
            return;
        }
        if (name == "p" || name == "paragraph") {
            boundary(Boundary::paragraph);
        } else if (name == "s" || name == "sentence") {
            boundary(Boundary::sentence);
        } else if (name == "break") {
            pause(attribute("time"), attribute("strength"));
        } else if (name == "prosody") {
            changeRate(attribute("rate"));
        } else if (name == "metadata" || name == "meta" || name == "lexicon") {
            m_skippedFrom = m_rates.size();
        } else if (name == "sub") {
            replaceText(name, attribute("alias"), "", "");
        } else if (name == "say-as") {
            replaceText(name, "", attribute("interpret-as"), attribute("format"));
        } else if (name == "phoneme") {
            const std::string_view alphabet = attribute("alphabet");
            if (alphabet.empty() || alphabet == "ipa") {  // what is in another one is read by the rules
                pronounce(attribute("ph"));
            }
        }
    }

    void end(std::string_view name) {
        if (m_problem) {
            return;
        }
        if (m_replaced && m_replaced->depth == m_rates.size()) {
            finishReplaced();
        }
        if (m_skippedFrom == m_rates.size()) {
            m_skippedFrom = 0;
        }
        m_rates.pop_back();
        if (name == "p" || name == "paragraph") {
            boundary(Boundary::paragraph);
        } else if (name == "s" || name == "sentence") {
            boundary(Boundary::sentence);
        }
    }

    void characters(std::string_view text) {
        if (m_problem || m_skippedFrom != 0) {
            return;
        }
        const Place place = here();
        if (m_replaced) {
            if (m_replaced->text.empty()) {
                m_replaced->place.begin = place.begin;
            }
            m_replaced->place.end = place.end;
            m_replaced->text += text;
            return;
        }
        const bool isCopy = place.end - place.begin == text.size();  // else an entity, or a line end of two characters
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t first = text.find_first_not_of(kBlanks, at);
            const std::size_t begin = std::min(first, text.size());
            if (begin > at) {
                blank(isCopy ? static_cast<std::uint32_t>(place.begin + at) : place.begin);
            }
            at = std::min(text.find_first_of(kBlanks, begin), text.size());
            if (at > begin) {
                const std::string_view part = text.substr(begin, at - begin);
                beforeText(place.begin);
                if (isCopy) {
                    m_script.copy(part, place.begin + begin);
                } else {
                    m_script.replace(part, place);
                }
            }
        }
        checkSize();
    }

    void blank(std::uint32_t at) {
        if (!m_atBlank) {
            m_script.replace(" ", {at, at + 1});
            m_atBlank = true;
        }
    }

    // Something is about to be said: what parts it from the text before is put in.
    void beforeText(std::uint32_t at) {
        if (m_boundary != Boundary::none) {
            m_script.replace(m_boundary == Boundary::paragraph
                                 ? std::string("\n\n")
                                 : fmt::format("\n\n[pause:{:.0f}ms]\n\n", kSentencePause * 1000),
                             {at, at});
            m_boundary = Boundary::none;
        }
        if (m_rate != m_rates.back()) {
            m_rate = m_rates.back();
            m_script.replace(fmt::format(" [rate:{:.4g}] ", m_rate), {at, at});
        }
        m_hasText = true;
        m_atBlank = false;
    }

    void boundary(Boundary kind) {
        if (m_hasText || m_boundary != Boundary::none) {
            m_boundary = std::max(m_boundary, kind);
            m_hasText = false;
        }
    }

    void pause(std::string_view time, std::string_view strength) {
        const auto seconds = !time.empty()      ? timeIn(time)
                             : strength.empty() ? std::optional(0.5)
                                                : valueIn(kStrengths, strength);
        if (!seconds) {
            return fail(time.empty() ? fmt::format("'{}' is no strength of a break; none, x-weak, weak, medium, strong "
                                                   "and x-strong are",
                                                   strength)
                                     : fmt::format("'{}' is no time of a break; write 1.5s or 500ms", time));
        }
        if (*seconds == 0 && time.empty()) {
            return;
        }
        const std::string ends = m_boundary == Boundary::none ? " " : "\n\n";
        m_boundary = Boundary::none;
        m_script.replace(fmt::format("{0}[pause:{1:.0f}ms]{0}", ends, std::min(*seconds, kLongestPause) * 1000),
                         here());
        m_atBlank = true;
        checkSize();
    }

    void changeRate(std::string_view rate) {
        if (rate.empty()) {
            return;
        }
        const auto factor = rateIn(rate);
        if (!factor) {
            return fail(fmt::format("'{}' is no rate; write slow, 80% or +20%", rate));
        }
        m_rates.back() = std::clamp(m_rates.back() * *factor, kSlowestRate, kFastestRate);
    }

    void replaceText(std::string_view name, std::string_view alias, std::string_view interpretAs,
                     std::string_view format) {
        m_replaced = Replaced{
            m_rates.size(), std::string(name), std::string(alias), std::string(interpretAs), std::string(format), {},
            here()};
    }

    void pronounce(std::string_view ipa) {
        for (std::size_t offset = 0; offset < ipa.size();) {
            const std::size_t begin = offset;
            if (!isIpaCharacter(utf8::next(ipa, offset))) {
                return fail(fmt::format("'{}' is not in the International Phonetic Alphabet",
                                        ipa.substr(begin, offset - begin)));
            }
        }
        if (!isIpa(ipa)) {
            return fail(
                fmt::format("'ph' needs 1 to {} phonetic letters, and no blank behind a full stop", kLongestIpa));
        }
        replaceText("phoneme", ipa, "", "");
    }

    void finishReplaced() {
        const Replaced element = std::move(*m_replaced);
        m_replaced.reset();
        const std::size_t begin = std::min(element.text.find_first_not_of(kBlanks), element.text.size());
        const std::size_t last = element.text.find_last_not_of(kBlanks);
        const std::string_view text =
            std::string_view(element.text).substr(begin, last == std::string::npos ? 0 : last + 1 - begin);
        std::string said;
        if (element.name == "phoneme") {
            said = pronouncedMarkup(text, element.alias);
            if (said.empty()) {
                return fail(
                    "a <phoneme> needs the word between its tags, of at most 100 characters: some voices read "
                    "letters");
            }
        } else if (element.name == "sub" && !element.alias.empty()) {
            said = element.alias;
        } else {
            said = sayAs(text, element.interpretAs, element.format);
        }
        // In the document a line end is a blank.
        std::replace_if(
            said.begin(), said.end(), [](char c) { return kBlanks.find(c) != std::string_view::npos; }, ' ');
        if (!said.empty()) {
            beforeText(element.place.begin);
            m_script.replace(said, element.place);
        }
        checkSize();
    }

    void checkSize() {
        if (m_script.text.size() > kLongestScript) {
            fail(fmt::format("the text is longer than {} bytes when all is said; speak it in parts", kLongestScript),
                 ErrorCode::resourceLimit);
        }
    }

    std::string_view m_document;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> m_parser;
    Script m_script;
    std::optional<Error> m_problem;
    std::vector<double> m_rates;    // of the elements that are open
    double m_rate = 1;              // of the text before
    std::size_t m_skippedFrom = 0;  // the depth of the element that is not spoken; 0: none
    std::optional<Replaced> m_replaced;
    Boundary m_boundary = Boundary::none;  // between the text before and what is said next
    bool m_hasText = false;                // since the last one
    bool m_atBlank = true;
};

}  // namespace

Result<Script> readSsml(std::string_view document) {
    if (const auto bad = utf8::firstInvalid(document)) {
        return failure(ErrorCode::invalidInput, fmt::format("The document is not valid UTF-8 at byte {}.", *bad));
    }
    if (document.size() > kLongestScript) {
        return failure(ErrorCode::resourceLimit, fmt::format("The document has more than {} bytes.", kLongestScript));
    }
    return Reader(document).read();
}

}  // namespace parlando::text
