#include "net/support/misbehaving_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include <spdlog/fmt/fmt.h>

namespace parlando::testing {
namespace {

struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

std::string fieldOf(const std::string& head, const std::string& name) {
    const auto at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

std::optional<Range> rangeOf(const std::string& field, std::uint64_t size) {
    Range range;
    if (std::sscanf(field.c_str(), "bytes=%lu-%lu", &range.first, &range.last) != 2 || range.first >= size) {
        return std::nullopt;
    }
    range.last = std::min(range.last, size - 1);
    return range;
}

bool isIn(Fault fault, Fault first, Fault last) {
    return fault >= first && fault <= last;
}

}  // namespace

std::string_view nameOf(Fault fault) {
    switch (fault) {
#define PARLANDO_FAULT(name) \
    case Fault::name:        \
        return #name;
        PARLANDO_FAULTS(PARLANDO_FAULT)
#undef PARLANDO_FAULT
    }
    return "?";
}

const std::vector<Fault>& allFaults() {
    static const std::vector<Fault> kFaults{
#define PARLANDO_FAULT(name) Fault::name,
        PARLANDO_FAULTS(PARLANDO_FAULT)
#undef PARLANDO_FAULT
    };
    return kFaults;
}

// One client. Every function that sends gives false when the connection is to be closed.
class MisbehavingServer::Connection {
public:
    Connection(MisbehavingServer& server, int socket) : m_server(server), m_socket(socket) {}

    void serve() {
        while (readHead() && answer()) {
        }
    }

private:
    bool readHead() {
        m_seen = {};
        while (m_input.find("\r\n\r\n") == std::string::npos) {
            char block[4096];
            const auto got = ::recv(m_socket, block, sizeof block, 0);
            if (got <= 0 || m_input.size() > 65536) {
                return false;
            }
            m_input.append(block, static_cast<std::size_t>(got));
        }
        const auto end = m_input.find("\r\n\r\n") + 4;
        m_seen.head = m_input.substr(0, end);
        m_input.erase(0, end);
        const auto path = m_seen.head.find(' ') + 1;
        m_seen.path = m_seen.head.substr(path, m_seen.head.find(' ', path) - path);
        m_seen.range = fieldOf(m_seen.head, "Range");
        m_seen.ifRange = fieldOf(m_seen.head, "If-Range");
        return true;
    }

    bool answer() {
        // Redirects add a query; the file and its faults are those of the path before it.
        const auto query = m_seen.path.find('?');
        const std::string hop = query == std::string::npos ? "" : m_seen.path.substr(query + 1);
        m_seen.path.resize(std::min(query, m_seen.path.size()));
        Fault fault = Fault::none;
        if (hop.empty()) {
            fault = m_server.faultFor(m_seen.path);
        } else if (hop.starts_with("five") || hop.starts_with("six") || hop == "loop") {
            fault = hop == "loop"             ? Fault::redirectLoop
                    : hop.starts_with("five") ? Fault::redirectFive
                                              : Fault::redirectSix;
        } else if (hop == "expired") {
            return status(403, "");
        }
        std::string content;
        bool found = false;
        {
            const std::lock_guard lock(m_server.m_mutex);
            if (const auto file = m_server.m_files.find(m_seen.path); file != m_server.m_files.end()) {
                content = file->second;
                found = true;
            }
            m_server.m_requests.push_back(m_seen);
            m_index = m_server.m_requests.size() - 1;
        }
        if (m_server.m_hook) {
            m_server.m_hook(m_seen);
        }
        if (!found) {
            return status(404, "");
        }
        if (isIn(fault, Fault::status204, Fault::status999)) {
            return answerStatus(fault);
        }
        if (isIn(fault, Fault::redirectOnce, Fault::redirectExpired)) {
            return redirect(fault, hop);
        }
        if (isIn(fault, Fault::closeBeforeHead, Fault::resetBeforeHead) || fault == Fault::stallBeforeHead ||
            isIn(fault, Fault::noHttp, Fault::hugeField)) {
            return answerWithoutHead(fault);
        }
        return answerFile(fault, std::move(content));
    }

