#include "net/transfer.h"

#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "base/version.h"

namespace parlando::net {
namespace {

constexpr int kMaximumRedirects = 5;
constexpr std::uint64_t kMaximumIgnored = 64 * 1024;  // bytes of the body of a redirect
constexpr long kReceiveBuffer = 256 * 1024;           // bytes

// Whether an interface with this address leads to another machine.
bool leadsElsewhere(const sockaddr* address) {
    if (address != nullptr && address->sa_family == AF_INET) {
        return ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24 != IN_LOOPBACKNET;
    }
    if (address != nullptr && address->sa_family == AF_INET6) {
        const in6_addr& ipv6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
        return !IN6_IS_ADDR_LOOPBACK(&ipv6) && !IN6_IS_ADDR_LINKLOCAL(&ipv6);
    }
    return false;
}

// Whether anything but this machine itself can be reached at all.
bool hasNetwork() {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) {
        return true;
    }
    bool found = false;
    for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
        found = found || leadsElsewhere(entry->ifa_addr);
    }
    ::freeifaddrs(list);
    return found;
}

// libcurl names whom it could not reach: a proxy, if that is not whom we asked for.
bool namesAnotherHost(std::string_view text, std::string_view url) {
    constexpr std::string_view kBegin = "Failed to connect to ";
    const auto begin = text.find(kBegin);
    const auto end = text.find(" port", begin);
    if (begin == std::string_view::npos || end == std::string_view::npos) {
        return false;
    }
    const auto name = text.substr(begin + kBegin.size(), end - begin - kBegin.size());
    return url.find(name) == std::string_view::npos;
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
    // A refused option would be a transfer without one of our limits.
    if (curl().easy_setopt(easy, option, value) != CURLE_OK) {
        throw std::bad_alloc();
    }
}

}  // namespace

Outcome<std::unique_ptr<Transfer>> Transfer::create(const Settings& settings, std::stop_token stop, Request request,
                                                    Sink& sink) {
    std::unique_ptr<Transfer> transfer(new Transfer(settings, std::move(stop), std::move(request), sink));
    if (auto aimed = transfer->aim(transfer->m_request.url); !aimed) {
        return tl::unexpected(aimed.error());
    }
    return transfer;
}

Transfer::Transfer(const Settings& settings, std::stop_token stop, Request request, Sink& sink)
    : m_settings(settings),
      m_stop(std::move(stop)),
      m_request(std::move(request)),
      m_sink(sink),
      m_easy(owned<CurlEasy>(curl().easy_init())) {
    CURL* easy = m_easy.get();
    const char* schemes = "http,https";  // the policy decides which; nothing else may ever be spoken
    set(easy, CURLOPT_PROTOCOLS_STR, schemes);
    set(easy, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));  // connections side by side are faster
    set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.certificates.empty()) {
        set(easy, CURLOPT_CAINFO, settings.certificates.c_str());
    }
    if (!settings.proxy.empty()) {
        set(easy, CURLOPT_PROXY, settings.proxy.c_str());
    } else if (m_request.url.starts_with("http:")) {
        set(easy, CURLOPT_PROXY, "");  // this machine itself is not reached through a proxy
    }
    set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy, CURLOPT_USERAGENT, fmt::format("parlando/{}", kVersion).c_str());
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connectTimeout.count()));
    set(easy, CURLOPT_BUFFERSIZE, kReceiveBuffer);
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_NOPROGRESS, 1L);
    // The look-up of a name cannot be interrupted; without this, ending a transfer waits for its thread.
    set(easy, CURLOPT_QUICK_EXIT, 1L);
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(easy, CURLOPT_ERRORBUFFER, m_errorText.data());
    set(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
    set(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHead);
    set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
    if (m_request.range) {
        set(easy, CURLOPT_RANGE, fmt::format("{}-{}", m_request.range->first, m_request.range->last).c_str());
        if (!m_request.ifRange.empty()) {
            m_fields = owned<CurlList>(curl().slist_append(nullptr, ("If-Range: " + m_request.ifRange).c_str()));
            set(easy, CURLOPT_HTTPHEADER, m_fields.get());
        }
    }
}

Outcome<> Transfer::aim(const std::string& url) {
    if (auto admitted = m_settings.policy.check(url); !admitted) {
        return admitted;
    }
    m_url = url;
    m_head = {};
    m_received = 0;
    m_windowStart = Clock::now();
    m_windowBytes = 0;
    set(m_easy.get(), CURLOPT_URL, m_url.c_str());
    return {};
}

