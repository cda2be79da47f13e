#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/vits/piper_network.h"
#include "engine/weights/onnx.h"

namespace parlando::engine::vits {
namespace {

using Node = OnnxModel::Node;

bool isParameter(std::string_view name) {
    static constexpr std::array<std::string_view, 5> kParts{"enc_p.", "dp.", "flow.", "dec.", "emb_g."};
    return std::ranges::any_of(kParts, [name](std::string_view part) { return name.starts_with(part); });
}

std::string_view before(std::string_view name, std::string_view end) {
    return name.ends_with(end) ? name.substr(0, name.size() - end.size()) : std::string_view();
}

// The module that a node belongs to: "flow.flows.6.enc" of the name "/flow/flows.6/enc/Conv", or of the scopes
// "['', 'flow', …, 'flow.flows.6.enc', 'conv1d']". Empty: the exporter did not say.
std::string moduleOf(const Node& node) {
    std::string module;
    if (const std::size_t end = node.scopes.rfind("', '"); end != std::string::npos) {
        module = node.scopes.substr(0, end);
        module.erase(0, module.rfind('\'') + 1);
    } else if (const std::size_t last = node.name.rfind('/'); node.name.starts_with('/') && last > 0) {
        module = node.name.substr(1, last - 1);
        std::ranges::replace(module, '/', '.');
    }
    module = withoutWrappers(module);
    return isParameter(module + ".") ? module : std::string();
}

class Recovery {
public:
    explicit Recovery(const OnnxModel& model) : m_model(model) {}

    void run() {
        for (const TensorInfo& tensor : m_model.tensors()) {
            addParameter(tensor.name);
        }
        for (const Node& node : m_model.nodes()) {
            std::ranges::for_each(node.inputs, [this](const std::string& name) { addParameter(name); });
        }
        for (const Node& node : m_model.nodes()) {
            if (node.operation == "Conv" || node.operation == "ConvTranspose") {
                addConvolution(node);
            } else if (node.operation == "Gather" && node.inputs.size() == 2) {
                addEmbedding(node);
            } else {
                addNorm(node);
            }
        }
        addLogScale();
    }

    std::vector<MappedTensor> mapped() const {
        std::vector<MappedTensor> all;
        for (const auto& [name, entry] : m_found) {
            all.push_back(entry);
            all.back().tensor.name = name;
        }
        return all;
    }

    std::map<std::string, PiperNetwork::Layer, std::less<>> takeLayers() { return std::move(m_layers); }

private:
    bool known(const std::string& name) const { return m_found.contains(name); }

    // A name that is known already stays what it is: the file's own names come first.
    void add(const std::string& name, const TensorInfo* tensor,
             MappedTensor::Values values = MappedTensor::Values::same) {
        if (tensor != nullptr) {
            m_found.emplace(name, MappedTensor{*tensor, tensor, values});
        }
    }

    void addParameter(const std::string& name) {
        const std::string plain = withoutWrappers(name);
        if (isParameter(plain)) {
            add(plain, m_model.resolve(name));
        }
    }

    void addConvolution(const Node& node) {
        if (node.inputs.size() < 2) {
            return;
        }
        const std::string weight = withoutWrappers(node.inputs[1]);
        const std::string bias = node.inputs.size() > 2 ? withoutWrappers(node.inputs[2]) : std::string();
        // The module is sure where it is said; an optimiser may have merged two layers' biases. A bias keeps its name.
        std::string layer = moduleOf(node);
        if (layer.empty() && isParameter(weight)) {
            layer = before(weight, ".weight");
        }
        if (layer.empty() && isParameter(bias)) {
            layer = before(bias, ".bias");
        }
        if (layer.empty()) {
            return;
        }
        add(layer + ".weight", m_model.resolve(node.inputs[1]));
        if (node.inputs.size() > 2) {
            add(layer + ".bias", m_model.resolve(node.inputs[2]));
        }
        const auto number = [&node](std::string_view attribute) -> std::int64_t {
            const auto found = node.attributes.find(attribute);
            return found == node.attributes.end() ? 1 : found->second.front();
        };
        m_layers[layer] = {number("dilations"), number("strides")};
    }

