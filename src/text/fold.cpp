#include "text/fold.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "text/characters.h"
#include "text/inline_markup.h"

namespace parlando::text {
namespace {

// Latin letters with a combining mark and their precomposed form (NFC), by mark.
struct Accent {
    char32_t mark;
    std::u32string_view letters;
    std::u32string_view composed;
};

constexpr std::array kAccents = {
    Accent{0x0300, U"AEINOUWYaeinouwy", U"ÀÈÌǸÒÙẀỲàèìǹòùẁỳ"},
    Accent{0x0301, U"ACEGIKLNOPRSUWYZacegiklnoprsuwyz", U"ÁĆÉǴÍḰĹŃÓṔŔŚÚẂÝŹáćéǵíḱĺńóṕŕśúẃýź"},
    Accent{0x0302, U"ACEGHIJOSUWYZaceghijosuwyz", U"ÂĈÊĜĤÎĴÔŜÛŴŶẐâĉêĝĥîĵôŝûŵŷẑ"},
    Accent{0x0303, U"AEINOUYaeinouy", U"ÃẼĨÑÕŨỸãẽĩñõũỹ"},
    Accent{0x0304, U"AEGIOUYaegiouy", U"ĀĒḠĪŌŪȲāēḡīōūȳ"},
    Accent{0x0306, U"AEGIOUaegiou", U"ĂĔĞĬŎŬăĕğĭŏŭ"},
    Accent{0x0307, U"ACDEGHINOPRSTWYZacdeghnoprstwyz", U"ȦĊḊĖĠḢİṄȮṖṘṠṪẆẎŻȧċḋėġḣṅȯṗṙṡṫẇẏż"},
    Accent{0x0308, U"AEHIOUWYaehiotuwy", U"ÄËḦÏÖÜẄŸäëḧïöẗüẅÿ"},
    Accent{0x030A, U"AUauwy", U"ÅŮåůẘẙ"},
    Accent{0x030B, U"OUou", U"ŐŰőű"},
    Accent{0x030C, U"ACDEGHIKLNORSTUZacdeghijklnorstuz", U"ǍČĎĚǦȞǏǨĽŇǑŘŠŤǓŽǎčďěǧȟǐǰǩľňǒřšťǔž"},
    Accent{0x0323, U"ADEHIKLNORSTUWYZadehiklnorstuwyz", U"ẠḌẸḤỊḲḶṆỌṚṢṬỤẈỴẒạḍẹḥịḳḷṇọṛṣṭụẉỵẓ"},
    Accent{0x0327, U"CDEGHKLNRSTcdeghklnrst", U"ÇḐȨĢḨĶĻŅŖŞŢçḑȩģḩķļņŗşţ"},
    Accent{0x0328, U"AEIOUaeiou", U"ĄĘĮǪŲąęįǫų"},
};

struct Replacement {
    char32_t from;
    std::string_view to;
};

constexpr std::array kReplacements = {
    Replacement{0x00AA, "a"},  Replacement{0x00AB, "\""}, Replacement{0x00B4, "'"},        Replacement{0x00B5, "µ"},
    Replacement{0x00B7, " "},  Replacement{0x00BA, "°"},  Replacement{0x00BB, "\""},       Replacement{0x02BC, "'"},
    Replacement{0x03BC, "µ"},  Replacement{0x1D2D, "Æ"},  Replacement{0x2010, "-"},        Replacement{0x2011, "-"},
    Replacement{0x2012, "–"},  Replacement{0x2015, "—"},  Replacement{0x2018, "'"},        Replacement{0x2019, "'"},
    Replacement{0x201A, "'"},  Replacement{0x201B, "'"},  Replacement{0x201C, "\""},       Replacement{0x201D, "\""},
    Replacement{0x201E, "\""}, Replacement{0x201F, "\""}, Replacement{0x2024, "."},        Replacement{0x2025, "…"},
    Replacement{0x2032, "'"},  Replacement{0x2033, "\""}, Replacement{0x2034, "\""},       Replacement{0x2035, "'"},
    Replacement{0x2039, "\""}, Replacement{0x203A, "\""}, Replacement{0x203C, "!"},        Replacement{0x2044, "/"},
    Replacement{0x2047, "?"},  Replacement{0x2048, "?"},  Replacement{0x2049, "?"},        Replacement{0x2103, "°C"},
    Replacement{0x2109, "°F"}, Replacement{0x2113, "l"},  Replacement{0x2116, " number "}, Replacement{0x2126, "Ω"},
    Replacement{0x212A, "K"},  Replacement{0x212B, "Å"},  Replacement{0x2215, "/"},        Replacement{0x2217, "*"},
    Replacement{0x2236, ":"},  Replacement{0x223C, "~"},  Replacement{0x2248, "≈"},        Replacement{0x22C5, "×"},
    Replacement{0x27F6, "→"},  Replacement{0x2E3A, "—"},  Replacement{0x2E3B, "—"},        Replacement{0x3001, ", "},
    Replacement{0x3002, ". "}, Replacement{0x3008, "\""}, Replacement{0x3009, "\""},       Replacement{0x300A, "\""},
    Replacement{0x300B, "\""}, Replacement{0x300C, "\""}, Replacement{0x300D, "\""},       Replacement{0x300E, "\""},
    Replacement{0x300F, "\""}, Replacement{0x301C, "–"},  Replacement{0x30FB, " "},        Replacement{0xFB00, "ff"},
    Replacement{0xFB01, "fi"}, Replacement{0xFB02, "fl"}, Replacement{0xFB03, "ffi"},      Replacement{0xFB04, "ffl"},
    Replacement{0xFB05, "st"}, Replacement{0xFB06, "st"}, Replacement{0xFF0C, ", "},       Replacement{0xFF0E, ". "},
    Replacement{0xFF1A, ": "}, Replacement{0xFF1B, "; "}, Replacement{0xFF01, "! "},
};

// Vulgar fractions U+2150 to U+215E, and the three of Latin-1.
constexpr std::array<std::string_view, 15> kFractions = {"1/7", "1/9", "1/10", "1/3", "2/3", "1/5", "2/5", "3/5",
                                                         "4/5", "1/6", "5/6",  "1/8", "3/8", "5/8", "7/8"};
constexpr std::array<std::string_view, 3> kLatinFractions = {"1/4", "1/2", "3/4"};
constexpr std::array<std::string_view, 12> kRomanNumerals = {"I",   "II",   "III", "IV", "V",  "VI",
                                                             "VII", "VIII", "IX",  "X",  "XI", "XII"};
// First digits of the decimal scripts that texts in Latin letters may quote.
constexpr std::array<char32_t, 12> kZeros = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66,
                                             0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0E50, 0xFF10};

// The superscript as its plain character, or 0.
char32_t superscript(char32_t c) {
    switch (c) {
        case 0x00B9:
            return U'1';
        case 0x00B2:
        case 0x00B3:
            return U'2' + (c - 0x00B2);
        case 0x207A:
            return U'+';
        case 0x207B:
            return U'-';
        default:
            return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? U'0' + (c - 0x2070) : 0;
    }
}

char32_t compose(char32_t letter, char32_t mark) {
    for (const Accent& accent : kAccents) {
        if (accent.mark == mark) {
            const std::size_t at = accent.letters.find(letter);
            return at == std::u32string_view::npos ? 0 : accent.composed[at];
        }
    }
    return 0;
}

// Letters and digits that are ASCII in another style, or 0.
char32_t plainAscii(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFF01 + U'!';
    }
    if (c >= 0x1D400 && c <= 0x1D6A3) {  // 13 mathematical alphabets of 52 letters
        const char32_t letter = (c - 0x1D400) % 52;
        return letter < 26 ? U'A' + letter : U'a' + (letter - 26);
    }
    if (c >= 0x1D7CE && c <= 0x1D7FF) {
        return U'0' + (c - 0x1D7CE) % 10;
    }
    if (c >= 0x2080 && c <= 0x2089) {
        return U'0' + (c - 0x2080);
    }
    for (const char32_t zero : kZeros) {
        if (c >= zero && c < zero + 10) {
            return U'0' + (c - zero);
        }
    }
    return 0;
}

