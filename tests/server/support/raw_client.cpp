#include "server/support/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>

#include <spdlog/fmt/fmt.h>

namespace parlando::testing {

RawClient::RawClient(int port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_connected = ::connect(m_socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

std::size_t RawClient::send(std::string_view bytes) {
    std::size_t total = 0;
    while (total < bytes.size()) {
        const ssize_t sent = ::send(m_socket.get(), bytes.data() + total, bytes.size() - total, MSG_NOSIGNAL);
        if (sent <= 0) {
            break;
        }
        total += static_cast<std::size_t>(sent);
    }
    return total;
}

void RawClient::closeSending() {
    ::shutdown(m_socket.get(), SHUT_WR);
}

std::string RawClient::receiveSome(std::chrono::milliseconds patience) {
    pollfd watched{m_socket.get(), POLLIN, 0};
    std::array<char, 65536> block;
    if (::poll(&watched, 1, static_cast<int>(patience.count())) <= 0) {
        return {};
    }
    const ssize_t got = ::recv(m_socket.get(), block.data(), block.size(), 0);
    return got > 0 ? std::string(block.data(), static_cast<std::size_t>(got)) : std::string();
}

std::string RawClient::receiveAll(std::chrono::milliseconds patience) {
    std::string all;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
        const auto some =
            receiveSome(std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()));
        if (some.empty()) {
            break;
        }
        all += some;
    }
    return all;
}

namespace {

// Puts chunks together; false if the end mark is missing.
bool unchunk(std::string_view bytes, std::string& body) {
    while (true) {
        const auto end = bytes.find("\r\n");
        if (end == std::string_view::npos) {
            return false;
        }
        const std::size_t size = std::stoul(std::string(bytes.substr(0, end)), nullptr, 16);
        bytes.remove_prefix(end + 2);
        if (size == 0) {
            return bytes.starts_with("\r\n");
        }
        if (bytes.size() < size + 2) {
            return false;
        }
        body += bytes.substr(0, size);
        bytes.remove_prefix(size + 2);
    }
}

}  // namespace

Answer parseAnswer(std::string_view bytes) {
    Answer answer;
    // Interim answers come before the real one.
    while (bytes.starts_with("HTTP/1.1 100")) {
        bytes.remove_prefix(std::min(bytes.size(), bytes.find("\r\n\r\n") + 4));
    }
    const auto end = bytes.find("\r\n\r\n");
    if (!bytes.starts_with("HTTP/1.1 ") || end == std::string_view::npos) {
        return answer;
    }
    answer.status = std::stoi(std::string(bytes.substr(9, 3)));
    auto head = bytes.substr(0, end + 2);
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        std::string name(line.substr(0, line.find(':')));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = line.substr(std::min(line.size(), line.find(':') + 2));
        head.remove_prefix(line.size() + 2);
    }
    const auto content = bytes.substr(end + 4);
    if (answer.headers.contains("transfer-encoding")) {
        answer.complete = unchunk(content, answer.body);
    } else {
        answer.body = content;
        answer.complete = answer.headers.contains("content-length") &&
                          answer.body.size() == std::stoul(answer.headers["content-length"]);
    }
    return answer;
}

std::string request(int port, std::string_view method, std::string_view path, std::string_view body,
                    std::string_view extra) {
    const auto length = body.empty()
                            ? std::string()
                            : fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    return fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}{}\r\n{}", method, path, port, length, extra, body);
}

Answer ask(int port, std::string_view bytes) {
    RawClient client(port);
    client.send(bytes);
    return parseAnswer(client.receiveAll());
}

std::size_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace parlando::testing
