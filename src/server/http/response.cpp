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

std::optional<std::uint64_t> lengthOf(const Response& response) {
    if (const auto* whole = std::get_if<std::string>(&response.body)) {
        return whole->size();
    }
    const auto* sized = std::get_if<SizedBody>(&response.body);
    return sized != nullptr ? std::optional(sized->length) : std::nullopt;
}

// The reason behind the status is for people who read bytes, and may be missing (RFC 9112, 4).
std::string headOf(const Response& response) {
    std::string head = fmt::format("HTTP/1.1 {} \r\n{}", response.status, kStandardHeaders);
    for (const auto& header : response.headers) {
        head += headerLine(header.name, header.value);
    }
    if (response.status != kNoContent) {
        head += headerLine("Content-Type", response.contentType);
        const auto length = lengthOf(response);
        head += length ? fmt::format("Content-Length: {}\r\n", *length) : "Transfer-Encoding: chunked\r\n";
    }
    return head + "\r\n";
}

void logCut(const Error& error) {
    spdlog::log(error.code == ErrorCode::cancelled ? spdlog::level::debug : spdlog::level::warn,
                "a response was cut: {}", error.message);
}

const Error kGone{ErrorCode::cancelled, "the client is gone"};

void sendChunks(Connection& connection, const BodyProducer& produce) {
    const auto written = produce([&connection](std::span<const std::byte> bytes) -> Result<> {
        if (bytes.empty()) {
            return {};  // an empty chunk would be the end mark
        }
        std::string chunk = fmt::format("{:x}\r\n", bytes.size());
        chunk.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return connection.write(chunk += "\r\n") ? Result<>() : failure(kGone);
    });
    if (written) {
        connection.write("0\r\n\r\n");
    } else {
        logCut(written.error());
    }
}

// Too few bytes are a cut that the client sees; too many never leave.
void sendSized(Connection& connection, const SizedBody& body) {
    std::uint64_t left = body.length;
    const auto written = body.produce([&](std::span<const std::byte> bytes) -> Result<> {
        if (bytes.size() > left) {
            return failure(ErrorCode::internal, "a body is longer than was said");
        }
        left -= bytes.size();
        return connection.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}) ? Result<>()
                                                                                             : failure(kGone);
    });
    if (!written) {
        logCut(written.error());
    }
}

}  // namespace

std::string bytesOf(const Response& response) {
    return headOf(response) + std::get<std::string>(response.body);
}

void send(Connection& connection, const Response& response, Content content) {
    if (content == Content::whole && std::holds_alternative<std::string>(response.body)) {
        connection.write(bytesOf(response));
    } else if (connection.write(headOf(response)) && content == Content::whole) {
        if (const auto* sized = std::get_if<SizedBody>(&response.body)) {
            sendSized(connection, *sized);
        } else {
            sendChunks(connection, std::get<BodyProducer>(response.body));
        }
    }
}

}  // namespace parlando::http
