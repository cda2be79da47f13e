#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
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
    std::chrono::steady_clock::time_point begun{};  // guarded by the service's mutex, as is:
    double progress = 0.0;
    std::vector<engine::SpokenWord> words;
    bool heard = false;  // whether the first audio has been made; job thread only
};

using JobPointer = std::shared_ptr<Job>;

JobView viewOf(const Job& job, std::size_t position);

}  // namespace parlando::server
