#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/files.h"
#include "base/result.h"

namespace parlando::store {

// A recording that is being written. It becomes a file of the library when a generation takes it
// (`Generations::complete`); one that is let go of before leaves nothing.
class AudioDraft {
public:
    const std::string& id() const { return m_id; }  // of the take to be
    const std::string& extension() const { return m_extension; }
    std::uint64_t bytes() const { return m_bytes; }

    // Errors: io, such as a full disk.
    Result<> write(std::span<const std::byte> bytes);
    Result<> overwrite(std::uint64_t offset, std::span<const std::byte> bytes);
    // What was written so far, to be read back. The draft outlives the source and stays where it is.
    ByteSource source() const;

private:
    friend class AudioShelf;
    AudioDraft(std::string id, std::string extension, AtomicFile file)
        : m_id(std::move(id)), m_extension(std::move(extension)), m_file(std::move(file)) {}

    std::string m_id;
    std::string m_extension;
    AtomicFile m_file;
    std::uint64_t m_bytes = 0;
};

// The folder of recordings: `<take id>.<extension>`, each whole and on the disk before the database knows of
// it. Any thread may call.
class AudioShelf {
public:
    // Makes the folder where it is missing. Errors: io.
    static Result<AudioShelf> open(std::filesystem::path folder);

    // `extension`: one to eight lower-case letters and digits. Errors: io, invalidInput.
    Result<AudioDraft> draft(std::string_view extension) const;
    // The file appears under its name, for good. Errors: io.
    Result<> keep(AudioDraft& draft) const;
    // Gone or never there: both are what was wanted. What cannot be removed now is removed at the next start.
    void remove(const std::string& takeId, const std::string& extension) const;

    std::filesystem::path pathOf(const std::string& takeId, const std::string& extension) const;

    struct File {
        std::string name;
        std::uint64_t bytes = 0;
    };
    // Recordings, and drafts that a killed process left. What somebody else put into the folder is not ours
    // and not listed.
    Result<std::vector<File>> files() const;
    void removeByName(const std::string& name) const;

private:
    explicit AudioShelf(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    std::filesystem::path m_folder;
};

}  // namespace parlando::store
