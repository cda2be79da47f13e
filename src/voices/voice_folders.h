#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "packages/system.h"

// The user's own folder of voices and what is done to it.
//
//   voices/<id>/             a voice that is installed; nothing in it changes any more
//   voices/.staging/<id>/    one that is on its way: its files arrive and the voice is tried
//   voices/.saving/          a saved blend on its way, one small file
//   voices/.removed/<id>/    one on its way out
//
// A rename leads from one to the next, so that there is never half a voice. Engines do not look into the hidden
// folders.
namespace parlando::voices {

// Letters, digits, '-', '_' and '.', not at the beginning, 64 at most: the same rule as the engine's.
bool isVoiceId(std::string_view id);
// One from what people call something, "Warm duo!" to "Warm-duo", with room for a number behind it; `otherwise` where
// none of its characters can be in one.
std::string idFrom(std::string_view name, std::string_view otherwise);

// Proves that the voice `root`/`id` can speak: an engine reads all of it. The error says what is wrong with it.
using CheckVoice = std::function<Result<>(const std::filesystem::path& root, const std::string& id)>;

class VoiceFolders {
public:
    explicit VoiceFolders(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    const std::filesystem::path& folder() const { return m_folder; }
    bool contains(const std::string& id) const;

    // Whoever adds a voice holds this meanwhile. ErrorCode::busy if somebody else does, in this process or another.
    Result<packages::FolderLock> lock() const;
    // The folder in which the voice is put together; what an earlier try left of it is still there, and what was left
    // of other voices is removed.
    Result<std::filesystem::path> stage(const std::string& id) const;
    // Checks the staged voice and makes it an installed one. One that cannot speak is removed. ErrorCode::busy if there
    // is a voice of that name.
    Result<> install(const std::string& id, const CheckVoice& check) const;
    // A voice that is one small file, such as a saved blend; a download that is under way is no obstacle. One call at a
    // time. Errors: invalidInput (no id), busy (there is a voice of that name), io.
    Result<> add(const std::string& id, const std::string& file, std::string_view content) const;
    // Errors: notFound. Who speaks with the voice at the moment has its files open, and keeps them.
    Result<> remove(const std::string& id) const;
    void discardStaged() const;
    // Goes on with a removal that did not come to its end.
    void sweep() const;

private:
    std::filesystem::path staging() const { return m_folder / ".staging"; }
    std::filesystem::path saving() const { return m_folder / ".saving"; }
    std::filesystem::path removed() const { return m_folder / ".removed"; }

    std::filesystem::path m_folder;
};

}  // namespace parlando::voices
