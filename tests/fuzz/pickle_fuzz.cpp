#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/weights/torch_checkpoint.h"
#include "engine/zip_file.h"
#include "weights_input.h"

// Any bytes as the pickle of a PyTorch checkpoint with two storages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string pickle(reinterpret_cast<const char*>(data), size);
    const std::string storage(16, '\x3f');
    const std::string file = parlando::engine::testing::zip({{.name = "a/data.pkl", .content = pickle},
                                                             {.name = "a/data/0", .content = storage},
                                                             {.name = "a/data/1", .content = storage}});
    const auto checkpoint = parlando::engine::TorchCheckpoint::open(parlando::fuzz::fileWith(file));
    if (checkpoint) {
        parlando::fuzz::readAll(*checkpoint, storage.size());
    }
    return 0;
}
