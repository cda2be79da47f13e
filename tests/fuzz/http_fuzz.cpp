#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/connection.h"
#include "server/http/head.h"
#include "server/http/policy.h"
#include "server/http/response.h"
#include "server/http/router.h"

using namespace parlando;

namespace {

void require(bool condition) {
    if (!condition) {
        std::abort();
    }
}

bool isVisible(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

// What everything behind the parser relies on.
void checkHead(const http::RequestHead& head) {
    require(head.path.starts_with('/') && isVisible(head.path) && isVisible(head.query));
    require(head.path.size() + head.query.size() <= http::kMaximumTarget);
    require(!head.headers.empty() && head.headers.size() <= http::kMaximumHeaders);
    int hosts = 0;
    for (const auto& header : head.headers) {
        hosts += http::equalIgnoringCase(header.name, "Host") ? 1 : 0;
        require(isVisible(header.name) && header.value.size() <= http::kMaximumHeaderLine);
        require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
        require(!http::equalIgnoringCase(header.name, "Transfer-Encoding"));
        require(!http::equalIgnoringCase(header.name, "Content-Encoding"));
    }
    require(hosts == 1);
}

}  // namespace

// Any bytes on a connection, up to the door of a handler.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const server::WakeEvent stopping;
    static const http::Policy policy{http::allowedHosts(1, {}), {"http://localhost:3000"}, "key"};
    static const http::Router router = [] {
        http::Router made;
        made.add({"POST", "/v1/audio/speech", {}, http::BodyKind::json, 4096});
        made.add({"GET", "/audio/{id}", {}});
        return made;
    }();
    std::array<int, 2> pair{};
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) == 0);
    const Descriptor client(pair[0]);
    http::Connection connection(Descriptor(pair[1]), {}, stopping);
    ::send(client.get(), data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(client.get(), SHUT_WR);

    if (connection.readHead() != http::Connection::HeadOutcome::complete) {
        return 0;
    }
    require(connection.head().ends_with("\r\n\r\n") && connection.head().size() <= http::kMaximumHead);
    const auto head = http::parseHead(connection.head());
    if (!head) {
        require(head.error().status >= 400 && !head.error().message.empty());
        http::send(connection, http::json(head.error().status, "{}"), http::Content::whole);
        return 0;
    }
    checkHead(*head);
    const auto refused = http::checkSource(*head, policy);
    http::checkKey(*head, policy, http::Access::keyHolders);
    http::originHeaders(*head, policy);
    const auto match = router.find(head->method, head->path);
    if (refused || !match || http::checkBody(*head, *match->route)) {
        return 0;
    }
    std::uint64_t received = 0;
    const auto body = connection.readBody(head->length.value_or(0), [&](std::span<const std::byte> bytes) -> Result<> {
        received += bytes.size();
        return {};
    });
    require(!body || received == head->length.value_or(0));
    return 0;
}
