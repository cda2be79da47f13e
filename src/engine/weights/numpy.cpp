#include "engine/weights/numpy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <optional>
#include <string_view>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"
#include "engine/weights/zip_archive.h"

// The format is that of numpy/lib/format.py, versions 1 to 3.
namespace parlando::engine {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::string_view kExtension = ".npy";
constexpr std::uint64_t kLongestHeader = std::uint64_t{64} << 10;
constexpr std::uint64_t kMaximumInflatedBytes = std::uint64_t{512} << 20;  // of all arrays together
constexpr std::size_t kMaximumDimensions = 8;

struct TypeRow {
    std::string_view name;
    DataType type;
};
constexpr std::array kTypes{
    TypeRow{"<f8", DataType::f64}, TypeRow{"<f4", DataType::f32}, TypeRow{"<f2", DataType::f16},
    TypeRow{"<i8", DataType::i64}, TypeRow{"<i4", DataType::i32}, TypeRow{"<i2", DataType::i16},
    TypeRow{"|i1", DataType::i8},  TypeRow{"|u1", DataType::u8},  TypeRow{"|b1", DataType::boolean},
};

tl::unexpected<Error> corrupt(std::string message) {
    return failure(ErrorCode::corrupt, std::move(message));
}

// The header is a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (510, 1, 256), }
class Header {
public:
    explicit Header(std::string_view text) : m_text(text) {}

    std::optional<std::string_view> type;
    std::optional<bool> columnOrder;
    std::optional<std::vector<std::int64_t>> shape;

    // False if it is anything else than the three entries.
    bool parse() {
        if (!skip("{")) {
            return false;
        }
        while (!skip("}")) {
            const auto key = quoted();
            if (!key || !skip(":") || !value(*key) || !(skip(",") || peek('}'))) {
                return false;
            }
        }
        return type && columnOrder && shape && rest().empty();
    }

private:
    bool value(std::string_view key) {
        if (key == "descr" && !type) {
            type = quoted();
            return type.has_value();
        }
        if (key == "fortran_order" && !columnOrder) {
            columnOrder = skip("True");
            return *columnOrder || skip("False");
        }
        if (key == "shape" && !shape && skip("(")) {
            shape.emplace();
            while (!skip(")")) {
                const auto size = number();
                if (!size || !(skip(",") || peek(')'))) {
                    return false;
                }
                shape->push_back(*size);
            }
            return true;
        }
        return false;
    }

    std::string_view rest() {
        const std::size_t next = m_text.find_first_not_of(" \n");
        m_text.remove_prefix(next == std::string_view::npos ? m_text.size() : next);
        return m_text;
    }

    bool peek(char character) { return rest().starts_with(character); }

    bool skip(std::string_view token) {
        const bool found = rest().starts_with(token);
        m_text.remove_prefix(found ? token.size() : 0);
        return found;
    }

    std::optional<std::string_view> quoted() {
        if (!skip("'")) {
            return std::nullopt;
        }
        const std::size_t end = m_text.find('\'');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view text = m_text.substr(0, end);
        m_text.remove_prefix(end + 1);
        return text;
    }

    std::optional<std::int64_t> number() {
        std::int64_t value = 0;
        const std::string_view text = rest();
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || value < 0) {
            return std::nullopt;
        }
        m_text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        skip("L");  // of Python 2
        return value;
    }

    std::string_view m_text;
};

struct Array {
    TensorInfo info;  // without a name, its offset from the start of the array
    Strides strides;
};

// `start` has the first bytes of an array of `bytes`.
Result<Array> parse(std::string_view start, std::uint64_t bytes) {
    if (!start.starts_with(kMagic) || start.size() < 12) {
        return corrupt("it is not a NumPy array");
    }
    const auto byte = [start](std::size_t i) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(start[i]));
    };
    const std::uint64_t version = byte(6);
    if (version < 1 || version > 3) {
        return failure(ErrorCode::incompatible, fmt::format("version {} of the format is not one that this program "
                                                            "reads",
                                                            version));
    }
    const std::uint64_t prefix = version == 1 ? 10 : 12;
    const std::uint64_t length = byte(8) | byte(9) << 8 | (version == 1 ? 0 : byte(10) << 16 | byte(11) << 24);
    if (length > kLongestHeader || length > start.size() - prefix) {
        return corrupt(fmt::format("its header says it has {} bytes; the file may be incomplete", length));
    }
    Header header(start.substr(prefix, length));
    if (!header.parse()) {
        return corrupt("its header does not say type, order and shape, or says more");
    }
    const auto known = std::ranges::find(kTypes, *header.type, &TypeRow::name);
    if (known == kTypes.end()) {
        const bool objects = header.type->find('O') != std::string_view::npos;
        return failure(ErrorCode::incompatible,
                       objects ? "it has Python objects in it, which this program does not read"
                               : fmt::format("the type '{}' is not one that this program reads",
                                             utf8::firstInvalid(*header.type) ? "?" : *header.type));
    }
    Array array{{"", known->type, std::move(*header.shape), prefix + length, sizeOf(known->type)}, {}};
    if (array.info.shape.size() > kMaximumDimensions) {
        return corrupt("it has more than 8 dimensions");
    }
    for (const std::int64_t size : array.info.shape) {
        if (*header.columnOrder && array.info.shape.size() > 1) {
            array.strides.push_back(static_cast<std::int64_t>(array.info.bytes / sizeOf(known->type)));
        }
        if (size != 0 &&
            array.info.bytes > std::numeric_limits<std::int64_t>::max() / static_cast<std::uint64_t>(size)) {
            return corrupt("its shape is larger than any file");
        }
        array.info.bytes *= static_cast<std::uint64_t>(size);
    }
    if (array.info.bytes != bytes - array.info.offset) {
        return corrupt(fmt::format("it has {} bytes of data, its shape and type need {}; the file may be incomplete",
                                   bytes - array.info.offset, array.info.bytes));
    }
    if (array.info.bytes == 0) {
        array.strides.clear();
    }
    return array;
}

}  // namespace

