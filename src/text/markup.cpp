#include "text/markup.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "text/characters.h"

namespace parlando::text {
namespace {

struct Entity {
    std::string_view name;
    std::string_view text;
};
constexpr std::array kEntities = {
    Entity{"amp", "&"},   Entity{"lt", "<"},    Entity{"gt", ">"},     Entity{"quot", "\""},  Entity{"apos", "'"},
    Entity{"#39", "'"},   Entity{"nbsp", " "},  Entity{"mdash", "—"},  Entity{"ndash", "–"},  Entity{"hellip", "…"},
    Entity{"rsquo", "'"}, Entity{"lsquo", "'"}, Entity{"rdquo", "\""}, Entity{"ldquo", "\""}, Entity{"deg", "°"},
    Entity{"copy", "©"},  Entity{"times", "×"}, Entity{"euro", "€"},   Entity{"pound", "£"},
};

constexpr std::string_view kBullet = "•";

bool isAlphanumeric(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return isAsciiLetter(byte) || isDigit(byte) || byte >= 0x80;
}

std::string_view withoutIndent(std::string_view line) {
    const std::size_t start = line.find_first_not_of(" \t\r");
    return start == std::string_view::npos ? std::string_view() : line.substr(start);
}

// Length of "1. " or "12) " without the space, or 0.
std::size_t numberMarker(std::string_view line) {
    std::size_t digits = 0;
    while (digits < line.size() && digits < 4 && isDigit(static_cast<unsigned char>(line[digits]))) {
        ++digits;
    }
    const bool marked = digits > 0 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
                        line[digits + 1] == ' ';
    return marked ? digits + 1 : 0;
}

// Length of "- ", "* ", "+ ", "> " or a bullet, or 0.
std::size_t bulletMarker(std::string_view line) {
    if (line.starts_with(kBullet)) {
        return kBullet.size();
    }
    const bool marked =
        line.size() >= 2 && line[1] == ' ' && std::string_view("-*+>").find(line[0]) != std::string_view::npos;
    return marked ? 2 : 0;
}

std::size_t headingMarker(std::string_view line) {
    const std::size_t level = line.find_first_not_of('#');
    return level != std::string_view::npos && level >= 1 && level <= 6 && line[level] == ' ' ? level + 1 : 0;
}

bool isDrawing(std::string_view line) {
    return line.starts_with("```") || line.starts_with("~~~") ||
           (line.size() >= 3 && line.find_first_not_of("-=*_|:+ ") == std::string_view::npos && line[0] != ':');
}

class Stripper {
public:
    explicit Stripper(const Sourced& folded) : m_text(folded.text), m_places(folded.places) {}

    Sourced take() {
        for (std::size_t start = 0; start <= m_text.size();) {
            const std::size_t end = std::min(m_text.find('\n', start), m_text.size());
            line(m_text.substr(start, end - start));
            if (end < m_text.size()) {
                keep(m_text.substr(end, 1));
            }
            start = end + 1;
        }
        return std::move(m_out);
    }

private:
    void line(std::string_view raw) {
        std::string_view rest = withoutIndent(raw);
        const LineKind kind = lineKind(rest);
        if (kind == LineKind::blank || kind == LineKind::drawing) {
            return;
        }
        rest.remove_prefix(headingMarker(rest));
        for (std::size_t bullet = bulletMarker(rest); bullet != 0; bullet = bulletMarker(rest)) {
            rest = withoutIndent(rest.substr(bullet));
        }
        if (rest.starts_with("[ ] ") || rest.starts_with("[x] ")) {
            rest.remove_prefix(4);
        }
        if (const std::size_t marker = numberMarker(rest)) {
            keep(rest.substr(0, marker - 1));
            replace(rest.substr(marker - 1, 1), ",");
            rest.remove_prefix(marker);
        }
        inlineText(rest, kind == LineKind::tableRow);
        if (kind != LineKind::text) {
            finishItem();
        }
    }

    // A part of the text as it is.
    void keep(std::string_view part) {
        const auto at = static_cast<std::size_t>(part.data() - m_text.data());
        m_out.text += part;
        m_out.places.insert(m_out.places.end(), m_places.begin() + static_cast<std::ptrdiff_t>(at),
                            m_places.begin() + static_cast<std::ptrdiff_t>(at + part.size()));
    }

    // What stands for a part of the text.
    void replace(std::string_view part, std::string_view by) {
        const auto at = static_cast<std::size_t>(part.data() - m_text.data());
        m_out.append(by, {m_places[at].begin, m_places[at + part.size() - 1].end});
    }

    // An item or heading is an utterance of its own although writers leave its full stop out.
    void finishItem() {
        const std::string& out = m_out.text;
        std::size_t size = out.size();
        while (size > 0 && (out[size - 1] == ' ' || out[size - 1] == ',')) {
            --size;
        }
        m_out.resize(size);
        if (size > 0 && isAlphanumeric(out.back())) {
            m_out.append(".", {m_out.places.back().end, m_out.places.back().end});
        }
    }

