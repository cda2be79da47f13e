#include "net/answer.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "net/retry.h"

namespace parlando::net {
namespace {

constexpr std::size_t kMaximumHead = 64 * 1024;  // bytes

std::string lowerCase(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<std::uint64_t> numberIn(std::string_view digits) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
}

Problem problemOfStatus(int status) {
    switch (status) {
        case 400:
        case 401:
        case 403:
            return Problem::refused;
        case 404:
        case 410:
            return Problem::notFound;
        case 407:
            return Problem::proxyAuthentication;
        case 408:
        case 425:
            return Problem::serverError;
        case 429:
            return Problem::tooManyRequests;
        default:
            return status >= 500 ? Problem::serverError : Problem::badAnswer;
    }
}

std::string sentenceOf(Problem problem, int status) {
    switch (problem) {
        case Problem::refused:
            return fmt::format("the server refuses access (HTTP {})", status);
        case Problem::notFound:
            return fmt::format("the server does not have this file (HTTP {})", status);
        case Problem::proxyAuthentication:
            return "the proxy wants a user name and a password (HTTP 407); set them in the system's proxy settings or "
                   "in "
                   "https_proxy";
        case Problem::tooManyRequests:
            return "the server asks to come back later: too many requests (HTTP 429)";
        case Problem::serverError:
            return fmt::format("the server has a fault of its own (HTTP {})", status);
        default:
            return status == 416 ? "the server says that the range lies outside of the file (HTTP 416)"
                                 : fmt::format("the server answers with HTTP {}, which makes no sense here", status);
    }
}

Failure failureOf(const Head& head, std::chrono::system_clock::time_point now) {
    const Problem problem = problemOfStatus(head.status);
    Failure failure{problem, sentenceOf(problem, head.status), head.status};
    if (const auto after = head.field("retry-after")) {
        failure.retryAfter = parseRetryAfter(*after, now);
    }
    return failure;
}

// The length that the head announces. Two that differ are an attack or a defect, never a body to believe.
Outcome<std::optional<std::uint64_t>> lengthOf(const Head& head) {
    std::optional<std::uint64_t> length;
    for (const auto& [name, value] : head.fields) {
        if (name == "content-length") {
            const auto number = numberIn(value);
            if (!number || (length && *length != *number)) {
                return fail(Problem::badAnswer, fmt::format("the server announces a length of '{}'", value));
            }
            length = number;
        }
    }
    return length;
}

bool isCompressed(const Head& head) {
    return std::ranges::any_of(head.fields, [](const auto& field) {
        return field.first == "content-encoding" && lowerCase(field.second) != "identity";
    });
}

Outcome<Body> checkRange(const Request& request, const Head& head, std::optional<std::uint64_t> length) {
    const auto text = head.field("content-range");
    const auto got = text ? parseContentRange(*text) : std::nullopt;
    if (!request.range || !got) {
        return fail(Problem::badAnswer, !request.range
                                            ? "the server answers with a part of the file (HTTP 206), unasked"
                                            : "the server answers with HTTP 206 and does not say which part");
    }
    const bool inside = got->range.first == request.range->first && got->range.last <= request.range->last;
    const bool sameFile = !request.size || !got->size || *got->size == *request.size;
    const std::uint64_t bytes = got->range.last - got->range.first + 1;
    if (!inside || !sameFile || (length && *length != bytes)) {
        return fail(
            Problem::badAnswer,
            fmt::format("asked for the bytes {}-{}, the server answers with '{}' of length {}", request.range->first,
                        request.range->last, *text, length ? std::to_string(*length) : "unknown"));
    }
    return Body{Body::Kind::range, got->range.first, bytes};
}

Outcome<Body> checkWhole(const Request& request, const Head& head, std::optional<std::uint64_t> length) {
    if (lowerCase(head.field("content-type").value_or("")).starts_with("text/html")) {
        return fail(Problem::badAnswer,
                    "a web page came instead of the file; does this network ask you to log in with a browser first?");
    }
    if (length && request.size && *length != *request.size) {
        return fail(Problem::badAnswer,
                    fmt::format("the file there has {} bytes and should have {}", *length, *request.size));
    }
    return Body{Body::Kind::whole, 0, length ? length : request.size};
}

}  // namespace

std::size_t Head::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [&](const auto& field) { return field.first == name; }));
}

std::optional<std::string> Head::field(std::string_view name) const {
    const auto found = std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
    return found != fields.end() && count(name) == 1 ? std::optional(found->second) : std::nullopt;
}

bool HeadReader::add(std::string_view line) {
    m_bytes += line.size();
    if (m_bytes > kMaximumHead) {
        return false;
    }
    if (line.starts_with("HTTP/")) {
        m_head = {};
        m_complete = false;
        const auto space = line.find(' ');
        const auto status =
            space == std::string_view::npos ? std::nullopt : numberIn(trimmed(line.substr(space)).substr(0, 3));
        m_head.status = static_cast<int>(status.value_or(0));
        return true;
    }
    if (m_complete) {
        return true;  // a trailer
    }
    if (trimmed(line).empty()) {
        m_complete = m_head.status >= 200;
        return true;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        m_head.fields.emplace_back(lowerCase(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
    return true;
}

Outcome<Body> checkHead(const Request& request, const Head& head, std::chrono::system_clock::time_point now) {
    if (head.status != 200 && head.status != 206) {
        return tl::unexpected(failureOf(head, now));
    }
    if (isCompressed(head)) {
        return fail(Problem::badAnswer, "the server compresses the file, although nobody asked for that");
    }
    const auto length = lengthOf(head);
    if (!length) {
        return tl::unexpected(length.error());
    }
    auto body = head.status == 206 ? checkRange(request, head, *length) : checkWhole(request, head, *length);
    if (body && body->length.value_or(0) > request.limit) {
        return fail(Problem::tooLarge,
                    fmt::format("the file there has {} bytes; at most {} are accepted", *body->length, request.limit));
    }
    if (const auto tag = head.field("etag");
        body && tag && tag->size() > 2 && tag->front() == '"' && tag->back() == '"') {
        body->strongTag = *tag;
    }
    return body;
}

std::optional<ContentRange> parseContentRange(std::string_view text) {
    constexpr std::string_view kUnit = "bytes ";
    const auto dash = text.find('-');
    const auto slash = text.find('/');
    if (!text.starts_with(kUnit) || dash == std::string_view::npos || slash == std::string_view::npos || slash < dash) {
        return std::nullopt;
    }
    const auto first = numberIn(text.substr(kUnit.size(), dash - kUnit.size()));
    const auto last = numberIn(text.substr(dash + 1, slash - dash - 1));
    const auto total = text.substr(slash + 1);
    const auto size = numberIn(total);
    if (!first || !last || *first > *last || (!size && total != "*") || (size && *last >= *size)) {
        return std::nullopt;
    }
    return ContentRange{{*first, *last}, size};
}

}  // namespace parlando::net
