#include "server/backend/routes.h"

#include <array>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/api_error.h"
#include "server/backend/backend_json.h"
#include "server/backend/download_events.h"
#include "server/event_stream.h"
#include "server/json_body.h"
#include "server/json_fields.h"
#include "server/query_fields.h"

namespace parlando::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kBodyLimit = 4096;
constexpr char kGroup[] = "Backends";

http::Response message(std::string_view text) {
    return http::json(200, Json{{"message", text}}.dump());
}

// What does not fit the state of things is a 409 here: waiting does not help.
http::Response refusal(const Error& error) {
    return error.code == ErrorCode::busy ? apiError(409, error.message, "conflict") : apiError(error);
}

http::Response status(const BackendRoutes& with) {
    const auto status = with.backends.status();
    return status ? http::json(200, toJson(*status, with.variant)) : refusal(status.error());
}

http::Response startDownload(const BackendRoutes& with, const http::Request& request) {
    QueryFields query(request.query);
    const bool update = query.flag("update").value_or(false);
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    if (const auto started = with.backends.startDownload(update ? Wish::newest : Wish::any); !started) {
        return refusal(started.error());
    }
    return http::json(200, Json{{"message", "CUDA backend download started"}, {"progress_key", "cuda-backend"}}.dump());
}

http::Response cancelDownload(const BackendRoutes& with, const http::Request& request) {
    QueryFields query(request.query);
    const bool discard = query.flag("discard").value_or(false);
    if (const auto read = query.outcome(); !read) {
        return apiError(read.error());
    }
    const bool cancelled = with.backends.cancelDownload(discard ? Partial::discard : Partial::keep);
    return message(cancelled ? "CUDA backend download cancelled" : "No CUDA backend download to cancel");
}

http::Response remove(const BackendRoutes& with) {
    const auto removed = with.backends.remove();
    return removed ? message("CUDA backend deleted") : refusal(removed.error());
}

http::Response select(const BackendRoutes& with, const http::Request& request) {
    const auto json = parseJsonObject(request.body);
    if (!json) {
        return apiError(json.error());
    }
    static constexpr std::array<std::string_view, 3> kKnown{"auto", "cpu", "cuda"};
    JsonFields fields(*json);
    const auto variant = fields.choice("variant", kKnown);
    if (!variant && fields.outcome()) {
        fields.complain("'variant' is missing: \"auto\", \"cpu\" or \"cuda\"");
    }
    if (!fields.outcome()) {
        return apiError(fields.outcome().error());
    }
    if (const auto selected = with.backends.select(*selectionFrom(*variant)); !selected) {
        return refusal(selected.error());
    }
    return http::json(200, Json{{"message", "Takes effect with the next restart"}, {"selected", *variant}}.dump());
}

http::Response restart(const BackendRoutes& with) {
    const auto variant = with.restart();
    return variant ? http::json(200, Json{{"message", "Restarting"}, {"variant", *variant}}.dump())
                   : refusal(variant.error());
}

http::Documentation documented(std::string summary, std::string schema) {
    return {std::move(summary), kGroup, {}, "", std::move(schema)};
}

http::Documentation withFlag(http::Documentation documentation, std::string flag, std::string meaning) {
    documentation.parameters.push_back(
        {std::move(flag), http::Documentation::Parameter::Place::query, "boolean", std::move(meaning)});
    return documentation;
}

}  // namespace

void addBackendRoutes(http::Router& router, const BackendRoutes& with) {
    const auto add = [&](const char* method, const char* path, http::Handler handler,
                         http::Documentation documentation) {
        http::Route route{method, path, std::move(handler)};
        route.documentation = std::move(documentation);
        router.add(std::move(route));
    };
    add(
        "GET", "/backend/cuda-status", [with](const http::Request&) { return status(with); },
        documented("Say what is installed, chosen and under way", "CudaStatus"));
    add(
        "POST", "/backend/download-cuda", [with](const http::Request& request) { return startDownload(with, request); },
        withFlag(documented("Download, verify and install the CUDA backend", "DownloadStarted"), "update",
                 "Look for a newer release even if one is installed"));
    add(
        "DELETE", "/backend/cuda", [with](const http::Request&) { return remove(with); },
        documented("Remove the CUDA backend from the disk", "Message"));
    auto following =
        documented("Follow the download; how the last one ended is told to whoever comes late", "DownloadEvent");
    following.responseType = kEventStreamType;
    add(
        "GET", "/backend/cuda-progress",
        [&job = with.backends.download()](const http::Request& request) {
            return followDownload(job, request, [](const DownloadState& state) { return toJson(state); });
        },
        std::move(following));
    add(
        "POST", "/backend/cancel-download",
        [with](const http::Request& request) { return cancelDownload(with, request); },
        withFlag(documented("Stop the download; what has arrived is kept for the next one", "Message"), "discard",
                 "Remove what has arrived"));
    add(
        "GET", "/backend/gpus",
        [with](const http::Request&) { return http::json(200, toJson(with.backends.survey())); },
        documented("List the NVIDIA cards and which CUDA package fits them", "Gpus"));
    http::Route choice{"POST", "/backend/select",
                       [with](const http::Request& request) { return select(with, request); }, http::BodyKind::json,
                       kBodyLimit};
    choice.documentation = documented("Choose the backend that runs from the next restart on", "Selected");
    choice.documentation.request = "SelectRequest";
    router.add(std::move(choice));
    add(
        "POST", "/backend/restart", [with](const http::Request&) { return restart(with); },
        documented("Start again, as the backend that was chosen", "RestartStarted"));
}

}  // namespace parlando::server
