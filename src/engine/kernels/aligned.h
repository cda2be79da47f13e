#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace parlando::engine::kernels {

// Rows of activations have a length that is a multiple of this many floats (64 bytes, the widest vectors), so that
// kernels store whole vectors; what lies in the surplus is never read as a value.
inline constexpr std::size_t kRowAlignment = 16;

constexpr std::size_t paddedChannels(std::size_t channels) {
    return (channels + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
}

template <class T>
struct AlignedAllocator {
    using value_type = T;
    static constexpr std::align_val_t kAlignment{64};

    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U>&) {}

    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kAlignment)); }
    void deallocate(T* memory, std::size_t) { ::operator delete(memory, kAlignment); }
    friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

using Floats = std::vector<float, AlignedAllocator<float>>;

}  // namespace parlando::engine::kernels
