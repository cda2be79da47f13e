#pragma once

#include <cstdint>
#include <functional>
#include <map>
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
enum class BodyKind { none, json };

struct Route {
    std::string method;
    std::string pattern;  // "/v1/models/{id}": literal segments and `{name}`, which matches one segment
    Handler handler;
    BodyKind body = BodyKind::none;
    std::uint64_t bodyLimit = 0;  // bytes
    Access access = Access::keyHolders;
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

private:
    struct Entry {
        Route route;
        std::vector<std::string> segments;
    };
    std::vector<Entry> m_entries;
};

}  // namespace parlando::http
