#include "packages/names.h"

#include <algorithm>
#include <array>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes; file systems have 255, and temporary names are longer
constexpr std::size_t kLongestPath = 512;
constexpr std::size_t kDeepest = 32;

constexpr std::array<std::string_view, 4> kDevices{"con", "prn", "aux", "nul"};

// "nul", "NUL.txt", "com1": Windows opens a device whatever the folder and the extension.
bool isDevice(std::string_view name) {
    const auto stem = foldCase(name.substr(0, name.find('.')));
    if (std::ranges::find(kDevices, stem) != kDevices.end()) {
        return true;
    }
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9';
}

bool isOrdinary(char c) {
    return c >= ' ' && c <= '~' && std::string_view("\"*/:<>?\\|").find(c) == std::string_view::npos;
}

// For messages: what is refused may hold anything.
std::string shown(std::string_view text) {
    std::string result;
    for (const char c : text.substr(0, 80)) {
        result += c >= ' ' && c <= '~' ? c : '?';
    }
    return result;
}

}  // namespace

std::string foldCase(std::string_view name) {
    std::string folded(name);
    std::ranges::transform(folded, folded.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return folded;
}

Result<> checkName(std::string_view name) {
    const bool fits = !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, isOrdinary);
    if (!fits || name == "." || name == ".." || name.front() == ' ' || name.back() == ' ' || name.back() == '.' ||
        isDevice(name)) {
        return failure(ErrorCode::corrupt, fmt::format("'{}' is not a name that every system can store", shown(name)));
    }
    return {};
}

Result<> checkPath(std::string_view path) {
    if (path.size() > kLongestPath || static_cast<std::size_t>(std::ranges::count(path, '/')) >= kDeepest) {
        return failure(ErrorCode::corrupt, fmt::format("the path '{}…' is too long or too deep", shown(path)));
    }
    for (std::size_t begin = 0; begin <= path.size();) {
        const auto end = std::min(path.find('/', begin), path.size());
        if (!checkName(path.substr(begin, end - begin))) {
            return failure(ErrorCode::corrupt, fmt::format("'{}' is not a path inside the package", shown(path)));
        }
        begin = end + 1;
    }
    return {};
}

Result<> PathSet::insert(const std::string& path) {
    PARLANDO_TRY(checkPath(path));
    const auto clash = [&] {
        return failure(ErrorCode::corrupt, fmt::format("'{}' and another path of the package are the same, or a file "
                                                       "and a folder, where case does not count",
                                                       shown(path)));
    };
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        const auto folder = path.substr(0, slash);
        const auto [known, isNew] = m_folders.emplace(foldCase(folder), folder);
        if (known->second != folder || m_files.contains(known->first)) {
            return clash();
        }
    }
    const auto folded = foldCase(path);
    if (m_folders.contains(folded) || !m_files.insert(folded).second) {
        return clash();
    }
    return {};
}

bool PathSet::isFolder(const std::string& path) const {
    const auto found = m_folders.find(foldCase(path));
    return found != m_folders.end() && found->second == path;
}

}  // namespace parlando::packages
