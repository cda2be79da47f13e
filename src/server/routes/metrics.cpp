#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "server/routes/routes.h"

namespace parlando::server {
namespace {

// Text in Prometheus' exposition format, version 0.0.4. Names and labels are our own: nothing needs escaping.
class Exposition {
public:
    enum class Kind { counter, gauge, histogram };

    void family(std::string_view name, Kind kind, std::string_view help) {
        constexpr std::string_view kNames[] = {"counter", "gauge", "histogram"};
        m_name = fmt::format("parlando_{}", name);
        m_text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", m_name, help, kNames[static_cast<int>(kind)]);
    }
    template <class Number>
    void sample(Number value, std::string_view labels = {}, std::string_view suffix = {}) {
        m_text += labels.empty() ? fmt::format("{}{} {}\n", m_name, suffix, value)
                                 : fmt::format("{}{}{{{}}} {}\n", m_name, suffix, labels, value);
    }
    template <class Number>
    void single(std::string_view name, Kind kind, std::string_view help, Number value) {
        family(name, kind, help);
        sample(value);
    }
    std::string text() && { return std::move(m_text); }

private:
    std::string m_name;
    std::string m_text;
};

using Kind = Exposition::Kind;

std::uint64_t residentBytes() {
    std::ifstream statistics("/proc/self/statm");  // in pages: size, resident, …
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    statistics >> size >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void writeJobs(Exposition& to, const JobStatistics& jobs) {
    to.single("queue_length", Kind::gauge, "Jobs that wait.", jobs.waiting);
    to.single("jobs_speaking", Kind::gauge, "Jobs that are being spoken.", jobs.speaking);
    to.family("jobs_total", Kind::counter, "Jobs by how they ended; refused ones found no place in the queue.");
    to.sample(jobs.completed, "outcome=\"completed\"");
    to.sample(jobs.failed, "outcome=\"failed\"");
    to.sample(jobs.cancelled, "outcome=\"cancelled\"");
    to.sample(jobs.refused, "outcome=\"refused\"");
    to.single("audio_seconds_total", Kind::counter, "Length of the audio of completed jobs.", jobs.audioSeconds);
    to.single("work_seconds_total", Kind::counter, "Time that completed jobs took to speak.", jobs.workSeconds);
    to.single("real_time_factor", Kind::gauge,
              "Work by audio of the last completed job; below 1 is faster than real time.", jobs.realTimeFactor);
    to.family("first_audio_seconds", Kind::histogram, "From the acceptance of a job to its first audio.");
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < jobs.firstAudio.size(); ++i) {
        total += jobs.firstAudio[i];
        const auto& bounds = JobStatistics::kFirstAudioBounds;
        to.sample(total, i < bounds.size() ? fmt::format("le=\"{}\"", bounds[i]) : "le=\"+Inf\"", "_bucket");
    }
    to.sample(jobs.firstAudioSum, {}, "_sum");
    to.sample(total, {}, "_count");
}

}  // namespace

void addMetricsRoute(http::Router& router, const JobService& jobs, const EngineHost& host,
                     const RequestCounters& requests) {
    http::Route route{"GET", "/metrics", [&jobs, &host, &requests](const http::Request&) {
                          Exposition text;
                          writeJobs(text, jobs.statistics());
                          text.single("engine_loaded", Kind::gauge, "Whether the engine is in memory.",
                                      host.status().isLoaded ? 1 : 0);
                          text.single("resident_bytes", Kind::gauge, "Memory of the process.", residentBytes());
                          text.family("requests_total", Kind::counter, "Answered requests by route and status.");
                          for (const auto& [key, count] : requests.counts()) {
                              text.sample(count, fmt::format("route=\"{}\",status=\"{}\"", key.first, key.second));
                          }
                          http::Response response;
                          response.contentType = "text/plain; version=0.0.4";
                          response.body = std::move(text).text();
                          return response;
                      }};
    route.documentation = {"Numbers for Prometheus", "Operations", {}, "", "", "text/plain"};
    router.add(std::move(route));
}

}  // namespace parlando::server
