#include <cctype>
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/routes/openapi_schemas.h"
#include "server/routes/routes.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;
using Place = http::Documentation::Parameter::Place;

Json reference(const std::string& schema) {
    return {{"$ref", "#/components/schemas/" + schema}};
}

Json parameter(const http::Documentation::Parameter& given) {
    constexpr const char* kPlaces[] = {"path", "query", "header"};
    return {{"name", given.name},
            {"in", kPlaces[static_cast<int>(given.place)]},
            {"required", given.place == Place::path},
            {"description", given.description},
            {"schema", {{"type", given.type}}}};
}

// Those of the path are the names in braces.
Json parametersOf(const http::Route& route) {
    Json list = Json::array();
    for (auto open = route.pattern.find('{'); open != std::string::npos; open = route.pattern.find('{', open + 1)) {
        const auto close = route.pattern.find('}', open);
        list.push_back(parameter({route.pattern.substr(open + 1, close - open - 1), Place::path, "string", ""}));
    }
    for (const auto& given : route.documentation.parameters) {
        list.push_back(parameter(given));
    }
    return list;
}

// "get_generate_id_status"
std::string operationId(const http::Route& route) {
    std::string id;
    for (const char c : route.method + route.pattern) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            id.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        } else if (!id.empty() && id.back() != '_') {
            id.push_back('_');
        }
    }
    return id;
}

Json operation(const http::Route& route) {
    const auto& about = route.documentation;
    const Json schema = about.response.empty() ? Json::object() : reference(about.response);
    const std::string error = route.pattern.starts_with("/v1/") ? "OpenAiError" : "Error";
    Json described = {
        {"summary", about.summary},
        {"tags", {about.group}},
        {"operationId", operationId(route)},
        {"parameters", parametersOf(route)},
        {"responses",
         {{"200", {{"description", "Success"}, {"content", {{about.responseType, {{"schema", schema}}}}}}},
          {"default",
           {{"description", "Error"}, {"content", {{"application/json", {{"schema", reference(error)}}}}}}}}}};
    if (route.body == http::BodyKind::json) {
        const Json body = about.request.empty() ? Json::object() : reference(about.request);
        described["requestBody"] = {{"required", true}, {"content", {{"application/json", {{"schema", body}}}}}};
    }
    if (route.body == http::BodyKind::upload) {
        const Json file = {{"type", "string"}, {"contentMediaType", "application/zip"}};
        const Json form = {{"type", "object"}, {"required", {"file"}}, {"properties", {{"file", file}}}};
        described["requestBody"] = {
            {"required", true},
            {"content", {{"multipart/form-data", {{"schema", form}}}, {"application/zip", {{"schema", file}}}}}};
    }
    described["security"] = Json::array();
    if (route.access == http::Access::keyHolders) {
        described["security"].push_back({{"key", Json::array()}});
        described["security"].push_back(Json::object());  // or none, where no key is configured
    }
    return described;
}

std::string method(const http::Route& route) {
    std::string name = route.method;
    for (char& c : name) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return name;
}

std::string document(const std::vector<http::Route>& routes, const std::string& version) {
    Json paths = Json::object();
    for (const auto& route : routes) {
        if (route.refusal) {
            continue;  // not a route of ours
        }
        paths[route.pattern][method(route)] = operation(route);
    }
    return Json{{"openapi", "3.1.0"},
                {"info",
                 {{"title", "Parlando speech server"},
                  {"version", version},
                  {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                {"paths", std::move(paths)},
                {"components",
                 {{"schemas", Json::parse(kOpenApiSchemas)},
                  {"securitySchemes", {{"key", {{"type", "http"}, {"scheme", "bearer"}}}}}}}}
        .dump();
}

}  // namespace

void addOpenApiRoute(http::Router& router, const std::string& version) {
    const auto text = std::make_shared<std::string>();
    http::Route route{"GET", "/openapi.json", [text](const http::Request&) { return http::json(200, *text); }};
    route.documentation = {"This interface, described in OpenAPI 3.1", "Operations", {}, "", ""};
    router.add(std::move(route));
    *text = document(router.routes(), version);
}

}  // namespace parlando::server
