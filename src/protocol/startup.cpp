#include "protocol/startup.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <nlohmann/json.hpp>

namespace parlando::protocol {
namespace {

using Json = nlohmann::ordered_json;

// Messages may hold text from files and libraries: bytes that are not UTF-8 are replaced, never thrown on.
std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json toJson(const Hello& hello) {
    return {{"hello",
             {{"protocol", hello.protocol},
              {"version", hello.version},
              {"variant", hello.variant},
              {"pid", hello.pid},
              {"port", hello.port},
              {"instance", hello.instance}}}};
}

Json toJson(const Loading& loading) {
    return {{"state", "loading"}, {"progress", loading.progress}};
}

Json toJson(const Ready& ready) {
    return {{"state", "ready"},
            {"selftest", {{"ok", true}, {"device", ready.device}, {"ms", std::llround(ready.milliseconds)}}}};
}

Json toJson(const Failed& failed) {
    return {{"state", "failed"}, {"code", failed.code}, {"message", failed.message}};
}

Json toJson(const RestartRequest& request) {
    Json json{{"request", "restart"}};
    if (!request.variant.empty()) {
        json["variant"] = request.variant;
    }
    return json;
}

template <class T>
T member(const Json& object, const char* name, T otherwise) {
    const auto found = object.find(name);
    if (found == object.end()) {
        return otherwise;
    }
    if constexpr (std::is_same_v<T, std::string>) {
        return found->is_string() ? found->template get<T>() : otherwise;
    } else if constexpr (std::is_same_v<T, int>) {
        // Read wide, so that no number wraps around into a good one.
        const auto number = found->is_number_integer() ? found->template get<std::int64_t>() : otherwise;
        return std::in_range<int>(number) ? static_cast<int>(number) : otherwise;
    } else {
        return found->is_number() ? found->template get<T>() : otherwise;
    }
}

Result<StartupLine> helloFrom(const Json& json) {
    Hello hello;
    hello.protocol = member(json, "protocol", 0);
    hello.version = member(json, "version", std::string());
    hello.variant = member(json, "variant", std::string());
    hello.pid = member(json, "pid", 0);
    hello.port = member(json, "port", 0);
    hello.instance = member(json, "instance", std::string());
    if (hello.protocol == 0 || hello.port <= 0 || hello.port > 65535 || hello.instance.empty()) {
        return failure(ErrorCode::corrupt, "the server's hello line is incomplete");
    }
    return hello;
}

}  // namespace

std::string toLine(const StartupLine& line) {
    return std::visit([](const auto& value) { return dump(toJson(value)); }, line);
}

Result<StartupLine> startupLineFrom(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) {
        return failure(ErrorCode::corrupt, "the server wrote a line that is not a JSON object");
    }
    if (const auto hello = json.find("hello"); hello != json.end() && hello->is_object()) {
        return helloFrom(*hello);
    }
    if (member(json, "request", std::string()) == "restart") {
        return RestartRequest{member(json, "variant", std::string())};
    }
    const auto state = member(json, "state", std::string());
    if (state == "loading") {
        return Loading{member(json, "progress", 0.0)};
    }
    if (state == "failed") {
        return Failed{member(json, "code", std::string()), member(json, "message", std::string())};
    }
    if (const auto test = json.find("selftest"); state == "ready" && test != json.end() && test->is_object()) {
        return Ready{member(*test, "device", std::string()), member(*test, "ms", 0.0)};
    }
    return failure(ErrorCode::corrupt, fmt::format("the server wrote a line of unknown kind ('{}')", state));
}

}  // namespace parlando::protocol
