#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/weights/protobuf.h"
#include "engine/weights/weight_source.h"

namespace parlando::engine {

// What an ONNX file (onnx.proto, IR version 3 and later) says of the network that it is: its weights, and of the graph
// what tells which weight is which. Nothing is computed. Weights in other files ("external data") are refused.
class OnnxModel : public WeightSource {
public:
    struct Node {
        std::string name;
        std::string operation;  // "Conv"
        std::string scopes;     // as newer exporters say where it comes from: "['', 'dec', 'dec.conv_pre', 'conv1d']"
        std::vector<std::string> inputs;
        std::vector<std::string> outputs;
        std::map<std::string, std::vector<std::int64_t>, std::less<>> attributes;  // those that are whole numbers
    };

    // Errors name the file and the tensor, or the byte: notFound, corrupt, incompatible, resourceLimit.
    static Result<OnnxModel> open(const std::filesystem::path& path);

    // Initialisers and tensors in Constant nodes, under the names that the graph uses. "" is none.
    const std::filesystem::path& path() const override { return m_file.file().path(); }
    const std::vector<TensorInfo>& tensors() const override { return m_tensors; }
    Result<> read(const TensorInfo& tensor, std::span<std::byte> out) const override;

    const std::vector<Node>& nodes() const { return m_nodes; }
    const std::vector<std::string>& inputs() const { return m_inputs; }  // what the network is fed, in order
    // The tensor that `name` stands for, through Identity nodes (exporters keep equal tensors once); null: none.
    const TensorInfo* resolve(std::string_view name) const;

private:
    explicit OnnxModel(FileReader file) : m_file(std::move(file)) {}
    Result<> readModel();
    Result<> readGraph(ProtobufFile::Span graph);
    Result<> readNode(ProtobufFile::Span span);
    Result<> readAttribute(ProtobufFile::Span span, Node& node, ProtobufFile::Span& constant);
    Result<> readMetadata(ProtobufFile::Span span, Node& node);
    Result<> readInput(ProtobufFile::Span span);
    Result<> readTensor(ProtobufFile::Span span, std::string name);
    Result<> sortTensors();

    ProtobufFile m_file;
    std::vector<TensorInfo> m_tensors;
    std::vector<std::string> m_inline;  // one for each tensor: its values, where the file has them as a list of numbers
    std::vector<Node> m_nodes;
    std::vector<std::string> m_inputs;
    std::unordered_map<std::string, std::string> m_aliases;  // outputs of Identity nodes
    std::size_t m_connections = 0;
};

}  // namespace parlando::engine
