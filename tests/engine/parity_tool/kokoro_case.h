#pragma once

#include <functional>
#include <string>

#include <ATen/ATen.h>

#include "base/result.h"
#include "case_folder.h"
#include "engine/kokoro/model.h"

namespace parlando::parity {

// Where the results of a comparison go.
struct Findings {
    std::function<void(const std::string& stage, const at::Tensor& expected, const at::Tensor& value, double tolerance)>
        compare;
    std::function<void(std::string message)> fail;
};

// Every run of a Kokoro case, stage by stage: each stage gets the expected result of the one before, because rounding
// errors grow from stage to stage. Where case.json says by how much ("end_to_end_error"), the run is compared from end
// to end as well; such stages are named "end to end: waveform".
Result<> compareKokoro(const CaseFolder& folder, engine::kokoro::Model& model, const Findings& findings);

}  // namespace parlando::parity
