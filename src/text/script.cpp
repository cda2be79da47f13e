#include "text/script.h"

#include <algorithm>

namespace parlando::text {

Place Origins::of(std::size_t begin, std::size_t end) const {
    if (areIdentity()) {
        return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }
    return {placeOf(begin).begin, placeOf(end - 1).end};
}

void Origins::copied(std::size_t size, std::size_t from) {
    if (size == 0) {
        return;
    }
    const auto begin = static_cast<std::uint32_t>(from);
    const auto end = static_cast<std::uint32_t>(from + size);
    if (!m_parts.empty() && m_parts.back().isCopied && m_parts.back().source.end == begin) {
        m_parts.back().source.end = end;
    } else {
        m_parts.push_back({static_cast<std::uint32_t>(m_size), {begin, end}, true});
    }
    m_size += size;
}

void Origins::replaced(std::size_t size, Place from) {
    if (size > 0) {
        m_parts.push_back({static_cast<std::uint32_t>(m_size), from, false});
        m_size += size;
    }
}

void Origins::taken(const Origins& origins, std::size_t begin, std::size_t end) {
    if (origins.areIdentity()) {
        return copied(end - begin, begin);
    }
    for (std::size_t i = origins.partAt(begin); begin < end; ++i) {
        const Part& part = origins.m_parts[i];
        const std::size_t next = i + 1 < origins.m_parts.size() ? origins.m_parts[i + 1].begin : origins.m_size;
        const std::size_t size = std::min(next, end) - begin;
        if (part.isCopied) {
            copied(size, part.source.begin + begin - part.begin);
        } else {
            replaced(size, part.source);
        }
        begin += size;
    }
}

std::size_t Origins::partAt(std::size_t byte) const {
    const auto after = std::upper_bound(m_parts.begin(), m_parts.end(), byte,
                                        [](std::size_t at, const Part& part) { return at < part.begin; });
    return static_cast<std::size_t>(after - m_parts.begin()) - 1;
}

Place Origins::placeOf(std::size_t byte) const {
    const Part& part = m_parts[partAt(byte)];
    if (!part.isCopied) {
        return part.source;
    }
    const auto at = static_cast<std::uint32_t>(part.source.begin + byte - part.begin);
    return {at, at + 1};
}

}  // namespace parlando::text
