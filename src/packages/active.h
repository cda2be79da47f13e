#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

// Which installed package runs: the content of backends/active.json, and how it changes. All of it is values.
//
//              activated                     confirmed (ready, self-test passed)
//   nothing ───────────────▶ trial ─────────────────────────────────▶ good ──┐ crashed, fewer than
//                            │  ▲                                     │  ▲───┘ kCrashLimit in kCrashWindow
//        failed, or crashed  │  │ retried (by the user)               │ failed, or crashed too often
//                            ▼  │                                     ▼
//                           failed ◀──────────────────────────────────┘
//
// `activated` leads from every state to trial. What was good before is kept as `previous` until the new one is good,
// and runs while the new one is `failed`. A failed package stays installed: the cause may be outside of it.
namespace parlando::packages {

struct InstalledPackage {
    Sha256Digest id;  // SHA-256 of its manifest: the name of its folder in the store
    std::string variant;
    std::string flavour;
    std::string version;
    std::uint64_t sequence = 0;

    bool operator==(const InstalledPackage&) const = default;
};

enum class PackageState { trial, good, failed };

struct Active {
    InstalledPackage package;
    PackageState state = PackageState::trial;
    std::string reason;                        // of `failed`, for people
    std::vector<std::int64_t> crashes;         // seconds since 1970; those of `good` that still count
    std::optional<InstalledPackage> previous;  // was good

    bool operator==(const Active&) const = default;
};

inline constexpr std::size_t kCrashLimit = 3;
inline constexpr std::int64_t kCrashWindow = 300;  // seconds

Active activated(const std::optional<Active>& before, const InstalledPackage& package);
Active confirmed(Active active);
Active failed(Active active, std::string reason);
Active crashed(Active active, std::int64_t now, std::string reason);
Active retried(Active active);

// JSON. Reading refuses what it does not know entirely.
Result<Active> activeFrom(std::string_view json);
std::string toJson(const Active& active);

std::string_view name(PackageState state);

}  // namespace parlando::packages
