#include "engine/json_object.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/files.h"

namespace parlando::engine {

using nlohmann::json;

Result<json> parseObject(std::string_view text) {
    std::vector<std::set<std::string>> keys;  // of the objects that are open
    std::string member;                       // of the outermost object, where the parser is
    std::string problem;
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        switch (event) {
            case json::parse_event_t::object_start:
                keys.emplace_back();
                break;
            case json::parse_event_t::object_end:
                keys.pop_back();
                break;
            case json::parse_event_t::key:
                if (keys.size() == 1) {
                    member = parsed.get<std::string>();
                }
                if (!keys.back().insert(parsed.get<std::string>()).second && problem.empty()) {
                    problem = fmt::format("'{}' is there twice", parsed.get<std::string>());
                }
                break;
            default:
                break;
        }
        if (depth > kMaximumJsonDepth && problem.empty()) {
            problem = fmt::format("'{}' is nested too deeply", member);
        }
        return problem.empty();  // false: what follows is not kept, and so needs no memory
    };
    // To the library a NUL is the end of the text.
    const bool hasNul = text.find('\0') != std::string_view::npos;
    json document = hasNul ? json(json::value_t::discarded) : json::parse(text, watch, /*allow_exceptions=*/false);
    if (!problem.empty()) {
        return failure(ErrorCode::corrupt, std::move(problem));
    }
    if (!document.is_object()) {
        return failure(ErrorCode::corrupt, "it is not a JSON object");
    }
    return document;
}

Result<json> readObject(const std::filesystem::path& file, std::uint64_t limit) {
    PARLANDO_TRY_ASSIGN(const std::string text, readFile(file, limit));
    auto object = parseObject(text);
    return object ? std::move(object) : failure(object.error().context(file.string()));
}

}  // namespace parlando::engine
