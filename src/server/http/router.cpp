#include "server/http/router.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace parlando::http {
namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    path.remove_prefix(1);  // the leading '/'
    while (true) {
        const auto slash = path.find('/');
        segments.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) {
            return segments;
        }
        path.remove_prefix(slash + 1);
    }
}

int hexadecimal(char digit) {
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

std::optional<std::string> decoded(std::string_view segment) {
    std::string text;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (segment[i] != '%') {
            text.push_back(segment[i]);
            continue;
        }
        const int high = i + 2 < segment.size() ? hexadecimal(segment[i + 1]) : -1;
        const int low = high >= 0 ? hexadecimal(segment[i + 2]) : -1;
        if (low < 0) {
            return std::nullopt;
        }
        text.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    const auto isForbidden = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/' || c == '\\';
    };
    if (text == "." || text == ".." || std::ranges::any_of(text, isForbidden) || utf8::firstInvalid(text)) {
        return std::nullopt;
    }
    return text;
}

bool isParameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::optional<std::map<std::string, std::string>> matching(const std::vector<std::string>& pattern,
                                                           const std::vector<std::string>& segments) {
    if (pattern.size() != segments.size()) {
        return std::nullopt;
    }
    std::map<std::string, std::string> parameters;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (isParameter(pattern[i]) && !segments[i].empty()) {
            parameters.emplace(pattern[i].substr(1, pattern[i].size() - 2), segments[i]);
        } else if (pattern[i] != segments[i]) {
            return std::nullopt;
        }
    }
    return parameters;
}

}  // namespace

void Router::add(Route route) {
    auto segments = split(route.pattern);
    m_entries.push_back({std::move(route), std::move(segments)});
}

tl::expected<Match, Rejection> Router::find(std::string_view method, std::string_view path) const {
    std::vector<std::string> segments;
    for (const auto& raw : split(path)) {
        auto segment = decoded(raw);
        if (!segment) {
            return tl::unexpected(Rejection{400, "bad_request", "the path cannot be decoded", {}});
        }
        segments.push_back(std::move(*segment));
    }
    std::string allowed;
    for (const auto& [route, pattern] : m_entries) {
        auto parameters = matching(pattern, segments);
        if (!parameters) {
            continue;
        }
        if (route.method == method || (route.method == "GET" && method == "HEAD")) {
            return Match{&route, std::move(*parameters)};
        }
        allowed += (allowed.empty() ? "" : ", ") + route.method;
    }
    if (!allowed.empty()) {
        return tl::unexpected(
            Rejection{405, "method_not_allowed", "this path takes " + allowed, {{"Allow", std::move(allowed)}}});
    }
    return tl::unexpected(Rejection{404, "not_found", "there is nothing at this path", {}});
}

std::vector<Route> Router::routes() const {
    std::vector<Route> routes;
    for (const Entry& entry : m_entries) {
        routes.push_back(entry.route);
    }
    return routes;
}

}  // namespace parlando::http
