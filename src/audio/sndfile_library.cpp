#include "audio/sndfile_library.h"

#include "base/library_functions.h"

namespace parlando::audio {
namespace {

Result<SndfileLibrary> load() {
    SndfileLibrary found;
    const auto function = [](const char* name, auto& place) {
        return LibraryFunction{name, reinterpret_cast<void**>(&place)};
    };
    PARLANDO_TRY(findFunctions(
        {"libsndfile.so.1", "reads sounds and writes FLAC, MP3 and Opus", "libsndfile1"},
        {function("sf_close", found.close), function("sf_command", found.command), function("sf_error", found.error),
         function("sf_error_number", found.error_number), function("sf_open_virtual", found.open_virtual),
         function("sf_readf_float", found.readf_float), function("sf_strerror", found.strerror),
         function("sf_write_float", found.write_float), function("sf_write_short", found.write_short)}));
    return found;
}

}  // namespace

Result<const SndfileLibrary*> findSndfile() {
    static const Result<SndfileLibrary> library = load();
    PARLANDO_TRY(library);
    return &*library;
}

}  // namespace parlando::audio