Result<bool> NumpyArrays::isArchive(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(FileReader file, FileReader::open(path));
    const auto archive = ZipArchive::open(std::move(file));
    if (!archive) {
        return failure(archive.error().context(path.string()));
    }
    return !archive->entries().empty() && std::ranges::all_of(archive->entries(), [](const ZipArchive::Entry& entry) {
        return entry.name.ends_with(kExtension);
    });
}

Result<NumpyArrays> NumpyArrays::open(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(FileReader file, FileReader::open(path));
    std::array<std::byte, 2> start{};
    const bool isArchive = file.size() >= start.size() && file.readAt(0, start) && start[0] == std::byte{'P'};
    PARLANDO_TRY_ASSIGN(FileReader second, FileReader::open(path));
    NumpyArrays arrays(std::move(file));
    const Result<> read = isArchive ? arrays.addArchive(std::move(second))
                                    : arrays.add(std::string(kBareTensor), 0, arrays.m_file.size(), "");
    if (!read) {
        return failure(read.error().context(path.string()));
    }
    return arrays;
}

Result<> NumpyArrays::addArchive(FileReader file) {
    PARLANDO_TRY_ASSIGN(const ZipArchive archive, ZipArchive::open(std::move(file)));
    std::uint64_t budget = kMaximumInflatedBytes;
    for (const ZipArchive::Entry& entry : archive.entries()) {  // by name, and they all end alike
        if (!entry.name.ends_with(kExtension)) {
            return failure(ErrorCode::incompatible, fmt::format("entry '{}' is not a NumPy array", entry.name));
        }
        std::string inflated;
        if (entry.deflated) {
            PARLANDO_TRY_ASSIGN(inflated, archive.content(entry, budget));
            budget -= inflated.size();
        }
        std::string name = entry.name.substr(0, entry.name.size() - kExtension.size());
        PARLANDO_TRY(add(std::move(name), entry.offset, entry.bytes, std::move(inflated)));
    }
    return {};
}

Result<> NumpyArrays::add(std::string name, std::uint64_t offset, std::uint64_t bytes, std::string inflated) {
    std::string start = inflated.substr(0, kLongestHeader + 12);
    if (inflated.empty()) {
        start.resize(std::min(bytes, kLongestHeader + 12));
        PARLANDO_TRY(m_file.readAt(offset, std::as_writable_bytes(std::span(start))));
    }
    auto array = parse(start, bytes);
    if (!array) {
        return failure(array.error().context(fmt::format("array '{}'", name)));
    }
    array->info.name = std::move(name);
    array->info.offset += inflated.empty() ? offset : 0;
    m_tensors.push_back(std::move(array->info));
    m_data.push_back({std::move(array->strides), std::move(inflated)});
    return {};
}

Result<> NumpyArrays::read(const TensorInfo& tensor, std::span<std::byte> out) const {
    const Data& data = m_data[static_cast<std::size_t>(&tensor - m_tensors.data())];
    std::vector<std::byte> stored(data.strides.empty() ? 0 : out.size());
    const std::span<std::byte> target = data.strides.empty() ? out : std::span(stored);
    if (data.inflated.empty()) {
        PARLANDO_TRY(m_file.readAt(tensor.offset, target));
    } else {
        std::ranges::copy(std::as_bytes(std::span(data.inflated)).subspan(tensor.offset, target.size()),
                          target.begin());
    }
    if (!data.strides.empty()) {
        gather(stored, tensor, data.strides, out);
    }
    return {};
}

}  // namespace parlando::engine
