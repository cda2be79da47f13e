#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "server/gpu/graphics.h"
#include "server/gpu/nvml.h"

namespace parlando::server {

// Where it looks.
struct GraphicsPlaces {
    std::string nvml = kNvmlLibrary;
    std::filesystem::path pciDevices = "/sys/bus/pci/devices";
};

// Looks at the graphics cards on a thread of its own, because a driver in trouble hangs its callers, in the kernel
// and for good.
class GraphicsProbe {
public:
    explicit GraphicsProbe(GraphicsPlaces places = {}) : m_places(std::move(places)) {}

    // Looks again, for at most `patience`; what the driver has not answered by then is said as a problem. While an
    // earlier look hangs, no further thread is made to hang beside it.
    GraphicsSurvey survey(std::chrono::milliseconds patience = std::chrono::seconds(3));

private:
    // Shared with the thread, which may outlive this object.
    struct Look {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<GraphicsSurvey> result;
    };

    const GraphicsPlaces m_places;
    std::mutex m_mutex;            // guards m_look
    std::shared_ptr<Look> m_look;  // the one that is under way
};

// The sentence for a computer without a usable NVIDIA driver: what the driver said, and what is on the bus.
std::string explainNoCard(const Error& driver, std::span<const std::string> makers);

}  // namespace parlando::server
