#include "engine/weights/onnx.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include <spdlog/fmt/fmt.h>

namespace parlando::engine {
namespace {

using Field = ProtobufFile::Field;
using Span = ProtobufFile::Span;

constexpr std::uint64_t kLongestName = 512;
constexpr std::uint64_t kLongestMetadata = 4096;  // longer ones are not read
constexpr std::size_t kMaximumNodes = 200'000;
constexpr std::size_t kMaximumConnections = 2'000'000;  // inputs and outputs of all nodes
constexpr std::size_t kMaximumTensors = 100'000;
constexpr std::size_t kMaximumNumbers = 1024;  // of an attribute
constexpr std::size_t kMaximumDimensions = 8;
constexpr std::size_t kMaximumListed = std::size_t{1} << 24;         // numbers of a tensor that are not raw bytes
constexpr std::size_t kMaximumListedBytes = std::size_t{256} << 20;  // of a tensor
constexpr int kLongestAliasChain = 16;

// Field numbers of onnx.proto.
constexpr std::uint64_t kModelGraph = 7;
enum GraphField : std::uint64_t { kGraphNode = 1, kGraphInitializer = 5, kGraphInput = 11 };
enum NodeField : std::uint64_t {
    kNodeInput = 1,
    kNodeOutput = 2,
    kNodeName = 3,
    kNodeOperation = 4,
    kNodeAttribute = 5,
    kNodeMetadata = 9,
};
enum MetadataField : std::uint64_t { kMetadataKey = 1, kMetadataValue = 2 };
constexpr std::string_view kScopesKey = "pkg.torch.onnx.name_scopes";
enum AttributeField : std::uint64_t { kAttributeName = 1, kAttributeInt = 3, kAttributeTensor = 5, kAttributeInts = 8 };
enum TensorField : std::uint64_t {
    kTensorDims = 1,
    kTensorType = 2,
    kTensorFloats = 4,
    kTensorInts32 = 5,
    kTensorInts64 = 7,
    kTensorName = 8,
    kTensorRaw = 9,
    kTensorDoubles = 10,
    kTensorExternal = 13,
    kTensorLocation = 14,
};
constexpr std::uint64_t kValueName = 1;

struct TypeRow {
    std::uint64_t number;  // in TensorProto.DataType
    DataType type;
};
constexpr std::array kTypes{
    TypeRow{1, DataType::f32},  TypeRow{2, DataType::u8},    TypeRow{3, DataType::i8},      TypeRow{5, DataType::i16},
    TypeRow{6, DataType::i32},  TypeRow{7, DataType::i64},   TypeRow{9, DataType::boolean}, TypeRow{10, DataType::f16},
    TypeRow{11, DataType::f64}, TypeRow{16, DataType::bf16},
};

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

// A repeated number is a list of bytes ("packed") or a field of its own each time.
Result<> addNumbers(ProtobufFile& file, const Field& field, std::vector<std::int64_t>& numbers, std::size_t limit) {
    Span rest = field.span;
    const auto add = [&](std::uint64_t value) -> Result<> {
        if (numbers.size() == limit) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("byte {}: a list has more than {} numbers", field.span.begin, limit));
        }
        numbers.push_back(static_cast<std::int64_t>(value));
        return {};
    };
    if (field.kind == Field::Kind::varint) {
        return add(field.value);
    }
    while (field.kind == Field::Kind::bytes && rest.size() > 0) {
        PARLANDO_TRY_ASSIGN(const std::uint64_t value, file.varint(rest));
        PARLANDO_TRY(add(value));
    }
    return {};
}

Result<> addValues(ProtobufFile& file, const Field& field, std::size_t size, std::string& values) {
    if (field.number == kTensorFloats || field.number == kTensorDoubles) {
        const std::size_t start = values.size();
        if (field.span.size() > kMaximumListedBytes - start) {
            return failure(ErrorCode::resourceLimit, fmt::format("byte {}: a list of numbers has more than {} bytes",
                                                                 field.span.begin, kMaximumListedBytes));
        }
        values.resize(start + field.span.size());
        return file.file().readAt(field.span.begin, std::as_writable_bytes(std::span(values).subspan(start)));
    }
    std::vector<std::int64_t> numbers;
    PARLANDO_TRY(addNumbers(file, field, numbers, kMaximumListed));
    for (const std::int64_t number : numbers) {
        std::array<char, sizeof(number)> bytes{};
        std::memcpy(bytes.data(), &number, sizeof(number));
        values.append(bytes.data(), size);
    }
    return {};
}

}  // namespace

