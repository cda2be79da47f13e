#include "server/http/exchange.h"

#include <httplib.h>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

namespace parlando::http {
namespace {

// Lets the library read and write through a Connection, and so within its limits.
class LibraryStream final : public httplib::Stream {
public:
    explicit LibraryStream(Connection& connection) : m_connection(connection) {}

    bool is_readable() const override { return true; }
    bool is_writable() const override { return true; }
    ssize_t read(char* target, size_t size) override { return m_connection.read(target, size); }
    ssize_t write(const char* bytes, size_t size) override {
        return m_connection.write({bytes, size}) ? static_cast<ssize_t>(size) : -1;
    }
    // Only for logs of the library, which we do not keep.
    void get_remote_ip_and_port(std::string&, int&) const override {}
    void get_local_ip_and_port(std::string&, int&) const override {}
    // The library only compares the number with FD_SETSIZE for its use of select(), which we never reach.
    socket_t socket() const override { return 0; }

private:
    Connection& m_connection;
};

// The head as the library gets it, made anew: no path (its routes are regular expressions, which overflow
// the stack), no Range (the same), no Accept-Encoding (compressing for the same machine is a waste),
// nothing that a client could smuggle in.
std::string plainHead(const RequestHead& head) {
    const bool expectsContinue = findHeader(head.headers, "Expect").has_value();
    return fmt::format("{} / HTTP/1.1\r\nHost: parlando\r\n{}{}\r\n", head.method,
                       head.length ? fmt::format("Content-Length: {}\r\n", *head.length) : "",
                       expectsContinue && head.length.value_or(0) > 0 ? "Expect: 100-continue\r\n" : "");
}

struct Call {
    const Exchange::Respond& respond;
    const std::string& errorBody;
};

// The library hands handlers its own request only; this is the way to ours. Set while `run` is on the stack.
thread_local const Call* currentCall = nullptr;

void produce(const std::shared_ptr<BodyProducer>& producer, httplib::Response& target) {
    target.set_chunked_content_provider(
        target.get_header_value("Content-Type"), [producer](size_t, httplib::DataSink& sink) {
            const auto written = (*producer)([&sink](std::span<const std::byte> bytes) -> Result<> {
                // An empty chunk would be the end mark.
                if (!bytes.empty() && !sink.write(reinterpret_cast<const char*>(bytes.data()), bytes.size())) {
                    return failure(ErrorCode::cancelled, "the client is gone");
                }
                return {};
            });
            if (!written) {
                spdlog::log(written.error().code == ErrorCode::cancelled ? spdlog::level::debug : spdlog::level::warn,
                            "a response was cut: {}", written.error().message);
                return false;
            }
            sink.done();
            return true;
        });
}

void answer(const httplib::Request& request, httplib::Response& target) {
    Response response = currentCall->respond(request.body);
    target.status = response.status;
    for (const auto& header : response.headers) {
        target.set_header(header.name, header.value);
    }
    if (auto* producer = std::get_if<BodyProducer>(&response.body)) {
        target.set_header("Content-Type", response.contentType);
        produce(std::make_shared<BodyProducer>(std::move(*producer)), target);
    } else {
        target.set_content(std::get<std::string>(response.body), response.contentType);
    }
}

std::string_view reasonPhrase(int status) {
    switch (status) {
        case 204:
            return "No Content";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 411:
            return "Length Required";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 431:
            return "Request Header Fields Too Large";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        default:
            return "Bad Request";
    }
}

}  // namespace

std::vector<Header> standardHeaders() {
    return {{"X-Content-Type-Options", "nosniff"},
            {"Content-Security-Policy", "default-src 'none'"},
            {"Cache-Control", "no-store"}};
}

std::string wholeResponse(int status, const std::vector<Header>& headers, std::string_view jsonBody) {
    std::string bytes = fmt::format("HTTP/1.1 {} {}\r\nConnection: close\r\nContent-Length: {}\r\n", status,
                                    reasonPhrase(status), jsonBody.size());
    if (!jsonBody.empty()) {
        bytes += "Content-Type: application/json\r\n";
    }
    for (const auto& list : {headers, standardHeaders()}) {
        for (const auto& header : list) {
            bytes += fmt::format("{}: {}\r\n", header.name, header.value);
        }
    }
    return bytes + "\r\n" + std::string(jsonBody);
}

class Exchange::Library final : public httplib::Server {
public:
    Library() {
        // It never listens itself, and takes "no listening socket" for a shutdown that ends every body.
        svr_sock_ = 0;
        Get("/", answer);
        Post("/", answer);
        Put("/", answer);
        Patch("/", answer);
        Delete("/", answer);
        httplib::Headers headers;
        for (const auto& header : standardHeaders()) {
            headers.emplace(header.name, header.value);
        }
        set_default_headers(std::move(headers));
        // Its own complaints (a body that ended early) have no body.
        set_error_handler(httplib::Server::Handler([](const httplib::Request&, httplib::Response& response) {
            if (response.body.empty() && currentCall != nullptr) {
                response.set_content(currentCall->errorBody, "application/json");
            }
        }));
    }

    void run(Connection& connection) {
        LibraryStream stream(connection);
        bool closed = false;
        process_request(stream, true, closed, nullptr);
    }
};

Exchange::Exchange() : m_library(std::make_unique<Library>()) {}

Exchange::~Exchange() = default;

void Exchange::run(Connection& connection, const RequestHead& head, const Respond& respond,
                   const std::string& errorBody) {
    connection.beginBody(plainHead(head), head.length.value_or(0));
    const Call call{respond, errorBody};
    struct Current {
        explicit Current(const Call& value) { currentCall = &value; }
        ~Current() { currentCall = nullptr; }
    } const current(call);
    m_library->run(connection);
}

}  // namespace parlando::http
