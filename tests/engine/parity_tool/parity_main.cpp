// parlando-parity DIR: runs every case folder under DIR through the engine and prints the worst error of each
// stage. Exit code 0 if all stages are within tolerance, 1 if not or if nothing was compared, 64 for usage.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <c10/core/InferenceMode.h>
#include <spdlog/fmt/fmt.h>

#include "case_folder.h"
#include "engine/kernels/worker_pool.h"
#include "engine/kokoro/cpu_model.h"
#include "engine/libtorch/kokoro/model.h"
#include "engine/libtorch/vits/model.h"
#include "engine/vits/cpu_model.h"
#include "engine/vits/tokenizer.h"
#include "kokoro_case.h"

namespace parlando::parity {
namespace {

using nlohmann::json;

struct StageError {
    double worst = 0.0;
    double tolerance = 0.0;  // of the run with the worst share of its tolerance
    double share = 0.0;
    std::string_view on;  // which implementation that was
};

class Report {
public:
    // Of what comes next.
    void setImplementation(std::string_view name) { m_on = name; }

    void compare(const std::string& stage, const at::Tensor& expected, const at::Tensor& value, double tolerance) {
        if (!value.defined()) {
            fail(stage + ": the engine did not make it");
        } else if (expected.sizes() != value.sizes()) {
            fail(fmt::format("{}: its shape is {}, expected {}", stage, c10::str(value.sizes()),
                             c10::str(expected.sizes())));
        } else {
            const double error = (expected.to(at::kDouble) - value.to(at::kDouble)).abs().max().item<double>();
            StageError& entry = m_stages[stage];
            entry.worst = std::max(entry.worst, error);
            // NaN is not within any tolerance.
            const double share = error <= tolerance ? error / tolerance : std::max(2.0, error / tolerance);
            if (share >= entry.share) {
                entry.share = share;
                entry.tolerance = tolerance;
                entry.on = m_on;
            }
        }
        ++m_compared;
    }

    void fail(std::string message) { m_failures.push_back(std::move(message)); }

