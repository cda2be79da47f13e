#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlando::server {

// Somebody listens while it is spoken, or it is made for later.
enum class Urgency { interactive, background };

// Items that wait, with a bound, fair between clients: they are served in turn, one item each, however many
// items one of them has. Within a client interactive items go before background ones, and otherwise the first
// in is the first out.
//
// The bound is `limit` items. A client that has nothing waiting gets a place beyond it, up to twice the
// limit: nobody can fill the queue for others. A place can be held while its item is being prepared.
template <class Item>
class FairQueue {
public:
    explicit FairQueue(std::size_t limit) : m_limit(limit) {}

    bool admits(const std::string& client) const {
        std::size_t taken = size();
        for (const auto& [holder, places] : m_held) {
            taken += places;
        }
        const bool hasNone =
            !m_held.contains(client) && std::ranges::find(m_turns, client, &Turn::client) == m_turns.end();
        return taken < (hasNone ? 2 * m_limit : m_limit);
    }

    void hold(const std::string& client) { ++m_held[client]; }
    void release(const std::string& client) {
        if (const auto held = m_held.find(client); held != m_held.end() && --held->second == 0) {
            m_held.erase(held);
        }
    }

    void push(const std::string& client, Urgency urgency, Item item) {
        auto turn = std::ranges::find(m_turns, client, &Turn::client);
        if (turn == m_turns.end()) {
            turn = m_turns.insert(m_turns.end(), Turn{client, {}, 0});
        }
        auto place = turn->items.end();
        if (urgency == Urgency::interactive) {
            place = turn->items.begin() + static_cast<std::ptrdiff_t>(turn->interactive++);
        }
        turn->items.insert(place, std::move(item));
    }

    // Whether pop() would give an item.
    template <class Admits>
    bool has(const Admits& admits) const {
        return nextTurn(*this, admits) != m_turns.end();
    }

    // The next item of the first client whose turn it is and whom `admits(client, urgency of that item)` lets.
    template <class Admits>
    std::optional<Item> pop(const Admits& admits) {
        const auto next = nextTurn(*this, admits);
        if (next == m_turns.end()) {
            return std::nullopt;
        }
        Turn turn = std::move(*next);
        m_turns.erase(next);
        std::optional<Item> item(std::move(turn.items.front()));
        turn.items.pop_front();
        turn.interactive -= turn.interactive > 0 ? 1 : 0;
        if (!turn.items.empty()) {
            m_turns.push_back(std::move(turn));
        }
        return item;
    }

    std::optional<Item> pop() {
        return pop([](const std::string&, Urgency) { return true; });
    }

    // Takes out the item for which `matches` holds, wherever it stands.
    template <class Predicate>
    std::optional<Item> remove(const Predicate& matches) {
        for (auto turn = m_turns.begin(); turn != m_turns.end(); ++turn) {
            const auto found = std::ranges::find_if(turn->items, matches);
            if (found == turn->items.end()) {
                continue;
            }
            std::optional<Item> item(std::move(*found));
            turn->interactive -= static_cast<std::size_t>(found - turn->items.begin()) < turn->interactive ? 1 : 0;
            turn->items.erase(found);
            if (turn->items.empty()) {
                m_turns.erase(turn);
            }
            return item;
        }
        return std::nullopt;
    }

    // All items in the order in which pop() without a condition serves them if nothing else comes.
    std::vector<Item> inOrder() const {
        std::vector<Item> order;
        for (std::size_t round = 0; order.size() < size(); ++round) {
            for (const Turn& turn : m_turns) {
                if (round < turn.items.size()) {
                    order.push_back(turn.items[round]);
                }
            }
        }
        return order;
    }

    std::size_t size() const {
        std::size_t total = 0;
        for (const Turn& turn : m_turns) {
            total += turn.items.size();
        }
        return total;
    }
    bool empty() const { return m_turns.empty(); }

private:
    struct Turn {
        std::string client;
        std::deque<Item> items;       // never empty; the interactive ones first
        std::size_t interactive = 0;  // how many those are
    };

    // Of the queue, constant or not, so that one search serves both.
    static auto nextTurn(auto& queue, const auto& admits) {
        return std::ranges::find_if(queue.m_turns, [&](const Turn& turn) {
            return admits(turn.client, turn.interactive > 0 ? Urgency::interactive : Urgency::background);
        });
    }

    const std::size_t m_limit;
    std::map<std::string, std::size_t> m_held;
    std::deque<Turn> m_turns;  // whose turn is next; a client that was served goes to the end
};

}  // namespace parlando::server
