#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlando::text {

// Bytes of the text as it was given; texts are at most a mebibyte long.
struct Place {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

// A text that was made from another one, and for each of its bytes the place there that it came from. Places never go
// backwards.
struct Sourced {
    std::string text;
    std::vector<Place> places;

    void append(std::string_view bytes, Place from) {
        text += bytes;
        places.resize(text.size(), from);
    }
    void resize(std::size_t size) {
        text.resize(size);
        places.resize(size);
    }
    // Of the bytes from `begin` to `end`, at least one.
    Place place(std::size_t begin, std::size_t end) const { return {places[begin].begin, places[end - 1].end}; }
};

}  // namespace parlando::text