bool Transfer::isRedirect() const {
    const int status = m_head.head().status;
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

void Transfer::countProgress(std::size_t bytes) {
    m_windowBytes += bytes;
    if (m_windowBytes >= m_settings.stallBytes) {
        m_windowStart = Clock::now();
        m_windowBytes = 0;
    }
}

bool Transfer::hasStalled(Clock::time_point now) {
    if (now < stallsAt()) {
        return false;
    }
    m_outcome =
        fail(Problem::stalled, fmt::format("the server sent only {} bytes in {} seconds", m_windowBytes,
                                           std::chrono::ceil<std::chrono::seconds>(m_settings.stallTimeout).count()));
    return true;
}

bool Transfer::acceptHeadLine(std::string_view line) {
    countProgress(line.size());
    if (!m_head.add(line)) {
        m_outcome = fail(Problem::badAnswer, "the head of the server's answer has no end");
        return false;
    }
    if (!m_head.complete() || m_begun) {
        return true;
    }
    m_sink.hop(m_url, m_head.head());
    if (isRedirect()) {
        return true;
    }
    auto body = checkHead(m_request, m_head.head(), std::chrono::system_clock::now());
    m_outcome = body ? m_sink.begin(*body) : tl::unexpected(body.error());
    if (m_outcome) {
        m_body = std::move(*body);
        m_begun = true;
    }
    return m_outcome.has_value();
}

bool Transfer::acceptBody(std::span<const std::byte> bytes) {
    countProgress(bytes.size());
    m_received += bytes.size();
    if (m_stop.stop_requested()) {
        m_outcome = fail(Problem::cancelled, "cancelled");
    } else if (!m_begun) {
        if (m_received > kMaximumIgnored) {
            m_outcome = fail(Problem::badAnswer, "the server redirects, and then sends a file all the same");
        }
    } else {
        const auto limit = m_body.length.value_or(m_request.limit);
        const auto excess = m_received - std::min(m_received, limit);
        m_outcome = m_sink.write(bytes.first(bytes.size() - std::min<std::uint64_t>(excess, bytes.size())));
        if (m_outcome && excess > 0) {
            m_outcome = fail(Problem::tooLarge,
                             fmt::format("the server sends more than the {} bytes that were expected", limit));
        }
    }
    return m_outcome.has_value();
}

std::size_t Transfer::onHead(char* data, std::size_t, std::size_t size, void* self) {
    return static_cast<Transfer*>(self)->acceptHeadLine({data, size}) ? size : 0;
}

std::size_t Transfer::onBody(char* data, std::size_t, std::size_t size, void* self) {
    const auto bytes = std::as_bytes(std::span(data, size));
    return static_cast<Transfer*>(self)->acceptBody(bytes) ? size : CURL_WRITEFUNC_ERROR;
}

bool Transfer::followsRedirect(CURLcode code) {
    if (code != CURLE_OK || !m_outcome || !isRedirect()) {
        m_outcome = m_outcome ? conclude(code) : m_outcome;
        return false;
    }
    char* target = nullptr;
    curl().easy_getinfo(m_easy.get(), CURLINFO_REDIRECT_URL, &target);
    if (target == nullptr) {
        m_outcome = fail(Problem::badAnswer, "the server redirects to nowhere");
    } else if (++m_redirects > kMaximumRedirects) {
        m_outcome = fail(Problem::forbiddenAddress, fmt::format("more than {} redirects", kMaximumRedirects));
    } else if (const std::string url = target; (m_outcome = aim(url))) {
        spdlog::debug("redirected to {}", withoutSecrets(url));
        return true;
    }
    return false;
}

Outcome<> Transfer::conclude(CURLcode code) {
    if (code != CURLE_OK) {
        return tl::unexpected(failureOf(code));
    }
    if (!m_begun) {
        return fail(Problem::interrupted, "the server ended the connection without an answer");
    }
    if (m_body.length && m_received != *m_body.length) {
        return fail(Problem::interrupted,
                    fmt::format("the connection ended after {} of {} bytes", m_received, *m_body.length));
    }
    return {};
}

Failure Transfer::failureOf(CURLcode code) const {
    const std::string text = m_errorText.front() != '\0' ? m_errorText.data() : curl().easy_strerror(code);
    long connectStatus = 0;
    long systemError = 0;
    curl().easy_getinfo(m_easy.get(), CURLINFO_HTTP_CONNECTCODE, &connectStatus);
    curl().easy_getinfo(m_easy.get(), CURLINFO_OS_ERRNO, &systemError);
    if (connectStatus == 407) {
        return {Problem::proxyAuthentication,
                "the proxy wants a user name and a password (HTTP 407); set them in the system's proxy settings or in "
                "https_proxy",
                407};
    }
    if (connectStatus >= 300) {
        return {Problem::proxy, fmt::format("the proxy refuses to connect (HTTP {})", connectStatus)};
    }
    if (code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_PROXY || namesAnotherHost(text, m_url)) {
        return {Problem::proxy, fmt::format("{}; check the system's proxy settings or https_proxy", text)};
    }
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
            if (!hasNetwork() && (code == CURLE_COULDNT_RESOLVE_HOST || systemError == ENETUNREACH)) {
                return {Problem::offline, fmt::format("this computer is not connected to a network ({})", text)};
            }
            return {code == CURLE_COULDNT_CONNECT ? Problem::unreachable : Problem::unknownHost, text};
        case CURLE_OPERATION_TIMEDOUT:
            return {Problem::unreachable, text};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return {Problem::tls, fmt::format("the server could not prove who it is: {}; check the clock of this "
                                              "computer and whether something on this network intercepts connections",
                                              text)};
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CIPHER:
            if (text.starts_with("OpenSSL SSL_connect:")) {  // the connection broke, TLS itself has no complaint
                return {Problem::interrupted, text};
            }
            return {Problem::tls, fmt::format("no secure connection could be made: {}", text)};
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return {Problem::interrupted, text};
        case CURLE_FILESIZE_EXCEEDED:
            return {Problem::tooLarge, text};
        default:
            return {Problem::badAnswer, text};
    }
}

}  // namespace parlando::net
