#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "voices/voice_folders.h"

namespace parlando::voices {

// Copies the files of a voice that lies somewhere else, a folder or a Piper voice's .onnx file, into the folder of
// voices, checks it there, and gives its id: the name of the folder or file. Only files that belong to a voice are
// copied. Errors: notFound, invalidInput (nothing there looks like a voice), busy (there is one of that name),
// resourceLimit, and what the check says.
Result<std::string> importVoice(const VoiceFolders& folders, const std::filesystem::path& from,
                                const CheckVoice& check);

}  // namespace parlando::voices