std::uint32_t widthOf(char32_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

class Folder {
public:
    explicit Folder(std::string_view utf8) : m_utf8(utf8), m_text(utf8::decode(utf8)) {}

    Sourced take() {
        while (m_at < m_text.size()) {
            const char32_t c = m_text[m_at++];
            m_place = {m_place.end, m_place.end + widthOf(c)};
            if (!pronounced(c)) {
                step(c);
            }
        }
        return std::move(m_out);
    }

private:
    // Leaves out how a word is said, which is looked up again by the place of the word.
    bool pronounced(char32_t c) {
        if (c == U'[' && m_pronounced.size == 0) {
            m_pronouncedAt = m_place.begin;
            m_pronounced = pronouncedAt(m_utf8, m_place.begin).value_or(PronouncedTag{});
            if (m_pronounced.size > 0) {
                put(kPronouncedBegin);
                return true;
            }
        }
        if (m_pronounced.size == 0 || m_place.begin != m_pronouncedAt + m_pronounced.labelEnd) {
            return false;
        }
        m_at += utf8::decode(m_utf8.substr(m_place.end, m_pronouncedAt + m_pronounced.size - m_place.end)).size();
        m_place.end = static_cast<std::uint32_t>(m_pronouncedAt + m_pronounced.size);
        put(kPronouncedEnd);
        m_pronounced = {};
        return true;
    }

    void put(char32_t c) {
        m_last = c;
        m_lastAt = m_out.text.size();
        std::string bytes;
        utf8::append(bytes, c);
        m_out.append(bytes, m_place);
    }

    char32_t peek(std::size_t ahead) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : 0; }

    void put(std::string_view text) {
        for (std::size_t offset = 0; offset < text.size();) {
            put(utf8::next(text, offset));
        }
    }

    // An enclosing keycap (U+20E3) makes a picture of the digit before it.
    bool isKeycap(char32_t c) const {
        return (isDigit(c) || c == U'#' || c == U'*') &&
               (peek(0) == 0x20E3 || (peek(0) == 0xFE0F && peek(1) == 0x20E3));
    }

    void step(char32_t c) {
        if (isLineEnd(c)) {
            if (!(c == U'\n' && m_at >= 2 && m_text[m_at - 2] == U'\r')) {
                put(U'\n');
            }
        } else if (isBlank(c)) {
            put(U' ');
        } else if (c < 0x80) {
            ascii(c);
        } else if (c >= 0x0300 && c <= 0x036F) {
            if (const char32_t composed = compose(m_last, c)) {
                m_place.begin = m_out.places[m_lastAt].begin;
                m_out.resize(m_lastAt);
                put(composed);
            }
        } else {
            other(c);
        }
    }

    void ascii(char32_t c) {
        if (isKeycap(c)) {
            put(U' ');
        } else if (!isInvisible(c)) {
            put(c);
        }
    }

    void other(char32_t c) {
        const auto* const replacement =
            std::find_if(kReplacements.begin(), kReplacements.end(), [c](const Replacement& r) { return r.from == c; });
        if (replacement != kReplacements.end()) {
            put(replacement->to);
        } else if (const char32_t power = superscript(c)) {
            if (!m_inPower) {
                put(U'^');
            }
            put(power);
            m_inPower = superscript(peek(0)) != 0;
        } else if (const char32_t ascii = plainAscii(c)) {
            put(ascii);
        } else if (c >= 0x00BC && c <= 0x00BE) {
            fraction(kLatinFractions[c - 0x00BC]);
        } else if (c >= 0x2150 && c <= 0x215E) {
            fraction(kFractions[c - 0x2150]);
        } else if (c >= 0x2160 && c <= 0x216B) {
            put(kRomanNumerals[c - 0x2160]);
        } else if (c >= 0x2460 && c <= 0x2473) {
            put(" " + std::to_string(c - 0x2460 + 1) + " ");
        } else if (isPictograph(c)) {
            put(U' ');
        } else if (!isInvisible(c)) {
            put(c);
        }
    }

    void fraction(std::string_view text) {
        if (isDigit(m_last)) {
            put(U' ');
        }
        put(text);
        if (isLetter(peek(0))) {
            put(U' ');
        }
    }

    std::string_view m_utf8;
    std::u32string m_text;
    std::size_t m_at = 0;
    PronouncedTag m_pronounced;  // size 0: none is being read
    std::size_t m_pronouncedAt = 0;
    Place m_place;  // of the character that is being looked at
    Sourced m_out;
    char32_t m_last = U'\n';   // what m_out ends with
    std::size_t m_lastAt = 0;  // where that begins
    bool m_inPower = false;
};

}  // namespace

Sourced fold(std::string_view utf8) {
    return Folder(utf8).take();
}

}  // namespace parlando::text
