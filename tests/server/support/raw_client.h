#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"

namespace parlando::testing {

struct Answer {
    int status = 0;                              // 0: the connection was closed without an answer
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;                            // chunks put together
    bool complete = false;                       // the announced length or the end mark has come
};

// A client that sends exactly the bytes it is given, however wrong.
class RawClient {
public:
    explicit RawClient(int port);

    bool connected() const { return m_connected; }
    // Bytes that left; fewer than given once the server has closed.
    std::size_t send(std::string_view bytes);
    void closeSending();
    void close() { m_socket.reset(); }

    // Everything until the server closes, or until `patience` is over.
    std::string receiveAll(std::chrono::milliseconds patience = std::chrono::seconds(20));
    // At least one byte, or nothing at the end.
    std::string receiveSome(std::chrono::milliseconds patience = std::chrono::seconds(20));

private:
    Descriptor m_socket;
    bool m_connected = false;
};

Answer parseAnswer(std::string_view bytes);

// A request with correct headers; `extra` are whole header lines.
std::string request(int port, std::string_view method, std::string_view path, std::string_view body = {},
                    std::string_view extra = {});

// One request, one answer.
Answer ask(int port, std::string_view bytes);

// The value of VmRSS of this process in bytes.
std::size_t residentBytes();

}  // namespace parlando::testing
