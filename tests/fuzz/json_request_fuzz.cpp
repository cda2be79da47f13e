#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "protocol/messages.h"
#include "server/routes/openai_speech_request.h"

// Any bytes as the body of POST /v1/audio/speech: what is accepted can be spoken, what is not can be explained.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace parlando;
    static const std::array<engine::Voice, 1> kVoices = {
        engine::Voice{"robin", "Robin", "en-US", "", "fake", 22050, {}, "", 0}};
    const auto request = server::readOpenAiSpeechRequest({reinterpret_cast<const char*>(data), size}, kVoices);
    if (!request) {
        if (request.error().message.empty() || protocol::toJson(request.error()).empty()) {
            std::abort();
        }
    } else if (request->speech.text.empty() || request->speech.voice != "robin" || !(request->speech.speed > 0)) {
        std::abort();
    }
    return 0;
}
