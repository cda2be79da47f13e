#include "server/gpu/flavours.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include <spdlog/fmt/fmt.h>

#include "packages/plan.h"

namespace parlando::server {
namespace {

// Lines of scripts/cuda-flavours without its comments: "cu128 570.26 7.5,8.0".
constexpr char kTable[] = PARLANDO_CUDA_FLAVOURS;

std::vector<Flavour> parse(const std::string& table) {
    std::vector<Flavour> flavours;
    std::istringstream words(table);
    std::string codes;
    for (Flavour flavour; words >> flavour.name >> flavour.minimumDriver >> codes;) {
        flavour.computeCapabilities.clear();
        std::istringstream list(codes);
        for (std::string code; std::getline(list, code, ',');) {
            flavour.computeCapabilities.push_back(code);
        }
        flavours.push_back(flavour);
    }
    return flavours;
}

bool hasCode(const Flavour& flavour, const NvidiaCard& card) {
    packages::Manifest manifest;
    manifest.minimumDriver = "0";
    manifest.computeCapabilities = flavour.computeCapabilities;
    return packages::checkGraphics(manifest, {"1", {card.computeCapability}}).has_value();
}

bool isOlder(const std::string& left, const std::string& right) {
    return packages::compareVersions(left, right) < 0;
}

// Why none has code for the card.
Error tooOldOrTooNew(const NvidiaCard& card, std::span<const Flavour> flavours) {
    std::string oldest;
    for (const auto& flavour : flavours) {
        for (const auto& code : flavour.computeCapabilities) {
            oldest = oldest.empty() || isOlder(code, oldest) ? code : oldest;
        }
    }
    if (isOlder(card.computeCapability, oldest)) {
        return {ErrorCode::incompatible,
                fmt::format("The {} is too old: it has compute capability {}, and {} is needed.", card.name,
                            card.computeCapability, oldest)};
    }
    return {ErrorCode::incompatible,
            fmt::format("The {} is newer than this version of Parlando: there is no code for compute capability {} "
                        "yet. Update Parlando.",
                        card.name, card.computeCapability)};
}

}  // namespace

std::span<const Flavour> publishedFlavours() {
    static const std::vector<Flavour> kFlavours = parse(kTable);
    return kFlavours;
}

Result<std::string> flavourFor(const NvidiaCard& card, const std::string& driver, std::span<const Flavour> flavours) {
    std::optional<std::string> neededDriver;
    for (const auto& flavour : flavours) {
        if (!hasCode(flavour, card)) {
            continue;
        }
        if (!isOlder(driver, flavour.minimumDriver)) {
            return flavour.name;
        }
        if (!neededDriver || isOlder(flavour.minimumDriver, *neededDriver)) {
            neededDriver = flavour.minimumDriver;
        }
    }
    if (neededDriver) {
        return failure(ErrorCode::incompatible, fmt::format("The NVIDIA driver {} is too old for the {}; install {} "
                                                            "or newer.",
                                                            driver, card.name, *neededDriver));
    }
    return failure(tooOldOrTooNew(card, flavours));
}

Result<std::string> flavourFor(const GraphicsSurvey& survey, std::span<const Flavour> flavours) {
    if (survey.nvidia.cards.empty()) {
        return failure(ErrorCode::incompatible, survey.problem);
    }
    std::optional<Error> problem;
    std::vector<std::string> fitting;
    for (const auto& card : survey.nvidia.cards) {
        if (auto flavour = flavourFor(card, survey.nvidia.driver, flavours)) {
            fitting.push_back(*flavour);
        } else if (!problem) {
            problem = flavour.error();
        }
    }
    for (const auto& flavour : flavours) {
        if (std::ranges::find(fitting, flavour.name) != fitting.end()) {
            return flavour.name;
        }
    }
    return failure(*problem);
}

}  // namespace parlando::server
