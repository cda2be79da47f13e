#include "engine/weights/open_weights.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/files.h"
#include "engine/weights/numpy.h"
#include "engine/weights/safetensors.h"
#include "engine/weights/torch_checkpoint.h"

namespace parlando::engine {
namespace {

template <class Source>
Result<std::unique_ptr<WeightSource>> boxed(Result<Source> source) {
    if (!source) {
        return failure(std::move(source).error());
    }
    return std::make_unique<Source>(std::move(*source));
}

}  // namespace

Result<std::unique_ptr<WeightSource>> openWeights(const std::filesystem::path& path) {
    PARLANDO_TRY_ASSIGN(const FileReader file, FileReader::open(path));
    std::string start(std::min<std::uint64_t>(file.size(), 8), '\0');
    PARLANDO_TRY(file.readAt(0, std::as_writable_bytes(std::span(start))));
    if (start.starts_with("\x93NUMPY")) {
        return boxed(NumpyArrays::open(path));
    }
    if (start.starts_with("PK")) {
        PARLANDO_TRY_ASSIGN(const bool arrays, NumpyArrays::isArchive(path));
        return arrays ? boxed(NumpyArrays::open(path)) : boxed(TorchCheckpoint::open(path));
    }
    if (start.starts_with('\x80')) {  // a pickle without an archive around it: the reader says what to do about that
        return boxed(TorchCheckpoint::open(path));
    }
    return boxed(SafeTensors::open(path));
}

}  // namespace parlando::engine
