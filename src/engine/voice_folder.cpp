#include "engine/voice_folder.h"

#include <algorithm>
#include <cctype>

#include <spdlog/fmt/fmt.h>

#include "engine/json_object.h"
#include "engine/kokoro/phonemes.h"
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

bool isBlend(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_regular_file(folder / kBlendFile, ignored);
}

// What the file says; `resolveBlend` finds out what it means.
Result<Voice> describeBlend(const fs::path& folder) {
    PARLANDO_TRY_ASSIGN(const json card, readObject(folder / kBlendFile, kMaximumCardBytes));
    Voice voice;
    voice.id = folder.filename().string();
    voice.name = text(card, "name", voice.id);
    voice.blend = text(card, "voice", "");
    voice.sizeBytes = sizeOf(folder);
    if (voice.blend.find(':') == std::string::npos) {
        return failure(ErrorCode::corrupt, fmt::format("{}: 'voice' must name speakers of a voice, as "
                                                       "\"vctk:p225(2)+p226\"",
                                                       (folder / kBlendFile).string()));
    }
    return voice;
}

Result<> resolveBlend(InstalledVoice& blend, std::span<const InstalledVoice> voices) {
    const std::string_view model = modelOf(blend.voice);
    const auto base = std::ranges::find_if(
        voices, [&](const InstalledVoice& other) { return other.voice.id == model && other.voice.blend.empty(); });
    if (base == voices.end()) {
        return failure(ErrorCode::notFound,
                       fmt::format("it is mixed of speakers of the voice '{}', which is not installed; add that voice "
                                   "again, or remove this blend",
                                   model));
    }
    if (base->problem) {
        return failure(base->problem->context(fmt::format("it is mixed of speakers of the voice '{}'", model)));
    }
    PARLANDO_TRY_ASSIGN(blend.blend,
                        parseBlend(std::string_view(blend.voice.blend).substr(model.size() + 1), base->voice));
    blend.folder = base->folder;
    blend.voice.family = base->voice.family;
    blend.voice.language = base->voice.language;
    blend.voice.license = base->voice.license;
    blend.voice.sampleRate = base->voice.sampleRate;
    if (base->voice.family == kokoro::kFamily) {
        const std::string& first = base->voice.speakers[static_cast<std::size_t>(blend.blend.front().speaker)];
        PARLANDO_TRY(kokoro::pronunciationOf(first));
        blend.voice.language = kokoro::languageTagOf(first);
    }
    return {};
}

std::vector<fs::path> voiceFoldersIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_directory(ignored) && isId(it->path().filename().string()) &&
            (isBlend(it->path()) || vits::isVoice(it->path()))) {
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
            auto voice = isBlend(folder) ? describeBlend(folder) : describe(folder);
            if (voice) {
                voices.push_back({std::move(*voice), folder, std::nullopt});
            } else {
                voices.push_back({Voice(), folder, std::move(voice).error()});
                voices.back().voice.id = id;
            }
        }
    }
    for (InstalledVoice& voice : voices) {
        if (!voice.voice.blend.empty()) {
            if (auto resolved = resolveBlend(voice, voices); !resolved) {
                voice.problem = std::move(resolved).error();
            }
        }
    }
    return voices;
}

}  // namespace parlando::engine
