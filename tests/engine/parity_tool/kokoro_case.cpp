#include "kokoro_case.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/kokoro/symbols.h"
#include "engine/kokoro/voice_pack.h"

namespace parlando::parity {
namespace {

using nlohmann::json;
using namespace engine::kokoro;

// Two programs that round differently drift apart by a few times as much as one from exact arithmetic.
constexpr double kDrift = 4.0;

// Magnitudes and phases as real and imaginary parts: a phase close to pi may come out close to -pi.
at::Tensor complexParts(const at::Tensor& harmonics) {
    const auto parts = harmonics.to(at::kDouble).chunk(2, 1);
    return at::view_as_real(at::polar(parts[0], parts[1]));
}

bool isInput(const std::string& name) {
    return name == "style" || name == "input_ids" || name.starts_with("noise.");
}

// As the fixtures have it, from rows of channels: [1, symbols, channels] in the text model and before the durations,
// [1, length] where there is one channel, else [1, channels, length].
at::Tensor shaped(std::string_view stage, std::size_t channels, std::span<const float> values) {
    const auto width = static_cast<std::int64_t>(channels);
    const at::Tensor rows = at::tensor(at::ArrayRef<float>(values.data(), values.size())).view({-1, width});
    if (stage.starts_with("bert_") || stage == "duration_encoder") {
        return rows.unsqueeze(0);
    }
    return channels == 1 ? rows.t() : rows.t().unsqueeze(0);
}

// The other way.
void intoRows(const at::Tensor& value, std::size_t channels, std::string_view stage, std::span<float> rows) {
    const bool rowsFirst = stage.starts_with("bert_") || stage == "duration_encoder" || channels == 1;
    const at::Tensor whole = value.to(at::kFloat).squeeze(0);
    const at::Tensor ordered = (rowsFirst ? whole : whole.t()).contiguous();
    std::copy_n(ordered.data_ptr<float>(), std::min(rows.size(), static_cast<std::size_t>(ordered.numel())),
                rows.begin());
}

class Run {
public:
    Run(const CaseFolder& folder, Model& model, const json& description, const Findings& findings)
        : m_folder(folder),
          m_model(model),
          m_description(description),
          m_findings(findings),
          m_name(description.value("name", "")) {}

    Result<> compare() {
        for (const std::string& stage : m_folder.stages(m_name)) {
            if (!isInput(stage)) {
                PARLANDO_TRY_ASSIGN(m_expected[stage], m_folder.tensor(m_name, stage));
            }
        }
        PARLANDO_TRY_ASSIGN(m_phases, m_folder.tensor(m_name, "noise.rand_ini"));
        PARLANDO_TRY_ASSIGN(m_noise, m_folder.tensor(m_name, "noise.sine"));
        if (m_expected.empty() || !m_phases.defined() || !m_noise.defined()) {
            return failure(ErrorCode::corrupt, fmt::format("run {} has no stages or no noise", m_name));
        }
        PARLANDO_TRY(readInputs());
        PARLANDO_TRY(synthesise([this](std::string_view stage, std::size_t channels, std::span<float> rows) {
            if (const auto expected = m_expected.find(std::string(stage)); expected != m_expected.end()) {
                intoRows(expected->second, channels, stage, rows);
            }
        }));
        for (const auto& [stage, expected] : m_expected) {
            if (stage == "har") {
                m_findings.compare("har_complex", complexParts(expected),
                                   m_made.contains(stage) ? complexParts(m_made[stage]) : at::Tensor(),
                                   m_folder.tolerance(m_name, "har_complex"));
            } else {
                m_findings.compare(stage, expected, m_made[stage], m_folder.tolerance(m_name, stage));
            }
        }
        return compareEndToEnd();
    }

private:
    // Phonemes to symbols and the row of the voice, as case.json has them.
    Result<> readInputs() {
        const std::u32string phonemes = utf8::decode(m_description.value("phonemes", ""));
        m_ids = symbolIds(m_model.config(), phonemes);
        PARLANDO_TRY_ASSIGN(const at::Tensor ids, m_folder.tensor(m_name, "input_ids"));
        if (!ids.defined() || !at::equal(ids.flatten(), at::tensor(m_ids, at::kLong))) {
            m_findings.fail(fmt::format("run {}: the ids of its phonemes differ", m_name));
        }
        const auto file = m_folder.path() / "voices" / (m_description.value("voice", "") + ".pt");
        PARLANDO_TRY_ASSIGN(const VoicePack pack, VoicePack::load(file, m_model.styleSize()));
        const auto row = pack.style(phonemes.size());
        m_style.assign(row.begin(), row.end());
        PARLANDO_TRY_ASSIGN(const at::Tensor style, m_folder.tensor(m_name, "style"));
        if (!style.defined() || !at::equal(style.flatten(), at::tensor(m_style))) {
            m_findings.fail(fmt::format("run {}: the style differs", m_name));
        }
        return {};
    }

    Result<> synthesise(const Trace& goOnWith) {
        m_made.clear();
        std::size_t drawn = 0;  // of the source's noise
        const auto noise = [&](NoiseKind kind, std::span<float> rows) {
            const at::Tensor given = (kind == NoiseKind::phases ? m_phases : m_noise).contiguous();
            std::size_t none = 0;
            std::size_t& from = kind == NoiseKind::phases ? none : drawn;
            const std::size_t left = static_cast<std::size_t>(given.numel()) - from;
            std::copy_n(given.data_ptr<float>() + from, std::min(left, rows.size()), rows.begin());
            from += std::min(left, rows.size());
        };
        const auto trace = [&](std::string_view stage, std::size_t channels, std::span<float> rows) {
            m_made[std::string(stage)] = shaped(stage, channels, rows);
            goOnWith(stage, channels, rows);
        };
        return m_model.synthesise(m_ids, m_style, m_description.value("speed", 1.0), noise, trace)
            .map([](const std::vector<float>&) {});
    }

    Result<> compareEndToEnd() {
        const json errors = m_description.value("end_to_end_error", json::object());
        if (errors.empty()) {
            return {};
        }
        PARLANDO_TRY(synthesise([](std::string_view, std::size_t, std::span<float>) {}));
        for (const auto& [stage, error] : errors.items()) {
            m_findings.compare("end to end: " + stage, m_expected[stage], m_made[stage],
                               std::max(m_folder.tolerance(m_name, stage), kDrift * error.get<double>()));
        }
        return {};
    }

    const CaseFolder& m_folder;
    Model& m_model;
    const json& m_description;
    const Findings& m_findings;
    std::string m_name;

    std::map<std::string, at::Tensor> m_expected, m_made;  // by stage
    at::Tensor m_phases, m_noise;
    std::vector<float> m_style;
    std::vector<std::int64_t> m_ids;
};

}  // namespace

Result<> compareKokoro(const CaseFolder& folder, engine::kokoro::Model& model, const Findings& findings) {
    for (const json& run : folder.description()["runs"]) {
        const auto compared = Run(folder, model, run, findings).compare();
        if (!compared) {
            findings.fail(compared.error().message);
        }
    }
    return {};
}

}  // namespace parlando::parity
