#include "audio/virtual_file.h"

#include <algorithm>
#include <cstdio>
#include <limits>

namespace parlando::audio {
namespace {

// Where a seek leads, or -1 as lseek says it. Beyond the end is allowed, as in a file.
std::int64_t seekTarget(std::int64_t offset, int whence, std::uint64_t position, std::uint64_t size) {
    const std::uint64_t origin = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : size;
    const auto start = static_cast<std::int64_t>(origin);
    if (offset < -start || offset > std::numeric_limits<std::int64_t>::max() - start) {
        return -1;
    }
    return start + offset;
}

std::size_t countOf(sf_count_t count) {
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

}  // namespace

SF_VIRTUAL_IO WriteFile::callbacks() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* file) { return static_cast<sf_count_t>(static_cast<WriteFile*>(file)->m_size); };
    io.seek = [](sf_count_t offset, int whence, void* file) -> sf_count_t {
        return static_cast<WriteFile*>(file)->seek(offset, whence);
    };
    io.read = [](void*, sf_count_t, void*) -> sf_count_t { return 0; };
    io.write = [](const void* bytes, sf_count_t count, void* file) -> sf_count_t {
        static_cast<WriteFile*>(file)->write({static_cast<const std::byte*>(bytes), countOf(count)});
        return count;
    };
    io.tell = [](void* file) { return static_cast<sf_count_t>(static_cast<WriteFile*>(file)->m_position); };
    return io;
}

std::int64_t WriteFile::seek(std::int64_t offset, int whence) {
    const std::int64_t target = seekTarget(offset, whence, m_position, m_size);
    if (target < 0 || static_cast<std::uint64_t>(target) > m_size) {
        return -1;  // no format leaves a hole
    }
    m_position = static_cast<std::uint64_t>(target);
    return target;
}

void WriteFile::write(std::span<const std::byte> bytes) {
    const std::uint64_t behind = m_size - m_position;
    const auto over = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), behind)));
    if (!over.empty()) {
        m_patches.push_back({m_position, {over.begin(), over.end()}});
    }
    const auto fresh = bytes.subspan(over.size());
    m_pending.insert(m_pending.end(), fresh.begin(), fresh.end());
    m_size += fresh.size();
    m_position += bytes.size();
}

void WriteFile::take(std::vector<std::byte>& output) {
    output.insert(output.end(), m_pending.begin(), m_pending.end());
    m_pending.clear();
}

SF_VIRTUAL_IO ReadFile::callbacks() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* file) { return static_cast<sf_count_t>(static_cast<ReadFile*>(file)->m_source.size); };
    io.seek = [](sf_count_t offset, int whence, void* file) -> sf_count_t {
        return static_cast<ReadFile*>(file)->seek(offset, whence);
    };
    io.read = [](void* bytes, sf_count_t count, void* file) -> sf_count_t {
        return static_cast<sf_count_t>(
            static_cast<ReadFile*>(file)->read({static_cast<std::byte*>(bytes), countOf(count)}));
    };
    io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
    io.tell = [](void* file) { return static_cast<sf_count_t>(static_cast<ReadFile*>(file)->m_position); };
    return io;
}

std::int64_t ReadFile::seek(std::int64_t offset, int whence) {
    const std::int64_t target = seekTarget(offset, whence, m_position, m_source.size);
    if (target >= 0) {
        m_position = static_cast<std::uint64_t>(target);
    }
    return target;
}

std::size_t ReadFile::read(std::span<std::byte> bytes) {
    if (m_position >= m_source.size || !m_outcome) {
        return 0;
    }
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), m_source.size - m_position));
    m_outcome = m_source.readAt(m_position, bytes.first(count));
    m_position += m_outcome ? count : 0;
    return m_outcome ? count : 0;
}

}  // namespace parlando::audio
