#include "net/transfers.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "net/curl_library.h"
#include "net/transfer.h"

namespace parlando::net {
namespace {

// Once in the life of the process, before any other thread uses libcurl.
void startCurl() {
    static const CURLcode started = curl().global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) {
        throw std::bad_alloc();
    }
}

}  // namespace

class Transfers::Multi {
public:
    Multi(Settings settings, std::stop_token stop)
        : m_settings(std::move(settings)),
          m_stop(std::move(stop)),
          m_multi((startCurl(), owned<CurlMulti>(curl().multi_init()))),
          m_wake(m_stop, [multi = m_multi.get()] { curl().multi_wakeup(multi); }) {}

    ~Multi() {
        while (!m_running.empty()) {
            remove(0);
        }
    }

    Id start(Request request, Sink& sink) {
        const Id id = ++m_lastId;
        auto transfer = Transfer::create(m_settings, m_stop, std::move(request), sink);
        if (!transfer) {
            m_finished.push_back({id, tl::unexpected(transfer.error())});
            return id;
        }
        curl().multi_add_handle(m_multi.get(), (*transfer)->handle());
        m_running.push_back({id, std::move(*transfer)});
        return id;
    }

    void drop(Id id) {
        const auto found = std::ranges::find(m_running, id, &Running::id);
        if (found != m_running.end()) {
            remove(static_cast<std::size_t>(found - m_running.begin()));
        }
        std::erase_if(m_finished, [&](const Finished& finished) { return finished.id == id; });
    }

    bool stopRequested() const { return m_stop.stop_requested(); }

    std::vector<Finished> run(std::chrono::steady_clock::time_point until) {
        while (m_finished.empty()) {
            if (m_stop.stop_requested()) {
                cancelAll();
                break;
            }
            int active = 0;
            curl().multi_perform(m_multi.get(), &active);
            collect();
            const auto now = Transfer::Clock::now();
            if (!m_finished.empty() || now >= until) {
                break;
            }
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(earliest(until) - now).count();
            const auto wait = std::clamp<long long>(left, 0, std::numeric_limits<int>::max());
            curl().multi_poll(m_multi.get(), nullptr, 0, static_cast<int>(wait), nullptr);
        }
        return std::exchange(m_finished, {});
    }

private:
    struct Running {
        Id id;
        std::unique_ptr<Transfer> transfer;
    };

    void remove(std::size_t index) {
        curl().multi_remove_handle(m_multi.get(), m_running[index].transfer->handle());
        m_running.erase(m_running.begin() + static_cast<std::ptrdiff_t>(index));
    }

    void finish(std::size_t index, Outcome<> outcome) {
        m_finished.push_back({m_running[index].id, std::move(outcome)});
        remove(index);
    }

    void cancelAll() {
        while (!m_running.empty()) {
            finish(0, fail(Problem::cancelled, "cancelled"));
        }
    }

    void collect() {
        int left = 0;
        while (const CURLMsg* message = curl().multi_info_read(m_multi.get(), &left)) {
            CURL* const handle = message->easy_handle;
            const CURLcode code = message->data.result;
            const auto found =
                std::ranges::find_if(m_running, [&](const Running& one) { return one.transfer->handle() == handle; });
            if (found->transfer->followsRedirect(code)) {
                curl().multi_remove_handle(m_multi.get(), handle);
                curl().multi_add_handle(m_multi.get(), handle);
            } else {
                finish(static_cast<std::size_t>(found - m_running.begin()), found->transfer->outcome());
            }
        }
        const auto now = Transfer::Clock::now();
        for (std::size_t index = m_running.size(); index-- > 0;) {
            if (m_running[index].transfer->hasStalled(now)) {
                finish(index, m_running[index].transfer->outcome());
            }
        }
    }

    std::chrono::steady_clock::time_point earliest(std::chrono::steady_clock::time_point until) const {
        for (const auto& running : m_running) {
            until = std::min(until, running.transfer->stallsAt());
        }
        return until;
    }

    Settings m_settings;
    std::stop_token m_stop;
    CurlMulti m_multi;
    std::vector<Running> m_running;
    std::vector<Finished> m_finished;
    Id m_lastId = 0;
    std::stop_callback<std::function<void()>> m_wake;
};

Transfers::Transfers(Settings settings, std::stop_token stop)
    : m_multi(std::make_unique<Multi>(std::move(settings), std::move(stop))) {}

Transfers::~Transfers() = default;

Transfers::Id Transfers::start(Request request, Sink& sink) {
    return m_multi->start(std::move(request), sink);
}

void Transfers::drop(Id id) {
    m_multi->drop(id);
}

std::vector<Transfers::Finished> Transfers::run(std::chrono::steady_clock::time_point until) {
    return m_multi->run(until);
}

bool Transfers::stopRequested() const {
    return m_multi->stopRequested();
}

}  // namespace parlando::net