    bool answerStatus(Fault fault) {
        const std::string name(nameOf(fault).substr(6));
        static const std::map<std::string, std::string> kRetryAfter{
            {"429Seconds", "1"},   {"429Date", httpDate(1)}, {"429Huge", "99999999999999999999"},
            {"429Negative", "-5"}, {"429Garbage", "soon"},   {"503Seconds", "1"}};
        const auto after = kRetryAfter.find(name);
        return status(std::stoi(name), after == kRetryAfter.end() ? "" : "Retry-After: " + after->second + "\r\n");
    }

    static std::string httpDate(int secondsAhead) {
        const std::time_t time = std::time(nullptr) + secondsAhead;
        std::tm parts{};
        ::gmtime_r(&time, &parts);
        char text[64];
        std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
        return text;
    }

    bool status(int code, const std::string& fields) {
        const bool bodiless = code == 204 || code == 304;
        return sendText(fmt::format("HTTP/1.1 {} Because\r\n{}{}\r\n{}", code, fields,
                                    bodiless ? "" : "Content-Length: 5\r\n", bodiless ? "" : "sorry"));
    }

    bool redirect(Fault fault, const std::string& hop) {
        const std::string here = m_server.url() + m_seen.path;
        const auto to = [&](const std::string& target, const std::string& body = "") {
            return sendText(fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: {}\r\n\r\n{}", target,
                                        body.size(), body));
        };
        const int hops = static_cast<int>(std::ranges::count(hop, '+'));
        switch (fault) {
            case Fault::redirectOnce:
                return to(here + "?signed=1");
            case Fault::redirectRelative:
                return to(m_seen.path.substr(1) + "?signed=1");
            case Fault::redirectWithBody:
                return to(here + "?signed=1", "<html>moved</html>");
            case Fault::redirectFive:
                return to(here + (hops == 4 ? "?signed=1" : "?five" + std::string(std::size_t(hops) + 1, '+')));
            case Fault::redirectSix:
                return to(here + (hops == 5 ? "?signed=1" : "?six" + std::string(std::size_t(hops) + 1, '+')));
            case Fault::redirectLoop:
                return to(here + "?loop");
            case Fault::redirectOtherHost:
                return to(fmt::format("http://localhost:{}{}?signed=1", m_server.port(), m_seen.path));
            case Fault::redirectOtherPort:
                return to(fmt::format("http://127.0.0.1:{}{}", m_server.port() ^ 1, m_seen.path));
            case Fault::redirectIpv6:
                return to(fmt::format("http://[::1]:{}{}", m_server.port(), m_seen.path));
            case Fault::redirectLinkLocal:
                return to("http://169.254.169.254/latest/meta-data");
            case Fault::redirectFile:
                return to("file:///etc/passwd");
            case Fault::redirectFtp:
                return to("ftp://127.0.0.1/file");
            case Fault::redirectUser:
                return to(fmt::format("http://user:password@127.0.0.1:{}{}?signed=1", m_server.port(), m_seen.path));
            case Fault::redirectNowhere:
                return sendText("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
            case Fault::redirectGarbage:
                return to("http://");
            case Fault::redirectEndless:
                sendText(fmt::format("HTTP/1.1 302 Found\r\nLocation: {}?signed=1\r\n\r\n", here));
                return sendForever();
            default:
                return to(here + "?expired");
        }
    }