    // In a voice with one speaker the phonemes' table has the name of an input that is not there ("sid").
    void addEmbedding(const Node& node) {
        const std::vector<std::string>& inputs = m_model.inputs();
        if (!inputs.empty() && node.inputs[1] == inputs[0]) {
            add("enc_p.emb.weight", m_model.resolve(node.inputs[0]));
        } else if (inputs.size() > 3 && node.inputs[1] == inputs[3]) {
            add("emb_g.weight", m_model.resolve(node.inputs[0]));
        }
    }

    // Layer norms are named by the file, but for those of which an optimiser merged equal ones: the module tells.
    void addNorm(const Node& node) {
        const std::string module = moduleOf(node);
        const std::size_t last = module.rfind('.');
        if (module.find("norm", last == std::string::npos ? 0 : module.rfind('.', last - 1) + 1) == std::string::npos) {
            return;
        }
        if (node.operation == "LayerNormalization" && node.inputs.size() == 3) {
            add(module + ".gamma", m_model.resolve(node.inputs[1]));
            add(module + ".beta", m_model.resolve(node.inputs[2]));
        } else if (node.operation == "Mul" || node.operation == "Add") {
            for (const std::string& name : node.inputs) {
                const TensorInfo* tensor = m_model.resolve(name);
                if (tensor != nullptr && tensor->shape.size() == 1 && tensor->shape[0] > 1) {
                    add(module + (node.operation == "Mul" ? ".gamma" : ".beta"), tensor);
                }
            }
        }
    }

    // The affine flow is (x - m) * exp(-logs), of which the exporter computes -logs or the whole factor in advance.
    void addLogScale() {
        const auto shift = m_found.find("dp.flows.0.m");
        if (shift == m_found.end() || known("dp.flows.0.logs")) {
            return;
        }
        for (const Node& node : m_model.nodes()) {
            if (node.operation == "Exp" && node.inputs.size() == 1) {
                addScale(m_model.resolve(node.inputs[0]), MappedTensor::Values::negated);
            }
        }
        std::string difference;
        for (const Node& node : m_model.nodes()) {
            if (node.operation == "Sub" && node.inputs.size() == 2 && node.outputs.size() == 1 &&
                m_model.resolve(node.inputs[1]) == shift->second.original) {
                difference = node.outputs[0];
            } else if (node.operation == "Mul" && node.inputs.size() == 2 && !difference.empty()) {
                for (std::size_t i = 0; i < 2; ++i) {
                    if (node.inputs[i] == difference) {
                        addScale(m_model.resolve(node.inputs[1 - i]), MappedTensor::Values::negatedLogarithm);
                    }
                }
            }
        }
    }

    void addScale(const TensorInfo* tensor, MappedTensor::Values values) {
        const bool isScale =
            tensor != nullptr && tensor->bytes == 2 * sizeOf(tensor->type) && tensor->shape.size() >= 2;
        if (isScale && (values == MappedTensor::Values::negated || tensor->type == DataType::f32)) {
            add("dp.flows.0.logs", tensor, values);
        }
    }

    const OnnxModel& m_model;
    std::map<std::string, MappedTensor> m_found;  // by original name
    std::map<std::string, PiperNetwork::Layer, std::less<>> m_layers;
};

}  // namespace

Result<PiperNetwork> readPiperOnnx(const std::filesystem::path& file) {
    PARLANDO_TRY_ASSIGN(OnnxModel opened, OnnxModel::open(file));
    auto model = std::make_unique<OnnxModel>(std::move(opened));
    Recovery recovery(*model);
    recovery.run();
    PiperNetwork network;
    network.layers = recovery.takeLayers();
    PARLANDO_TRY_ASSIGN(network.weights, mappedWeights(std::move(model), recovery.mapped()));
    return network;
}

}  // namespace parlando::engine::vits
