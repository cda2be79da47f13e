#include "packages/zstd_reader.h"

#include <new>

#include <spdlog/fmt/fmt.h>
#include <zstd.h>

namespace parlando::packages {

struct ZstdReader::State {
    struct Free {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };

    ByteSource& compressed;
    std::uint64_t left;  // bytes that may still come out
    std::unique_ptr<ZSTD_DStream, Free> stream{ZSTD_createDStream()};
    std::vector<std::byte> output = std::vector<std::byte>(ZSTD_DStreamOutSize());
    ZSTD_inBuffer input{nullptr, 0, 0};
    bool frameEnded = false;

    State(ByteSource& source, std::uint64_t limit) : compressed(source), left(limit) {
        if (!stream || ZSTD_isError(ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, kZstdWindowLog)) != 0) {
            throw std::bad_alloc();
        }
    }

    // Whether there is input.
    Result<bool> fill() {
        if (input.pos < input.size) {
            return true;
        }
        PARLANDO_TRY_ASSIGN(const auto bytes, compressed.next());
        input = {bytes.data(), bytes.size(), 0};
        return !bytes.empty();
    }
};

ZstdReader::ZstdReader(ByteSource& compressed, std::uint64_t limit)
    : m_state(std::make_unique<State>(compressed, limit)) {}
ZstdReader::~ZstdReader() = default;

Result<std::span<const std::byte>> ZstdReader::next() {
    State& state = *m_state;
    ZSTD_outBuffer out{state.output.data(), state.output.size(), 0};
    while (out.pos == 0) {
        PARLANDO_TRY_ASSIGN(const bool more, state.fill());
        if (state.frameEnded) {
            return more ? Result<std::span<const std::byte>>(
                              failure(ErrorCode::corrupt, "the archive goes on behind its end"))
                        : std::span<const std::byte>();
        }
        const auto hint = ZSTD_decompressStream(state.stream.get(), &out, &state.input);
        if (ZSTD_isError(hint) != 0) {
            return failure(ErrorCode::corrupt,
                           fmt::format("the archive cannot be decompressed: {}", ZSTD_getErrorName(hint)));
        }
        state.frameEnded = hint == 0;
        if (!more && out.pos == 0 && !state.frameEnded) {
            return failure(ErrorCode::corrupt, "the archive ends in the middle");
        }
    }
    if (out.pos > state.left) {
        return failure(ErrorCode::resourceLimit, "the archive unpacks to more than its manifest says");
    }
    state.left -= out.pos;
    return std::span<const std::byte>(state.output).first(out.pos);
}

}  // namespace parlando::packages
