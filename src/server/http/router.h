#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/http/message.h"

namespace parlando::http {

using Handler = std::function<Response(const Request&)>;

// Who may call a route where an API key is configured.
enum class Access { keyHolders, everybody };

// What a route reads. A POST that takes JSON must say so: pages of other sites can post plain text without
// asking first, and JSON they cannot.
// A file comes as a form (multipart/form-data) or by itself (application/zip), and is kept on disk.
enum class BodyKind { none, json, upload };

// What a person or a program may want to know about a route; /openapi.json is made of it.
struct Documentation {
    struct Parameter {
        std::string name;
        enum class Place { path, query, header } place = Place::query;
        std::string type = "string";  // of JSON Schema: "string", "integer", "number", "boolean"
        std::string description;
    };
    std::string summary;                // one line
    std::string group;                  // routes that belong together
    std::vector<Parameter> parameters;  // those of the path are known from the pattern and need not be here
    std::string request;                // name of the schema of a JSON body; empty: none or any
    std::string response;               // name of the schema of the answer; empty: any
    std::string responseType = "application/json";
};

struct Route {
    std::string method;
    std::string pattern;  // "/v1/models/{id}": literal segments and `{name}`, which matches one segment
    Handler handler;
    BodyKind body = BodyKind::none;
    std::uint64_t bodyLimit = 0;  // bytes
    Access access = Access::keyHolders;
    Documentation documentation = {};
    // For a path that others serve and we do not: the answer, before any body is read. No handler then.
    std::optional<Rejection> refusal = std::nullopt;
};

struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string> parameters;
};

// Finds routes segment by segment, without regular expressions: std::regex overflows the stack on long
// paths. Not changed any more once the server runs; then any thread may call `find`.
class Router {
public:
    void add(Route route);

    // HEAD finds the route of GET. Rejections: 404, 405 with Allow, 400 for a path that cannot be decoded
    // or that hides '/', '\', control characters, dot segments or invalid UTF-8 behind percent signs: what
    // handlers get as a name can go into a log, a header or JSON.
    tl::expected<Match, Rejection> find(std::string_view method, std::string_view path) const;

    // In the order in which they were added.
    std::vector<Route> routes() const;

private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
    };
    std::vector<Entry> m_entries;
};

}  // namespace parlando::http
