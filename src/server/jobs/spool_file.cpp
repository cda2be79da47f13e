#include "server/jobs/spool_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include <spdlog/fmt/fmt.h>

namespace parlando::server {
namespace {

auto failed(const char* action, const std::filesystem::path& folder) {
    return failure(ErrorCode::io, fmt::format("cannot {} a temporary file in {}: {}", action, folder.string(),
                                              std::system_category().message(errno)));
}

Descriptor openNameless(const std::filesystem::path& folder) {
    Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!file) {  // some file systems have no nameless files
        std::string name = (folder / ".spool-XXXXXX").string();
        file = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
        if (file) {
            ::unlink(name.c_str());
        }
    }
    return file;
}

}  // namespace

Result<> SpoolFile::write(std::span<const std::byte> bytes) {
    if (!m_file) {
        m_file = openNameless(m_folder);
        if (!m_file) {
            return failed("make", m_folder);
        }
    }
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(m_end));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return failed("write", m_folder);
        }
        m_end += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::vector<std::byte>> SpoolFile::take(std::size_t limit) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min<std::uint64_t>(limit, size())));
    for (std::size_t got = 0; got < bytes.size();) {
        const ssize_t read = ::pread(m_file.get(), bytes.data() + got, bytes.size() - got, static_cast<off_t>(m_begin));
        if (read < 0 && errno == EINTR) {
            continue;
        }
        if (read <= 0) {
            return failed("read", m_folder);
        }
        m_begin += static_cast<std::uint64_t>(read);
        got += static_cast<std::size_t>(read);
    }
    if (m_file && size() == 0) {  // begin anew, so that the file does not grow while the taker keeps up
        m_begin = m_end = 0;
        if (::ftruncate(m_file.get(), 0) != 0) {
            return failed("shorten", m_folder);
        }
    }
    return bytes;
}

}  // namespace parlando::server
