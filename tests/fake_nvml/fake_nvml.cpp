#include <unistd.h>

#include <algorithm>
#include <cstring>

// A driver that says what its definitions tell it to.

#ifndef FAKE_CARDS
#define FAKE_CARDS 1
#endif
#ifndef FAKE_LOST_CARD
#define FAKE_LOST_CARD -1
#endif
#ifndef FAKE_INIT
#define FAKE_INIT 0
#endif
#ifndef FAKE_MEMORY
#define FAKE_MEMORY 0
#endif

namespace {

constexpr int kGpuIsLost = 15;

struct Memory {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};

int write(char* text, unsigned size, const char* content) {
#ifdef FAKE_ENDLESS_NAME
    static_cast<void>(content);
    std::memset(text, 'x', size);  // without the NUL at the end
#else
    std::memcpy(text, content, std::min<std::size_t>(size, std::strlen(content) + 1));
#endif
    return 0;
}

}  // namespace

extern "C" {
#pragma GCC visibility push(default)
int nvmlInit_v2();
int nvmlShutdown();
const char* nvmlErrorString(int status);
int nvmlSystemGetDriverVersion(char* text, unsigned size);
int nvmlDeviceGetCount_v2(unsigned* count);
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device);
int nvmlDeviceGetName(void* device, char* text, unsigned size);
int nvmlDeviceGetCudaComputeCapability(void* device, int* major, int* minor);
int nvmlDeviceGetMemoryInfo(void* device, void* memory);
#pragma GCC visibility pop

int nvmlInit_v2() {
#ifdef FAKE_HANGS
    for (;;) {
        ::pause();
    }
#endif
    return FAKE_INIT;
}

int nvmlShutdown() {
    return 0;
}

const char* nvmlErrorString(int status) {
    return status == 999 ? "Unknown Error" : nullptr;
}

int nvmlSystemGetDriverVersion(char* text, unsigned size) {
    return write(text, size, "575.64.03");
}

int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = FAKE_CARDS;
    return 0;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    static char handle;
    *device = &handle;
    return static_cast<int>(index) == FAKE_LOST_CARD ? kGpuIsLost : 0;
}

int nvmlDeviceGetName(void*, char* text, unsigned size) {
    return write(text, size, "NVIDIA GeForce RTX 4090");
}

int nvmlDeviceGetCudaComputeCapability(void*, int* major, int* minor) {
    *major = 8;
    *minor = 9;
    return 0;
}

int nvmlDeviceGetMemoryInfo(void*, void* memory) {
    const Memory told{24'000'000'000, 20'000'000'000, 4'000'000'000};
    std::memcpy(memory, &told, sizeof told);
    return FAKE_MEMORY;
}
}
