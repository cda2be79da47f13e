#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <spdlog/spdlog.h>
#include <catch2/catch.hpp>

#include "base/files.h"
#include "store/library.h"

namespace parlando::store {

// A data folder with a library in it, which can be closed and opened again.
class LibraryFixture {
public:
    LibraryFixture() : m_folder(std::move(*TemporaryFolder::create())) { spdlog::set_level(spdlog::level::off); }

    std::filesystem::path folder() const { return m_folder.path(); }
    std::filesystem::path database() const { return folder() / "library.db"; }
    std::filesystem::path audio() const { return folder() / "audio"; }

    Library& open() {
        close();
        auto opened = Library::open(folder());
        REQUIRE(opened);
        m_library = std::move(*opened);
        return *m_library;
    }
    void close() { m_library.reset(); }

    // Every name below the data folder but those of SQLite's logs.
    std::vector<std::string> names(std::string_view containing = "") const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder())) {
            const auto name = entry.path().filename().string();
            if (name.find(containing) != std::string::npos && !name.ends_with("-wal") && !name.ends_with("-shm")) {
                names.push_back(name);
            }
        }
        return names;
    }
    std::size_t recordings() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(audio()), {}));
    }
    // Runs SQL behind the library's back.
    void tamper(const std::string& sql) const {
        SQLite::Database(database().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(sql);
    }
    void overwrite(const std::filesystem::path& path, std::string_view content) const {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    }

private:
    TemporaryFolder m_folder;
    std::unique_ptr<Library> m_library;
};

inline NewGeneration order(std::string text = "Hello.") {
    NewGeneration generation;
    generation.text = std::move(text);
    generation.engine = "parlando";
    generation.voice = "robin";
    return generation;
}

inline NewTake take(const Generations& generations, std::string_view content = "RIFFsound") {
    auto draft = generations.draft("wav");
    REQUIRE(draft);
    REQUIRE(draft->write(std::as_bytes(std::span(content))));
    return {std::move(*draft), 1.5, 22050, 7, ""};
}

// A generation with one good take.
inline Generation completed(Generations& generations, std::string text = "Hello.") {
    const auto created = generations.create(order(std::move(text)));
    REQUIRE(created);
    REQUIRE(generations.begin(created->id));
    const auto done = generations.complete(created->id, take(generations));
    REQUIRE(done);
    return *done;
}

inline std::string content(const AudioFile& file) {
    return readFile(file.path, 1 << 20).value_or("");
}

}  // namespace parlando::store
