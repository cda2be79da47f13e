#include "net/url.h"

#include <algorithm>
#include <array>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "net/curl_library.h"

namespace parlando::net {
namespace {

constexpr std::size_t kLongest = 8192;  // bytes; signed addresses have about a thousand

std::string partOf(CURLU* url, CURLUPart part, unsigned int flags = 0) {
    char* text = nullptr;
    if (curl().url_get(url, part, &text, flags) != CURLUE_OK) {
        return {};
    }
    return CurlText(text).get();
}

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

bool isLoopback(const std::string& host) {
    constexpr std::array kNames{"127.0.0.1", "[::1]", "localhost"};
    return std::ranges::find(kNames, host) != kNames.end();
}

}  // namespace

UrlPolicy::UrlPolicy(std::vector<std::string> hosts) {
    for (auto& host : hosts) {
        m_origins.push_back({"https", lowerCase(std::move(host)), "443"});
    }
}

Outcome<UrlPolicy::Origin> UrlPolicy::parse(const std::string& url) {
    if (const auto library = findCurl(); !library) {
        return fail(Problem::storage, library.error().message);
    }
    const auto parsed = owned<CurlUrl>(curl().url());
    if (url.size() > kLongest || curl().url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return fail(Problem::forbiddenAddress, fmt::format("'{}' is no web address", withoutSecrets(url)));
    }
    if (!partOf(parsed.get(), CURLUPART_USER).empty() || !partOf(parsed.get(), CURLUPART_PASSWORD).empty()) {
        return fail(Problem::forbiddenAddress,
                    fmt::format("{} has a user name or password in it, which is not accepted", withoutSecrets(url)));
    }
    Origin origin{partOf(parsed.get(), CURLUPART_SCHEME), lowerCase(partOf(parsed.get(), CURLUPART_HOST)),
                  partOf(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)};
    const bool secure = origin.scheme == "https";
    const bool local = origin.scheme == "http" && isLoopback(origin.host);
    if (!secure && !local) {
        return fail(Problem::forbiddenAddress,
                    fmt::format("{} is not https, and nothing else is accepted", withoutSecrets(url)));
    }
    return origin;
}

Outcome<> UrlPolicy::admit(const std::string& url) {
    auto origin = parse(url);
    if (!origin) {
        return tl::unexpected(origin.error());
    }
    m_origins.push_back(std::move(*origin));
    return {};
}

Outcome<> UrlPolicy::check(const std::string& url) const {
    const auto origin = parse(url);
    if (!origin) {
        return tl::unexpected(origin.error());
    }
    if (std::ranges::find(m_origins, *origin) == m_origins.end()) {
        return fail(Problem::forbiddenAddress,
                    fmt::format("{} is on a server that is none of ours", withoutSecrets(url)));
    }
    return {};
}

std::string withoutSecrets(const std::string& url) {
    const auto parsed = owned<CurlUrl>(curl().url());
    if (url.size() > kLongest || curl().url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return "(unreadable address)";
    }
    for (const auto part :
         {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
        curl().url_set(parsed.get(), part, nullptr, 0);
    }
    return partOf(parsed.get(), CURLUPART_URL);
}

std::vector<std::string> addressesIn(std::string_view text) {
    constexpr std::string_view kBetween = " \t\r\n,";
    std::vector<std::string> addresses;
    for (std::size_t at = 0; (at = text.find_first_not_of(kBetween, at)) != std::string_view::npos;) {
        addresses.emplace_back(text.substr(at, text.find_first_of(kBetween, at) - at));
        at += addresses.back().size();
    }
    return addresses;
}

std::string join(const std::string& base, const std::string& name) {
    const auto escaped = owned<CurlText>(curl().easy_escape(nullptr, name.data(), static_cast<int>(name.size())));
    return base + (base.ends_with('/') ? "" : "/") + escaped.get();
}

}  // namespace parlando::net
