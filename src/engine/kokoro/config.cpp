#include "engine/kokoro/config.h"

#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/json_object.h"

namespace parlando::engine::kokoro {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaximumBytes = std::uint64_t{1} << 20;
constexpr std::size_t kMaximumStages = 16;
constexpr std::int64_t kMaximumSamplesPerPitch = 4096;
constexpr std::int64_t kMaximumSymbols = 100'000;

// Reads fields one after the other and keeps the first problem, as Weights does for tensors.
class Fields {
public:
    explicit Fields(const std::filesystem::path& file) : m_file(file) {}

    // An object in `parent`; an empty one, with a problem, if there is none.
    const json& object(const json& parent, std::string_view key) {
        static const json kNone = json::object();
        const auto found = parent.find(key);
        if (found == parent.end() || !found->is_object()) {
            fail(fmt::format("{} must be an object", key));
            return kNone;
        }
        return *found;
    }

    std::int64_t integer(const json& value, std::string_view key, std::int64_t low, std::int64_t high) {
        // Unsigned values above the signed range would turn negative: compare them as they are.
        const bool fits = value.is_number_integer() &&
                          (!value.is_number_unsigned() || value.get<std::uint64_t>() <= INT64_MAX) &&
                          value.get<std::int64_t>() >= low && value.get<std::int64_t>() <= high;
        if (!fits) {
            fail(fmt::format("{} must be a whole number from {} to {}", key, low, high));
            return low;
        }
        return value.get<std::int64_t>();
    }

    std::int64_t member(const json& parent, std::string_view key, std::int64_t fallback, std::int64_t low,
                        std::int64_t high) {
        const auto found = parent.find(key);
        return found == parent.end() ? fallback : integer(*found, key, low, high);
    }

    std::vector<std::int64_t> list(const json& value, std::string_view key, std::int64_t low, std::int64_t high) {
        if (!value.is_array() || value.empty() || value.size() > kMaximumStages) {
            fail(fmt::format("{} must be a list of 1 to {} whole numbers", key, kMaximumStages));
            return {};
        }
        std::vector<std::int64_t> numbers;
        for (const json& item : value) {
            numbers.push_back(integer(item, key, low, high));
        }
        return numbers;
    }

    void require(bool condition, std::string_view message) {
        if (!condition) {
            fail(std::string(message));
        }
    }

    Result<> status(ErrorCode code = ErrorCode::corrupt) const {
        if (m_problem) {
            return failure(code, fmt::format("{}: {}", m_file.string(), *m_problem));
        }
        return {};
    }

private:
    void fail(std::string message) {
        if (!m_problem) {
            m_problem = std::move(message);
        }
    }

    const std::filesystem::path& m_file;
    std::optional<std::string> m_problem;
};

void readText(Fields& fields, const json& document, Config& config) {
    const json& albert = fields.object(document, "plbert");
    config.heads = fields.member(albert, "num_attention_heads", config.heads, 1, 256);
    config.layers = fields.member(albert, "num_hidden_layers", config.layers, 1, 256);
    if (const auto epsilon = albert.find("layer_norm_eps"); epsilon != albert.end()) {
        const bool good = epsilon->is_number() && epsilon->get<double>() >= 0.0 && epsilon->get<double>() <= 1.0;
        fields.require(good, "layer_norm_eps must be a number from 0 to 1");
        config.layerNormEpsilon = good ? epsilon->get<double>() : 0.0;
    }
    for (const auto& [symbol, id] : fields.object(document, "vocab").items()) {
        const std::u32string characters = utf8::decode(symbol);
        fields.require(characters.size() == 1, "vocab must name single characters");
        if (characters.size() == 1) {
            config.vocabulary.emplace(characters[0], fields.integer(id, "an id in vocab", 0, kMaximumSymbols));
        }
    }
    fields.require(!config.vocabulary.empty(), "vocab names no symbol");
}

void readSound(Fields& fields, const json& document, Config& config) {
    const json& generator = fields.object(document, "istftnet");
    const json none;
    config.upsampleRates = fields.list(generator.value("upsample_rates", none), "upsample_rates", 1, 64);
    config.hop = fields.member(generator, "gen_istft_hop_size", config.hop, 1, 1024);
    const json dilations = generator.value("resblock_dilation_sizes", json{{1, 3, 5}, {1, 3, 5}, {1, 3, 5}});
    fields.require(dilations.is_array() && !dilations.empty() && dilations.size() <= kMaximumStages,
                   "resblock_dilation_sizes must be a list of lists");
    for (std::size_t i = 0; dilations.is_array() && i < std::min(dilations.size(), kMaximumStages); ++i) {
        config.resblockDilations.push_back(fields.list(dilations[i], "resblock_dilation_sizes", 1, 64));
    }
    fields.require(config.samplesPerPitch() <= kMaximumSamplesPerPitch,
                   "upsample_rates and gen_istft_hop_size multiply to more than 4096 samples");
    // The harmonic source reaches every stage but the last through a convolution whose stride is what is still to come.
    fields.require(config.upsampleRates.size() < 2 || config.upsampleRates.back() > 1,
                   "the last of upsample_rates must be above 1");
    config.sampleRate = static_cast<int>(fields.member(
        document, "sampling_rate", fields.member(document, "sample_rate", 24000, 8000, 48000), 8000, 48000));
}

}  // namespace

std::int64_t Config::samplesPerPitch() const {
    // Where the product would not fit, it stays at more than anybody accepts.
    static constexpr std::int64_t kPlenty = std::int64_t{1} << 40;
    return std::accumulate(upsampleRates.begin(), upsampleRates.end(), hop,
                           [](std::int64_t product, std::int64_t rate) { return std::min(product * rate, kPlenty); });
}

bool isKokoro(const std::filesystem::path& file) {
    const auto document = readObject(file, kMaximumBytes);
    return document && document->contains("istftnet") && document->contains("plbert");
}

Result<Config> readConfig(const std::filesystem::path& file) {
    PARLANDO_TRY_ASSIGN(const json document, readObject(file, kMaximumBytes));
    const json albert = document.value("plbert", json::object());
    const json activation = albert.is_object() ? albert.value("hidden_act", json("gelu_new")) : json("gelu_new");
    if (activation != "gelu_new") {
        return failure(ErrorCode::incompatible, fmt::format("{}: hidden_act is {}; this program knows 'gelu_new'",
                                                            file.string(), activation.dump(-1, ' ', true)));
    }
    Config config;
    Fields fields(file);
    readText(fields, document, config);
    readSound(fields, document, config);
    PARLANDO_TRY(fields.status());
    return config;
}

}  // namespace parlando::engine::kokoro
