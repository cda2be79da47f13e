#include "engine/vits/piper_names.h"

#include <array>
#include <charconv>
#include <optional>

namespace parlando::engine::vits {
namespace {

// '#' stands for a number that is the same in both, '%' for one that the original doubles (flow i is followed by a
// reversal), '@' for one that it doubles less one (so are the couplings of the duration predictor, after one affine
// flow). A row that ends in a dot is the beginning of a name.
struct Row {
    std::string_view published;
    std::string_view original;
};
constexpr std::array kRows{
    Row{"text_encoder.embed_tokens.", "enc_p.emb."},
    Row{"text_encoder.encoder.layers.#.attention.q_proj.", "enc_p.encoder.attn_layers.#.conv_q."},
    Row{"text_encoder.encoder.layers.#.attention.k_proj.", "enc_p.encoder.attn_layers.#.conv_k."},
    Row{"text_encoder.encoder.layers.#.attention.v_proj.", "enc_p.encoder.attn_layers.#.conv_v."},
    Row{"text_encoder.encoder.layers.#.attention.out_proj.", "enc_p.encoder.attn_layers.#.conv_o."},
    Row{"text_encoder.encoder.layers.#.attention.emb_rel_k", "enc_p.encoder.attn_layers.#.emb_rel_k"},
    Row{"text_encoder.encoder.layers.#.attention.emb_rel_v", "enc_p.encoder.attn_layers.#.emb_rel_v"},
    Row{"text_encoder.encoder.layers.#.layer_norm.weight", "enc_p.encoder.norm_layers_1.#.gamma"},
    Row{"text_encoder.encoder.layers.#.layer_norm.bias", "enc_p.encoder.norm_layers_1.#.beta"},
    Row{"text_encoder.encoder.layers.#.feed_forward.", "enc_p.encoder.ffn_layers.#."},
    Row{"text_encoder.encoder.layers.#.final_layer_norm.weight", "enc_p.encoder.norm_layers_2.#.gamma"},
    Row{"text_encoder.encoder.layers.#.final_layer_norm.bias", "enc_p.encoder.norm_layers_2.#.beta"},
    Row{"text_encoder.project.", "enc_p.proj."},

    Row{"duration_predictor.flows.0.translate", "dp.flows.0.m"},
    Row{"duration_predictor.flows.0.log_scale", "dp.flows.0.logs"},
    Row{"duration_predictor.flows.@.conv_pre.", "dp.flows.@.pre."},
    Row{"duration_predictor.flows.@.conv_proj.", "dp.flows.@.proj."},
    Row{"duration_predictor.flows.@.conv_dds.convs_dilated.", "dp.flows.@.convs.convs_sep."},
    Row{"duration_predictor.flows.@.conv_dds.convs_pointwise.", "dp.flows.@.convs.convs_1x1."},
    Row{"duration_predictor.flows.@.conv_dds.norms_#.#.weight", "dp.flows.@.convs.norms_#.#.gamma"},
    Row{"duration_predictor.flows.@.conv_dds.norms_#.#.bias", "dp.flows.@.convs.norms_#.#.beta"},
    Row{"duration_predictor.conv_dds.convs_dilated.", "dp.convs.convs_sep."},
    Row{"duration_predictor.conv_dds.convs_pointwise.", "dp.convs.convs_1x1."},
    Row{"duration_predictor.conv_dds.norms_#.#.weight", "dp.convs.norms_#.#.gamma"},
    Row{"duration_predictor.conv_dds.norms_#.#.bias", "dp.convs.norms_#.#.beta"},
    Row{"duration_predictor.conv_pre.", "dp.pre."},
    Row{"duration_predictor.conv_#.", "dp.conv_#."},
    Row{"duration_predictor.norm_#.weight", "dp.norm_#.gamma"},
    Row{"duration_predictor.norm_#.bias", "dp.norm_#.beta"},
    Row{"duration_predictor.cond.", "dp.cond."},

    Row{"flow.flows.%.conv_pre.", "flow.flows.%.pre."},
    Row{"flow.flows.%.conv_post.", "flow.flows.%.post."},
    Row{"flow.flows.%.wavenet.", "flow.flows.%.enc."},

    Row{"decoder.upsampler.", "dec.ups."},
    Row{"decoder.", "dec."},
    Row{"embed_speaker.", "emb_g."},
};
constexpr Row kStochasticEnd{"duration_predictor.conv_proj.", "dp.proj."};
constexpr Row kDeterministicEnd{"duration_predictor.proj.", "dp.proj."};

constexpr bool isPlaceholder(char c) {
    return c == '#' || c == '%' || c == '@';
}

enum class Direction { toPublished, toOriginal };

std::optional<int> converted(int number, char placeholder, Direction direction) {
    const int less = placeholder == '@' ? 1 : 0;
    if (placeholder == '#') {
        return number;
    }
    if (direction == Direction::toOriginal) {
        return 2 * number - less >= 0 ? std::optional(2 * number - less) : std::nullopt;
    }
    return (number + less) % 2 == 0 ? std::optional((number + less) / 2) : std::nullopt;
}

// `name` by the pattern `to`, if it fits the pattern `from`; otherwise empty.
std::string translated(std::string_view name, std::string_view from, std::string_view to, Direction direction) {
    std::array<int, 4> numbers{};
    std::size_t count = 0;
    for (const char expected : from) {
        if (!isPlaceholder(expected)) {
            if (!name.starts_with(expected)) {
                return {};
            }
            name.remove_prefix(1);
            continue;
        }
        int number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        const auto length = static_cast<std::size_t>(end - name.data());
        // No sign, no leading zero: a name is translated in one way only.
        const bool plain = error == std::errc() && length <= 4 && (name[0] != '0' || length == 1) && name[0] != '-';
        const auto value = plain ? converted(number, expected, direction) : std::nullopt;
        if (!value) {
            return {};
        }
        numbers[count++] = *value;
        name.remove_prefix(length);
    }
    if (!name.empty() && !from.ends_with('.')) {
        return {};
    }
    std::string result;
    std::size_t next = 0;
    for (const char c : to) {
        result += isPlaceholder(c) ? std::to_string(numbers[next++]) : std::string(1, c);
    }
    return result.append(name);
}

}  // namespace

std::string publishedName(std::string_view original, DurationKind durations) {
    const Row& end = durations == DurationKind::stochastic ? kStochasticEnd : kDeterministicEnd;
    if (std::string name = translated(original, end.original, end.published, Direction::toPublished); !name.empty()) {
        return name;
    }
    for (const Row& row : kRows) {
        if (std::string name = translated(original, row.original, row.published, Direction::toPublished);
            !name.empty()) {
            return name;
        }
    }
    return {};
}

std::string originalName(std::string_view published) {
    for (const Row& end : {kStochasticEnd, kDeterministicEnd}) {
        if (std::string name = translated(published, end.published, end.original, Direction::toOriginal);
            !name.empty()) {
            return name;
        }
    }
    for (const Row& row : kRows) {
        if (std::string name = translated(published, row.published, row.original, Direction::toOriginal);
            !name.empty()) {
            return name;
        }
    }
    return {};
}

}  // namespace parlando::engine::vits
