#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kokoro/config.h"

namespace parlando::engine::kokoro {

// The symbols of a string of phonemes, with 0 at both ends as the model was trained. What the vocabulary lacks is left
// out. Empty if nothing is left but spaces. `places`, if given, gets for each symbol the phoneme that it is, and npos
// for the ends.
std::vector<std::int64_t> symbolIds(const Config& config, std::u32string_view phonemes,
                                    std::vector<std::size_t>* places = nullptr);

struct Piece {
    std::u32string phonemes;  // without spaces at its ends
    std::size_t begin = 0;    // of the sentence's phonemes
    bool endsInMark = false;  // with a mark at which one takes a breath
};

// Phonemes of a sentence in pieces of at most `longest` characters that are spoken one after the other: cut at clauses,
// where a clause is too long at words. A long sentence has its first clause for itself, so that one need not wait for
// the whole of it.
std::vector<Piece> cutIntoPieces(std::u32string_view phonemes, std::size_t longest);

}  // namespace parlando::engine::kokoro
