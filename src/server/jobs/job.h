#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "server/jobs/job_service.h"
#include "server/jobs/order.h"

namespace parlando::server {

// An order from its acceptance to its end, for the files of the job service.
struct Job {
    Order order;
    std::stop_source stop;
    std::chrono::system_clock::time_point since = std::chrono::system_clock::now();
    std::chrono::steady_clock::time_point accepted = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point begun{};  // guarded by the service's mutex, as are the next two
    double progress = 0.0;
    std::vector<engine::SpokenWord> words;
    bool heard = false;  // whether the first audio has been made; job thread only
};

using JobPointer = std::shared_ptr<Job>;

JobView viewOf(const Job& job, std::size_t position);

inline auto hasId(std::string_view id) {
    return [id](const JobPointer& job) { return job->order.id == id; };
}

// The seam for what audio libraries throw, and for memory.
template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::exception& error) {
        return failure(ErrorCode::internal, error.what());
    }
}

}  // namespace parlando::server
