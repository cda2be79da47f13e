#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The published voices that can be downloaded. What is known of them is in catalogue.json; what a hub alone knows
// (digests, exact sizes) is asked for when a voice is downloaded.
namespace parlando::voices {

// What a licence lets people do with what the voice says.
enum class Use {
    any,
    nonCommercial,
    seeCard,  // differs from voice to voice: the model card, which is downloaded with it, says
};
std::string_view name(Use use);  // "any", "non_commercial", "see_card"

struct PublishedFile {
    std::string path;                     // in the repository
    std::string name;                     // in the voice's folder; may have one folder in it
    std::optional<std::uint64_t> size{};  // bytes
};

struct PublishedVoice {
    std::string id;  // of its folder, once it is installed
    std::string name;
    std::string family;        // "vits", "piper", "kokoro"
    std::string language;      // BCP 47
    std::string languageName;  // in English
    std::string quality;       // "x_low" to "high" where its makers say so
    int speakers = 1;
    std::string license;  // SPDX; empty: see Use::seeCard
    Use use = Use::seeCard;
    std::string repository;  // "rhasspy/piper-voices"
    std::vector<PublishedFile> files;
    std::uint64_t sizeBytes = 0;  // about, of all files
};

// Sorted as in the file: those that most people want first.
std::span<const PublishedVoice> catalogue();
const PublishedVoice* findPublished(std::string_view id);

struct Search {
    std::string words;     // each must be in the id, the name, the family or the language's name or code
    std::string language;  // "de", "de-DE" or "German"; empty: any
    std::string family;    // empty: any
    std::optional<Use> use{};
};
std::vector<const PublishedVoice*> search(const Search& wanted);

// The languages of the catalogue in English and without a region, in the order of their names, with how many voices
// each has.
struct SpokenLanguage {
    std::string name;  // as Search::language takes it: "German"
    std::size_t voices = 0;
};
std::vector<SpokenLanguage> languages();

// Whether each of the words (blanks between them) is somewhere in the text, whatever their case.
bool hasWords(std::string_view text, std::string_view words);

// In English and without a region: "German" of "de-DE". Empty: no published voice speaks it.
std::string_view languageName(std::string_view code);

// Whether a language as people or programs write it ("de", "de-DE", "german") is that of a voice.
bool isLanguage(std::string_view wanted, std::string_view code, std::string_view languageName);

}  // namespace parlando::voices
