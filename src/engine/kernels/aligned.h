#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace parlando::engine::kernels {

// Rows of activations have a length that is a multiple of this many floats (64 bytes, the widest vectors), so that
// kernels store whole vectors; what lies in the surplus is never read as a value.
inline constexpr std::size_t kRowAlignment = 16;

constexpr std::size_t paddedChannels(std::size_t channels) {
    return (channels + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
}

// Zeros, from a multiple of 64 bytes on. 2 MiB and more lie in huge pages where the system has some: a virtual machine
// may take twenty microseconds for each page that is first touched, and of 512 small ones one is left. Throws
// std::bad_alloc.
void* allocateAligned(std::size_t bytes);
// `bytes` as it was allocated with.
void freeAligned(void* memory, std::size_t bytes) noexcept;

template <class T>
struct AlignedAllocator {
    using value_type = T;

    AlignedAllocator() = default;
    template <class U>
    AlignedAllocator(const AlignedAllocator<U>&) {}

    T* allocate(std::size_t count) { return static_cast<T*>(allocateAligned(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) { freeAligned(memory, count * sizeof(T)); }
    // Weights are hundreds of megabytes: they are not filled with zeros twice.
    void construct(T*) noexcept {}
    template <class... Arguments>
    void construct(T* place, Arguments&&... arguments) {
        ::new (static_cast<void*>(place)) T(std::forward<Arguments>(arguments)...);
    }
    friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

// New elements are zeros; those that resize() brings back are what they were.
using Floats = std::vector<float, AlignedAllocator<float>>;

}  // namespace parlando::engine::kernels
