#pragma once

namespace parlando::server {

// What request and response bodies look like: a JSON object of JSON Schemas by name, for /openapi.json. Written by
// hand; tests/server/openapi_test.py compares them with what the server really sends.
extern const char* const kOpenApiSchemas;

}  // namespace parlando::server
