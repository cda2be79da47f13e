#pragma once

#include <string>

#include "base/result.h"
#include "server/gpu/graphics.h"

namespace parlando::server {

// What NVIDIA's driver calls its management library; part of every driver, never of ours.
inline constexpr char kNvmlLibrary[] = "libnvidia-ml.so.1";

// Asks the driver about every card, without CUDA. `library` is loaded for the time of the call. May hang for as
// long as the driver does. Errors, as sentences: notFound (no such library), incompatible (it is there and does not
// work: driver not loaded, versions of library and kernel module differ, no card).
Result<NvidiaFacts> readNvml(const std::string& library);

}  // namespace parlando::server
