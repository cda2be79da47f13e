#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "engine/vits/config.h"
#include "engine/vits/piper_network.h"

// Voices of Piper: a VITS network, exported (NAME.onnx with NAME.onnx.json) or as it was trained (NAME.ckpt with
// config.json), and a JSON file that says how text becomes its symbols.
namespace parlando::engine::vits {

struct PiperFiles {
    std::filesystem::path network;
    std::filesystem::path voice;  // the JSON file
};

// The files of the Piper voice in `folder`; nothing if there is none. Errors: corrupt (more than one, or a half).
Result<std::optional<PiperFiles>> findPiperFiles(const std::filesystem::path& folder);

struct PiperVoice {
    enum class Symbols { phonemes, text };
    int sampleRate = 0;
    double noiseScale = 0.667;
    double noiseScaleDuration = 0.8;
    double lengthScale = 1.0;    // 2.0 speaks half as fast
    std::int64_t hopLength = 0;  // samples of a frame; 0: not said
    Symbols symbols = Symbols::phonemes;
    std::string espeakVoice;                                                 // "en-us"
    std::string language;                                                    // BCP 47, may be empty: "en-US"
    std::string name;                                                        // may be empty: "lessac"
    std::vector<std::string> speakers;                                       // names, empty for one speaker
    std::unordered_map<std::string, std::vector<std::int64_t>> ids;          // of a symbol: phoneme_id_map
    std::unordered_map<std::string, std::vector<std::string>> replacements;  // of a symbol by others: phoneme_map
};

// Errors name the file and the field: notFound, corrupt, incompatible (phonemes that are not espeak-ng's).
Result<PiperVoice> readPiperVoice(const std::filesystem::path& file);

// The network, described by its own shapes and layers, under the published names of tensors.
struct PiperModel {
    Config config;
    std::unique_ptr<WeightSource> weights;
};
Result<PiperModel> readPiperModel(const PiperFiles& files);

}  // namespace parlando::engine::vits
