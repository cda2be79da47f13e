#include "base/version.h"
#include "engine/kokoro/speech.h"
#include "engine/libtorch/compute_device.h"
#include "engine/libtorch/guarded.h"
#include "engine/libtorch/kokoro/model.h"
#include "engine/libtorch/vits/model.h"
#include "engine/model_library.h"
#include "engine/vits/voice.h"

namespace {

using namespace parlando;
using namespace parlando::engine;

Result<Device> device(int threads) {
    const auto& compute = libtorch::computeDevice();
    if (!compute) {
        return failure(compute.error());
    }
    libtorch::threads = threads;
    return Device{compute->device.is_cuda() ? "cuda" : "cpu", compute->name, threads};
}

Result<std::unique_ptr<SpeechModel>> load(ModelFamily family, const std::filesystem::path& folder) {
    if (family == ModelFamily::kokoro) {
        return kokoro::loadVoice(folder, &libtorch::kokoro::loadModel);
    }
    return vits::loadVoice(folder, &libtorch::vits::loadModel);
}

constexpr ModelLibrary kLibrary{{kEngineInterface, kVersion}, &device, &load};

}  // namespace

extern "C" [[gnu::visibility("default")]] const parlando::engine::ModelLibrary* parlando_model_library() {
    return &kLibrary;
}
