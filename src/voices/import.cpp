#include "voices/import.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>
#include <system_error>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/descriptor.h"

namespace parlando::voices {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaximumFiles = 1000;
constexpr std::uint64_t kMaximumBytes = std::uint64_t{8} << 30;
constexpr std::array<std::string_view, 3> kSpeakerEndings{".pt", ".npz", ".npy"};
constexpr std::array<std::string_view, 10> kEndings{".json", ".onnx", ".safetensors", ".bin", ".pth",
                                                    ".pt",   ".ckpt", ".npz",         ".md",  ".txt"};
constexpr std::array<std::string_view, 2> kNames{"MODEL_CARD", "LICENSE"};

bool isOneOf(std::span<const std::string_view> known, const std::string& text) {
    return std::ranges::find(known, std::string_view(text)) != known.end();
}

bool belongs(const fs::path& file) {
    return isOneOf(kEndings, file.extension().string()) || isOneOf(kNames, file.filename().string());
}

// Of a folder, relative to it: what belongs to a voice, and the speakers in voices/.
Result<std::vector<fs::path>> filesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::path& below : {fs::path(), fs::path("voices")}) {
        std::error_code error;
        for (fs::directory_iterator it(folder / below, error), end; !error && it != end; it.increment(error)) {
            std::error_code ignored;
            const bool wanted =
                below.empty() ? belongs(it->path()) : isOneOf(kSpeakerEndings, it->path().extension().string());
            if (wanted && it->is_regular_file(ignored)) {
                files.push_back(below / it->path().filename());
            }
            if (files.size() > kMaximumFiles) {
                return failure(ErrorCode::resourceLimit,
                               fmt::format("{} has more files than a voice has", folder.string()));
            }
        }
    }
    return files;
}

// So that it is there after a power cut, too.
Result<> copyFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (fs::copy_file(from, to, error); !error) {
        const Descriptor copy(::open(to.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
        if (copy && ::fsync(copy.get()) == 0) {
            return {};
        }
        error.assign(errno, std::generic_category());
    }
    return failure(ErrorCode::io, fmt::format("cannot copy {}: {}", from.string(), error.message()));
}

}  // namespace

Result<std::string> importVoice(const VoiceFolders& folders, const fs::path& from,
                                const std::function<bool(const std::string& id)>& isTaken, const CheckVoice& check) {
    std::error_code error;
    const fs::path source = fs::canonical(from, error);  // ".", links and a slash at the end
    if (error) {
        return failure(ErrorCode::notFound, fmt::format("cannot read {}: {}", from.string(), error.message()));
    }
    fs::path folder = source;
    std::vector<fs::path> files;
    std::string id = source.filename().string();
    if (fs::is_directory(source, error)) {
        PARLANDO_TRY_ASSIGN(files, filesOf(source));
    } else {
        fs::path weights = source.extension() == ".json" ? fs::path(source).replace_extension() : source;
        if (weights.extension() != ".onnx") {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("{} is no voice: add a Piper voice's .onnx file, or the folder that holds all of "
                            "a voice's files",
                            source.string()));
        }
        folder = source.parent_path();
        files = {weights.filename(), weights.filename().string() + ".json"};
        id = weights.stem().string();
    }
    id = idFrom(id, "voice");
    if (files.empty()) {
        return failure(ErrorCode::invalidInput, fmt::format("there are no files of a voice in {}", source.string()));
    }
    for (const auto& file : files) {
        if (!fs::is_regular_file(folder / file, error)) {
            return failure(ErrorCode::invalidInput,
                           fmt::format("{} is missing; it belongs to the voice", (folder / file).string()));
        }
    }
    PARLANDO_TRY_ASSIGN(const auto lock, folders.lock());
    if (folders.contains(id)) {
        return failure(ErrorCode::busy, fmt::format("there is a voice '{}' already; remove that one first", id));
    }
    if (isTaken(id)) {
        return failure(
            ErrorCode::busy,
            fmt::format("there is a voice '{}' already, which stays; give the new one's file or folder another name",
                        id));
    }
    folders.discardStaged();
    PARLANDO_TRY_ASSIGN(const fs::path staged, folders.stage(id));
    std::uint64_t bytes = 0;
    for (const auto& file : files) {
        bytes += fs::file_size(folder / file, error);
        if (!error && bytes > kMaximumBytes) {
            folders.discardStaged();
            return failure(ErrorCode::resourceLimit, fmt::format("{} is larger than any voice", source.string()));
        }
        if (auto copied = copyFile(folder / file, staged / file); !copied) {
            folders.discardStaged();
            return failure(std::move(copied).error());
        }
    }
    PARLANDO_TRY(folders.install(id, check));
    return id;
}

}  // namespace parlando::voices
