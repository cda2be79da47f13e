#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"

// What the rest of the program knows about speech synthesis. This header names neither libtorch nor a
// model family: the server loads an implementation at run time (engine_library.h), tests bring their own.
namespace parlando::engine {

// A voice as users choose it. The id is unique among the installed voices.
struct Voice {
    std::string id;                     // "robin": letters, digits, '-', '_' and '.'
    std::string name;                   // "Robin"
    std::string language;               // BCP 47: "en-US"
    std::string description;            // one sentence, may be empty
    std::string family;                 // model family: "vits"
    int sampleRate = 0;                 // Hz
    std::vector<std::string> speakers;  // names, if the model has more than one; the index is the speaker
    std::string license{};              // as voice.json says it, "Apache-2.0"; empty: it does not say
    std::uint64_t sizeBytes = 0;        // of its folder
    std::string blend{};                // what a saved blend is mixed of: "kokoro:af_bella(2)+af_heart(1)"
    std::string problem{};              // why it cannot be used, a sentence; empty: it can
};

struct Device {
    std::string kind;  // "cpu" or "cuda"
    std::string name;  // as people know it: "Intel Xeon …", "NVIDIA H100"
    int threads = 0;   // worker threads for one synthesis; 0 on a GPU
};

// Whether a synthesis tells when each word is spoken; to know that costs a millisecond a sentence.
enum class WordTimes { none, wanted };

struct Request {
    std::string text;  // UTF-8, as a person wrote it
    // An id of `voices()`; empty: the first of them. With ':' and speakers after it, "kokoro:af_bella(2)+af_heart(1)",
    // those speak (blend.h) and `speaker` does not count.
    std::string voice;
    int speaker = 0;         // index into Voice::speakers
    double speed = 1.0;      // 0.25 to 4.0; 2.0 speaks twice as fast
    std::uint64_t seed = 0;  // for models that draw noise: same seed, same audio
    WordTimes words{};       // none
};

// A word that has been spoken. Words come in order and do not overlap in time; several in a row may say the same place
// of the text ("$3.50"). One that makes no sound of its own ends where it starts.
struct SpokenWord {
    std::size_t sourceBegin = 0;  // what it says, in bytes of Request::text
    std::size_t sourceEnd = 0;
    double start = 0.0;  // seconds from the start of the speech
    double end = 0.0;

    bool operator==(const SpokenWord&) const = default;
};

// A piece of audio, valid during the call. Pieces are contiguous: played one after the other they are
// the utterance, pauses between sentences included.
struct Chunk {
    std::span<const float> samples;       // mono, -1 to 1
    int sampleRate = 0;                   // Hz, the same in every chunk of a request
    double progress = 0.0;                // share of the text whose sentences have been spoken after this chunk, 0 to 1
    std::span<const SpokenWord> words{};  // those that end in this chunk, if they are wanted
};

// Receives the chunks on the thread that called `synthesise`. An error stops the synthesis and is what
// `synthesise` returns.
using ChunkSink = std::function<Result<>(const Chunk&)>;

struct Summary {
    std::string voice;          // id of the voice that spoke
    int sampleRate = 0;         // Hz
    std::uint64_t samples = 0;  // all that went to the sink
    double seconds = 0.0;       // wall-clock time of the synthesis
    // Time to speak divided by length of what was spoken; below 1 is faster than real time.
    double realTimeFactor() const { return samples == 0 ? 0.0 : seconds * sampleRate / static_cast<double>(samples); }
};

// The outcome of speaking a known sentence on the real device and looking at the audio.
struct SelfTest {
    Device device;
    double seconds = 0.0;
    Summary speech;
};

// All methods may be called from any thread; syntheses take turns, sentence by sentence.
class Engine {
public:
    virtual ~Engine() = default;

    // The installed voices, the default voice first, and those that cannot be used last. The first can be used: an
    // engine without voices is not created.
    virtual std::vector<Voice> voices() const = 0;
    virtual Device device() const = 0;

    // Speaks. Errors: invalidInput (nothing to speak, bad speed or speaker, invalid UTF-8), notFound
    // (unknown voice; the message lists those that exist), resourceLimit (text longer than
    // text::kLongestScript), corrupt (the voice's files), cancelled (within a layer of the model on a CPU, within a
    // piece of a sentence on a GPU).
    virtual Result<Summary> synthesise(const Request& request, std::stop_token stop, const ChunkSink& sink) = 0;

    // Speaks a sentence and fails unless the audio has a plausible length, level and no NaN.
    virtual Result<SelfTest> selfTest() = 0;
};

inline constexpr std::size_t kMaximumTextBytes = std::size_t{1} << 20;  // that a person gives; a dictionary adds
inline constexpr double kMinimumSpeed = 0.25;
inline constexpr double kMaximumSpeed = 4.0;

struct EngineConfig {
    std::vector<std::string> voiceFolders;  // each holds one folder per voice; the first wins where ids collide
    int threads = 0;                        // worker threads; 0: one per physical core
};

}  // namespace parlando::engine