Result<OnnxModel> OnnxModel::open(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(FileReader file, FileReader::open(path));
    OnnxModel model(std::move(file));
    const Result<> read = model.readModel();
    if (!read) {
        return failure(read.error().context(path.string()));
    }
    return model;
}

Result<> OnnxModel::readModel() {
    Span rest = m_file.all();
    bool found = false;
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            break;
        }
        if (field->number == kModelGraph && field->kind == Field::Kind::bytes) {
            if (std::exchange(found, true)) {
                return corrupt("it has two graphs");
            }
            PARLANDO_TRY(readGraph(field->span));
        }
    }
    if (!found) {
        return corrupt("it has no graph, so it is not an ONNX file");
    }
    return sortTensors();
}

Result<> OnnxModel::readGraph(Span rest) {
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            return {};
        }
        if (field->kind != Field::Kind::bytes) {
            continue;
        }
        if (field->number == kGraphNode) {
            PARLANDO_TRY(readNode(field->span));
        } else if (field->number == kGraphInitializer) {
            PARLANDO_TRY(readTensor(field->span, ""));
        } else if (field->number == kGraphInput) {
            PARLANDO_TRY(readInput(field->span));
        }
    }
}

Result<> OnnxModel::readInput(Span rest) {
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            return {};
        }
        if (field->number == kValueName && field->kind == Field::Kind::bytes && m_inputs.size() < kMaximumTensors) {
            PARLANDO_TRY_ASSIGN(std::string name, m_file.text(field->span, kLongestName));
            m_inputs.push_back(std::move(name));
        }
    }
}

Result<> OnnxModel::readNode(Span rest) {
    Node node;
    Span constant;
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            break;
        }
        if (field->kind != Field::Kind::bytes) {
            continue;
        }
        if (field->number == kNodeInput || field->number == kNodeOutput) {
            PARLANDO_TRY_ASSIGN(std::string name, m_file.text(field->span, kLongestName));
            (field->number == kNodeInput ? node.inputs : node.outputs).push_back(std::move(name));
            if (++m_connections > kMaximumConnections) {
                return failure(ErrorCode::resourceLimit,
                               fmt::format("its nodes have more than {} connections", kMaximumConnections));
            }
        } else if (field->number == kNodeName) {
            PARLANDO_TRY_ASSIGN(node.name, m_file.text(field->span, kLongestName));
        } else if (field->number == kNodeOperation) {
            PARLANDO_TRY_ASSIGN(node.operation, m_file.text(field->span, kLongestName));
        } else if (field->number == kNodeAttribute) {
            PARLANDO_TRY(readAttribute(field->span, node, constant));
        } else if (field->number == kNodeMetadata) {
            PARLANDO_TRY(readMetadata(field->span, node));
        }
    }
    if (node.operation == "Constant") {
        const bool isTensor = constant.size() > 0 && node.outputs.size() == 1;
        return isTensor ? readTensor(constant, node.outputs[0]) : Result<>();
    }
    if (node.operation == "Identity" && node.inputs.size() == 1 && node.outputs.size() == 1) {
        m_aliases.emplace(node.outputs[0], node.inputs[0]);
        return {};
    }
    if (m_nodes.size() == kMaximumNodes) {
        return failure(ErrorCode::resourceLimit, fmt::format("it has more than {} nodes", kMaximumNodes));
    }
    m_nodes.push_back(std::move(node));
    return {};
}

Result<> OnnxModel::readMetadata(Span rest, Node& node) {
    std::string key;
    std::string value;
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            break;
        }
        if (field->kind != Field::Kind::bytes || field->span.size() > kLongestMetadata) {
            continue;
        }
        if (field->number == kMetadataKey || field->number == kMetadataValue) {
            PARLANDO_TRY_ASSIGN((field->number == kMetadataKey ? key : value),
                                m_file.text(field->span, kLongestMetadata));
        }
    }
    if (key == kScopesKey) {
        node.scopes = std::move(value);
    }
    return {};
}

Result<> OnnxModel::readAttribute(Span rest, Node& node, Span& constant) {
    std::string name;
    std::vector<std::int64_t> numbers;
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            break;
        }
        if (field->number == kAttributeName && field->kind == Field::Kind::bytes) {
            PARLANDO_TRY_ASSIGN(name, m_file.text(field->span, kLongestName));
        } else if (field->number == kAttributeInt || field->number == kAttributeInts) {
            PARLANDO_TRY(addNumbers(m_file, *field, numbers, kMaximumNumbers));
        } else if (field->number == kAttributeTensor && field->kind == Field::Kind::bytes) {
            constant = field->span;
        }
    }
    if (!numbers.empty()) {
        node.attributes.emplace(std::move(name), std::move(numbers));
    }
    return {};
}