    void inlineText(std::string_view line, bool tableRow) {
        for (std::size_t i = 0; i < line.size();) {
            i += inlineAt(line, i, tableRow);
        }
    }

    // Copies, replaces or leaves out what begins at `i`; returns its length.
    std::size_t inlineAt(std::string_view line, std::size_t i, bool tableRow) {
        const char c = line[i];
        std::size_t length = 0;
        switch (c) {
            case '!':
                return i + 1 < line.size() && line[i + 1] == '[' ? 1 : copy(line, i);
            case '[':
                length = link(line, i);
                break;
            case '<':
                length = tag(line, i);
                break;
            case '&':
                length = entity(line, i);
                break;
            case '*':
            case '_':
            case '~':
                length = emphasis(line, i);
                break;
            case '`':
                return 1;
            case '|':
                if (tableRow) {
                    replace(line.substr(i, 1), i == 0 ? "" : ", ");
                    return 1;
                }
                break;
            case '\\':
                if (i + 1 < line.size() &&
                    std::string_view("*_`[]()#~<>\\").find(line[i + 1]) != std::string_view::npos) {
                    return 1 + copy(line, i + 1);
                }
                break;
            default:
                break;
        }
        return length != 0 ? length : copy(line, i);
    }

    std::size_t copy(std::string_view line, std::size_t i) {
        keep(line.substr(i, 1));
        return 1;
    }

    // [label](target) is its label; [12] and [^1] after a word are references and left out.
    std::size_t link(std::string_view line, std::size_t i) {
        const std::string_view window = line.substr(i, kLongestTag);
        const std::size_t close = window.find(']');
        if (close == std::string_view::npos) {
            return 0;
        }
        const std::string_view label = window.substr(1, close - 1);
        const std::string_view target = line.substr(i + close + 1, kLongestTarget);
        if (target.starts_with('(')) {
            const std::size_t end = target.find(')');
            if (end != std::string_view::npos) {
                for (std::size_t k = 0; k < label.size(); ++k) {
                    if (std::string_view("*_`").find(label[k]) == std::string_view::npos) {
                        keep(label.substr(k, 1));
                    }
                }
                return close + 1 + end + 1;
            }
        }
        const bool afterWord = i > 0 && line[i - 1] != ' ';
        const bool reference =
            label.starts_with('^') ||
            (!label.empty() && label.size() <= 3 && label.find_first_not_of("0123456789") == std::string_view::npos);
        return afterWord && reference ? close + 1 : 0;
    }

    std::size_t tag(std::string_view line, std::size_t i) {
        const std::string_view window = line.substr(i, kLongestTag);
        const std::size_t close = window.find('>');
        const bool opens = window.size() > 1 && (isAsciiLetter(static_cast<unsigned char>(window[1])) ||
                                                 window[1] == '/' || window[1] == '!');
        if (close == std::string_view::npos || !opens) {
            return 0;
        }
        const std::string_view content = window.substr(1, close - 1);
        replace(window.substr(0, 1), " ");
        if (content.find("://") < content.find(' ') || content.find('@') < content.find(' ')) {
            keep(content);
            replace(window.substr(close, 1), " ");
        }
        return close + 1;
    }

    std::size_t entity(std::string_view line, std::size_t i) {
        const std::string_view window = line.substr(i + 1, kLongestEntity);
        const std::size_t end = window.find(';');
        if (end == std::string_view::npos) {
            return 0;
        }
        for (const Entity& known : kEntities) {
            if (window.substr(0, end) == known.name) {
                replace(line.substr(i, end + 2), known.text);
                return end + 2;
            }
        }
        return 0;
    }

    // Marks of emphasis touch the words they emphasise on one side only; "2 * 3", "2*3" and "~5" stay.
    std::size_t emphasis(std::string_view line, std::size_t i) {
        const char c = line[i];
        const std::size_t end = std::min(line.find_first_not_of(c, i), line.size());
        const char before = i > 0 ? line[i - 1] : ' ';
        const char after = end < line.size() ? line[end] : ' ';
        if (c == '~' && end - i != 2) {
            return 0;
        }
        if (c == '*' && ((before == ' ' && after == ' ') ||
                         (isDigit(static_cast<unsigned char>(before)) && isDigit(static_cast<unsigned char>(after))))) {
            return 0;
        }
        if (c == '_' && isAlphanumeric(before) && isAlphanumeric(after)) {
            return 0;
        }
        return end - i;
    }

    std::string_view m_text;
    const std::vector<Place>& m_places;
    Sourced m_out;
};

}  // namespace

LineKind lineKind(std::string_view line) {
    line = withoutIndent(line);
    if (line.empty()) {
        return LineKind::blank;
    }
    if (isDrawing(line)) {
        return LineKind::drawing;
    }
    if (headingMarker(line) != 0) {
        return LineKind::heading;
    }
    if (bulletMarker(line) != 0 || numberMarker(line) != 0) {
        return LineKind::listItem;
    }
    return line[0] == '|' ? LineKind::tableRow : LineKind::text;
}

Sourced stripMarkup(const Sourced& folded) {
    return Stripper(folded).take();
}

}  // namespace parlando::text
