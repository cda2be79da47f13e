#include "server/http/policy.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>

#include "server/http/multipart.h"

namespace parlando::http {
namespace {

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

std::size_t countOf(const RequestHead& head, std::string_view name) {
    return static_cast<std::size_t>(
        std::ranges::count_if(head.headers, [&](const auto& header) { return equalIgnoringCase(header.name, name); }));
}

bool isAllowedOrigin(const RequestHead& head, const Policy& policy) {
    const auto origin = findHeader(head.headers, "Origin");
    return origin && countOf(head, "Origin") == 1 && std::ranges::find(policy.origins, *origin) != policy.origins.end();
}

// Takes the same time wherever the two differ, so that a key cannot be guessed letter by letter.
bool equalInConstantTime(std::string_view left, std::string_view right) {
    volatile unsigned difference = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < left.size(); ++i) {
        difference = difference | static_cast<unsigned>(left[i] ^ right[right.empty() ? 0 : i % right.size()]);
    }
    return difference == 0;
}

bool isOfKind(std::string_view type, std::string_view essence, BodyKind kind) {
    return kind == BodyKind::json ? equalIgnoringCase(essence, "application/json")
                                  : boundaryOf(type) || equalIgnoringCase(essence, "application/zip");
}

}  // namespace

std::vector<std::string> allowedHosts(int port, const std::vector<std::string>& configured) {
    std::vector<std::string> names = {"127.0.0.1", "localhost", "[::1]"};
    std::vector<std::string> hosts;
    for (const auto& name : configured) {
        const bool hasPort = name.find(':', name.starts_with('[') ? name.find(']') : 0) != std::string::npos;
        hasPort ? hosts.push_back(lowerCase(name)) : names.push_back(lowerCase(name));
    }
    for (const auto& name : names) {
        hosts.push_back(fmt::format("{}:{}", name, port));
        if (port == 80) {
            hosts.push_back(name);  // clients leave out the default port
        }
    }
    return hosts;
}

std::optional<Rejection> checkSource(const RequestHead& head, const Policy& policy) {
    if (std::ranges::find(policy.hosts, lowerCase(head.host)) == policy.hosts.end()) {
        return Rejection{421,
                         "host_not_allowed",
                         "this server does not go by that name; start it with --allow-host to change that",
                         {}};
    }
    if (isAllowedOrigin(head, policy)) {
        return std::nullopt;
    }
    const bool fromPage = countOf(head, "Origin") > 0;
    const auto site = findHeader(head.headers, "Sec-Fetch-Site");
    const bool fromOtherSite = site && *site != "none" && *site != "same-origin";
    if (fromPage || fromOtherSite || countOf(head, "Sec-Fetch-Site") > 1) {
        return Rejection{403,
                         "origin_not_allowed",
                         "web pages may not call this server; start it with --allow-origin to change that",
                         {}};
    }
    return std::nullopt;
}

std::optional<Rejection> checkKey(const RequestHead& head, const Policy& policy, Access access) {
    if (policy.apiKey.empty() || access == Access::everybody) {
        return std::nullopt;
    }
    constexpr std::string_view kScheme = "Bearer ";
    const auto header = findHeader(head.headers, "Authorization");
    if (header && countOf(head, "Authorization") == 1 && header->size() > kScheme.size() &&
        equalIgnoringCase(header->substr(0, kScheme.size()), kScheme) &&
        equalInConstantTime(header->substr(kScheme.size()), policy.apiKey)) {
        return std::nullopt;
    }
    return Rejection{401,
                     "invalid_api_key",
                     "send the API key of this server: 'Authorization: Bearer <key>'",
                     {{"WWW-Authenticate", "Bearer"}}};
}

std::optional<Rejection> checkBody(const RequestHead& head, const Route& route) {
    const std::uint64_t length = head.length.value_or(0);
    if (route.body == BodyKind::none) {
        return length == 0 ? std::nullopt
                           : std::optional(Rejection{400, "bad_request", "this path takes no request body", {}});
    }
    if (!head.length) {
        return Rejection{411, "length_required", "send the body with a Content-Length", {}};
    }
    if (length > route.bodyLimit) {
        return Rejection{413, "body_too_large", fmt::format("the body may have at most {} bytes", route.bodyLimit), {}};
    }
    const auto type = findHeader(head.headers, "Content-Type").value_or("");
    const auto essence = type.substr(0, type.find_first_of("; \t"));
    if (countOf(head, "Content-Type") != 1 || !isOfKind(type, essence, route.body)) {
        return Rejection{415,
                         "unsupported_media_type",
                         route.body == BodyKind::json
                             ? "send JSON with 'Content-Type: application/json'"
                             : "send a form with the file as 'file' (multipart/form-data), or the file itself as "
                               "application/zip",
                         {}};
    }
    return std::nullopt;
}

std::vector<Header> originHeaders(const RequestHead& head, const Policy& policy) {
    if (!isAllowedOrigin(head, policy)) {
        return {};
    }
    return {{"Access-Control-Allow-Origin", std::string(*findHeader(head.headers, "Origin"))}, {"Vary", "Origin"}};
}

std::vector<Header> preflightHeaders() {
    return {{"Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"},
            {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
            {"Access-Control-Max-Age", "600"}};
}

}  // namespace parlando::http
