#include "packages/download/failing_disk.h"

#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace {

std::atomic<int> callsSoFar = 0;
std::atomic<int> firstFailing = -1;  // negative: none fails
std::atomic<int> errorOfCalls = 0;

// Whether this call is one that shall fail; errno is set then.
bool fails() {
    const int call = callsSoFar++;
    if (firstFailing < 0 || call < firstFailing) {
        return false;
    }
    errno = errorOfCalls;
    return true;
}

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

// They take the place of the C library's functions in this program.
extern "C" {

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
    static const auto kReal = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
    return fails() ? -1 : kReal(descriptor, bytes, size, offset);
}

int ftruncate(int descriptor, off_t size) noexcept {
    static const auto kReal = real<int (*)(int, off_t)>("ftruncate");
    return fails() ? -1 : kReal(descriptor, size);
}

int fdatasync(int descriptor) {
    static const auto kReal = real<int (*)(int)>("fdatasync");
    return fails() ? -1 : kReal(descriptor);
}

}  // extern "C"

namespace parlando::testing {

FailingDisk::FailingDisk(int after, int error) {
    errorOfCalls = error;
    callsSoFar = 0;
    firstFailing = after;
}

FailingDisk::~FailingDisk() {
    firstFailing = -1;
}

int FailingDisk::calls() const {
    return callsSoFar;
}

}  // namespace parlando::testing
