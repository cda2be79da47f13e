#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "server/jobs/fair_queue.h"

using parlando::server::FairQueue;
using parlando::server::Urgency;

namespace {

using Queue = FairQueue<std::string>;

void pushAll(Queue& queue, const std::string& client, int count, Urgency urgency = Urgency::background) {
    for (int i = 1; i <= count; ++i) {
        queue.push(client, urgency, client + std::to_string(i));
    }
}

std::vector<std::string> popAll(Queue& queue) {
    std::vector<std::string> items;
    while (auto item = queue.pop()) {
        items.push_back(*item);
    }
    return items;
}

using Items = std::vector<std::string>;

}  // namespace

TEST_CASE("one_client_is_served_in_the_order_of_its_requests") {
    Queue queue(16);
    pushAll(queue, "a", 3);
    CHECK(popAll(queue) == Items{"a1", "a2", "a3"});
    CHECK(queue.empty());
}

TEST_CASE("clients_take_turns_however_much_one_of_them_wants") {
    Queue queue(16);
    pushAll(queue, "a", 4);
    pushAll(queue, "b", 1);
    pushAll(queue, "c", 2);
    CHECK(popAll(queue) == Items{"a1", "b1", "c1", "a2", "c2", "a3", "a4"});
}

TEST_CASE("a_client_that_was_served_goes_behind_those_that_wait") {
    Queue queue(16);
    pushAll(queue, "a", 2);
    pushAll(queue, "b", 1);
    CHECK(queue.pop() == "a1");
    queue.push("a", Urgency::background, "a3");
    CHECK(popAll(queue) == Items{"b1", "a2", "a3"});
}

TEST_CASE("what_somebody_listens_to_goes_before_the_clients_own_background") {
    Queue queue(16);
    pushAll(queue, "a", 2);
    queue.push("a", Urgency::interactive, "now");
    queue.push("a", Urgency::interactive, "then");
    pushAll(queue, "b", 1);
    CHECK(queue.inOrder() == Items{"now", "b1", "then", "a1", "a2"});
    CHECK(popAll(queue) == Items{"now", "b1", "then", "a1", "a2"});
}

TEST_CASE("the_order_that_is_told_is_the_order_that_comes") {
    Queue queue(16);
    pushAll(queue, "a", 5);
    pushAll(queue, "b", 3, Urgency::interactive);
    pushAll(queue, "c", 1);
    const auto told = queue.inOrder();
    CHECK(told.size() == queue.size());
    CHECK(popAll(queue) == told);
}

TEST_CASE("an_item_can_leave_from_anywhere") {
    Queue queue(16);
    pushAll(queue, "a", 2);
    queue.push("a", Urgency::interactive, "now");
    pushAll(queue, "b", 1);
    const auto is = [](const std::string& wanted) { return [wanted](const auto& item) { return item == wanted; }; };
    CHECK(queue.remove(is("now")) == "now");
    CHECK(queue.remove(is("b1")) == "b1");
    CHECK_FALSE(queue.remove(is("b1")));
    queue.push("a", Urgency::interactive, "later");  // still before the background
    CHECK(popAll(queue) == Items{"later", "a1", "a2"});
}

TEST_CASE("a_client_cannot_have_more_than_the_limit") {
    Queue queue(4);
    for (int i = 0; i < 4; ++i) {
        REQUIRE(queue.admits("a"));
        pushAll(queue, "a", 1);
    }
    CHECK_FALSE(queue.admits("a"));
}

TEST_CASE("a_full_queue_keeps_a_place_for_a_client_that_has_none") {
    Queue queue(4);
    pushAll(queue, "a", 4);
    REQUIRE(queue.admits("b"));
    pushAll(queue, "b", 1);
    CHECK_FALSE(queue.admits("b"));
    CHECK(queue.admits("c"));
}

TEST_CASE("no_number_of_clients_makes_the_queue_longer_than_twice_its_limit") {
    Queue queue(4);
    int accepted = 0;
    for (int i = 0; i < 100; ++i) {
        const auto client = std::to_string(i);
        if (queue.admits(client)) {
            queue.push(client, Urgency::interactive, client);
            ++accepted;
        }
    }
    CHECK(accepted == 8);
    CHECK(queue.size() == 8);
}

TEST_CASE("a_held_place_counts_as_taken") {
    Queue queue(2);
    queue.hold("a");
    queue.hold("a");
    CHECK_FALSE(queue.admits("a"));
    CHECK(queue.admits("b"));
    queue.release("a");
    CHECK(queue.admits("a"));
    queue.release("a");
    queue.release("a");  // one too many is harmless
    CHECK(queue.admits("a"));
    CHECK(queue.size() == 0);
}

TEST_CASE("who_asks_for_interactive_items_gets_them_past_the_background") {
    Queue queue(16);
    pushAll(queue, "a", 2);
    pushAll(queue, "b", 1);
    const auto interactive = [](const std::string&, Urgency next) { return next == Urgency::interactive; };
    CHECK_FALSE(queue.has(interactive));
    CHECK_FALSE(queue.pop(interactive));
    queue.push("b", Urgency::interactive, "now");
    CHECK(queue.has(interactive));
    CHECK(queue.pop(interactive) == "now");
    CHECK(popAll(queue) == Items{"a1", "b1", "a2"});
}

TEST_CASE("a_client_that_is_not_admitted_keeps_its_turn") {
    Queue queue(16);
    pushAll(queue, "a", 1);
    pushAll(queue, "b", 2);
    CHECK(queue.pop([](const std::string& client, Urgency) { return client != "a"; }) == "b1");
    CHECK(popAll(queue) == Items{"a1", "b2"});
}
