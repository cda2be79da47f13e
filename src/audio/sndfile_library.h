#pragma once

#include <memory>

#include <sndfile.h>

#include "base/result.h"

namespace parlando::audio {

// The functions of libsndfile that we use.
struct SndfileLibrary {
    decltype(&::sf_close) close = nullptr;
    decltype(&::sf_command) command = nullptr;
    decltype(&::sf_error) error = nullptr;
    decltype(&::sf_error_number) error_number = nullptr;
    decltype(&::sf_open_virtual) open_virtual = nullptr;
    decltype(&::sf_readf_float) readf_float = nullptr;
    decltype(&::sf_strerror) strerror = nullptr;
    decltype(&::sf_write_float) write_float = nullptr;
    decltype(&::sf_write_short) write_short = nullptr;
};

// libsndfile brings seven libraries with codecs, for which every start of a program would wait; so it is loaded when
// the first sound is read, or written as anything but WAV or PCM, and stays. An error says that it is missing.
Result<const SndfileLibrary*> findSndfile();

struct CloseSndfile {
    void operator()(SNDFILE* file) const { library->close(file); }
    const SndfileLibrary* library = nullptr;
};
using SndfileHandle = std::unique_ptr<SNDFILE, CloseSndfile>;

}  // namespace parlando::audio