// `name` is that of a constant; an initialiser has its own.
Result<> OnnxModel::readTensor(Span rest, std::string name) {
    if (m_tensors.size() == kMaximumTensors) {
        return failure(ErrorCode::resourceLimit, fmt::format("it has more than {} tensors", kMaximumTensors));
    }
    std::vector<std::int64_t> shape;
    std::uint64_t typeNumber = 0;
    std::optional<Span> raw;
    std::vector<Field> lists;
    bool external = false;
    while (true) {
        PARLANDO_TRY_ASSIGN(const auto field, m_file.next(rest));
        if (!field) {
            break;
        }
        const bool isBytes = field->kind == Field::Kind::bytes;
        if (field->number == kTensorDims) {
            PARLANDO_TRY(addNumbers(m_file, *field, shape, kMaximumDimensions));
        } else if (field->number == kTensorType && field->kind == Field::Kind::varint) {
            typeNumber = field->value;
        } else if (field->number == kTensorName && isBytes && name.empty()) {
            PARLANDO_TRY_ASSIGN(name, m_file.text(field->span, kLongestName));
        } else if (field->number == kTensorRaw && isBytes) {
            raw = field->span;
        } else if (field->number == kTensorExternal || (field->number == kTensorLocation && field->value != 0)) {
            external = true;
        } else if (field->number == kTensorFloats || field->number == kTensorInts32 || field->number == kTensorInts64 ||
                   field->number == kTensorDoubles) {
            lists.push_back(*field);
        }
    }
    const auto wrong = [&name](std::string_view what) { return corrupt(fmt::format("tensor '{}': {}", name, what)); };
    if (external) {
        return failure(ErrorCode::incompatible,
                       fmt::format("tensor '{}' is kept in another file, which this program does not read; export the "
                                   "model as one file",
                                   name));
    }
    const auto known = std::ranges::find(kTypes, typeNumber, &TypeRow::number);
    if (known == kTypes.end()) {
        return {};  // text, complex numbers, four-bit numbers: nothing that a layer of ours could ask for
    }
    TensorInfo tensor{std::move(name), known->type, std::move(shape), 0, sizeOf(known->type)};
    name = tensor.name;
    for (const std::int64_t size : tensor.shape) {
        if (size < 0 ||
            (size != 0 && tensor.bytes > std::numeric_limits<std::int64_t>::max() / static_cast<std::uint64_t>(size))) {
            return wrong("its shape is larger than any file, or negative");
        }
        tensor.bytes *= static_cast<std::uint64_t>(size);
    }
    std::string values;
    for (const Field& list : lists) {
        PARLANDO_TRY(addValues(m_file, list, sizeOf(tensor.type), values));
    }
    const std::uint64_t bytes = raw ? raw->size() : values.size();
    if (bytes != tensor.bytes || (raw && !values.empty())) {
        return wrong(fmt::format("it has {} bytes, its shape and type need {}", bytes, tensor.bytes));
    }
    tensor.offset = raw ? raw->begin : 0;
    m_tensors.push_back(std::move(tensor));
    m_inline.push_back(std::move(values));
    return {};
}

Result<> OnnxModel::sortTensors() {
    std::vector<std::size_t> order(m_tensors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t i) -> const std::string& { return m_tensors[i].name; });
    std::vector<TensorInfo> tensors;
    std::vector<std::string> values;
    for (const std::size_t i : order) {
        if (!tensors.empty() && tensors.back().name == m_tensors[i].name) {
            return corrupt(fmt::format("tensor '{}' is there twice", m_tensors[i].name));
        }
        tensors.push_back(std::move(m_tensors[i]));
        values.push_back(std::move(m_inline[i]));
    }
    m_tensors = std::move(tensors);
    m_inline = std::move(values);
    return {};
}

Result<> OnnxModel::read(const TensorInfo& tensor, std::span<std::byte> out) const {
    const std::string& values = m_inline[static_cast<std::size_t>(&tensor - m_tensors.data())];
    if (!values.empty()) {
        std::ranges::copy(std::as_bytes(std::span(values)), out.begin());
        return {};
    }
    return m_file.file().readAt(tensor.offset, out);
}

const TensorInfo* OnnxModel::resolve(std::string_view name) const {
    std::string current(name);
    for (int i = 0; i < kLongestAliasChain; ++i) {
        if (const TensorInfo* tensor = find(current)) {
            return tensor;
        }
        const auto alias = m_aliases.find(current);
        if (alias == m_aliases.end()) {
            return nullptr;
        }
        current = alias->second;
    }
    return nullptr;
}

}  // namespace parlando::engine
