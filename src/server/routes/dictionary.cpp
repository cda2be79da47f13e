#include <nlohmann/json.hpp>

#include "protocol/library_messages.h"
#include "server/api_error.h"
#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kBodyLimit = 16 * 1024;

Json jsonOf(const store::DictionaryRow& row) {
    return {{"id", row.id}, {"word", row.word}, {"pronunciation", row.pronunciation}, {"language", row.language}};
}

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What makes a good entry is for the dictionary to say; longer texts than it takes are named here already.
Result<text::DictionaryEntry> readEntry(std::string_view body) {
    PARLANDO_TRY_ASSIGN(const auto json, parseJsonObject(body));
    JsonFields fields(json);
    text::DictionaryEntry entry;
    entry.word = fields.neededText("word", {1, text::kLongestWord});
    entry.pronunciation = fields.neededText("pronunciation", {1, text::kLongestPronunciation});
    entry.language = fields.text("language", {0, 35}).value_or("");
    PARLANDO_TRY(fields.outcome());
    return entry;
}

http::Response list(const SpokenDictionary& dictionary) {
    Json entries = Json::array();
    for (const auto& row : dictionary.all()) {
        entries.push_back(jsonOf(row));
    }
    return http::json(200, dumped({{"entries", std::move(entries)}, {"limit", text::kMostEntries}}));
}

http::Response answer(const Result<store::DictionaryRow>& row) {
    return row ? http::json(200, dumped(jsonOf(*row))) : apiError(row.error());
}

void add(http::Router& router, http::Route route, const char* summary, const char* request, const char* response) {
    route.documentation = {summary, "Dictionary", {}, request, response};
    router.add(std::move(route));
}

}  // namespace

void addDictionaryRoutes(http::Router& router, SpokenDictionary& dictionary) {
    add(router, {"GET", "/dictionary", [&dictionary](const http::Request&) { return list(dictionary); }},
        "How words are said, oldest first", "", "Dictionary");
    add(router,
        {"POST", "/dictionary",
         [&dictionary](const http::Request& request) {
             return answer(readEntry(request.body).and_then([&](const auto& entry) { return dictionary.add(entry); }));
         },
         http::BodyKind::json, kBodyLimit},
        "Say how a word is said, from the next request on", "DictionaryRequest", "DictionaryEntry");
    add(router,
        {"PUT", "/dictionary/{id}",
         [&dictionary](const http::Request& request) {
             return answer(readEntry(request.body).and_then([&](const auto& entry) {
                 return dictionary.update(request.pathParameters.at("id"), entry);
             }));
         },
         http::BodyKind::json, kBodyLimit},
        "Replace an entry", "DictionaryRequest", "DictionaryEntry");
    add(router,
        {"DELETE", "/dictionary/{id}",
         [&dictionary](const http::Request& request) {
             const auto removed = dictionary.remove(request.pathParameters.at("id"));
             return removed ? http::json(200, protocol::messageBody("Entry deleted")) : apiError(removed.error());
         }},
        "Remove an entry; the word is read by the rules again", "", "Message");
}

}  // namespace parlando::server