    // True if all is well.
    bool print() const {
        bool good = m_failures.empty() && m_compared > 0;
        for (const auto& [stage, error] : m_stages) {
            const bool within = error.share <= 1.0;
            good = good && within;
            fmt::print("  {:<24} {:9.2e}  within {:.0e}  {}\n", stage, error.worst, error.tolerance,
                       within ? "ok" : fmt::format("TOO LARGE on {}", error.on));
        }
        for (const std::string& failure : m_failures) {
            fmt::print("  {}\n", failure);
        }
        return good;
    }

private:
    std::map<std::string, StageError> m_stages;
    std::vector<std::string> m_failures;
    int m_compared = 0;
    std::string_view m_on;
};

// What a model shows of a stage: rows of channels, in pieces.
struct Stage {
    std::int64_t channels = 1;
    std::vector<float> values;
};

// As the fixtures have them: [1, symbols, channels] in the text encoder, else [1, channels, length]; what has one
// channel may stand without it.
at::Tensor shaped(const std::map<std::string, Stage>& made, const std::string& name, std::int64_t dimensions) {
    const auto found = made.find(name);
    if (found == made.end()) {
        return {};
    }
    const Stage& stage = found->second;
    const at::Tensor rows = at::tensor(stage.values).view({-1, stage.channels});
    const bool rowsFirst = name.starts_with("text_") || name.starts_with("encoder_") || name == "prior_means" ||
                           name == "prior_log_variances";
    const at::Tensor whole = (rowsFirst ? rows : rows.t()).unsqueeze(0);
    return dimensions == 2 && stage.channels == 1 ? whole.squeeze(1) : whole;
}

Result<> compareRun(const CaseFolder& folder, engine::vits::Model& model, const json& run, Report& report) {
    const std::string name = run.value("name", "");
    PARLANDO_TRY_ASSIGN(const at::Tensor input, folder.tensor(name, "input_ids"));
    PARLANDO_TRY_ASSIGN(const at::Tensor speaker, folder.tensor(name, "speaker_id"));
    PARLANDO_TRY_ASSIGN(const at::Tensor shares, folder.tensor(name, "speaker_shares"));  // of a blend, [speakers]
    PARLANDO_TRY_ASSIGN(const at::Tensor durationNoise, folder.tensor(name, "noise.duration"));
    PARLANDO_TRY_ASSIGN(const at::Tensor latentNoise, folder.tensor(name, "noise.latent"));
    if (!input.defined()) {
        return failure(ErrorCode::corrupt, fmt::format("run {} has no input_ids", name));
    }
    // Piper says how slow, and has other names.
    const json scaleValues = run.value("scales", json::object());
    engine::vits::Scales scales{scaleValues.value("noise_scale", 0.0),
                                scaleValues.value("noise_scale_duration", scaleValues.value("noise_w", 0.0)),
                                scaleValues.value("speaking_rate", 1.0 / scaleValues.value("length_scale", 1.0))};
    // A run without noise tensors has its noise scales at 0.
    scales.noiseDuration = durationNoise.defined() ? scales.noiseDuration : 0.0;
    scales.noise = latentNoise.defined() ? scales.noise : 0.0;

    std::vector<engine::SpeakerShare> speakers;
    if (shares.defined()) {
        for (int i = 0; i < shares.numel(); ++i) {
            speakers.push_back({i, shares[i].item<float>()});
        }
    } else {
        speakers.push_back({speaker.defined() ? static_cast<int>(speaker.item<std::int64_t>()) : 0, 1.0});
    }
    std::map<std::string, Stage> made;
    const auto ids =
        std::vector<std::int64_t>(input.data_ptr<std::int64_t>(), input.data_ptr<std::int64_t>() + input.numel());
    std::int64_t framesDrawn = 0;
    const auto noise = [&](engine::vits::NoiseKind kind, std::size_t channels, std::span<float> rows) {
        const bool duration = kind == engine::vits::NoiseKind::duration;
        const auto count = static_cast<std::int64_t>(rows.size() / channels);
        const std::int64_t from = duration ? 0 : std::exchange(framesDrawn, framesDrawn + count);
        const at::Tensor part = (duration ? durationNoise : latentNoise)[0].narrow(1, from, count).t().contiguous();
        std::copy_n(part.data_ptr<float>(), rows.size(), rows.begin());
    };
    const auto trace = [&made](std::string_view stage, std::size_t channels, std::span<const float> rows) {
        Stage& entry = made[std::string(stage)];
        entry.channels = static_cast<std::int64_t>(channels);
        entry.values.insert(entry.values.end(), rows.begin(), rows.end());
    };
    PARLANDO_TRY(model.synthesise(
        ids, speakers, scales, noise, [](std::span<const float>) { return Result<>(); }, trace));
    for (const std::string& stage : folder.stages(name)) {
        PARLANDO_TRY_ASSIGN(const at::Tensor expected, folder.tensor(name, stage));
        // "waveform_onnxruntime" is the same waveform by another reference.
        const std::string own = stage.starts_with("waveform") ? "waveform" : stage;
        report.compare(stage, expected, shaped(made, own, expected.dim()), folder.tolerance(name, stage));
    }
    return {};
}

Result<> compareTokens(const CaseFolder& folder, const engine::vits::Tokenizer& tokenizer, Report& report) {
    for (const char* kind : {"tokenizer_cases", "phoneme_cases"}) {
        for (const json& sample : folder.description().value(kind, json::array())) {
            const std::string text = sample.value("text", sample.value("phonemes", ""));
            const auto expected = sample.value("ids_all_blank", sample.value("ids", std::vector<std::int64_t>()));
            if (tokenizer.ids(text) != expected) {
                report.fail(fmt::format("tokenizer: the ids of '{}' differ", text));
            }
        }
    }
    return {};
}

// The two implementations of each family.
constexpr int kThreads = 2;
enum class On { kernels, libtorch };

Result<> compareCase(const CaseFolder& folder, On on, Report& report) {
    engine::kernels::WorkerPool pool(kThreads);
    if (folder.family() == "kokoro") {
        const auto compare = [&report](const auto&... arguments) { report.compare(arguments...); };
        PARLANDO_TRY_ASSIGN(const auto model, on == On::kernels ? engine::kokoro::loadCpuModel(folder.path(), pool)
                                                                : engine::libtorch::kokoro::loadModel(folder.path()));
        return compareKokoro(folder, *model,
                             {compare, [&report](std::string message) { report.fail(std::move(message)); }});
    }
    PARLANDO_TRY_ASSIGN(const auto model, on == On::kernels ? engine::vits::loadCpuModel(folder.path(), pool)
                                                            : engine::libtorch::vits::loadModel(folder.path()));
    PARLANDO_TRY_ASSIGN(const auto tokenizer, engine::vits::Tokenizer::load(folder.path(), model->config().vocabSize));
    PARLANDO_TRY(compareTokens(folder, tokenizer, report));
    for (const json& run : folder.description()["runs"]) {
        const auto compared = compareRun(folder, *model, run, report);
        if (!compared) {
            report.fail(compared.error().message);
        }
    }
    return {};
}

int run(const std::filesystem::path& root) {
    const c10::InferenceMode inference;
    int compared = 0;
    int failed = 0;
    for (const std::filesystem::path& path : findCases(root)) {
        const auto folder = CaseFolder::open(path);
        if (folder && folder->family() != "hf_vits" && folder->family() != "piper" && folder->family() != "kokoro") {
            fmt::print("{}: this build does not run it\n", path.string());
            continue;
        }
        fmt::print("{}\n", path.string());
        Report report;
        for (const On on : {On::kernels, On::libtorch}) {
            report.setImplementation(on == On::kernels ? "the CPU's kernels" : "libtorch");
            const auto result = folder ? compareCase(*folder, on, report) : Result<>(failure(folder.error()));
            if (!result) {
                report.fail(result.error().message);
                break;
            }
        }
        ++compared;
        failed += report.print() ? 0 : 1;
    }
    fmt::print("{} cases compared, {} beyond tolerance\n", compared, failed);
    return compared > 0 && failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace parlando::parity

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "usage: parlando-parity DIR\n");
        return 64;
    }
    try {
        return parlando::parity::run(argv[1]);
    } catch (const std::exception& error) {
        fmt::print(stderr, "parlando-parity: {}\n", error.what());
        return 1;
    }
}
