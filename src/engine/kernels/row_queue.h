#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "engine/kernels/aligned.h"

namespace parlando::engine::kernels {

// The part of an activation that still has readers: rows of channels at increasing positions in time, appended at one
// end and dropped at the other. Around the whole sequence lie rows of zeros, as convolutions with padding see it, so
// that what is made window by window equals what would be made at once. Keeps its memory when it is cleared.
class RowQueue {
public:
    RowQueue() = default;
    // `zeros` rows of zeros are kept before position 0 and after the last. To be cleared before its first use.
    RowQueue(std::size_t channels, std::size_t zeros) : m_stride(paddedChannels(channels)), m_zeros(zeros) {}

    std::size_t stride() const { return m_stride; }  // floats from row to row
    std::int64_t end() const { return m_end; }       // position after the last row
    bool finished() const { return m_finished; }

    // Empty, for a new sequence. Its first rows may have negative positions, -zeros at least: zeroBefore() clears them.
    void clear(std::int64_t first = 0) {
        m_begin = -static_cast<std::int64_t>(m_zeros);
        m_end = first;
        m_finished = false;
        m_offset = 0;
        reserve(m_zeros);
        std::fill(row(m_begin), row(m_begin) + m_zeros * m_stride, 0.0F);
    }

    // Room for new rows, with any values in it. Pointers into the queue are valid until the next call.
    float* append(std::size_t rows) {
        reserve(rows);
        float* const first = row(m_end);
        m_end += static_cast<std::int64_t>(rows);
        return first;
    }

    // No more rows come; those from `end` on are taken back.
    void finish(std::int64_t end) {
        m_end = std::min(m_end, end);
        reserve(m_zeros);
        std::fill(row(m_end), row(m_end) + m_zeros * m_stride, 0.0F);
        m_finished = true;
    }

    // Rows at negative positions become zeros again.
    void zeroBefore() { std::fill(row(m_begin), row(std::max(m_begin, std::min<std::int64_t>(m_end, 0))), 0.0F); }

    // The results that a convolution can make which reads `after` rows beyond the position of each: those before this.
    std::int64_t readyFor(std::size_t after) const {
        return m_finished ? m_end : std::max<std::int64_t>(0, m_end - static_cast<std::int64_t>(after));
    }

    float* row(std::int64_t position) {
        return m_rows.data() + static_cast<std::size_t>(position - m_begin + m_offset) * m_stride;
    }

    // Rows before `position` have no reader any more.
    void keepFrom(std::int64_t position) {
        if (position > m_begin) {
            m_offset += position - m_begin;
            m_begin = position;
        }
    }

private:
    // Makes room for `rows` more rows, and a vector of floats beyond them that kernels may touch.
    void reserve(std::size_t rows) {
        const auto kept = static_cast<std::size_t>(m_end - m_begin);
        const std::size_t needed = (static_cast<std::size_t>(m_offset) + kept + rows) * m_stride + kRowAlignment;
        if (needed <= m_rows.size()) {
            return;
        }
        if (!m_rows.empty()) {
            std::memmove(m_rows.data(), m_rows.data() + static_cast<std::size_t>(m_offset) * m_stride,
                         kept * m_stride * sizeof(float));
        }
        m_offset = 0;
        const std::size_t compact = (kept + rows) * m_stride + kRowAlignment;
        if (compact > m_rows.size()) {
            m_rows.resize(compact + compact / 2, 0.0F);
        }
    }

    Floats m_rows;
    std::size_t m_stride = kRowAlignment;
    std::size_t m_zeros = 0;
    std::int64_t m_begin = 0;   // position of the first row that is kept
    std::int64_t m_end = 0;     // position after the last
    std::int64_t m_offset = 0;  // rows of memory before that of m_begin
    bool m_finished = false;
};

}  // namespace parlando::engine::kernels
