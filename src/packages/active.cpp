#include "packages/active.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "packages/strict_json.h"

namespace parlando::packages {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kLongestReason = 600;  // bytes
constexpr std::array kStates{PackageState::trial, PackageState::good, PackageState::failed};

Result<InstalledPackage> readPackage(Members& members) {
    InstalledPackage package;
    const auto id = members.text("id");
    package.variant = members.text("variant");
    package.flavour = members.text("flavour");
    package.version = members.text("version");
    package.sequence = members.number("sequence");
    PARLANDO_TRY_ASSIGN(package.id, Sha256Digest::parse(id));
    return package;
}

Json packageJson(const InstalledPackage& package) {
    return {{"id", package.id.hex()},
            {"variant", package.variant},
            {"flavour", package.flavour},
            {"version", package.version},
            {"sequence", package.sequence}};
}

}  // namespace

Active activated(const std::optional<Active>& before, const InstalledPackage& package) {
    if (!before) {
        return {package, PackageState::trial, {}, {}, {}};
    }
    if (before->package == package) {
        return before->state == PackageState::failed ? retried(*before) : *before;
    }
    auto previous = before->state == PackageState::good ? before->package : before->previous;
    if (previous == package) {
        previous.reset();
    }
    return {package, PackageState::trial, {}, {}, std::move(previous)};
}

Active confirmed(Active active) {
    if (active.state != PackageState::good) {
        active.crashes.clear();
    }
    active.state = PackageState::good;
    active.reason.clear();
    active.previous.reset();
    return active;
}

Active failed(Active active, std::string reason) {
    active.state = PackageState::failed;
    active.reason = std::move(reason);
    active.crashes.clear();
    return active;
}

Active crashed(Active active, std::int64_t now, std::string reason) {
    // A crash that seems to lie in the future was recorded before the clock was set back: it does not count.
    std::erase_if(active.crashes, [now](std::int64_t time) { return time > now || time <= now - kCrashWindow; });
    active.crashes.push_back(now);
    const bool tooOften = active.state != PackageState::good || active.crashes.size() >= kCrashLimit;
    return tooOften ? failed(std::move(active), std::move(reason)) : active;
}

Active retried(Active active) {
    if (active.state == PackageState::failed) {
        active.state = PackageState::trial;
        active.reason.clear();
    }
    return active;
}

std::string_view name(PackageState state) {
    switch (state) {
        case PackageState::trial:
            return "trial";
        case PackageState::good:
            return "good";
        case PackageState::failed:
            break;
    }
    return "failed";
}

Result<Active> activeFrom(std::string_view json) {
    PARLANDO_TRY_ASSIGN(const auto document, parseStrictly(json));
    Members members(document, "it");
    if (members.number("format") != kFormat) {
        return failure(ErrorCode::incompatible, "it was written by another version of Parlando");
    }
    Active active;
    PARLANDO_TRY_ASSIGN(active.package, readPackage(members));
    const auto state = members.text("state");
    active.reason = members.text("reason");
    for (const auto& crash : members.list("crashes")) {
        active.crashes.push_back(crash.is_number_integer() ? crash.get<std::int64_t>() : 0);
    }
    if (const auto* previous = members.optionalObject("previous")) {
        Members ofPrevious(*previous, "'previous'");
        PARLANDO_TRY_ASSIGN(active.previous, readPackage(ofPrevious));
        PARLANDO_TRY(ofPrevious.finish());
    }
    PARLANDO_TRY(members.finish());
    const auto known = std::ranges::find(kStates, state, [](PackageState each) { return name(each); });
    if (known == kStates.end()) {
        return failure(ErrorCode::corrupt, "its state is not one");
    }
    active.state = *known;
    return active;
}

std::string toJson(const Active& active) {
    // What a crashed program said of itself can be anything, and must be readable again.
    auto reason = active.reason.substr(0, kLongestReason);
    std::erase(reason, '\0');
    Json json{{"format", kFormat}};
    json.update(packageJson(active.package));
    json["state"] = name(active.state);
    json["reason"] = std::move(reason);
    json["crashes"] = active.crashes;
    if (active.previous) {
        json["previous"] = packageJson(*active.previous);
    }
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace parlando::packages
