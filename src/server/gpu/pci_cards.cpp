#include "server/gpu/pci_cards.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>
#include <utility>

namespace parlando::server {
namespace {

namespace fs = std::filesystem;

// Base class 03 of the PCI Code and ID Assignment Specification: display controllers. Data centre cards without an
// output are 0302.
constexpr std::string_view kDisplay = "0x03";

constexpr std::array kMakers{std::pair{"0x10de", "NVIDIA"}, std::pair{"0x1002", "AMD"}, std::pair{"0x8086", "Intel"}};

std::string firstWord(const fs::path& file) {
    std::ifstream stream(file);
    std::string word;
    stream.width(16);  // both files hold one short number
    stream >> word;
    return word;
}

}  // namespace

std::vector<std::string> graphicsMakers(const fs::path& devices) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::directory_iterator device(devices, error); !error && device != fs::directory_iterator();
         device.increment(error)) {
        if (!firstWord(device->path() / "class").starts_with(kDisplay)) {
            continue;
        }
        const auto vendor = firstWord(device->path() / "vendor");
        for (const auto& [number, name] : kMakers) {
            if (vendor == number && std::ranges::find(found, name) == found.end()) {
                found.emplace_back(name);
            }
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace parlando::server
