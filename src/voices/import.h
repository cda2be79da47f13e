#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/result.h"
#include "voices/voice_folders.h"

namespace parlando::voices {

// Copies the files of a voice that lies somewhere else, a folder or a Piper voice's .onnx file, into the folder of
// voices, checks it there, and gives its id: the name of the folder or file. Only files that belong to a voice are
// copied. `isTaken` knows the voices that lie elsewhere, such as the program's own. Errors: notFound, invalidInput
// (nothing there looks like a voice, or a part of it is missing), busy (there is one of that name), resourceLimit, and
// what the check says.
Result<std::string> importVoice(const VoiceFolders& folders, const std::filesystem::path& from,
                                const std::function<bool(const std::string& id)>& isTaken, const CheckVoice& check);

}  // namespace parlando::voices
