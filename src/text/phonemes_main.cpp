// parlando-phonemes: lines of text on stdin to lines of phonemes on stdout. It serves the training of voices
// and the search for what went wrong with a pronunciation.

#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "base/result.h"
#include "base/utf8.h"
#include "text/normaliser.h"
#include "text/phonemizer.h"

namespace {

constexpr int kUsageError = 64;   // EX_USAGE of sysexits.h; bad input counts as such
constexpr int kUnavailable = 69;  // EX_UNAVAILABLE: espeak-ng or its data is missing
constexpr std::string_view kUsage =
    "Usage: parlando-phonemes [--normalise | --text] [--voice NAME] < lines\n"
    "  Reads lines of UTF-8 text and writes the phonemes (IPA) of each.\n"
    "  --normalise   spell out numbers, abbreviations and symbols first\n"
    "  --text        write the spelled-out text in place of the phonemes\n"
    "  --voice NAME  the espeak-ng voice, en-us by default\n";

struct Options {
    bool normalise = false;
    bool textOnly = false;
    std::string voice = "en-us";
};

parlando::Result<std::string> convert(const std::string& line, const Options& options) {
    if (const auto bad = parlando::utf8::firstInvalid(line)) {
        return parlando::failure(parlando::ErrorCode::invalidInput,
                                 fmt::format("the text is not valid UTF-8 at byte {}", *bad));
    }
    const std::string text = options.normalise ? parlando::text::normalise(line).spoken : line;
    if (options.textOnly) {
        return text;
    }
    return parlando::text::phonemes(text, options.voice);
}

}  // namespace

int main(int argumentCount, char** arguments) {
    Options options;
    for (int i = 1; i < argumentCount; ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "--normalise") {
            options.normalise = true;
        } else if (argument == "--text") {
            options.normalise = true;
            options.textOnly = true;
        } else if (argument == "--voice" && i + 1 < argumentCount) {
            options.voice = arguments[++i];
        } else {
            fmt::print(stderr, "{}", kUsage);
            return kUsageError;
        }
    }
    std::ios::sync_with_stdio(false);
    std::string line;
    for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
        const auto converted = convert(line, options);
        if (!converted) {
            std::cout.flush();
            fmt::print(stderr, "Line {}: {}\n", number, converted.error().message);
            return converted.error().code == parlando::ErrorCode::invalidInput ? kUsageError : kUnavailable;
        }
        std::cout << *converted << '\n';
    }
    return 0;
}
