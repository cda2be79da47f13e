#include "store/audio_shelf.h"

#include <algorithm>
#include <system_error>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "store/id.h"

namespace parlando::store {
namespace {

namespace fs = std::filesystem;

bool isExtension(std::string_view text) {
    return !text.empty() && text.size() <= 8 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

constexpr std::size_t kIdLength = 36;

// "<id>.wav", or the temporary name of a draft: ".<id>.wav.x0Y1z2".
bool isOurs(std::string_view name) {
    name.remove_prefix(name.starts_with('.') ? 1 : 0);
    return isId(name.substr(0, kIdLength)) && name.size() > kIdLength && name[kIdLength] == '.';
}

}  // namespace

Result<> AudioDraft::write(std::span<const std::byte> bytes) {
    PARLANDO_TRY(m_file.write(bytes));
    m_bytes += bytes.size();
    return {};
}

Result<> AudioDraft::overwrite(std::uint64_t offset, std::span<const std::byte> bytes) {
    if (offset > m_bytes || bytes.size() > m_bytes - offset) {
        return failure(ErrorCode::internal, "bytes are to be replaced that were never written");
    }
    return m_file.overwrite(offset, bytes);
}

ByteSource AudioDraft::source() const {
    return {m_bytes, [this](std::uint64_t offset, std::span<std::byte> bytes) { return m_file.readAt(offset, bytes); }};
}

Result<AudioShelf> AudioShelf::open(fs::path folder) {
    std::error_code error;
    const bool made = fs::create_directories(folder, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
    }
    if (made) {
        PARLANDO_TRY(syncFolder(folder.parent_path()));
    }
    return AudioShelf(std::move(folder));
}

Result<AudioDraft> AudioShelf::draft(std::string_view extension) const {
    if (!isExtension(extension)) {
        return failure(ErrorCode::invalidInput, "the extension of an audio file is one to eight letters and digits");
    }
    PARLANDO_TRY_ASSIGN(auto id, newId());
    std::string kind(extension);
    PARLANDO_TRY_ASSIGN(auto file, AtomicFile::create(pathOf(id, kind)));
    return AudioDraft(std::move(id), std::move(kind), std::move(file));
}

Result<> AudioShelf::keep(AudioDraft& draft) const {
    return draft.m_file.commit();
}

void AudioShelf::remove(const std::string& takeId, const std::string& extension) const {
    removeByName(takeId + "." + extension);
}

fs::path AudioShelf::pathOf(const std::string& takeId, const std::string& extension) const {
    return m_folder / (takeId + "." + extension);
}

Result<std::vector<AudioShelf::File>> AudioShelf::files() const {
    std::vector<File> files;
    std::error_code error;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        auto name = entry->path().filename().string();
        std::error_code gone;
        if (isOurs(name) && entry->is_regular_file(gone)) {
            const auto bytes = entry->file_size(gone);
            files.push_back({std::move(name), gone ? 0 : bytes});
        }
    }
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot list {}: {}", m_folder.string(), error.message()));
    }
    return files;
}

void AudioShelf::removeByName(const std::string& name) const {
    std::error_code error;
    fs::remove(m_folder / name, error);
    if (error) {
        spdlog::warn("cannot remove {}: {}", (m_folder / name).string(), error.message());
    }
}

}  // namespace parlando::store
