#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace parlando::server {

// Makers of the graphics cards on the PCI bus, each once: "NVIDIA", "AMD", "Intel"; others are left out. Reads
// `devices`/*/{class,vendor}, which needs no driver.
std::vector<std::string> graphicsMakers(const std::filesystem::path& devices = "/sys/bus/pci/devices");

}  // namespace parlando::server
