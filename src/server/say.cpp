#include "server/say.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "audio/encoder.h"
#include "audio/format.h"
#include "base/files.h"
#include "base/log.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "server/captions.h"
#include "server/exact_header.h"
#include "server/installation.h"
#include "server/script.h"
#include "server/signals.h"
#include "text/ssml.h"

namespace parlando::server {
namespace {

constexpr char kStandardStream[] = "-";

Result<std::string> readStandardInput() {
    std::string text;
    std::array<char, 16384> block;
    while (true) {
        const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
        if (got == 0) {
            return text;
        }
        if (got < 0 && errno != EINTR) {
            return failure(ErrorCode::io, fmt::format("cannot read standard input: {}", std::strerror(errno)));
        }
        text.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
        if (text.size() > engine::kMaximumTextBytes) {
            return text;  // long enough to be refused
        }
    }
}

Result<std::string> readText(const SayOptions& options) {
    std::string text;
    if (options.text) {
        text = *options.text;
    } else if (options.textFile == kStandardStream) {
        PARLANDO_TRY_ASSIGN(text, readStandardInput());
    } else {
        PARLANDO_TRY_ASSIGN(text, readFile(*options.textFile, engine::kMaximumTextBytes));
    }
    if (text.size() > engine::kMaximumTextBytes) {
        return failure(ErrorCode::resourceLimit,
                       fmt::format("the text is longer than {} bytes; split it", engine::kMaximumTextBytes));
    }
    if (const auto offset = utf8::firstInvalid(text)) {
        return failure(
            ErrorCode::invalidInput,
            fmt::format("the text is not valid UTF-8 (byte {}); convert it, for example with iconv", *offset));
    }
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        return failure(ErrorCode::invalidInput, "nothing to say: the text is empty");
    }
    return text;
}

Result<audio::Format> chooseFormat(const SayOptions& options) {
    if (!options.format.empty()) {
        return audio::formatFromName(options.format);
    }
    if (options.output == kStandardStream) {
        return audio::Format::wav;
    }
    return audio::formatFromPath(options.output);
}

// Where the encoded bytes go: a file that appears when it is complete, or standard output.
class Destination {
public:
    static Result<Destination> open(const std::string& output) {
        if (output == kStandardStream) {
            return Destination(std::nullopt);
        }
        PARLANDO_TRY_ASSIGN(auto file, AtomicFile::create(output));
        return Destination(std::move(file));
    }

    Result<> write(std::span<const std::byte> bytes) {
        if (m_head.size() < kHeaderBytes) {
            const auto part = bytes.first(std::min(bytes.size(), kHeaderBytes - m_head.size()));
            m_head.insert(m_head.end(), part.begin(), part.end());
        }
        m_size += bytes.size();
        if (m_file) {
            return m_file->write(bytes);
        }
        // stdio keeps nothing back here: a pipe's reader hears each chunk as it is made.
        if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size() || std::fflush(stdout) != 0) {
            return failure(ErrorCode::io, fmt::format("cannot write standard output: {}", std::strerror(errno)));
        }
        return {};
    }

    Result<> commit(audio::Format format, std::uint64_t samples) {
        if (!m_file) {
            return {};
        }
        for (const auto& patch : exactHeader(format, m_head, m_size, samples)) {
            PARLANDO_TRY(m_file->overwrite(patch.offset, patch.bytes));
        }
        return m_file->commit();
    }

private:
    explicit Destination(std::optional<AtomicFile> file) : m_file(std::move(file)) {}

    std::optional<AtomicFile> m_file;
    std::vector<std::byte> m_head;
    std::uint64_t m_size = 0;
};

// One line on a terminal that is rewritten while a long text is being spoken, and removed at the end.
class ProgressLine {
public:
    ~ProgressLine() {
        if (m_shown >= 0) {
            fmt::print(stderr, "\r\x1b[K");
        }
    }
    void show(double share) {
        const int percent = static_cast<int>(share * 100.0);
        if (m_terminal && percent != m_shown && percent < 100) {
            m_shown = percent;
            fmt::print(stderr, "\rspeaking: {:3} %", percent);
        }
    }

private:
    bool m_terminal = ::isatty(STDERR_FILENO) == 1;
    int m_shown = -1;
};

Result<CaptionFormat> chooseCaptions(const SayOptions& options) {
    const auto extension = std::filesystem::path(options.captions).extension().string();
    const auto format = captionFormat(std::string_view(extension).substr(extension.empty() ? 0 : 1));
    if (!format) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("captions are written to files that end in .srt, .vtt or .json, not to '{}'",
                                   options.captions));
    }
    return *format;
}

Result<> writeCaptions(AtomicFile& file, CaptionFormat format, std::string_view text,
                       std::span<const engine::SpokenWord> words) {
    const std::string captions = captionsOf(format, text, words);
    PARLANDO_TRY(file.write(std::as_bytes(std::span(captions))));
    return file.commit();
}

