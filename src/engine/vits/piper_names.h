#pragma once

#include <string>
#include <string_view>

// The original implementation of VITS, and with it Piper, calls the tensors otherwise than Hugging Face does
// ("enc_p.emb.weight" for "text_encoder.embed_tokens.weight"), and counts the flows with the reversals between them.
namespace parlando::engine::vits {

// The deterministic duration predictor and the stochastic one both end in "dp.proj".
enum class DurationKind { deterministic, stochastic };

// Empty: there is no such tensor (what only training needs: "enc_q.…", "dp.post_…").
std::string publishedName(std::string_view original, DurationKind durations);
std::string originalName(std::string_view published);

}  // namespace parlando::engine::vits
