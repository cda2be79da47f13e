#include "store/fixture.h"

using namespace parlando;
using namespace parlando::store;

namespace {

ProfileFields named(std::string name) {
    ProfileFields fields;
    fields.name = std::move(name);
    fields.presetEngine = "parlando";
    fields.presetVoiceId = "robin";
    return fields;
}

}  // namespace

TEST_CASE_METHOD(LibraryFixture, "a_profile_comes_back_as_it_was_given") {
    auto fields = named("Morgan \xc3\xa9");
    fields.description = "calm";
    fields.designPrompt = "a prompt";
    fields.defaultEngine = "parlando";
    fields.personality = "dry";
    fields.language = "de";
    const auto id = open().profiles().create(fields).value().id;
    const auto found = open().profiles().find(id).value();
    CHECK(found.fields.name == fields.name);
    CHECK(found.fields.description == fields.description);
    CHECK(found.fields.language == "de");
    CHECK(found.fields.voiceType == "preset");
    CHECK(found.fields.presetEngine == "parlando");
    CHECK(found.fields.presetVoiceId == "robin");
    CHECK(found.fields.designPrompt == fields.designPrompt);
    CHECK(found.fields.defaultEngine == fields.defaultEngine);
    CHECK(found.fields.personality == fields.personality);
    CHECK(found.createdAt == found.updatedAt);
    CHECK(found.generationCount == 0);
}

TEST_CASE_METHOD(LibraryFixture, "profiles_are_listed_oldest_first") {
    auto& profiles = open().profiles();
    for (const auto* name : {"Zoe", "Anna", "Max"}) {
        REQUIRE(profiles.create(named(name)));
    }
    const auto all = profiles.all().value();
    REQUIRE(all.size() == 3);
    CHECK(all[0].fields.name == "Zoe");
    CHECK(all[2].fields.name == "Max");
}

TEST_CASE_METHOD(LibraryFixture, "no_two_profiles_share_a_name") {
    auto& profiles = open().profiles();
    const auto anna = profiles.create(named("Anna")).value();
    const auto max = profiles.create(named("Max")).value();
    const auto again = profiles.create(named("Anna"));
    REQUIRE(!again);
    CHECK(again.error().code == ErrorCode::invalidInput);
    CHECK(again.error().message.find("Anna") != std::string::npos);
    CHECK(profiles.update(max.id, named("Anna")).error().code == ErrorCode::invalidInput);
    CHECK(profiles.update(anna.id, named("Anna")));
    CHECK(profiles.create(named("Anna"), NameClash::addNumber).value().fields.name == "Anna (2)");
    CHECK(profiles.create(named("Anna"), NameClash::addNumber).value().fields.name == "Anna (3)");
}

TEST_CASE_METHOD(LibraryFixture, "an_unknown_profile_is_not_found") {
    auto& profiles = open().profiles();
    const auto* id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    CHECK(profiles.find(id).error().code == ErrorCode::notFound);
    CHECK(profiles.update(id, named("x")).error().code == ErrorCode::notFound);
    CHECK(profiles.remove(id).error().code == ErrorCode::notFound);
}

TEST_CASE_METHOD(LibraryFixture, "deleting_a_profile_keeps_what_it_spoke_under_its_name") {
    auto& library = open();
    const auto profile = library.profiles().create(named("Anna")).value();
    auto wanted = order();
    wanted.profileId = profile.id;
    wanted.profileName = "Anna";
    const auto id = library.generations().create(wanted).value().id;
    CHECK(library.profiles().find(profile.id).value().generationCount == 1);
    REQUIRE(library.profiles().update(profile.id, named("Annabel")));
    CHECK(library.generations().find(id).value().order.profileName == "Annabel");
    REQUIRE(library.profiles().remove(profile.id));
    CHECK(library.profiles().remove(profile.id).error().code == ErrorCode::notFound);
    const auto generation = library.generations().find(id).value();
    CHECK(!generation.order.profileId);
    CHECK(generation.order.profileName == "Annabel");
}

TEST_CASE_METHOD(LibraryFixture, "a_generation_needs_a_profile_that_exists") {
    auto wanted = order();
    wanted.profileId = "0f8fad5b-d9cb-469f-a165-70867728950e";
    CHECK(!open().generations().create(wanted));
}

TEST_CASE_METHOD(LibraryFixture, "settings_are_kept_replaced_and_removed") {
    auto& settings = open().settings();
    REQUIRE(settings.change({{"speed", "1.2"}, {"theme", "\"dark\""}}));
    REQUIRE(settings.change({{"speed", std::nullopt}, {"theme", "\"light\""}, {"unknown", std::nullopt}}));
    auto& again = open().settings();
    CHECK(again.all().value() == std::map<std::string, std::string>{{"theme", "\"light\""}});
    CHECK(again.find("theme").value() == "\"light\"");
    CHECK(again.find("speed").value() == std::nullopt);
}
