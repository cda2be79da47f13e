#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What is known about the graphics cards of this computer.
namespace parlando::server {

struct NvidiaCard {
    std::string name;               // "NVIDIA GeForce RTX 4090"
    std::string computeCapability;  // "8.9"
    std::uint64_t memoryBytes = 0;  // 0: the card does not tell
    std::uint64_t freeBytes = 0;
};

struct NvidiaFacts {
    std::string driver;  // "550.54.14"
    std::vector<NvidiaCard> cards;
};

struct GraphicsSurvey {
    NvidiaFacts nvidia;
    std::string problem;  // a sentence: why there is no NVIDIA card that can be used; empty if there is one
};

}  // namespace parlando::server
