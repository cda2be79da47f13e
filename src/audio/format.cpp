#include "audio/format.h"

#include <algorithm>
#include <array>

#include <spdlog/fmt/fmt.h>

namespace parlando::audio {
namespace {

struct Description {
    Format format;
    std::string_view name;
    std::string_view mediaType;
    std::string_view otherExtension;
};

constexpr std::array kFormats{
    Description{Format::wav, "wav", "audio/wav", "wave"}, Description{Format::flac, "flac", "audio/flac", ""},
    Description{Format::mp3, "mp3", "audio/mpeg", ""},    Description{Format::opus, "opus", "audio/ogg", "ogg"},
    Description{Format::pcm, "pcm", "audio/pcm", "raw"},
};

const Description& describe(Format format) {
    return *std::ranges::find(kFormats, format, &Description::format);
}

std::string knownNames() {
    std::string names;
    for (const auto& known : kFormats) {
        names += names.empty() ? "" : known.format == kFormats.back().format ? " or " : ", ";
        names += known.name;
    }
    return names;
}

// ASCII only: the names are ASCII.
std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

}  // namespace

std::string_view name(Format format) {
    return describe(format).name;
}

std::string_view mediaType(Format format) {
    return describe(format).mediaType;
}

Result<Format> formatFromName(std::string_view name) {
    const auto found = std::ranges::find(kFormats, name, &Description::name);
    if (found == kFormats.end()) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("there is no audio format \"{}\"; use {}", name, knownNames()));
    }
    return found->format;
}

Result<Format> formatFromPath(const std::filesystem::path& path) {
    const std::string extension = lowerCase(path.extension().string());
    for (const auto& known : kFormats) {
        if (extension.size() > 1 &&
            (extension.substr(1) == known.name || extension.substr(1) == known.otherExtension)) {
            return known.format;
        }
    }
    return failure(ErrorCode::invalidInput,
                   fmt::format("cannot tell the audio format from the name of {}; end it in .wav, .flac, .mp3, "
                               ".opus or .pcm, or name the format ({})",
                               path.string(), knownNames()));
}

}  // namespace parlando::audio
