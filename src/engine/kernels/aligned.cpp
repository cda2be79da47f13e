#include "engine/kernels/aligned.h"

#include <cstdint>
#include <cstring>
#include <new>

#include <sys/mman.h>

namespace parlando::engine::kernels {
namespace {

constexpr std::align_val_t kLine{64};
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kPage = std::size_t{64} << 10;  // the largest that a system has; 4 KiB is usual

// The pages of a large block; nothing else lies in them.
std::size_t mapped(std::size_t bytes) {
    return (bytes + kPage - 1) / kPage * kPage;
}

}  // namespace

void* allocateAligned(std::size_t bytes) {
    if (bytes < kHugePage) {
        return std::memset(::operator new(bytes, kLine), 0, bytes);
    }
    const std::size_t size = mapped(bytes);
    void* const room = ::mmap(nullptr, size + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
        throw std::bad_alloc();
    }
    // A huge page begins at a multiple of its size: what lies before and behind is given back.
    const auto begin = reinterpret_cast<std::uintptr_t>(room);
    const std::uintptr_t aligned = (begin + kHugePage - 1) / kHugePage * kHugePage;
    if (aligned > begin) {
        ::munmap(room, aligned - begin);
    }
    ::munmap(reinterpret_cast<void*>(aligned + size), begin + kHugePage - aligned);
    void* const memory = reinterpret_cast<void*>(aligned);
    // Where the system has none, the pages stay small.
    ::madvise(memory, size, MADV_HUGEPAGE);
    return memory;
}

void freeAligned(void* memory, std::size_t bytes) noexcept {
    if (bytes < kHugePage) {
        ::operator delete(memory, kLine);
    } else {
        ::munmap(memory, mapped(bytes));
    }
}

}  // namespace parlando::engine::kernels
