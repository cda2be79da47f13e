#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "base/result.h"
#include "engine/zip_file.h"

// Files of weights that are not what they should be.
namespace parlando::engine::testing {

class File {
public:
    explicit File(std::string_view content, std::string_view name = "weights.bin")
        : m_folder(std::move(*TemporaryFolder::create())), m_path(m_folder.path() / name) {
        std::ofstream(m_path, std::ios::binary) << content;
    }

    const std::filesystem::path& path() const { return m_path; }

private:
    TemporaryFolder m_folder;
    std::filesystem::path m_path;
};

// `opened` failed with a message that names the file and has all of `words`.
template <class T>
void requireRefusal(const Result<T>& opened, const std::filesystem::path& file, std::vector<std::string> words) {
    REQUIRE_FALSE(opened);
    INFO(opened.error().message);
    REQUIRE(opened.error().code != ErrorCode::internal);
    words.push_back(file.string());
    for (const std::string& word : words) {
        INFO(word);
        REQUIRE(opened.error().message.find(word) != std::string::npos);
    }
}

}  // namespace parlando::engine::testing
