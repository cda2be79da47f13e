#include "server/json_body.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace parlando::server {
namespace {

// Looks only at brackets outside of strings; whether the rest is JSON is for the parser to say.
int depthOf(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            i += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

}  // namespace

Result<nlohmann::json> parseJsonObject(std::string_view body) {
    if (depthOf(body) > kMaximumJsonDepth) {
        return failure(ErrorCode::invalidInput, "the JSON is nested too deeply");
    }
    auto json = nlohmann::json::parse(body, nullptr, false);
    if (json.is_discarded()) {
        return failure(ErrorCode::invalidInput, "the body is not valid JSON (in UTF-8)");
    }
    if (!json.is_object()) {
        return failure(ErrorCode::invalidInput, "the body must be a JSON object");
    }
    return json;
}

}  // namespace parlando::server
