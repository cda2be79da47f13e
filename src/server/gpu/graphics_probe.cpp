#include "server/gpu/graphics_probe.h"

#include <algorithm>
#include <thread>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

#include "server/gpu/pci_cards.h"

namespace parlando::server {
namespace {

GraphicsSurvey look(const GraphicsPlaces& places) {
    auto facts = readNvml(places.nvml);
    if (facts) {
        return {std::move(*facts), {}};
    }
    return {{}, explainNoCard(facts.error(), graphicsMakers(places.pciDevices))};
}

}  // namespace

std::string explainNoCard(const Error& driver, std::span<const std::string> makers) {
    if (std::ranges::find(makers, "NVIDIA") != makers.end()) {
        return driver.code == ErrorCode::notFound
                   ? "There is an NVIDIA card and no driver for it: install NVIDIA's driver."
                   : fmt::format("There is an NVIDIA card, but {}.", driver.message);
    }
    if (!makers.empty()) {
        return fmt::format("No NVIDIA card was found; there is a card by {}, which cannot be used yet.",
                           fmt::join(makers, " and one by "));
    }
    // In a container or a virtual machine the bus may be hidden.
    return driver.code == ErrorCode::notFound ? "No NVIDIA card was found."
                                              : fmt::format("No NVIDIA card was found: {}.", driver.message);
}

GraphicsSurvey GraphicsProbe::survey(std::chrono::milliseconds patience) {
    std::shared_ptr<Look> current;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_look) {
            m_look = std::make_shared<Look>();
            // Detached: nobody can wait for a thread that hangs in the kernel. It owns everything that it touches.
            std::thread([mine = m_look, places = m_places] {
                auto result = look(places);
                const std::lock_guard done(mine->mutex);
                mine->result = std::move(result);
                mine->changed.notify_all();
            }).detach();
        }
        current = m_look;
    }
    std::unique_lock lock(current->mutex);
    if (!current->changed.wait_for(lock, patience, [&] { return current->result.has_value(); })) {
        return {{}, "The NVIDIA driver does not answer: restart the computer."};
    }
    auto result = *current->result;
    lock.unlock();
    const std::lock_guard again(m_mutex);
    if (m_look == current) {
        m_look.reset();  // the next call looks anew
    }
    return result;
}

}  // namespace parlando::server