    bool answerWithoutHead(Fault fault) {
        switch (fault) {
            case Fault::closeBeforeHead:
                return false;
            case Fault::resetBeforeHead:
                return reset();
            case Fault::stallBeforeHead:
                return stall();
            case Fault::noHttp:
                sendText("220 mail.example ESMTP\r\n");
                return false;
            case Fault::statusLineOnly:
                sendText("HTTP/1.1 200 OK");
                return false;
            case Fault::endlessHead:
                sendText("HTTP/1.1 200 OK\r\n");
                while (sendText("X-More: and more and more and more and more and more and more\r\n")) {
                }
                return false;
            default:
                sendText("HTTP/1.1 200 OK\r\nX-Huge: " + std::string(90'000, 'x') + "\r\n\r\n");
                return false;
        }
    }

    bool answerFile(Fault fault, std::string content) {
        const std::uint64_t size = content.size();
        auto range = rangeOf(m_seen.range, size);
        const std::string tag = fault == Fault::tagWeak      ? "W/\"one\""
                                : fault == Fault::tagChanges ? "\"two\""
                                                             : "\"one\"";
        if (!m_seen.ifRange.empty() && m_seen.ifRange != tag) {
            range.reset();
        }
        if (!m_seen.range.empty() && fault == Fault::rangeRefused) {
            return sendText(
                fmt::format("HTTP/1.1 416 No\r\nContent-Range: bytes */{}\r\nContent-Length: 0\r\n\r\n", size));
        }
        if (fault == Fault::rangeIgnored) {
            range.reset();
        }
        if (fault == Fault::otherContent) {
            std::ranges::reverse(content);
        }
        std::string fields = fmt::format("ETag: {}\r\nConnection: keep-alive\r\n", tag);
        std::string body = range ? content.substr(range->first, range->last - range->first + 1) : content;
        std::string code = range ? "206 Partial Content" : "200 OK";
        if (range) {
            fields += alterRange(fault, *range, size, content, body);
        } else if (fault == Fault::rangeUnasked) {
            code = "206 Partial Content";
            fields += fmt::format("Content-Range: bytes 0-{}/{}\r\n", size - 1, size);
        }
        alterBody(fault, fields, body);
        for (int i = 0; fault == Fault::manyInterim && i < 20; ++i) {
            sendText("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n");
        }
        return sendFile(fault, "HTTP/1.1 " + code + "\r\n" + fields, body);
    }

    // The Content-Range field, and what belongs to it.
    static std::string alterRange(Fault fault, Range range, std::uint64_t size, const std::string& content,
                                  std::string& body) {
        switch (fault) {
            case Fault::rangeWrongStart:
                ++range.first;
                break;
            case Fault::rangeWrongSize:
                ++size;
                break;
            case Fault::rangeWithoutField:
                return "";
            case Fault::rangeMultipart:
                body = fmt::format("--x\r\nContent-Range: bytes {}-{}/{}\r\n\r\n{}\r\n--x--\r\n", range.first,
                                   range.last, size, body);
                return "Content-Type: multipart/byteranges; boundary=x\r\n";
            case Fault::rangeShorter:
                body.resize(cut(body));
                range.last = range.first + body.size() - 1;
                break;
            case Fault::rangeLonger:
                range.last = size - 1 > range.last ? size - 1 : range.last + 7;
                body = content.substr(range.first);
                break;
            case Fault::rangeGarbage:
                return "Content-Range: bytes all-of/it\r\n";
            case Fault::rangeTwice:
                return fmt::format("Content-Range: bytes 0-1/{1}\r\nContent-Range: bytes {0}-{2}/{1}\r\n", range.first,
                                   size, range.last);
            case Fault::rangeShifted:
                std::ranges::rotate(body, body.begin() + 1);
                break;
            default:
                break;
        }
        return fmt::format("Content-Range: bytes {}-{}/{}\r\n", range.first, range.last, size);
    }

    static void alterBody(Fault fault, std::string& fields, std::string& body) {
        switch (fault) {
            case Fault::bitFlip:
                body[body.size() / 2] = static_cast<char>(body[body.size() / 2] ^ 1);
                break;
            case Fault::zeros:
                body.assign(body.size(), '\0');
                break;
            case Fault::empty:
                body.clear();
                break;
            case Fault::webPage:
                fields += "Content-Type: text/html; charset=utf-8\r\n";
                body = "<html>Welcome to our hotel. Please log in.</html>";
                break;
            case Fault::compressed:
                fields += "Content-Encoding: gzip\r\n";
                break;
            case Fault::compressedSilently:
                body = "\x1f\x8b\x08" + body.substr(0, body.size() / 2);
                break;
            case Fault::byteOrderMark:
                body = "\xef\xbb\xbf" + body;
                break;
            default:
                break;
        }
    }

    // Where a body is broken off: in the middle. What then remains of a range comes whole, or it would be halved
    // for ever.
    static std::size_t cut(const std::string& body) {
        const bool remainder = body.size() >= 1000 && body.size() <= 128 * 1024;
        return remainder ? body.size() : body.size() / 2;
    }

    bool sendFile(Fault fault, std::string head, const std::string& body) {
        const std::size_t half = cut(body);
        const auto length = [](std::string_view text) { return fmt::format("Content-Length: {}\r\n", text); };
        const auto lengthOf = [](std::size_t bytes) { return fmt::format("Content-Length: {}\r\n", bytes); };
        const auto begin = [&](const std::string& lengthField) { return sendText(head + lengthField + "\r\n"); };
        switch (fault) {
            case Fault::lengthShort:
                return begin(lengthOf(half)) && sendBody(body, half) && false;
            case Fault::lengthLong:
                return begin(lengthOf(body.size() + 1000)) && sendBody(body, body.size()) && false;
            case Fault::lengthNegative:
                return begin(length("-1")) && sendBody(body, body.size()) && false;
            case Fault::lengthHuge:
                return begin(length("9223372036854775808")) && sendBody(body, body.size()) && false;
            case Fault::lengthTwice:
                return begin(lengthOf(body.size()) + lengthOf(half)) && sendBody(body, body.size()) && false;
            case Fault::lengthNoNumber:
                return begin(length("lots")) && sendBody(body, body.size()) && false;
            case Fault::lengthMissing:
                return begin("") && sendBody(body, body.size()) && false;
            case Fault::lengthMissingCut:
                return begin("") && sendBody(body, half) && false;
            case Fault::endless:
                return begin("") && sendBody(body, body.size()) && sendForever();
            case Fault::extraBytes:
                return begin(lengthOf(body.size())) && sendBody(body, body.size()) && sendText("and more") && false;
            case Fault::chunked:
            case Fault::chunkedCut:
            case Fault::chunkedMalformed:
            case Fault::chunkedWithTrailer:
                return sendChunked(fault, head, body);
            case Fault::closeInHead:
                sendText(head.substr(0, head.size() / 2));
                return false;
            case Fault::stallInHead:
                return sendText(head.substr(0, head.size() / 2)) && stall();
            case Fault::dripHead:
                return drip(head + lengthOf(body.size()) + "\r\n") && sendBody(body, body.size());
            case Fault::closeInBody:
                return begin(lengthOf(body.size())) && sendBody(body, half) && false;
            case Fault::resetInBody:
                return begin(lengthOf(body.size())) && sendBody(body, half) && reset();
            case Fault::oneByteShort:
                return begin(lengthOf(body.size())) && sendBody(body, body.size() - 1) && false;
            case Fault::stallAfterHead:
                return begin(lengthOf(body.size())) && stall();
            case Fault::stallInBody:
                return begin(lengthOf(body.size())) && sendBody(body, half) && stall();
            case Fault::dripBody:
                return begin(lengthOf(body.size())) && sendBody(body, half) && drip(body.substr(half));
            default:
                return begin(lengthOf(body.size())) && sendBody(body, body.size());
        }
    }

    bool sendChunked(Fault fault, const std::string& head, const std::string& body) {
        const std::size_t half = cut(body);
        sendText(head + "Transfer-Encoding: chunked\r\n\r\n");
        sendText(fmt::format("{:x}\r\n", half));
        sendBody(body, half);
        if (fault == Fault::chunkedCut) {
            return false;
        }
        if (fault == Fault::chunkedMalformed) {
            sendText("\r\nnot a number\r\n");
            return false;
        }
        sendText(fmt::format("\r\n{:x}\r\n", body.size() - half));
        sendBody(body.substr(half), body.size() - half);
        return sendText(fault == Fault::chunkedWithTrailer ? "\r\n0\r\nContent-Length: 3\r\n\r\n" : "\r\n0\r\n\r\n");
    }

    bool sendText(std::string_view text) {
        while (!text.empty()) {
            const auto sent = ::send(m_socket, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    bool sendBody(const std::string& body, std::size_t bytes) {
        constexpr std::size_t kPiece = 64 * 1024;
        for (std::size_t at = 0; at < bytes; at += kPiece) {
            const auto piece = std::string_view(body).substr(at, std::min(kPiece, bytes - at));
            if (!sendText(piece)) {
                return false;
            }
            const std::lock_guard lock(m_server.m_mutex);
            if (m_index < m_server.m_requests.size()) {
                m_server.m_requests[m_index].sent += piece.size();
            }
        }
        return true;
    }

    bool sendForever() {
        const std::string block(64 * 1024, 'x');
        while (!m_server.m_stopping && sendText(block)) {
        }
        return false;
    }

    // Until the client goes or the server ends.
    bool stall() {
        char ignored;
        while (!m_server.m_stopping && ::recv(m_socket, &ignored, 1, 0) > 0) {
        }
        return false;
    }

    // So slowly that even the shortest text takes longer than a client waits.
    bool drip(std::string_view text) {
        constexpr int kPause = 100;  // ms
        for (const char& c : text) {
            pollfd gone{m_socket, POLLRDHUP, 0};
            if (m_server.m_stopping || !sendText({&c, 1}) || ::poll(&gone, 1, kPause) > 0) {
                return false;
            }
        }
        return true;
    }

    bool reset() {
        const linger now{1, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
    }

    MisbehavingServer& m_server;
    int m_socket;
    std::string m_input;
    SeenRequest m_seen;
    std::size_t m_index = 0;
};

MisbehavingServer::MisbehavingServer() {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(m_listener, generic, length) != 0 || ::listen(m_listener, 128) != 0 ||
        ::getsockname(m_listener, generic, &length) != 0) {
        throw std::runtime_error("the test server cannot listen");
    }
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { acceptLoop(); });
}

MisbehavingServer::~MisbehavingServer() {
    m_stopping = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    {
        const std::lock_guard lock(m_mutex);
        for (const int socket : m_open) {
            ::shutdown(socket, SHUT_RDWR);
        }
    }
    for (auto& thread : m_threads) {
        thread.join();
    }
    ::close(m_listener);
}

void MisbehavingServer::acceptLoop() {
    while (!m_stopping) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            continue;
        }
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const std::lock_guard lock(m_mutex);
        m_open.push_back(socket);
        m_threads.emplace_back([this, socket] {
            Connection(*this, socket).serve();
            const std::lock_guard inner(m_mutex);
            std::erase(m_open, socket);
            ::close(socket);
        });
    }
}

void MisbehavingServer::serve(const std::string& path, std::string content) {
    const std::lock_guard lock(m_mutex);
    m_files[path] = std::move(content);
}

void MisbehavingServer::misbehave(const std::string& path, Fault fault, int times, int after) {
    const std::lock_guard lock(m_mutex);
    m_scripts.push_back({path, fault, times, after});
}

void MisbehavingServer::behave() {
    const std::lock_guard lock(m_mutex);
    m_scripts.clear();
}

Fault MisbehavingServer::faultFor(const std::string& path) {
    const std::lock_guard lock(m_mutex);
    Fault fault = Fault::none;
    for (auto& script : m_scripts) {
        if (script.path != path) {
            continue;
        }
        if (script.after > 0) {
            --script.after;
        } else if (script.times > 0 && fault == Fault::none) {
            --script.times;
            fault = script.fault;
        }
    }
    return fault;
}

std::vector<SeenRequest> MisbehavingServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::uint64_t MisbehavingServer::bytesSent(std::string_view path) const {
    std::uint64_t bytes = 0;
    for (const auto& request : requests()) {
        bytes += request.path.starts_with(path) ? request.sent : 0;
    }
    return bytes;
}

void MisbehavingServer::settle() const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    std::unique_lock lock(m_mutex);
    while (!m_open.empty() && std::chrono::steady_clock::now() < deadline) {
        lock.unlock();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        lock.lock();
    }
}

void MisbehavingServer::forgetRequests() {
    settle();
    const std::lock_guard lock(m_mutex);
    m_requests.clear();
}

void MisbehavingServer::onRequest(std::function<void(const SeenRequest&)> hook) {
    settle();
    const std::lock_guard lock(m_mutex);
    m_hook = std::move(hook);
}

}  // namespace parlando::testing
