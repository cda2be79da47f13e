#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <stop_token>

#include "net/curl_library.h"
#include "net/transfers.h"

// The inside of Transfers, for the files of src/net only.
namespace parlando::net {

// One transfer: a libcurl handle, what is known of the answer, and the rules.
class Transfer {
public:
    using Clock = std::chrono::steady_clock;

    // An error if the policy does not admit the address.
    static Outcome<std::unique_ptr<Transfer>> create(const Settings& settings, std::stop_token stop, Request request,
                                                     Sink& sink);

    CURL* handle() const { return m_easy.get(); }
    // libcurl is done with the handle. True: it wants to go on at another address, start it anew.
    bool followsRedirect(CURLcode code);
    // After `followsRedirect` has said no.
    Outcome<> outcome() const { return m_outcome; }
    // When it will have stalled, unless bytes come.
    Clock::time_point stallsAt() const { return m_windowStart + m_settings.stallTimeout; }
    // Looks at the time; true if it has stalled, and that is then its outcome.
    bool hasStalled(Clock::time_point now);

private:
    Transfer(const Settings& settings, std::stop_token stop, Request request, Sink& sink);
    Outcome<> aim(const std::string& url);
    bool isRedirect() const;
    void countProgress(std::size_t bytes);
    bool acceptHeadLine(std::string_view line);
    bool acceptBody(std::span<const std::byte> bytes);
    Outcome<> conclude(CURLcode code);
    Failure failureOf(CURLcode code) const;

    static std::size_t onHead(char* data, std::size_t, std::size_t size, void* self);
    static std::size_t onBody(char* data, std::size_t, std::size_t size, void* self);

    const Settings& m_settings;
    std::stop_token m_stop;
    Request m_request;
    Sink& m_sink;
    CurlList m_fields;
    CurlEasy m_easy;
    std::array<char, CURL_ERROR_SIZE> m_errorText{};

    std::string m_url;  // of this hop
    int m_redirects = 0;
    HeadReader m_head;
    Body m_body;
    bool m_begun = false;
    std::uint64_t m_received = 0;
    Clock::time_point m_windowStart = Clock::now();
    std::uint64_t m_windowBytes = 0;
    Outcome<> m_outcome;  // an error as soon as one is known
};

}  // namespace parlando::net
