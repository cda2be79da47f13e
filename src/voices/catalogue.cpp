#include "voices/catalogue.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

namespace parlando::voices {

extern const std::string_view kCatalogueText;  // catalogue_data.cpp

namespace {

using Json = nlohmann::json;

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

Use useFrom(const std::string& text) {
    return text == "any" ? Use::any : text == "non_commercial" ? Use::nonCommercial : Use::seeCard;
}

// A file is ["name", size], ["name"] or "name", below the voice's folder in the repository.
PublishedFile fileFrom(const Json& json, const std::string& folder) {
    PublishedFile file;
    file.name = json.is_string() ? json.get<std::string>() : json.at(0).get<std::string>();
    file.path = folder.empty() ? file.name : folder + "/" + file.name;
    if (json.is_array() && json.size() > 1) {
        file.size = json.at(1).get<std::uint64_t>();
    }
    return file;
}

PublishedVoice voiceFrom(const Json& json, const Json& source) {
    PublishedVoice voice;
    voice.id = json.at("id");
    voice.family = source.at("family");
    voice.language = json.at("language");
    voice.languageName = json.at("language_name");
    voice.name = json.value("name", voice.languageName);
    voice.quality = json.value("quality", "");
    voice.speakers = json.value("speakers", 1);
    voice.license = source.at("license");
    voice.use = useFrom(source.at("use"));
    voice.repository = source.at("repository");
    if (voice.repository.ends_with('/')) {  // one repository for each voice
        voice.repository += voice.id;
    }
    const std::string folder = json.value("folder", "");
    for (const auto& file : json.contains("files") ? json.at("files") : source.at("files")) {
        voice.files.push_back(fileFrom(file, folder));
        voice.sizeBytes += voice.files.back().size.value_or(0);
    }
    voice.sizeBytes = source.value("size", voice.sizeBytes);
    return voice;
}

std::vector<PublishedVoice> read() {
    const auto json = Json::parse(kCatalogueText);  // compiled in, and so without errors
    std::vector<PublishedVoice> voices;
    for (const auto& voice : json.at("voices")) {
        voices.push_back(voiceFrom(voice, json.at("sources").at(voice.at("source").get<std::string>())));
    }
    return voices;
}

// "German" of "German (Germany)", "Chin" of "Chin, Asho".
std::string_view withoutRegion(std::string_view name) {
    return name.substr(0, std::min(name.find(" ("), name.find(',')));
}

std::string describe(const PublishedVoice& voice) {
    return voice.id + " " + voice.name + " " + voice.family + " " + voice.language + " " + voice.languageName + " " +
           voice.quality;
}

}  // namespace

std::string_view name(Use use) {
    return use == Use::any ? "any" : use == Use::nonCommercial ? "non_commercial" : "see_card";
}

std::span<const PublishedVoice> catalogue() {
    static const std::vector<PublishedVoice> kVoices = read();
    return kVoices;
}

const PublishedVoice* findPublished(std::string_view id) {
    const auto all = catalogue();
    const auto found = std::ranges::find(all, id, &PublishedVoice::id);
    return found == all.end() ? nullptr : &*found;
}

bool hasWords(std::string_view text, std::string_view words) {
    const auto lower = lowerCase(text);
    const auto lowerWords = lowerCase(words);
    for (std::size_t at = 0; (at = lowerWords.find_first_not_of(' ', at)) != std::string::npos;) {
        const auto word = lowerWords.substr(at, lowerWords.find(' ', at) - at);
        at += word.size();
        if (lower.find(word) == std::string::npos) {
            return false;
        }
    }
    return true;
}

std::string_view languageName(std::string_view code) {
    const auto language = code.substr(0, code.find_first_of("-_"));
    const auto all = catalogue();
    const auto found = std::ranges::find_if(
        all, [&](const PublishedVoice& voice) { return isLanguage(language, voice.language, ""); });
    if (language.empty() || found == all.end()) {
        return {};
    }
    return withoutRegion(found->languageName);
}

std::vector<SpokenLanguage> languages() {
    std::map<std::string_view, std::size_t> counted;
    for (const auto& voice : catalogue()) {
        ++counted[withoutRegion(voice.languageName)];
    }
    std::vector<SpokenLanguage> languages;
    for (const auto& [name, voices] : counted) {
        languages.push_back({std::string(name), voices});
    }
    return languages;
}

bool isLanguage(std::string_view wanted, std::string_view code, std::string_view languageName) {
    const auto lower = lowerCase(wanted);
    const auto lowerCode = lowerCase(code);
    const auto lowerName = lowerCase(languageName);
    const auto begins = [&](const std::string& text, std::string_view ends) {
        return text.starts_with(lower) && (text.size() == lower.size() || ends.find(text[lower.size()]) != ends.npos);
    };
    return begins(lowerCode, "-") || begins(lowerName, " ,");
}

std::vector<const PublishedVoice*> search(const Search& wanted) {
    std::vector<const PublishedVoice*> found;
    for (const auto& voice : catalogue()) {
        if ((wanted.language.empty() || isLanguage(wanted.language, voice.language, voice.languageName)) &&
            (wanted.family.empty() || voice.family == wanted.family) && (!wanted.use || voice.use == *wanted.use) &&
            hasWords(describe(voice), wanted.words)) {
            found.push_back(&voice);
        }
    }
    return found;
}

}  // namespace parlando::voices
