#include "packages/plan.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

// The number at the beginning, and the rest behind the next point.
int takeNumber(std::string_view& version) {
    int number = 0;
    std::from_chars(version.data(), version.data() + version.size(), number);
    const auto point = version.find('.');
    version = point == std::string_view::npos ? "" : version.substr(point + 1);
    return number;
}

bool runsOn(std::string_view code, std::string_view card) {
    return takeNumber(code) == takeNumber(card) && takeNumber(code) <= takeNumber(card);
}

std::string gigabytes(std::uint64_t bytes) {
    return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

tl::unexpected<net::Failure> cannotWrite(const std::filesystem::path& folder, const char* reason) {
    return net::fail(errno == ENOSPC || errno == EDQUOT ? net::Problem::diskFull : net::Problem::storage,
                     fmt::format("cannot write in {}: {}", folder.string(), reason));
}

net::Outcome<> checkWritable(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        errno = error.value();
        return cannotWrite(folder, std::strerror(errno));
    }
    std::string probe = (folder / ".writable.XXXXXX").string();
    const int descriptor = ::mkostemp(probe.data(), O_CLOEXEC);
    if (descriptor < 0) {
        return cannotWrite(folder, std::strerror(errno));
    }
    ::close(descriptor);
    ::unlink(probe.c_str());
    return {};
}

// What an earlier download has stored of the layer, at most the layer.
std::uint64_t storedBytes(const std::filesystem::path& folder, const Layer& layer) {
    struct stat status {};
    if (::stat((folder / (layer.sha256.hex() + ".partial")).c_str(), &status) != 0) {
        return 0;
    }
    return std::min(static_cast<std::uint64_t>(status.st_blocks) * 512, layer.size);
}

}  // namespace

std::strong_ordering compareVersions(std::string_view left, std::string_view right) {
    while (!left.empty() || !right.empty()) {
        if (const auto order = takeNumber(left) <=> takeNumber(right); order != 0) {
            return order;
        }
    }
    return std::strong_ordering::equal;
}

Result<> checkGraphics(const Manifest& manifest, const GraphicsFacts& facts) {
    if (facts.driver.empty()) {
        return failure(ErrorCode::incompatible, "no NVIDIA driver was found; install one from nvidia.com first");
    }
    if (compareVersions(facts.driver, manifest.minimumDriver) < 0) {
        return failure(ErrorCode::incompatible, fmt::format("the NVIDIA driver is {}; this package needs {} or newer",
                                                            facts.driver, manifest.minimumDriver));
    }
    const auto& codes = manifest.computeCapabilities;
    const auto fits = [&](const std::string& card) {
        return std::ranges::any_of(codes, [&](const std::string& code) { return runsOn(code, card); });
    };
    if (std::ranges::none_of(facts.computeCapabilities, fits)) {
        return failure(
            ErrorCode::incompatible,
            facts.computeCapabilities.empty()
                ? "no NVIDIA card was found"
                : fmt::format("the package {} has no code for this card (compute capability {}); it has code for {}",
                              manifest.flavour, fmt::join(facts.computeCapabilities, ", "), fmt::join(codes, ", ")));
    }
    return {};
}

net::Outcome<Plan> planDownload(const Manifest& manifest, std::span<const Sha256Digest> present,
                                const std::filesystem::path& folder) {
    if (auto writable = checkWritable(folder); !writable) {
        return tl::unexpected(writable.error());
    }
    Plan plan;
    for (const auto& layer : manifest.layers) {
        if (std::ranges::find(present, layer.sha256) == present.end()) {
            plan.layers.push_back(&layer);
            plan.fetchBytes += layer.size;
            plan.needBytes += layer.size - storedBytes(folder, layer) + layer.unpacked;
        }
    }
    struct statvfs system {};
    if (::statvfs(folder.c_str(), &system) != 0) {
        return cannotWrite(folder, std::strerror(errno));
    }
    plan.needBytes += plan.layers.empty() ? 0 : kDiskMargin;
    plan.freeBytes = std::uint64_t{system.f_bavail} * system.f_frsize;
    if (plan.needBytes > plan.freeBytes) {
        return net::fail(net::Problem::diskFull,
                         fmt::format("the package needs {} on the disk of {}, and {} are free; make room for {} more",
                                     gigabytes(plan.needBytes), folder.string(), gigabytes(plan.freeBytes),
                                     gigabytes(plan.needBytes - plan.freeBytes)));
    }
    return plan;
}

}  // namespace parlando::packages
