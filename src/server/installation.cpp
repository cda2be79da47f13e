#include "server/installation.h"

#include <algorithm>
#include <iterator>
#include <system_error>

#include <spdlog/fmt/fmt.h>

#include "engine/engine_library.h"
#include "server/gpu/graphics_probe.h"

namespace parlando::server {

namespace fs = std::filesystem;

Result<> checkGraphicsCard(const Build& build) {
    if (build.variant != "cuda") {
        return {};
    }
    GraphicsPlaces places;
    places.nvml = build.nvmlLibrary;
    const auto survey = GraphicsProbe(places).survey();
    if (survey.nvidia.cards.empty()) {
        return failure(ErrorCode::incompatible, survey.problem);
    }
    return {};
}

Result<std::vector<fs::path>> voiceFolderCandidates(const EngineOptions& options) {
    PARLANDO_TRY_ASSIGN(const fs::path program, engine::executableFolder());
    std::vector<fs::path> folders;
    if (!options.voiceFolder.empty()) {
        folders.push_back(options.voiceFolder);
    }
    folders.push_back(program / "voices");
    folders.push_back(program.parent_path() / "share" / "parlando" / "voices");
    if (program == fs::path(PARLANDO_BUILD_FOLDER)) {  // a program that was built here and never installed
        folders.emplace_back(PARLANDO_SOURCE_VOICES);
    }
    // After the built-in voices: the first voice is the default and speaks the self-test, and a voice that was added
    // speaks perhaps no English.
    if (!options.dataFolder.empty()) {
        folders.push_back(options.dataFolder / "voices");
    }
    return folders;
}

Result<engine::EngineLibrary> openEngineLibrary(const Build& build) {
    PARLANDO_TRY_ASSIGN(const auto paths, engine::EngineLibrary::defaultPaths());
    auto library = engine::EngineLibrary::open(paths);
    if (!library) {
        // For the user a library that is not there is the same kind of trouble as one of another version.
        return failure(ErrorCode::incompatible, std::move(library).error().message);
    }
    if (library->variant() != build.variant) {
        return failure(
            ErrorCode::incompatible,
            fmt::format("{} is the engine for {}, this server is the one for {}: reinstall both from the same "
                        "package",
                        library->path().string(), library->variant(), build.variant));
    }
    return library;
}

Result<std::unique_ptr<engine::Engine>> createEngine(const engine::EngineLibrary& library,
                                                     const EngineOptions& options) {
    PARLANDO_TRY_ASSIGN(const auto candidates, voiceFolderCandidates(options));
    engine::EngineConfig config;
    config.threads = options.threads;
    std::string looked;
    for (const auto& folder : candidates) {
        std::error_code ignored;
        if (fs::is_directory(folder, ignored)) {
            config.voiceFolders.push_back(folder.string());
        }
        looked += (looked.empty() ? "" : ", ") + folder.string();
    }
    if (config.voiceFolders.empty()) {
        return failure(ErrorCode::notFound,
                       fmt::format("no voices are installed; they were looked for in {}. Reinstall Parlando's server "
                                   "package, or name a folder with --voices",
                                   looked));
    }
    return library.create(config);
}

voices::CheckVoice voiceCheck(const EngineOptions& options) {
    return [options](const fs::path& root, const std::string& id) -> Result<> {
        PARLANDO_TRY_ASSIGN(const auto library, openEngineLibrary(options.build));
        PARLANDO_TRY_ASSIGN(const auto others, voiceFolderCandidates(options));  // a saved blend needs one of them
        engine::EngineConfig config{{root.string()}, options.threads};
        std::ranges::transform(others, std::back_inserter(config.voiceFolders), &fs::path::native);
        PARLANDO_TRY_ASSIGN(const auto engine, library.create(config));
        engine::Request word;
        word.text = "One.";
        word.voice = id;
        const auto spoken = engine->synthesise(word, {}, [](const engine::Chunk&) { return Result<>(); });
        // A voice that has no letters for an English word was read all the same.
        if (!spoken && spoken.error().code != ErrorCode::invalidInput) {
            return failure(spoken.error());
        }
        return {};
    };
}

Result<std::unique_ptr<engine::Engine>> loadEngine(const EngineOptions& options) {
    PARLANDO_TRY(checkGraphicsCard(options.build));
    PARLANDO_TRY_ASSIGN(const auto library, openEngineLibrary(options.build));
    auto created = createEngine(library, options);
    if (!created && (created.error().code == ErrorCode::notFound || created.error().code == ErrorCode::invalidInput)) {
        // Nobody asked for anything yet: it is the installation.
        return failure(ErrorCode::incompatible, std::move(created).error().message);
    }
    return created;
}

}  // namespace parlando::server
