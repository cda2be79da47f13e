#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/gpu/graphics.h"

// Which of the published CUDA packages fits a card. The manifest of the package says the same again, signed; this
// is known before anything is fetched.
namespace parlando::server {

struct Flavour {
    std::string name;                              // "cu128"
    std::string minimumDriver;                     // "570.26"
    std::vector<std::string> computeCapabilities;  // that it has code for: "8.6" runs on 8.6 and 8.9
};

// What this version of Parlando is published with, best first: scripts/cuda-flavours.
std::span<const Flavour> publishedFlavours();

// The best flavour for one card. The error is a sentence: the driver is too old, the card is too old or too new.
Result<std::string> flavourFor(const NvidiaCard& card, const std::string& driver,
                               std::span<const Flavour> flavours = publishedFlavours());

// The best flavour for any of the cards.
Result<std::string> flavourFor(const GraphicsSurvey& survey, std::span<const Flavour> flavours = publishedFlavours());

}  // namespace parlando::server
