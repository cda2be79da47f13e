#include "engine/voice_folder.h"

#include <algorithm>
#include <cctype>

#include <spdlog/fmt/fmt.h>

#include "engine/json_object.h"
#include "engine/kokoro/voice.h"
#include "engine/vits/voice.h"

namespace parlando::engine {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaximumCardBytes = std::uint64_t{64} << 10;
constexpr std::size_t kMaximumIdLength = 64;

bool isId(const std::string& name) {
    return !name.empty() && name.size() <= kMaximumIdLength && name.front() != '.' &&
           std::ranges::all_of(
               name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; });
}

std::string text(const json& card, const char* key, std::string fallback) {
    const auto found = card.find(key);
    return found != card.end() && found->is_string() ? found->get<std::string>() : std::move(fallback);
}

// Of the files in it, as far as they can be read.
std::uint64_t sizeOf(const fs::path& folder) {
    std::uint64_t size = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code unreadable;
        const auto bytes = it->is_regular_file(unreadable) ? it->file_size(unreadable) : 0;
        size += unreadable ? 0 : bytes;
    }
    return size;
}

Result<Voice> describe(const fs::path& folder) {
    const std::string id = folder.filename().string();
    PARLANDO_TRY_ASSIGN(Voice voice, kokoro::isVoice(folder) ? kokoro::describe(folder) : vits::describe(folder));
    voice.id = id;
    json card = json::object();
    const fs::path cardFile = folder / "voice.json";
    std::error_code ignored;
    if (fs::exists(cardFile, ignored)) {
        PARLANDO_TRY_ASSIGN(card, readObject(cardFile, kMaximumCardBytes));
    }
    voice.name = text(card, "name", voice.name.empty() ? id : voice.name);
    voice.language = text(card, "language", voice.language.empty() ? "en-US" : voice.language);
    voice.description = text(card, "description", "");
    voice.license = text(card, "license", "");
    voice.sizeBytes = sizeOf(folder);
    return voice;
}

std::vector<fs::path> voiceFoldersIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_directory(ignored) && isId(it->path().filename().string()) && vits::isVoice(it->path())) {
            found.push_back(it->path());
        }
    }
    std::ranges::sort(found);
    return found;
}

}  // namespace

std::vector<InstalledVoice> findVoices(std::span<const std::string> folders) {
    std::vector<InstalledVoice> voices;
    for (const std::string& root : folders) {
        for (const fs::path& folder : voiceFoldersIn(root)) {
            const std::string id = folder.filename().string();
            if (std::ranges::any_of(voices, [&id](const InstalledVoice& known) { return known.voice.id == id; })) {
                continue;
            }
            auto voice = describe(folder);
            if (voice) {
                voices.push_back({std::move(*voice), folder, std::nullopt});
            } else {
                voices.push_back({Voice(), folder, std::move(voice).error()});
                voices.back().voice.id = id;
            }
        }
    }
    return voices;
}

}  // namespace parlando::engine
