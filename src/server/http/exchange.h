#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/connection.h"
#include "server/http/head.h"
#include "server/http/message.h"

namespace parlando::http {

// Headers of every response: nothing here is a web page, and nothing is to be kept by caches.
std::vector<Header> standardHeaders();

// A whole response as bytes, for requests that are refused before the HTTP library sees them. The same for
// HEAD: the connection closes behind it.
std::string wholeResponse(int status, const std::vector<Header>& headers, std::string_view jsonBody);

// The rest of a request once its head is accepted: "100 Continue", reading the body, writing the response
// whole or in chunks. This is what cpp-httplib does for us; it is included nowhere else.
class Exchange {
public:
    Exchange();
    ~Exchange();

    // Called with the body once it is complete. Does not throw.
    using Respond = std::function<Response(std::string body)>;

    // `errorBody` is the JSON for a body that never came whole. May be called by many threads at once.
    void run(Connection& connection, const RequestHead& head, const Respond& respond, const std::string& errorBody);

private:
    class Library;
    std::unique_ptr<Library> m_library;
};

}  // namespace parlando::http
