#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "protocol/messages.h"

using namespace parlando;
using namespace parlando::protocol;
using nlohmann::json;

TEST_CASE("health_has_the_names_of_voicebox") {
    Health health;
    health.status = "healthy";
    health.backendVariant = "cpu";
    const auto body = json::parse(toJson(health));
    for (const auto* name :
         {"status", "model_loaded", "model_downloaded", "model_size", "gpu_available", "gpu_type", "vram_used_mb",
          "backend_type", "backend_variant", "supports_rocm", "gpu_compatibility_warning"}) {
        CHECK(body.contains(name));
    }
}

TEST_CASE("health_can_be_read_back") {
    Health health;
    health.status = "loading";
    health.state = "loading";
    health.backendVariant = "cuda";
    health.version = "0.1.0";
    health.instance = "00ff";
    health.progress = 0.25;
    health.gpuType = "CUDA (H100)";
    const auto read = healthFrom(toJson(health));
    REQUIRE(read);
    CHECK(read->state == "loading");
    CHECK(read->backendVariant == "cuda");
    CHECK(read->instance == "00ff");
    CHECK(read->progress == 0.25);
    CHECK(read->gpuType == "CUDA (H100)");
    CHECK(!read->problem);
}

TEST_CASE("an_answer_of_another_program_is_not_health") {
    const auto* body =
        GENERATE("", "ok", "{}", "[]", R"({"status":"healthy"})", R"({"status":1,"backend_variant":"cpu"})");
    CHECK(!healthFrom(body));
}

TEST_CASE("errors_have_the_documented_form") {
    CHECK(errorBody("no", "not_found") == R"({"detail":"no","code":"not_found"})");
    CHECK(toJson(OpenAiError{"no", "invalid_request_error", "voice", std::nullopt}) ==
          R"({"error":{"message":"no","type":"invalid_request_error","param":"voice","code":null}})");
}
