#include <QJsonDocument>
#include <QJsonObject>
#include <catch2/catch.hpp>

#include "desktop/models/gpu_panel.h"

using namespace parlando::desktop;

namespace {

constexpr qint64 kGigabyte = 1'000'000'000;

// A ready CPU server, a card that fits, enough space, nothing installed.
GpuFacts facts() {
    GpuFacts facts;
    facts.backend.phase = Phase::ready;
    facts.backend.variant = "cpu";
    facts.backend.device = "cpu";
    facts.survey = GpuSurvey{"550.54", {{"NVIDIA RTX", "8.9", 24 * kGigabyte, "cu128", {}}}, {}};
    facts.package = PackageStatus{};
    facts.package->downloadBytes = 2 * kGigabyte;
    facts.package->unpackedBytes = 4 * kGigabyte;
    facts.package->freeBytes = 100 * kGigabyte;
    return facts;
}

GpuFacts onGpu() {
    auto result = facts();
    result.package->installed = true;
    result.backend.wanted = Variant::cuda;
    result.backend.variant = "cuda";
    result.backend.device = "cuda";
    return result;
}

}  // namespace

TEST_CASE("a_card_that_fits_is_offered_a_package") {
    CHECK(gpuPanel(facts()) == GpuPanel::offered);
}

TEST_CASE("nothing_is_said_about_cards_before_the_survey") {
    auto unknown = facts();
    unknown.survey.reset();
    CHECK(gpuPanel(unknown) == GpuPanel::looking);
    unknown.package.reset();
    CHECK(gpuPanel(unknown) == GpuPanel::looking);
}

TEST_CASE("a_card_without_a_package_is_unusable_and_none_is_no_card") {
    auto changed = facts();
    changed.survey->gpus[0].flavour.clear();
    CHECK(gpuPanel(changed) == GpuPanel::unusable);
    changed.survey->gpus.clear();
    CHECK(gpuPanel(changed) == GpuPanel::noCard);
}

TEST_CASE("the_second_card_is_offered_where_the_first_does_not_fit") {
    auto changed = facts();
    changed.survey->gpus.insert(changed.survey->gpus.begin(), Gpu{"Old", "3.0", 0, {}, "too old"});
    CHECK(gpuPanel(changed) == GpuPanel::offered);
    CHECK(changed.survey->usable()->name == "NVIDIA RTX");
}

TEST_CASE("space_is_needed_for_the_download_the_files_and_a_margin") {
    auto changed = facts();
    changed.package->freeBytes = 6 * kGigabyte;
    CHECK(gpuPanel(changed) == GpuPanel::noSpace);
    changed.package->freeBytes = 7 * kGigabyte;
    CHECK(gpuPanel(changed) == GpuPanel::offered);
    changed.package->freeBytes = -1;  // not known: the server will say
    CHECK(gpuPanel(changed) == GpuPanel::offered);
}

TEST_CASE("an_earlier_download_can_be_resumed") {
    auto changed = facts();
    changed.package->partial = true;
    CHECK(gpuPanel(changed) == GpuPanel::paused);
}

TEST_CASE("a_running_download_is_shown_in_each_of_its_stages") {
    using Stage = DownloadProgress::Stage;
    for (const auto stage : {Stage::checking, Stage::downloading, Stage::verifying, Stage::unpacking, Stage::testing}) {
        auto changed = facts();
        changed.download.stage = stage;
        CHECK(gpuPanel(changed) == GpuPanel::downloading);
    }
}

TEST_CASE("the_cuda_build_counts_only_if_its_self_test_ran_on_a_card") {
    CHECK(gpuPanel(onGpu()) == GpuPanel::active);
    auto changed = onGpu();
    changed.backend.device = "cpu";
    CHECK(gpuPanel(changed) == GpuPanel::installed);
    changed = onGpu();
    changed.backend.phase = Phase::loading;
    CHECK_FALSE(runsOnGpu(changed.backend));
}

TEST_CASE("a_switch_is_shown_whatever_the_server_does_meanwhile") {
    for (const auto phase : {Phase::stopping, Phase::starting, Phase::loading, Phase::ready, Phase::waiting}) {
        auto changed = onGpu();
        changed.backend.phase = phase;
        changed.underWay = GpuFacts::Switch::toCpu;
        CHECK(gpuPanel(changed) == GpuPanel::switching);
    }
}

TEST_CASE("falling_back_is_told_only_to_who_wanted_the_gpu") {
    auto changed = facts();
    changed.package->installed = true;
    changed.backend.fallback = "it crashed";
    CHECK(gpuPanel(changed) == GpuPanel::fellBack);
    changed.backend.wanted = Variant::cpu;
    CHECK(gpuPanel(changed) == GpuPanel::installed);
}

TEST_CASE("without_a_server_nothing_else_is_offered") {
    for (const auto phase : {Phase::failed, Phase::stopped}) {
        auto changed = facts();
        changed.backend.phase = phase;
        CHECK(gpuPanel(changed) == GpuPanel::serverDown);
    }
}

TEST_CASE("answers_that_are_nonsense_are_unknown_and_harmless") {
    const auto json = [](const char* text) { return QJsonDocument::fromJson(text).object(); };
    const auto status = packageStatusFrom(json(R"({"available":"yes","download_bytes":-5,"free_bytes":"much"})"));
    CHECK_FALSE(status.installed);
    CHECK(status.downloadBytes == 0);
    CHECK(status.freeBytes == -1);
    const auto progress = downloadProgressFrom(json(R"({"status":"melting","current":9e99,"total":100})"));
    CHECK_FALSE(progress.isRunning());
    CHECK(progress.current == 100);
    CHECK(gpuSurveyFrom(json(R"({"gpus":{"a":1}})")).gpus.empty());
    CHECK(gpuSurveyFrom(json(R"({"gpus":[1,null,"x"]})")).usable() == nullptr);
}
