// How long the text front end takes: 50,000 characters of prose, and hostile texts of two sizes, whose ratio shows
// whether the time is linear.

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "text/dictionary.h"
#include "text/families.h"
#include "text/front_end.h"
#include "text/phonemizer.h"

namespace {

using parlando::text::Dictionary;
using parlando::text::DictionaryEntry;
using parlando::text::prepare;

constexpr std::size_t kProseCharacters = 50'000;
constexpr std::size_t kSmall = std::size_t{512} << 10;  // bytes
constexpr std::size_t kLarge = std::size_t{1} << 20;
constexpr std::size_t kRounds = 3;

constexpr std::string_view kProse =
    "Dr. Smith paid $3.50 at 5 p.m. on Nov. 24, 2024. Then he left for St. Louis, about 300 km away! "
    "\"It can't be helped,\" she said; the committee, which had met 12 times since 1999, agreed with her. "
    "They walked along the river for an hour and talked about the weather, the harvest, and the long road home. ";

template <class Work>
double medianMilliseconds(Work work) {
    std::array<double, kRounds> times{};
    for (double& time : times) {
        const std::clock_t start = std::clock();  // of the processor: other programs may be running
        work();
        time = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    std::sort(times.begin(), times.end());
    return times[kRounds / 2];
}

double prepareMilliseconds(const std::string& text) {
    return medianMilliseconds([&text] { static_cast<void>(prepare(text)); });
}

// As many entries as a dictionary may have: words of the prose and of the hostile texts, others, and phrases that begin
// as those do.
Dictionary fullDictionary() {
    std::vector<DictionaryEntry> entries = {{"Smith", "/smɪθ/"},  {"the road home", "the way"},
                                            {"talked", "tawked"}, {"a a a a a a b", "/eɪ/"},
                                            {"word; word", "x"},  {"x", "/ɛks/"},
                                            {"NASA", "nassa"}};
    for (std::size_t i = entries.size(); i < parlando::text::kMostEntries; ++i) {
        const std::string number = std::to_string(i);
        entries.push_back(i % 2 == 0 ? DictionaryEntry{"name" + number, "/neɪm/"}
                                     : DictionaryEntry{"the long " + number, "long"});
    }
    return Dictionary::of(entries).value();
}

// The dictionary's share, and all of it.
double applyMilliseconds(const Dictionary& dictionary, const std::string& text) {
    return medianMilliseconds([&] { static_cast<void>(dictionary.applied({text}, "en")); });
}

void measureProse(const Dictionary& dictionary) {
    const std::string prose = parlando::text::testing::repeated(kProse, kProseCharacters);
    fmt::print("prepare, {} characters of prose: {:.1f} ms\n", prose.size(), prepareMilliseconds(prose));
    fmt::print("its dictionary of {} entries: {:.1f} ms, and prepare with what it puts in: {:.1f} ms\n",
               parlando::text::kMostEntries, applyMilliseconds(dictionary, prose),
               prepareMilliseconds(dictionary.applied({prose}, "en").value().text));
    const auto utterances = prepare(prose);
    if (!utterances) {
        fmt::print("prepare failed: {}\n", utterances.error().message);
        return;
    }
    bool failed = false;
    const double time = medianMilliseconds([&] {
        for (const auto& utterance : *utterances) {
            failed = failed || !parlando::text::phonemes(utterance.spoken);
        }
    });
    fmt::print("phonemes of its {} utterances: {:.1f} ms{}\n", utterances->size(), time, failed ? " (failed)" : "");
}

template <class Measure>
void measureFamilies(std::string_view what, const Measure& milliseconds) {
    double worst = 0;
    std::string_view worstPiece;
    for (const std::string_view piece : parlando::text::testing::kFamilies) {
        const double small = milliseconds(parlando::text::testing::repeated(piece, kSmall));
        const double large = milliseconds(parlando::text::testing::repeated(piece, kLarge));
        const double ratio = large / small;
        fmt::print("{}, {:?}: {:.1f} ms -> {:.1f} ms, ratio {:.2f}\n", what, piece, small, large, ratio);
        if (ratio > worst) {
            worst = ratio;
            worstPiece = piece;
        }
    }
    fmt::print("{}, worst ratio {:.2f} ({:?})\n", what, worst, worstPiece);
}

}  // namespace

int main() {
    const Dictionary dictionary = fullDictionary();
    measureProse(dictionary);
    measureFamilies("prepare", prepareMilliseconds);
    measureFamilies("dictionary",
                    [&dictionary](const std::string& text) { return applyMilliseconds(dictionary, text); });
    return 0;
}
