#include "engine/vits/piper_voice.h"

#include <algorithm>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "engine/json_object.h"

namespace parlando::engine::vits {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaximumBytes = std::uint64_t{4} << 20;
constexpr std::int64_t kMaximumSpeakers = 100'000;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMaximumIds = 16;  // of one symbol
constexpr std::string_view kNetworkExtension = ".onnx";
constexpr std::string_view kVoiceExtension = ".onnx.json";

std::vector<fs::path> filesEndingIn(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        const std::string name = it->path().filename().string();
        if (name.ends_with(extension) && name.size() > extension.size() && it->is_regular_file(ignored)) {
            found.push_back(it->path());
        }
    }
    std::ranges::sort(found);
    return found;
}

// Looks up fields by path ("audio", "sample_rate") and keeps the first problem.
class Fields {
public:
    explicit Fields(const json& document) : m_document(document) {}

    const json* find(std::string_view group, std::string_view key) {
        const json* object = &m_document;
        if (!group.empty()) {
            const auto found = m_document.find(group);
            if (found == m_document.end() || found->is_null()) {
                return nullptr;
            }
            object = &*found;
        }
        if (!object->is_object()) {
            fail(fmt::format("{} must be an object", group));
            return nullptr;
        }
        const auto found = object->find(key);
        return found == object->end() || found->is_null() ? nullptr : &*found;
    }

    std::string text(std::string_view group, std::string_view key, std::string fallback) {
        const json* field = find(group, key);
        if (field == nullptr) {
            return fallback;
        }
        if (!field->is_string() || field->get<std::string>().size() > kLongestName) {
            fail(fmt::format("{} must be a text of at most {} bytes", path(group, key), kLongestName));
            return fallback;
        }
        return field->get<std::string>();
    }

    double number(std::string_view group, std::string_view key, double fallback, double low, double high) {
        const json* field = find(group, key);
        if (field == nullptr) {
            return fallback;
        }
        if (!field->is_number() || !(field->get<double>() >= low && field->get<double>() <= high)) {
            fail(fmt::format("{} must be a number from {} to {}", path(group, key), low, high));
            return fallback;
        }
        return field->get<double>();
    }

    std::int64_t whole(std::string_view group, std::string_view key, std::int64_t fallback, std::int64_t low,
                       std::int64_t high) {
        const double value =
            number(group, key, static_cast<double>(fallback), static_cast<double>(low), static_cast<double>(high));
        if (value != static_cast<double>(static_cast<std::int64_t>(value))) {
            fail(fmt::format("{} must be a whole number", path(group, key)));
        }
        return static_cast<std::int64_t>(value);
    }

    void fail(std::string message) {
        if (m_problem.empty()) {
            m_problem = std::move(message);
        }
    }
    const std::string& problem() const { return m_problem; }

private:
    static std::string path(std::string_view group, std::string_view key) {
        return group.empty() ? std::string(key) : fmt::format("{}.{}", group, key);
    }

    const json& m_document;
    std::string m_problem;
};

void readIds(Fields& fields, PiperVoice& voice) {
    const json* map = fields.find("", "phoneme_id_map");
    if (map == nullptr || !map->is_object() || map->empty()) {
        fields.fail("phoneme_id_map must be an object with an entry for each symbol");
        return;
    }
    for (const auto& [symbol, list] : map->items()) {
        std::vector<std::int64_t>& ids = voice.ids[symbol];
        bool good = list.is_array() && list.size() <= kMaximumIds;
        for (std::size_t i = 0; good && i < list.size(); ++i) {
            good = list[i].is_number_unsigned() && list[i].get<std::uint64_t>() <= INT32_MAX;
            ids.push_back(good ? list[i].get<std::int64_t>() : 0);
        }
        if (!good) {
            fields.fail(fmt::format("phoneme_id_map: the ids of '{}' are not a list of whole numbers", symbol));
        }
    }
}

void readReplacements(Fields& fields, PiperVoice& voice) {
    const json* map = fields.find("", "phoneme_map");
    if (map == nullptr) {
        return;
    }
    for (const auto& [symbol, list] : map->items()) {
        const bool good = map->is_object() && list.is_array() && list.size() <= kMaximumIds &&
                          std::ranges::all_of(list, [](const json& item) { return item.is_string(); });
        if (!good) {
            fields.fail("phoneme_map must be an object of lists of symbols");
            return;
        }
        voice.replacements[symbol] = list.get<std::vector<std::string>>();
    }
}

