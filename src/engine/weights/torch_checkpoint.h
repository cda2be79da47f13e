#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/weights/strides.h"
#include "engine/weights/weight_source.h"
#include "engine/weights/zip_archive.h"

namespace parlando::engine {

// A checkpoint as `torch.save` writes it since PyTorch 1.6 (.bin, .pth, .pt, .ckpt): a ZIP file with a pickle that
// describes the tensors (read by pickle.h, which cannot run anything) and one stored entry for each storage.
//
// Names: what is nested gets the keys with dots between them, so {"decoder": {"module.encode.weight": t}} has the
// tensor "decoder.module.encode.weight", and the second item of a list "x" is "x.1". A file that is one bare tensor
// (a Kokoro voice) calls it "tensor".
class TorchCheckpoint : public WeightSource {
public:
    // Errors name the file and the field or tensor: notFound, corrupt, resourceLimit, incompatible (files from before
    // PyTorch 1.6, compressed entries, big-endian ones, whole program objects, TorchScript).
    static Result<TorchCheckpoint> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const override { return m_archive.file().path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override;

    // What is in the file beside tensors: numbers, text, lists and dictionaries with text keys; null for the rest. A
    // training checkpoint has its "hyper_parameters" here.
    const nlohmann::json& data() const { return m_data; }

private:
    TorchCheckpoint(ZipArchive archive, std::vector<TensorInfo> tensors, std::vector<Strides> strides,
                    nlohmann::json data);

    ZipArchive m_archive;
    std::vector<TensorInfo> m_tensors;
    std::vector<Strides> m_strides;  // one for each tensor
    nlohmann::json m_data;
};

}  // namespace parlando::engine
