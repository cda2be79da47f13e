#include "engine/blend.h"

#include <algorithm>
#include <charconv>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace parlando::engine {
namespace {

constexpr double kLeast = 0.001;
constexpr double kMost = 1000.0;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// "af_bella(2)", "af_bella"
Result<SpeakerShare> parseTerm(std::string_view term, const Voice& voice) {
    double parts = 1.0;
    std::string_view name = term;
    if (const std::size_t open = term.find('('); open != std::string_view::npos && term.ends_with(')')) {
        name = trimmed(term.substr(0, open));
        const std::string_view number = trimmed(term.substr(open + 1, term.size() - open - 2));
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), parts);
        if (error != std::errc() || end != number.data() + number.size() || !(parts >= kLeast && parts <= kMost)) {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("The parts of '{}' in a blend must be a number from {} to {}.", name, kLeast, kMost));
        }
    }
    const auto found = std::ranges::find(voice.speakers, name);
    if (found == voice.speakers.end()) {
        return failure(ErrorCode::notFound, fmt::format("The voice '{}' has no speaker '{}'. Its speakers are: {}.",
                                                        voice.id, name, fmt::join(voice.speakers, ", ")));
    }
    return SpeakerShare{static_cast<int>(found - voice.speakers.begin()), parts};
}

}  // namespace

Result<std::vector<SpeakerShare>> parseBlend(std::string_view blend, const Voice& voice) {
    if (!voice.blends) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("The speakers of the voice '{}' cannot be mixed.", voice.id));
    }
    std::vector<SpeakerShare> shares;
    double total = 0.0;
    for (std::size_t begin = 0; begin <= blend.size();) {
        const std::size_t end = std::min(blend.find('+', begin), blend.size());
        PARLANDO_TRY_ASSIGN(const SpeakerShare term, parseTerm(trimmed(blend.substr(begin, end - begin)), voice));
        if (std::ranges::find(shares, term.speaker, &SpeakerShare::speaker) != shares.end() ||
            shares.size() == kMaximumBlend) {
            return failure(ErrorCode::invalidInput,
                           fmt::format("A blend names each speaker once and at most {} of them.", kMaximumBlend));
        }
        shares.push_back(term);
        total += term.share;
        begin = end + 1;
    }
    for (SpeakerShare& share : shares) {
        share.share /= total;
    }
    return shares;
}

}  // namespace parlando::engine
