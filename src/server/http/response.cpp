#include "server/http/response.h"

#include <algorithm>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

namespace parlando::http {
namespace {

constexpr int kNoContent = 204;

// Nothing here is a web page, and nothing is to be kept by caches.
constexpr std::string_view kStandardHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'\r\n"
    "Cache-Control: no-store\r\n"
    "Connection: close\r\n";

// A value may be somebody's file name: a line end in it would begin a header, or a body, of theirs.
std::string headerLine(std::string_view name, std::string value) {
    std::ranges::replace_if(
        value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return fmt::format("{}: {}\r\n", name, value);
}

// The reason behind the status is for people who read bytes, and may be missing (RFC 9112, 4).
std::string headOf(const Response& response) {
    std::string head = fmt::format("HTTP/1.1 {} \r\n{}", response.status, kStandardHeaders);
    for (const auto& header : response.headers) {
        head += headerLine(header.name, header.value);
    }
    if (response.status != kNoContent) {
        head += headerLine("Content-Type", response.contentType);
        const auto* whole = std::get_if<std::string>(&response.body);
        head +=
            whole != nullptr ? fmt::format("Content-Length: {}\r\n", whole->size()) : "Transfer-Encoding: chunked\r\n";
    }
    return head + "\r\n";
}

void sendChunks(Connection& connection, const BodyProducer& produce) {
    const auto written = produce([&connection](std::span<const std::byte> bytes) -> Result<> {
        if (bytes.empty()) {
            return {};  // an empty chunk would be the end mark
        }
        std::string chunk = fmt::format("{:x}\r\n", bytes.size());
        chunk.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (!connection.write(chunk += "\r\n")) {
            return failure(ErrorCode::cancelled, "the client is gone");
        }
        return {};
    });
    if (written) {
        connection.write("0\r\n\r\n");
    } else {
        spdlog::log(written.error().code == ErrorCode::cancelled ? spdlog::level::debug : spdlog::level::warn,
                    "a response was cut: {}", written.error().message);
    }
}

}  // namespace

std::string bytesOf(const Response& response) {
    return headOf(response) + std::get<std::string>(response.body);
}

void send(Connection& connection, const Response& response, Content content) {
    const bool isProduced = std::holds_alternative<BodyProducer>(response.body);
    if (content == Content::whole && !isProduced) {
        connection.write(bytesOf(response));
    } else if (connection.write(headOf(response)) && content == Content::whole) {
        sendChunks(connection, std::get<BodyProducer>(response.body));
    }
}

}  // namespace parlando::http
