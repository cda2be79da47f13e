#include "packages/part_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "packages/system.h"

namespace parlando::packages {

PartWriter::PartWriter(std::filesystem::path folder, std::uint64_t partBytes, std::uint64_t chunkBytes)
    : m_folder(std::move(folder)), m_partBytes(partBytes), m_chunkBytes(chunkBytes) {}

PartWriter::~PartWriter() {
    for (std::size_t part = 0; part <= m_parts.size(); ++part) {
        ::unlink(temporary(part).c_str());
    }
}

std::filesystem::path PartWriter::temporary(std::size_t part) const {
    return m_folder / fmt::format(".part-{:02}", part + 1);
}

Result<> PartWriter::beginPart() {
    const auto path = temporary(m_parts.size());
    m_file = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    m_inPart = 0;
    return m_file ? Result<>{} : systemFailure("create", path);
}

Result<> PartWriter::endPart() {
    if (::fsync(m_file.get()) != 0) {
        return systemFailure("write", temporary(m_parts.size()));
    }
    m_file.reset();
    m_parts.push_back({{}, m_inPart, m_partHash.finish()});
    return m_parts.size() <= kMaximumParts
               ? Result<>{}
               : failure(ErrorCode::resourceLimit, fmt::format("more than {} parts: make them larger", kMaximumParts));
}

Result<> PartWriter::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        if (!m_file) {
            PARLANDO_TRY(beginPart());
        }
        const auto room =
            std::min({static_cast<std::uint64_t>(bytes.size()), m_partBytes - m_inPart, m_chunkBytes - m_inChunk});
        const ssize_t written = ::write(m_file.get(), bytes.data(), room);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return systemFailure("write", temporary(m_parts.size()));
        }
        const auto count = static_cast<std::size_t>(written);
        for (auto* hash : {&m_archive, &m_partHash, &m_chunkHash}) {
            hash->update(bytes.first(count));
        }
        bytes = bytes.subspan(count);
        m_size += count;
        m_inPart += count;
        m_inChunk += count;
        if (m_inChunk == m_chunkBytes) {
            m_chunks.push_back(m_chunkHash.finish());
            m_inChunk = 0;
        }
        if (m_inPart == m_partBytes) {
            PARLANDO_TRY(endPart());
        }
    }
    return {};
}

Result<> PartWriter::finish(const std::string& prefix, Layer& layer) {
    if (m_file) {
        PARLANDO_TRY(endPart());
    }
    if (m_inChunk > 0) {
        m_chunks.push_back(m_chunkHash.finish());
    }
    layer.sha256 = m_archive.finish();
    layer.size = m_size;
    layer.chunks = std::move(m_chunks);
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        m_parts[i].name = fmt::format("{}{}.tar.zst.{:02}", prefix, layer.sha256.hex().substr(0, 16), i + 1);
        const auto target = m_folder / m_parts[i].name;
        if (::rename(temporary(i).c_str(), target.c_str()) != 0) {
            return systemFailure("create", target);
        }
    }
    layer.parts = m_parts;
    return {};
}

}  // namespace parlando::packages
