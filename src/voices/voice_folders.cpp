#include "voices/voice_folders.h"

#include <algorithm>
#include <span>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"
#include "packages/system.h"

namespace parlando::voices {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaximumIdLength = 64;

bool isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
}

Result<> make(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        return failure(ErrorCode::io, fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
    }
    return {};
}

Result<> move(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        return failure(ErrorCode::io,
                       fmt::format("cannot move {} to {}: {}", from.string(), to.string(), error.message()));
    }
    return parlando::syncFolder(to.parent_path());
}

Result<> clear(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        PARLANDO_TRY(packages::removeAll(it->path()));
    }
    return {};
}

// The names of the files of a voice: in its folder and in those below.
Result<> syncNames(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (fs::is_directory(it->symlink_status(error))) {
            PARLANDO_TRY(parlando::syncFolder(it->path()));
        }
    }
    return parlando::syncFolder(folder);
}

Result<> checkId(const std::string& id) {
    return isVoiceId(id) ? Result<>()
                         : failure(ErrorCode::invalidInput,
                                   fmt::format("'{}' cannot be the name of a voice: letters, digits, '-', '_' and "
                                               "'.', 64 at most",
                                               id));
}

tl::unexpected<Error> isThere(const std::string& id) {
    return failure(ErrorCode::busy, fmt::format("there is a voice '{}' already; remove that one first", id));
}

}  // namespace

bool isVoiceId(std::string_view id) {
    return !id.empty() && id.size() <= kMaximumIdLength && id.front() != '.' && std::ranges::all_of(id, isIdCharacter);
}

std::string idFrom(std::string_view name, std::string_view otherwise) {
    std::string id;
    for (const char c : name.substr(0, kMaximumIdLength - 16)) {
        if (isIdCharacter(c)) {
            id += c;
        } else if (!id.ends_with('-')) {
            id += '-';
        }
    }
    const auto first = id.find_first_not_of("-.");
    return first == std::string::npos ? std::string(otherwise)
                                      : id.substr(first, id.find_last_not_of("-.") - first + 1);
}

bool VoiceFolders::contains(const std::string& id) const {
    std::error_code ignored;
    return isVoiceId(id) && fs::is_directory(fs::symlink_status(m_folder / id, ignored));
}

Result<packages::FolderLock> VoiceFolders::lock() const {
    PARLANDO_TRY(make(m_folder));
    auto lock = packages::FolderLock::take(m_folder, packages::Waiting::none);
    if (!lock && lock.error().code == ErrorCode::busy) {
        return failure(ErrorCode::busy, "another voice is being added at the moment; try again when that is done");
    }
    return lock;
}

Result<fs::path> VoiceFolders::stage(const std::string& id) const {
    PARLANDO_TRY(checkId(id));
    PARLANDO_TRY(make(staging()));
    std::error_code error;
    for (fs::directory_iterator it(staging(), error), end; !error && it != end; it.increment(error)) {
        if (it->path().filename() != id) {
            PARLANDO_TRY(packages::removeAll(it->path()));
        }
    }
    PARLANDO_TRY(make(staging() / id));
    return staging() / id;
}

Result<> VoiceFolders::install(const std::string& id, const CheckVoice& check) const {
    if (auto checked = check(staging(), id); !checked) {
        if (checked.error().code != ErrorCode::cancelled) {
            discardStaged();
        }
        return checked;
    }
    if (contains(id)) {
        discardStaged();
        return isThere(id);
    }
    PARLANDO_TRY(syncNames(staging() / id));
    return move(staging() / id, m_folder / id);
}

Result<> VoiceFolders::add(const std::string& id, const std::string& file, std::string_view content) const {
    PARLANDO_TRY(checkId(id));
    PARLANDO_TRY(make(m_folder));
    PARLANDO_TRY(packages::removeAll(saving()));  // what a crash left
    PARLANDO_TRY(make(saving()));
    PARLANDO_TRY_ASSIGN(auto written, AtomicFile::create(saving() / file));
    PARLANDO_TRY(written.write(std::as_bytes(std::span(content))));
    PARLANDO_TRY(written.commit());
    if (contains(id)) {
        return isThere(id);
    }
    return move(saving(), m_folder / id);
}

Result<> VoiceFolders::remove(const std::string& id) const {
    const auto absent = [&] {
        return failure(ErrorCode::notFound, fmt::format("there is no voice '{}' in {}", id, m_folder.string()));
    };
    if (!contains(id)) {
        return absent();
    }
    PARLANDO_TRY(make(removed()));  // and it stays: who waits for the lock waits for that of this folder
    PARLANDO_TRY_ASSIGN(const auto lock, packages::FolderLock::take(removed(), packages::Waiting::patient));
    PARLANDO_TRY(clear(removed()));
    if (!contains(id)) {
        return absent();
    }
    PARLANDO_TRY(move(m_folder / id, removed() / id));
    return clear(removed());
}

void VoiceFolders::sweep() const {
    if (const auto lock = packages::FolderLock::take(removed(), packages::Waiting::none)) {
        static_cast<void>(clear(removed()));  // the next removal says what is wrong
    }
}

void VoiceFolders::discardStaged() const {
    std::error_code ignored;  // the next stage() sees what is left
    fs::remove_all(staging(), ignored);
}

}  // namespace parlando::voices
