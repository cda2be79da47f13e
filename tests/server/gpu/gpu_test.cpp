#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "base/files.h"
#include "server/gpu/flavours.h"
#include "server/gpu/graphics_probe.h"
#include "server/gpu/nvml.h"
#include "server/gpu/pci_cards.h"

using namespace parlando;
using namespace parlando::server;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

namespace {

std::string library(const std::string& name) {
    return std::string(PARLANDO_FAKE_NVML) + "/lib" + name + ".so";
}

std::string problemOf(const std::string& name) {
    const auto facts = readNvml(library(name));
    REQUIRE_FALSE(facts);
    return facts.error().message;
}

// A folder like /sys/bus/pci/devices.
class Bus {
public:
    void add(const std::string& address, const std::string& kind, const std::string& vendor) {
        const auto device = m_folder.path() / address;
        fs::create_directories(device);
        std::ofstream(device / "class") << kind << "\n";
        std::ofstream(device / "vendor") << vendor << "\n";
    }
    const fs::path& path() const { return m_folder.path(); }

private:
    TemporaryFolder m_folder = TemporaryFolder::create().value();
};

const std::vector<Flavour> kFlavours{{"cu128", "570.26", {"7.5", "8.0", "8.6", "9.0", "10.0", "12.0"}},
                                     {"cu126", "525.60.13", {"5.0", "6.0", "7.0", "7.5", "8.0", "8.6", "9.0"}}};

NvidiaCard card(const std::string& capability) {
    return {"Card", capability, 0, 0};
}

}  // namespace

