#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/sourced.h"

namespace parlando::text {

// How long a text may become by what is put into it, in bytes.
inline constexpr std::size_t kLongestScript = std::size_t{8} << 20;

// Where the parts of a text come from that was made from another one. Places never go backwards. Made of long runs, so
// that it costs next to nothing where little was changed.
class Origins {
public:
    // Nothing was made: every byte is where it is.
    bool areIdentity() const { return m_parts.empty(); }
    // Of the bytes from `begin` to `end`, at least one.
    Place of(std::size_t begin, std::size_t end) const;

    // The text goes on with `size` bytes that are those of the other one from `from` on,
    void copied(std::size_t size, std::size_t from);
    // with `size` bytes that stand for this part of it,
    void replaced(std::size_t size, Place from);
    // with the bytes from `begin` to `end` of a text with these origins.
    void taken(const Origins& origins, std::size_t begin, std::size_t end);

private:
    struct Part {
        std::uint32_t begin;  // in the text that was made
        Place source;
        bool isCopied;  // byte by byte; else every byte stands for all of `source`
    };
    std::size_t partAt(std::size_t byte) const;
    Place placeOf(std::size_t byte) const;

    std::vector<Part> m_parts;
    std::size_t m_size = 0;
};

// A text to be spoken as `Narration` reads it, and where it comes from.
struct Script {
    std::string text;
    Origins origins{};

    void copy(std::string_view bytes, std::size_t from) {
        text += bytes;
        origins.copied(bytes.size(), from);
    }
    void replace(std::string_view bytes, Place from) {
        text += bytes;
        origins.replaced(bytes.size(), from);
    }
};

}  // namespace parlando::text
