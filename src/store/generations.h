#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/audio_shelf.h"
#include "store/database.h"
#include "store/generation.h"

namespace parlando::store {

// A finished recording on its way into the library.
struct NewTake {
    AudioDraft audio;
    double duration = 0.0;  // seconds
    int sampleRate = 0;     // Hz
    std::optional<std::int64_t> seed;
    std::string label;    // empty: "take-N"
    std::string words{};  // when they are spoken, as the maker writes it; nothing here looks into it
};

// Where the audio of a generation or take is. The file may be deleted any time after this was said; what
// was opened before stays readable.
struct AudioFile {
    std::filesystem::path path;
    Take take;
};

// What was and will be spoken. All methods may be called from any thread; a change is on the disk when its
// method returns. Every `id` that does not exist is notFound. Errors besides those named: those of Database.
class Generations {
public:
    Generations(Database& database, AudioShelf& shelf) : m_database(database), m_shelf(shelf) {}

    // --- the way of a generation (see Status); a step from a state that does not allow it is `busy` ---

    Result<Generation> create(const NewGeneration& order);  // → queued
    Result<> begin(std::string_view id);                    // queued → generating
    // A new empty recording to encode into. Errors: io, invalidInput (the extension).
    Result<AudioDraft> draft(std::string_view extension) const { return m_shelf.draft(extension); }
    // queued or generating → completed, and the take is the one that is played. The audio is on the disk
    // before the row; on an error (disk full) neither is there, what was there before is, and the state
    // is what it was: say `fail` next.
    Result<Generation> complete(std::string_view id, NewTake take);
    // queued or generating → failed or cancelled, or back to completed if there is a good take; in any
    // other state nothing happens. If this cannot be written either (disk full), the next start does it.
    Result<Generation> fail(std::string_view id, const std::string& reason);
    Result<Generation> cancel(std::string_view id);
    // failed, cancelled or completed → queued, the takes untouched. With a seed, that is used from now on.
    Result<Generation> requeue(std::string_view id, std::optional<std::int64_t> seed = std::nullopt);

    // A generation that was made elsewhere, with its takes; the one at `active` is played. All or nothing.
    Result<Generation> add(const NewGeneration& order, std::vector<NewTake> takes, std::size_t active);

    // --- reading ---

    Result<Generation> find(std::string_view id) const;
    Result<GenerationPage> search(const GenerationQuery& query) const;
    Result<GenerationStatistics> statistics() const;
    // Errors: notFound (also: nothing has been recorded yet, or the file is gone; the message says which).
    Result<AudioFile> audio(std::string_view id) const;
    // NewTake::words of the take that is played. Errors: notFound (also: nothing is known of its words).
    Result<std::string> words(std::string_view id) const;
    Result<AudioFile> takeAudio(std::string_view takeId) const;
    Result<std::string> takeWords(std::string_view takeId) const;  // of any take; empty: nothing is known

    // --- what a person does with it ---

    Result<bool> toggleFavorite(std::string_view id);                   // what it is now
    Result<> choose(std::string_view id, std::string_view takeId);      // plays this take from now on
    Result<> removeTake(std::string_view id, std::string_view takeId);  // busy: the last one stays
    // Row first, then files: a crash in between leaves files without a row, which the next start removes.
    Result<> remove(std::string_view id);
    // All that failed and have no take. Gives their number.
    Result<std::int64_t> removeFailed();

    // --- at the start, before anybody else calls (Library::open does) ---

    struct SweepReport {
        std::int64_t interrupted = 0;  // queued or generating when the last process ended
        std::int64_t orphans = 0;      // files without a row, removed
        std::int64_t missing = 0;      // takes whose file is gone
    };
    Result<SweepReport> sweep();

private:
    Database& m_database;
    AudioShelf& m_shelf;
};

}  // namespace parlando::store
