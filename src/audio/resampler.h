#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"

struct soxr;

namespace parlando::audio {

// Changes the sample rate of mono audio while it is being made.
class Resampler {
public:
    static Result<Resampler> create(int inputRate, int outputRate);

    // What is ready after `samples` were added; the filter keeps some milliseconds back.
    Result<std::vector<float>> process(std::span<const float> samples);
    // The rest. Over all calls n samples became exactly round(n · outputRate / inputRate).
    Result<std::vector<float>> flush();

private:
    struct Delete {
        void operator()(soxr* handle) const noexcept;
    };

    Resampler(std::unique_ptr<soxr, Delete> handle, int inputRate, int outputRate);
    // `samples` may be null: the input has ended.
    Result<> run(const float* samples, std::size_t count, std::vector<float>& output);

    std::unique_ptr<soxr, Delete> m_handle;
    int m_inputRate;
    int m_outputRate;
    std::uint64_t m_consumed = 0;
    std::uint64_t m_produced = 0;
};

}  // namespace parlando::audio
