#include "server/script.h"

#include <algorithm>
#include <vector>

#include "text/ssml.h"

namespace parlando::server {

Result<std::optional<text::Script>> scriptOf(const std::string& text, Markup markup, const text::Dictionary& dictionary,
                                             std::string_view language) {
    if (markup == Markup::none && dictionary.isEmpty()) {
        return std::nullopt;
    }
    text::Script script{text};
    if (markup == Markup::ssml) {
        PARLANDO_TRY_ASSIGN(script, text::readSsml(text));
    }
    return dictionary.applied(std::move(script), language);
}

std::string_view languageOf(std::span<const engine::Voice> voices, std::string_view name) {
    const auto found = std::ranges::find(voices, name.substr(0, name.find(':')), &engine::Voice::id);
    return found == voices.end() ? std::string_view() : std::string_view(found->language);
}

Result<engine::Summary> synthesise(engine::Engine& speaker, const engine::Request& request,
                                   const std::optional<text::Script>& script, const std::stop_token& stop,
                                   const engine::ChunkSink& sink) {
    if (!script) {
        return speaker.synthesise(request, stop, sink);
    }
    engine::Request read = request;
    read.text = script->text;
    std::vector<engine::SpokenWord> words;
    return speaker.synthesise(read, stop, [&](engine::Chunk chunk) {
        words.assign(chunk.words.begin(), chunk.words.end());
        for (engine::SpokenWord& word : words) {
            const text::Place place = script->origins.of(word.sourceBegin, word.sourceEnd);
            word.sourceBegin = place.begin;
            word.sourceEnd = place.end;
        }
        chunk.words = words;
        return sink(chunk);
    });
}

}  // namespace parlando::server
