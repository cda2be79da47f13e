#include "engine/weights/torch_checkpoint.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/weights/pickle.h"

namespace parlando::engine {
namespace {

using nlohmann::json;
using pickle::Document;
using pickle::Index;
using pickle::Kind;
using pickle::Value;

constexpr int kMaximumDepth = 64;
constexpr std::size_t kMaximumVisits = std::size_t{1} << 20;
constexpr std::size_t kMaximumTensors = 100'000;
constexpr std::size_t kMaximumDimensions = 8;
constexpr std::size_t kLongestName = 512;
constexpr std::string_view kOldMagic = "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

struct Tensor {
    TensorInfo info;
    Strides strides;
};

// Walks what the pickle holds: tensors by name, and the rest as JSON.
class Collector {
public:
    Collector(const Document& document, const ZipArchive& archive, std::string folder)
        : m_document(document), m_archive(archive), m_folder(std::move(folder)) {}

    Result<json> collect() {
        const Value& root = m_document.values[m_document.root];
        if (root.kind == Kind::tensor) {
            PARLANDO_TRY(addTensor(root, std::string(kBareTensor)));
            return json();
        }
        if (root.kind == Kind::object || root.kind == Kind::name) {
            return failure(ErrorCode::incompatible,
                           fmt::format("it holds an object of the class '{}', not a dictionary of tensors; save the "
                                       "model's state_dict() instead",
                                       root.text));
        }
        if (root.kind != Kind::dictionary && root.kind != Kind::sequence) {
            return corrupt("it holds neither a tensor nor a dictionary of tensors");
        }
        return visit(root, "", 0);
    }