void readSpeakers(Fields& fields, PiperVoice& voice) {
    const std::int64_t count = fields.whole("", "num_speakers", 1, 1, kMaximumSpeakers);
    if (count == 1) {
        return;
    }
    for (std::int64_t i = 0; i < count; ++i) {
        voice.speakers.push_back(fmt::format("speaker {}", i));
    }
    const json* map = fields.find("", "speaker_id_map");
    if (map == nullptr) {
        return;
    }
    for (const auto& [name, id] : map->items()) {
        if (!map->is_object() || !id.is_number_unsigned() || id.get<std::uint64_t>() >= voice.speakers.size() ||
            name.size() > kLongestName) {
            fields.fail(fmt::format("speaker_id_map: the id of '{}' is not from 0 to {}", name, count - 1));
            return;
        }
        voice.speakers[id.get<std::size_t>()] = name;
    }
}

}  // namespace

Result<std::optional<PiperFiles>> findPiperFiles(const fs::path& folder) {
    std::error_code ignored;
    const fs::path config = folder / "config.json";
    const bool hasConfig = fs::exists(config, ignored);
    const std::vector<fs::path> voices = filesEndingIn(folder, kVoiceExtension);
    const std::vector<fs::path> networks = filesEndingIn(folder, kNetworkExtension);
    if (!voices.empty() || (!networks.empty() && !hasConfig)) {
        if (voices.size() > 1 || networks.size() > 1) {
            return failure(ErrorCode::corrupt, fmt::format("{} has several .onnx or .onnx.json files; a voice needs a "
                                                           "folder of its own",
                                                           folder.string()));
        }
        const fs::path network =
            networks.empty() ? fs::path(voices[0]).replace_extension() : networks[0];  // takes ".json" off
        const fs::path voice = network.string() + ".json";
        for (const fs::path& file : {network, voice}) {
            if (!fs::exists(file, ignored)) {
                return failure(ErrorCode::notFound, fmt::format("{} is missing; a Piper voice has a .onnx file and a "
                                                                ".onnx.json file of the same name",
                                                                file.string()));
            }
        }
        return PiperFiles{network, voice};
    }
    const std::vector<fs::path> checkpoints = filesEndingIn(folder, ".ckpt");
    if (checkpoints.empty()) {
        return std::nullopt;
    }
    if (checkpoints.size() > 1) {
        return failure(ErrorCode::corrupt,
                       fmt::format("{} has several .ckpt files; keep the one that is to speak", folder.string()));
    }
    if (!hasConfig) {
        return failure(ErrorCode::notFound,
                       fmt::format("{} is missing; a Piper checkpoint needs it beside it", config.string()));
    }
    return PiperFiles{checkpoints[0], config};
}

Result<PiperVoice> readPiperVoice(const fs::path& file) {
    PARLANDO_TRY_ASSIGN(const json document, readObject(file, kMaximumBytes));
    Fields fields(document);
    PiperVoice voice;
    voice.sampleRate = static_cast<int>(fields.whole("audio", "sample_rate", 22050, 8000, 48000));
    voice.noiseScale = fields.number("inference", "noise_scale", voice.noiseScale, 0.0, 2.0);
    voice.noiseScaleDuration = fields.number("inference", "noise_w", voice.noiseScaleDuration, 0.0, 2.0);
    voice.lengthScale = fields.number("inference", "length_scale", voice.lengthScale, 0.1, 10.0);
    voice.hopLength = fields.whole("", "hop_length", 0, 0, 8192);
    voice.espeakVoice = fields.text("espeak", "voice", "en-us");
    voice.language = fields.text("language", "code", "");
    std::ranges::replace(voice.language, '_', '-');
    voice.name = fields.text("", "dataset", "");
    readIds(fields, voice);
    readReplacements(fields, voice);
    readSpeakers(fields, voice);
    const std::string symbols = fields.text("", "phoneme_type", "espeak");
    voice.symbols = symbols == "text" ? PiperVoice::Symbols::text : PiperVoice::Symbols::phonemes;
    if (!fields.problem().empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{}: {}", file.string(), fields.problem()));
    }
    if (symbols != "text" && symbols != "espeak") {
        return failure(ErrorCode::incompatible, fmt::format("{}: phoneme_type is '{}'; this program knows 'espeak' and "
                                                            "'text'",
                                                            file.string(), symbols));
    }
    return voice;
}

}  // namespace parlando::engine::vits
