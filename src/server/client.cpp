#include "server/client.h"

namespace parlando::server {

std::string clientOf(const http::Request& request) {
    constexpr std::size_t kLongestName = 64;
    if (const auto name = http::findHeader(request.headers, "X-Voicebox-Client-Id"); name && !name->empty()) {
        return "name " + std::string(name->substr(0, kLongestName));
    }
    return "address " + request.peer;
}

}  // namespace parlando::server