constexpr std::size_t kLargestDictionary = std::size_t{1} << 20;  // bytes of its file

Result<text::Dictionary> readDictionary(const std::string& path) {
    if (path.empty()) {
        return text::Dictionary::of({});
    }
    PARLANDO_TRY_ASSIGN(const auto file, readFile(path, kLargestDictionary));
    auto entries = text::readDictionary(file);
    if (!entries) {
        return failure(entries.error().context(path));
    }
    return text::Dictionary::of(*entries);
}

// In the language of the voice that will speak: the first one where none was named.
Result<std::optional<text::Script>> scriptFor(const engine::Engine& speaker, const engine::Request& request,
                                              Markup markup, const text::Dictionary& dictionary) {
    const auto voices = speaker.voices();
    return scriptOf(request.text, markup, dictionary,
                    request.voice.empty() ? voices.front().language : languageOf(voices, request.voice));
}

Result<engine::Summary> speakInto(Destination& destination, audio::Format format, engine::Engine& speaker,
                                  const engine::Request& request, const std::optional<text::Script>& script,
                                  std::vector<engine::SpokenWord>& words, const std::stop_token& stop) {
    std::unique_ptr<audio::Encoder> encoder;
    ProgressLine progress;
    const auto sink = [&](const engine::Chunk& chunk) -> Result<> {
        if (encoder == nullptr) {
            PARLANDO_TRY_ASSIGN(encoder,
                                audio::Encoder::create(format, chunk.sampleRate, [&](std::span<const std::byte> bytes) {
                                    return destination.write(bytes);
                                }));
        }
        PARLANDO_TRY(encoder->write(chunk.samples));
        words.insert(words.end(), chunk.words.begin(), chunk.words.end());
        progress.show(chunk.progress);
        return {};
    };
    PARLANDO_TRY_ASSIGN(auto summary, synthesise(speaker, request, script, stop, sink));
    if (encoder != nullptr) {
        PARLANDO_TRY(encoder->finish());
    }
    return summary;
}

Result<> say(const SayOptions& options) {
    // Everything that can be wrong with the order is found before the engine is loaded.
    PARLANDO_TRY_ASSIGN(const auto format, chooseFormat(options));
    std::optional<CaptionFormat> captions;
    if (!options.captions.empty()) {
        PARLANDO_TRY_ASSIGN(captions, chooseCaptions(options));
    }
    PARLANDO_TRY_ASSIGN(const auto dictionary, readDictionary(options.dictionary));
    engine::Request request;
    PARLANDO_TRY_ASSIGN(request.text, readText(options));
    const Markup markup = options.ssml ? Markup::ssml : Markup::none;
    if (markup == Markup::ssml) {  // what is wrong with it is told before an engine is loaded
        PARLANDO_TRY(text::readSsml(request.text));
    }
    request.voice = options.voice;
    request.speed = options.speed;
    request.words = captions ? engine::WordTimes::wanted : engine::WordTimes::none;
    // Up to here an interrupt simply ends the process; from here on there is a temporary file to remove.
    std::stop_source stop;
    const SignalWatch signals([&stop](int) { stop.request_stop(); });
    auto destination = Destination::open(options.output);
    if (!destination) {
        return failure(ErrorCode::invalidInput, std::move(destination).error().message);
    }
    std::optional<AtomicFile> captionFile;
    if (captions) {
        auto created = AtomicFile::create(options.captions);
        if (!created) {
            return failure(ErrorCode::invalidInput, std::move(created).error().message);
        }
        captionFile = std::move(*created);
    }
    PARLANDO_TRY_ASSIGN(const auto speaker, loadEngine(options.engine));
    std::vector<engine::SpokenWord> words;
    PARLANDO_TRY_ASSIGN(const auto script, scriptFor(*speaker, request, markup, dictionary));
    PARLANDO_TRY_ASSIGN(const auto summary,
                        speakInto(*destination, format, *speaker, request, script, words, stop.get_token()));
    PARLANDO_TRY(destination->commit(format, summary.samples));
    if (captionFile) {
        PARLANDO_TRY(writeCaptions(*captionFile, *captions, request.text, words));
    }
    fmt::print(stderr, "{}: {:.2f} s of audio, real-time factor {:.3f}, {}\n", summary.voice,
               static_cast<double>(summary.samples) / std::max(summary.sampleRate, 1), summary.realTimeFactor(),
               options.output == kStandardStream ? "standard output" : options.output);
    return {};
}

}  // namespace

ExitCode runSay(const SayOptions& options) {
    const auto outcome = log::start(options.engine.logLevel.empty() ? "warn" : options.engine.logLevel).and_then([&] {
        return say(options);
    });
    if (outcome) {
        return ExitCode::success;
    }
    const auto& error = outcome.error();
    fmt::print(stderr, "parlando-server: {}\n", error.code == ErrorCode::cancelled ? "interrupted" : error.message);
    return exitCodeFor(error.code);
}

}  // namespace parlando::server
