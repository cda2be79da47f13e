#include "server/http/upload.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <spdlog/fmt/fmt.h>

namespace parlando::http {

Result<Upload> Upload::create(const std::filesystem::path& folder) {
    Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file) {  // some file systems do not know files without a name
        std::string pattern = (folder / ".upload.XXXXXX").string();
        file = Descriptor(::mkostemp(pattern.data(), O_CLOEXEC));
        if (!file) {
            return failure(ErrorCode::io,
                           fmt::format("cannot keep an upload in {}: {}", folder.string(), std::strerror(errno)));
        }
        ::unlink(pattern.c_str());
    }
    return Upload(std::move(file));
}

Result<> Upload::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file.get(), bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failure(ErrorCode::io, fmt::format("cannot keep the upload: {}", std::strerror(errno)));
        }
        m_size += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

ByteSource Upload::source() const {
    const int descriptor = m_file.get();
    return {m_size, [descriptor](std::uint64_t offset, std::span<std::byte> bytes) -> Result<> {
                while (!bytes.empty()) {
                    const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
                    if (got <= 0 && !(got < 0 && errno == EINTR)) {
                        return failure(ErrorCode::io, "cannot read the upload back");
                    }
                    offset += static_cast<std::uint64_t>(got > 0 ? got : 0);
                    bytes = bytes.subspan(static_cast<std::size_t>(got > 0 ? got : 0));
                }
                return {};
            }};
}

}  // namespace parlando::http
