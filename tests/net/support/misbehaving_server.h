#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace parlando::testing {

// What a server, or something between us and it, can do instead of answering properly. Faults of ranges do nothing
// to a request without one.
// The formatter moves this list at every run.
// clang-format off
#define PARLANDO_FAULTS(X)                                                                                             \
    X(none)                                                                                                            \
    /* statuses */                                                                                                     \
    X(status204)                                                                                                       \
    X(status304) X(status400) X(status401) X(status403) X(status404) X(status407) X(status408) X(status410)            \
        X(status416) X(status418) X(status425) X(status429) X(status429Seconds) X(status429Date) X(status429Huge)      \
            X(status429Negative) X(status429Garbage) X(status500) X(status502) X(status503) X(status503Seconds)        \
                X(status504) X(status999) /* lengths */                                                                \
        X(lengthShort) X(lengthLong) X(lengthNegative) X(lengthHuge) X(lengthTwice) X(lengthNoNumber) X(lengthMissing) \
            X(lengthMissingCut) X(chunked) X(chunkedCut) X(chunkedMalformed) X(chunkedWithTrailer) /* ranges */        \
        X(rangeIgnored) X(rangeRefused) X(rangeWrongStart) X(rangeWrongSize) X(rangeWithoutField) X(rangeMultipart)    \
            X(rangeUnasked) X(rangeShorter) X(rangeLonger) X(rangeGarbage) X(rangeTwice) X(rangeShifted) /* bodies */  \
        X(bitFlip) X(zeros) X(otherContent) X(empty) X(webPage) X(compressed) X(compressedSilently) X(endless)         \
            X(byteOrderMark) X(extraBytes) /* connections */                                                           \
        X(closeBeforeHead) X(resetBeforeHead) X(closeInHead) X(closeInBody) X(resetInBody) X(oneByteShort)             \
            X(stallBeforeHead) X(stallInHead) X(stallAfterHead) X(stallInBody) X(dripHead) X(dripBody) X(noHttp)       \
                X(statusLineOnly) X(endlessHead) X(hugeField) X(manyInterim) /* redirects */                           \
        X(redirectOnce) X(redirectRelative) X(redirectWithBody) X(redirectFive) X(redirectSix) X(redirectLoop)         \
            X(redirectOtherHost) X(redirectOtherPort) X(redirectIpv6) X(redirectLinkLocal) X(redirectFile)             \
                X(redirectFtp) X(redirectUser) X(redirectNowhere) X(redirectGarbage) X(redirectEndless)                \
                    X(redirectExpired) /* versions of the file */                                                      \
        X(tagChanges) X(tagWeak)
// clang-format on

enum class Fault {
#define PARLANDO_FAULT(name) name,
    PARLANDO_FAULTS(PARLANDO_FAULT)
#undef PARLANDO_FAULT
};

std::string_view nameOf(Fault fault);
const std::vector<Fault>& allFaults();

struct SeenRequest {
    std::string path;
    std::string range;       // the field, "" without
    std::string ifRange;     // the field, "" without
    std::string head;        // all of it
    std::uint64_t sent = 0;  // bytes of the body that were given to the kernel
};

// An HTTP/1.1 server on 127.0.0.1 over raw sockets, with ranges, ETags and files in memory, that misbehaves where it
// is told to. A thread for each connection.
class MisbehavingServer {
public:
    MisbehavingServer();
    MisbehavingServer(const MisbehavingServer&) = delete;
    ~MisbehavingServer();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    std::uint16_t port() const { return m_port; }

    void serve(const std::string& path, std::string content);
    // Requests for `path` after the next `after` ones get `fault`, `times` of them.
    void misbehave(const std::string& path, Fault fault, int times, int after = 0);
    void behave();

    std::vector<SeenRequest> requests() const;
    std::uint64_t bytesSent(std::string_view path) const;
    // This and the next wait for the connections that clients have left, whose threads may be at work still.
    void forgetRequests();
    // Called with every request before it is answered, on the connection's thread.
    void onRequest(std::function<void(const SeenRequest&)> hook);

private:
    struct Script {
        std::string path;
        Fault fault;
        int times;
        int after;
    };
    class Connection;

    void acceptLoop();
    void settle() const;
    Fault faultFor(const std::string& path);

    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<bool> m_stopping = false;
    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_files;
    std::vector<Script> m_scripts;
    std::vector<SeenRequest> m_requests;
    std::function<void(const SeenRequest&)> m_hook;
    std::vector<int> m_open;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

}  // namespace parlando::testing