TEST_CASE("a_card_is_described_without_cuda") {
    const auto facts = readNvml(library("modern"));
    REQUIRE(facts);
    CHECK(facts->driver == "575.64.03");
    REQUIRE(facts->cards.size() == 1);
    CHECK(facts->cards[0].name == "NVIDIA GeForce RTX 4090");
    CHECK(facts->cards[0].computeCapability == "8.9");
    CHECK(facts->cards[0].memoryBytes == 24'000'000'000);
    CHECK(facts->cards[0].freeBytes == 20'000'000'000);
}

TEST_CASE("a_lost_card_does_not_hide_the_other") {
    CHECK(readNvml(library("two-cards")).value().cards.size() == 1);
    CHECK_THAT(problemOf("all-lost"), Contains("restart the computer"));
}

TEST_CASE("every_trouble_with_the_driver_has_its_sentence") {
    CHECK_THAT(problemOf("no-such-library"), Contains("no NVIDIA driver is installed"));
    CHECK_THAT(problemOf("foreign"), Contains("too old to be asked"));
    CHECK_THAT(problemOf("not-loaded"), Contains("not running"));
    CHECK_THAT(problemOf("updated"), Contains("was updated while it ran"));
    CHECK_THAT(problemOf("broken"), Contains("Unknown Error"));
    CHECK_THAT(problemOf("no-cards"), Contains("finds no card"));
}

TEST_CASE("what_a_driver_writes_beyond_its_buffer_is_cut") {
    const auto facts = readNvml(library("endless-name"));
    REQUIRE(facts);
    CHECK(facts->cards[0].name == std::string(96, 'x'));
}

TEST_CASE("a_card_without_memory_of_its_own_is_a_card") {
    CHECK(readNvml(library("no-memory")).value().cards.at(0).memoryBytes == 0);
}

TEST_CASE("a_driver_that_hangs_is_told_and_waited_for_once") {
    Bus bus;
    GraphicsProbe probe({library("hangs"), bus.path()});
    for (int i = 0; i < 3; ++i) {
        const auto survey = probe.survey(20ms);
        CHECK(survey.nvidia.cards.empty());
        CHECK_THAT(survey.problem, Contains("does not answer"));
    }
}

TEST_CASE("the_makers_of_graphics_cards_are_read_from_the_bus") {
    Bus bus;
    CHECK(graphicsMakers(bus.path() / "missing").empty());
    bus.add("0000:00:1f.3", "0x040300", "0x8086");  // sound
    CHECK(graphicsMakers(bus.path()).empty());
    bus.add("0000:00:02.0", "0x030000", "0x8086");
    bus.add("0000:01:00.0", "0x030000", "0x1002");
    bus.add("0000:02:00.0", "0x030200", "0x10de");
    bus.add("0000:03:00.0", "0x030200", "0x10de");
    bus.add("0000:04:00.0", "0x030000", "0x1234");
    bus.add("0000:05:00.0", std::string(100'000, 'x'), "");
    CHECK(graphicsMakers(bus.path()) == std::vector<std::string>{"AMD", "Intel", "NVIDIA"});
}

TEST_CASE("a_computer_without_a_driver_is_told_what_it_has") {
    Bus bus;
    GraphicsProbe probe({library("no-such-library"), bus.path()});
    CHECK(probe.survey().problem == "No NVIDIA card was found.");
    bus.add("0000:01:00.0", "0x030000", "0x1002");
    CHECK_THAT(probe.survey().problem, Contains("a card by AMD, which cannot be used yet"));
    bus.add("0000:02:00.0", "0x030000", "0x10de");
    CHECK_THAT(probe.survey().problem, Contains("install NVIDIA's driver"));
}

TEST_CASE("a_driver_in_trouble_is_told_where_there_is_a_card") {
    Bus bus;
    bus.add("0000:02:00.0", "0x030000", "0x10de");
    CHECK_THAT(GraphicsProbe({library("updated"), bus.path()}).survey().problem,
               Contains("There is an NVIDIA card, but"));
}

TEST_CASE("the_newest_flavour_that_driver_and_card_allow_is_chosen") {
    CHECK(flavourFor(card("12.0"), "575.64", kFlavours) == "cu128");
    CHECK(flavourFor(card("8.9"), "570.26", kFlavours) == "cu128");
    CHECK(flavourFor(card("8.9"), "560.35.03", kFlavours) == "cu126");
    CHECK(flavourFor(card("6.1"), "575.64", kFlavours) == "cu126");
    CHECK(flavourFor(card("5.2"), "525.60.13", kFlavours) == "cu126");
}

TEST_CASE("a_card_that_nothing_fits_is_told_why") {
    const auto problem = [](const std::string& capability, const std::string& driver) {
        const auto flavour = flavourFor(card(capability), driver, kFlavours);
        REQUIRE_FALSE(flavour);
        return flavour.error().message;
    };
    CHECK_THAT(problem("8.9", "470.10"), Contains("525.60.13 or newer"));
    CHECK_THAT(problem("12.0", "560.35"), Contains("570.26 or newer"));
    CHECK_THAT(problem("3.5", "470.10"), Contains("too old") && Contains("5.0 is needed"));
    CHECK_THAT(problem("13.0", "999.1"), Contains("Update Parlando"));
    CHECK_THAT(problem("11.0", "999.1"), Contains("Update Parlando"));
}

TEST_CASE("of_several_cards_the_best_one_decides") {
    GraphicsSurvey survey{{"575.64", {card("6.1"), card("8.6")}}, {}};
    CHECK(flavourFor(survey, kFlavours) == "cu128");
    survey.nvidia.cards = {card("3.5"), card("6.1")};
    CHECK(flavourFor(survey, kFlavours) == "cu126");
    survey.nvidia.cards = {card("3.5")};
    CHECK_FALSE(flavourFor(survey, kFlavours));
    CHECK(flavourFor(GraphicsSurvey{{}, "No card."}, kFlavours).error().message == "No card.");
}

TEST_CASE("the_published_table_is_read") {
    REQUIRE(publishedFlavours().size() == 2);
    CHECK(publishedFlavours()[0].name == "cu128");
    CHECK(publishedFlavours()[1].computeCapabilities.front() == "5.0");
}
