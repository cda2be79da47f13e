#pragma once

#include <string>

// The CPU that syntheses run on.
namespace parlando::engine {

std::string processorName();  // "Intel(R) Core(TM) i5-…", or the architecture where the system does not tell

// Physical cores that this process may use, at most 8: a speech model gains nothing from more.
int defaultThreads();

}  // namespace parlando::engine
