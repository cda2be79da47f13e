#include "store/generation.h"

#include <algorithm>
#include <array>

namespace parlando::store {
namespace {

constexpr std::array kAll = {Status::queued, Status::generating, Status::completed, Status::failed, Status::cancelled};

}  // namespace

std::string_view name(Status status) {
    switch (status) {
        case Status::queued:
            return "queued";
        case Status::generating:
            return "generating";
        case Status::completed:
            return "completed";
        case Status::failed:
            return "failed";
        case Status::cancelled:
            break;
    }
    return "cancelled";
}

std::optional<Status> statusFromName(std::string_view text) {
    const auto found = std::ranges::find_if(kAll, [&](Status status) { return name(status) == text; });
    return found == kAll.end() ? std::nullopt : std::optional(*found);
}

const Take* Generation::activeTake() const {
    const auto found = std::ranges::find_if(takes, &Take::isActive);
    return found == takes.end() ? nullptr : &*found;
}

}  // namespace parlando::store