    std::vector<Tensor> takeTensors() { return std::move(m_tensors); }

private:
    Result<json> visit(const Value& value, const std::string& name, int depth) {
        if (++m_visits > kMaximumVisits) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("'{}': the checkpoint has more than {} values", name, kMaximumVisits));
        }
        if (depth > kMaximumDepth) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("'{}' is nested more than {} deep", name, kMaximumDepth));
        }
        if (name.size() > kLongestName) {
            return failure(ErrorCode::resourceLimit, fmt::format("the name '{}…' is too long", name.substr(0, 80)));
        }
        switch (value.kind) {
            case Kind::boolean:
                return json(value.integer != 0);
            case Kind::integer:
                return json(value.integer);
            case Kind::real:
                return json(value.real);
            case Kind::text:
                return json(value.text);
            case Kind::sequence:
                return visitSequence(value, name, depth);
            case Kind::dictionary:
            case Kind::object:
                return visitDictionary(value, name, depth);
            case Kind::tensor:
                PARLANDO_TRY(addTensor(value, name));
                return json();
            default:
                return json();
        }
    }

    Result<json> visitSequence(const Value& sequence, const std::string& name, int depth) {
        json list = json::array();
        for (std::size_t i = 0; i < sequence.items.size(); ++i) {
            const std::string key = std::to_string(i);
            PARLANDO_TRY_ASSIGN(json item, visit(m_document.values[sequence.items[i]], join(name, key), depth + 1));
            list.push_back(std::move(item));
        }
        return list;
    }

    Result<json> visitDictionary(const Value& dictionary, const std::string& name, int depth) {
        json object = json::object();
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
            const Value& key = m_document.values[dictionary.items[i]];
            if (key.kind != Kind::text && key.kind != Kind::integer) {
                continue;
            }
            const std::string text = key.kind == Kind::text ? key.text : std::to_string(key.integer);
            PARLANDO_TRY_ASSIGN(json item,
                                visit(m_document.values[dictionary.items[i + 1]], join(name, text), depth + 1));
            object[text] = std::move(item);
        }
        return object;
    }

    static std::string join(const std::string& name, const std::string& key) {
        return name.empty() ? key : name + '.' + key;
    }

    Result<> addTensor(const Value& tensor, const std::string& name) {
        const auto wrong = [&name](std::string_view what) {
            return corrupt(fmt::format("tensor '{}': {}", name, what));
        };
        if (m_tensors.size() == kMaximumTensors) {
            return failure(ErrorCode::resourceLimit, fmt::format("it has more than {} tensors", kMaximumTensors));
        }
        const Value& storage = m_document.values[tensor.items[0]];
        const auto elements = static_cast<std::uint64_t>(storage.integer);
        const auto start = static_cast<std::uint64_t>(m_document.values[tensor.items[1]].integer);
        const std::uint64_t size = sizeOf(storage.type);

        const std::string entryName = m_folder + "data/" + storage.text;
        const ZipArchive::Entry* entry = m_archive.find(entryName);
        if (entry == nullptr) {
            return wrong(fmt::format("its data '{}' is missing", entryName));
        }
        if (entry->deflated) {
            return failure(
                ErrorCode::incompatible,
                fmt::format("tensor '{}': its data '{}' is compressed, which PyTorch does not do", name, entryName));
        }
        if (elements > entry->bytes / size || elements * size != entry->bytes) {
            return wrong(fmt::format("its data '{}' has {} bytes, {} values of {} need {}", entryName, entry->bytes,
                                     elements, engine::name(storage.type), elements * size));
        }

        Tensor result{{name, storage.type, sizes(tensor.items[2]), 0, 0}, sizes(tensor.items[3])};
        if (result.info.shape.size() > kMaximumDimensions) {
            return wrong(fmt::format("it has {} dimensions; at most {} are accepted", result.info.shape.size(),
                                     kMaximumDimensions));
        }
        PARLANDO_TRY_ASSIGN(const std::uint64_t count, checkExtent(result, start, elements));
        result.info.offset = entry->offset + start * size;
        result.info.bytes = count * size;
        if (inOrder(result)) {
            result.strides.clear();
        }
        m_tensors.push_back(std::move(result));
        return {};
    }

    std::vector<std::int64_t> sizes(Index index) const {
        std::vector<std::int64_t> result;
        for (const Index item : m_document.values[index].items) {
            result.push_back(m_document.values[item].integer);
        }
        return result;
    }

    // The number of values, if all of them lie in a storage of `elements` from `start`.
    static Result<std::uint64_t> checkExtent(const Tensor& tensor, std::uint64_t start, std::uint64_t elements) {
        const auto wrong = [&](std::string_view what) {
            return corrupt(
                fmt::format("tensor '{}': {} its data, which has {} values", tensor.info.name, what, elements));
        };
        if (std::ranges::find(tensor.info.shape, 0) != tensor.info.shape.end()) {
            return start <= elements ? Result<std::uint64_t>(0) : Result<std::uint64_t>(wrong("it begins beyond"));
        }
        if (start >= elements) {
            return wrong("it begins beyond");
        }
        std::uint64_t count = 1;
        std::uint64_t last = start;
        for (std::size_t i = 0; i < tensor.info.shape.size(); ++i) {
            const auto size = static_cast<std::uint64_t>(tensor.info.shape[i]);
            const auto stride = static_cast<std::uint64_t>(tensor.strides[i]);
            // More values than the storage has would need memory that the file does not account for.
            if (size > elements / count) {
                return wrong("its shape needs more than");
            }
            count *= size;
            if (size > 1 && stride > (elements - 1 - last) / (size - 1)) {
                return wrong("it ends beyond");
            }
            last += (size - 1) * stride;
        }
        return count;
    }

    static bool inOrder(const Tensor& tensor) {
        std::int64_t expected = 1;
        for (std::size_t i = tensor.info.shape.size(); i-- > 0;) {
            if (tensor.info.shape[i] != 1 && tensor.strides[i] != expected) {
                return tensor.info.bytes == 0;
            }
            expected *= tensor.info.shape[i];
        }
        return true;
    }

    const Document& m_document;
    const ZipArchive& m_archive;
    std::string m_folder;  // "archive/"
    std::vector<Tensor> m_tensors;
    std::size_t m_visits = 0;
};

// The folder in the archive that holds data.pkl, with its slash.
Result<std::string> findFolder(const ZipArchive& archive) {
    static constexpr std::string_view kDescription = "/data.pkl";
    std::string folder;
    for (const ZipArchive::Entry& entry : archive.entries()) {
        if (entry.name.ends_with(kDescription) && entry.name.find('/') == entry.name.size() - kDescription.size()) {
            if (!folder.empty()) {
                return corrupt(fmt::format("it has two descriptions, '{}data.pkl' and '{}'", folder, entry.name));
            }
            folder = entry.name.substr(0, entry.name.size() - kDescription.size() + 1);
        }
    }
    if (folder.size() < 2) {
        return failure(ErrorCode::incompatible, "it is an archive without data.pkl, so PyTorch did not save it");
    }
    return folder;
}

