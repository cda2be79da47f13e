#include "text/characters.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"

namespace parlando::text {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Blocks of Unicode 15. Sorted, so that a class is one binary search.
constexpr std::array kInvisible = {
    Range{0x0000, 0x0008},    Range{0x000E, 0x001F}, Range{0x007F, 0x0084}, Range{0x0086, 0x009F},
    Range{0x00AD, 0x00AD},    Range{0x034F, 0x034F}, Range{0x061C, 0x061C}, Range{0x180B, 0x180E},
    Range{0x200B, 0x200F},    Range{0x202A, 0x202E}, Range{0x2060, 0x206F}, Range{0xE000, 0xF8FF},
    Range{0xFE00, 0xFE0F},    Range{0xFEFF, 0xFEFF}, Range{0xFFF0, 0xFFFF}, Range{0x1D173, 0x1D17A},
    Range{0xE0000, 0x10FFFF},
};
constexpr std::array kPictographs = {
    Range{0x20D0, 0x20FF}, Range{0x2300, 0x23FF},   Range{0x2400, 0x245F},   Range{0x2500, 0x27BF},
    Range{0x2800, 0x28FF}, Range{0x2B00, 0x2BFF},   Range{0x3004, 0x3004},   Range{0x3012, 0x3013},
    Range{0x3020, 0x3020}, Range{0x3030, 0x3030},   Range{0x303D, 0x303F},   Range{0x3200, 0x33FF},
    Range{0x4DC0, 0x4DFF}, Range{0x1D000, 0x1D3FF}, Range{0x1F000, 0x1FAFF},
};
// Punctuation and symbols that are neither.
constexpr std::array kSymbols = {
    Range{0x0000, 0x0040}, Range{0x005B, 0x0060}, Range{0x007B, 0x00A9}, Range{0x00AB, 0x00B4}, Range{0x00B6, 0x00B9},
    Range{0x00BB, 0x00BF}, Range{0x00D7, 0x00D7}, Range{0x00F7, 0x00F7}, Range{0x02C2, 0x02DF}, Range{0x037E, 0x037E},
    Range{0x0387, 0x0387}, Range{0x055A, 0x055F}, Range{0x0589, 0x058F}, Range{0x05BE, 0x05BE}, Range{0x060C, 0x060D},
    Range{0x061B, 0x061F}, Range{0x066A, 0x066D}, Range{0x06D4, 0x06D4}, Range{0x0964, 0x0965}, Range{0x0E3F, 0x0E3F},
    Range{0x2000, 0x206F}, Range{0x2070, 0x209F}, Range{0x20A0, 0x20CF}, Range{0x2100, 0x214F}, Range{0x2150, 0x215F},
    Range{0x2190, 0x22FF}, Range{0x2460, 0x24FF}, Range{0x2900, 0x2AFF}, Range{0x2E00, 0x2E7F}, Range{0x3000, 0x3003},
    Range{0x3008, 0x301F}, Range{0x30FB, 0x30FB}, Range{0xFD3E, 0xFD3F}, Range{0xFE10, 0xFE6F}, Range{0xFF00, 0xFF0F},
    Range{0xFF1A, 0xFF20}, Range{0xFF3B, 0xFF40}, Range{0xFF5B, 0xFF65}, Range{0xFFE0, 0xFFEF},
};

template <class Table>
bool contains(const Table& table, char32_t c) {
    const auto* const after = std::upper_bound(table.begin(), table.end(), c,
                                               [](char32_t value, const Range& range) { return value < range.first; });
    return after != table.begin() && c <= std::prev(after)->last;
}

}  // namespace

bool isBlank(char32_t c) {
    return c == U' ' || c == U'\t' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool isLineEnd(char32_t c) {
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool isInvisible(char32_t c) {
    return contains(kInvisible, c);
}

bool isPictograph(char32_t c) {
    return contains(kPictographs, c);
}

bool isLetter(char32_t c) {
    if (c < 0x80) {
        return isAsciiLetter(c);
    }
    return !contains(kSymbols, c) && !contains(kPictographs, c) && !contains(kInvisible, c);
}

bool isSpeakable(char32_t c) {
    return isDigit(c) || isLetter(c);
}

bool hasSpeakable(std::string_view utf8) {
    for (std::size_t offset = 0; offset < utf8.size();) {
        if (isSpeakable(utf8::next(utf8, offset))) {
            return true;
        }
    }
    return false;
}

}  // namespace parlando::text
