#include "engine/blend.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <string>

#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>

namespace parlando::engine {
namespace {

constexpr double kLeast = 0.001;
constexpr double kMost = 1000.0;
constexpr std::size_t kSpeakersListed = 12;  // a voice may have a thousand

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> speakerNamed(std::string_view name, const Voice& voice) {
    const auto found = std::ranges::find(voice.speakers, name);
    return found != voice.speakers.end() ? std::optional(static_cast<int>(found - voice.speakers.begin()))
                                         : std::nullopt;
}

tl::unexpected<Error> noSuchSpeaker(std::string_view name, const Voice& voice) {
    if (voice.speakers.empty()) {
        return failure(ErrorCode::notFound, fmt::format("The voice '{}' has only one speaker.", voice.id));
    }
    const auto listed = std::span(voice.speakers).first(std::min(voice.speakers.size(), kSpeakersListed));
    const std::size_t more = voice.speakers.size() - listed.size();
    return failure(ErrorCode::notFound,
                   fmt::format("The voice '{}' has no speaker '{}'. Its speakers are: {}{}.", voice.id, name,
                               fmt::join(listed, ", "), more > 0 ? fmt::format(" and {} more", more) : ""));
}

// "p225", "17", "vctk:p225"
Result<int> parseSpeaker(std::string_view name, const Voice& voice) {
    if (const std::string own = voice.id + ":"; !speakerNamed(name, voice) && name.starts_with(own)) {
        name.remove_prefix(own.size());
    }
    if (const auto speaker = speakerNamed(name, voice)) {  // a name goes before a number
        return *speaker;
    }
    const int count = std::max(1, static_cast<int>(voice.speakers.size()));
    if (const auto index = number<int>(name); index && *index >= 0 && *index < count) {
        return *index;
    }
    if (name.find(':') != std::string_view::npos) {
        return failure(ErrorCode::invalidInput,
                       fmt::format("'{}' cannot be mixed with speakers of the voice '{}': it is one of another voice, "
                                   "and each model knows its own speakers only.",
                                   name, voice.id));
    }
    return noSuchSpeaker(name, voice);
}

// "p225(2)", "p225"
Result<SpeakerShare> parseTerm(std::string_view term, const Voice& voice) {
    double parts = 1.0;
    std::string_view name = term;
    const std::size_t open = term.rfind('(');
    if (!speakerNamed(term, voice) && open != std::string_view::npos && term.ends_with(')')) {
        name = trimmed(term.substr(0, open));
        const auto given = number<double>(trimmed(term.substr(open + 1, term.size() - open - 2)));
        if (!given || !(*given >= kLeast && *given <= kMost)) {
            return failure(
                ErrorCode::invalidInput,
                fmt::format("The parts of '{}' in a blend must be a number from {} to {}.", name, kLeast, kMost));
        }
        parts = *given;
    }
    PARLANDO_TRY_ASSIGN(const int speaker, parseSpeaker(name, voice));
    return SpeakerShare{speaker, parts};
}

}  // namespace

Result<std::vector<SpeakerShare>> parseBlend(std::string_view blend, const Voice& voice) {
    if (const auto speaker = speakerNamed(blend, voice)) {  // also one with a '+' in its name
        return std::vector{SpeakerShare{*speaker, 1.0}};
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

std::string_view modelOf(const Voice& voice) {
    const std::string_view id = voice.blend.empty() ? voice.id : voice.blend;
    return id.substr(0, id.find(':'));
}

}  // namespace parlando::engine