Result<ZipArchive> openArchive(FileReader file) {
    std::string start(std::min<std::uint64_t>(file.size(), kOldMagic.size()), '\0');
    PARLANDO_TRY(file.readAt(0, std::as_writable_bytes(std::span(start))));
    if (start == kOldMagic) {
        return failure(ErrorCode::incompatible,
                       "this checkpoint has the format from before PyTorch 1.6. Save it again with a newer version: "
                       "torch.save(torch.load(old, map_location='cpu', weights_only=True), new)");
    }
    if (!start.starts_with("PK")) {
        return corrupt(start.starts_with('\x80') ? "this is a bare pickle, not a checkpoint that PyTorch saved"
                                                 : "this is not a PyTorch checkpoint; the file may be incomplete");
    }
    return ZipArchive::open(std::move(file));
}

Result<> checkByteOrder(const ZipArchive& archive, const std::string& folder) {
    const ZipArchive::Entry* entry = archive.find(folder + "byteorder");
    if (entry == nullptr) {
        return {};
    }
    PARLANDO_TRY_ASSIGN(const std::string order, archive.content(*entry, 64));
    if (order != "little") {
        return failure(ErrorCode::incompatible, "its numbers are big-endian");
    }
    return {};
}

}  // namespace

TorchCheckpoint::TorchCheckpoint(ZipArchive archive, std::vector<TensorInfo> tensors, std::vector<Strides> strides,
                                 nlohmann::json data)
    : m_archive(std::move(archive)),
      m_tensors(std::move(tensors)),
      m_strides(std::move(strides)),
      m_data(std::move(data)) {}

Result<TorchCheckpoint> TorchCheckpoint::open(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(FileReader file, FileReader::open(path));
    const auto opened = [&]() -> Result<TorchCheckpoint> {
        PARLANDO_TRY_ASSIGN(ZipArchive archive, openArchive(std::move(file)));
        PARLANDO_TRY_ASSIGN(const std::string folder, findFolder(archive));
        PARLANDO_TRY(checkByteOrder(archive, folder));
        PARLANDO_TRY_ASSIGN(const std::string bytes,
                            archive.content(*archive.find(folder + "data.pkl"), pickle::kMaximumBytes));
        const auto document = pickle::read(bytes);
        if (!document) {
            return failure(document.error().context("data.pkl"));
        }
        Collector collector(*document, archive, folder);
        PARLANDO_TRY_ASSIGN(json data, collector.collect());
        std::vector<Tensor> found = collector.takeTensors();
        std::ranges::sort(found, {}, [](const Tensor& tensor) -> const std::string& { return tensor.info.name; });
        std::vector<TensorInfo> tensors;
        std::vector<Strides> strides;
        for (Tensor& tensor : found) {
            if (!tensors.empty() && tensors.back().name == tensor.info.name) {
                return corrupt(fmt::format("tensor '{}' is there twice", tensor.info.name));
            }
            tensors.push_back(std::move(tensor.info));
            strides.push_back(std::move(tensor.strides));
        }
        return TorchCheckpoint(std::move(archive), std::move(tensors), std::move(strides), std::move(data));
    };
    auto checkpoint = opened();
    return checkpoint ? std::move(checkpoint) : failure(checkpoint.error().context(path.string()));
}

Result<> TorchCheckpoint::read(const TensorInfo& tensor, std::span<std::byte> out) const {
    const Strides& strides = m_strides[static_cast<std::size_t>(&tensor - m_tensors.data())];
    if (strides.empty()) {
        return m_archive.file().readAt(tensor.offset, out);
    }
    std::vector<std::byte> stored(extent(tensor, strides) * sizeOf(tensor.type));
    PARLANDO_TRY(m_archive.file().readAt(tensor.offset, stored));
    gather(stored, tensor, strides, out);
    return {};
}

}  // namespace parlando::engine
