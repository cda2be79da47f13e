#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>

#include <SQLiteCpp/SQLiteCpp.h>
#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include "base/files.h"
#include "store/library.h"

// parlando-crash-library KILLS [SEED]
//
// Kills a process that writes to a library with SIGKILL at a random moment, KILLS times, and looks after each
// whether all that was acknowledged is there. The writer tells its parent through a pipe what it is about to
// do and what has been done; what was under way at the end may or may not have happened.
namespace {

using namespace parlando;
using namespace parlando::store;

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

// What the parent knows of one generation.
struct Known {
    std::string text;
    std::map<std::string, std::string> takes;  // id → content
    bool favorite = false;
    bool uncertain = false;  // something was being done to it
};
using Knowledge = std::map<std::string, Known>;

// A line a step: "begin ID", then "created ID TEXT", "taken ID TAKE CONTENT", "favorite ID 0|1", "removed ID".
class Journal {
public:
    explicit Journal(int descriptor) : m_descriptor(descriptor) {}
    void write(const std::string& line) const {
        const std::string text = line + "\n";  // shorter than a pipe writes in one piece
        if (::write(m_descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
            std::_Exit(2);
        }
    }

private:
    int m_descriptor;
};

template <class T>
T valueOf(Result<T> result) {
    if (!result) {
        fmt::print(stderr, "the writer failed: {}\n", result.error().message);
        std::_Exit(3);
    }
    return std::move(*result);
}

class Writer {
public:
    Writer(const std::filesystem::path& folder, Random random, const Journal& journal)
        : m_library(valueOf(Library::open(folder))), m_random(random), m_journal(journal) {
        for (const auto& item : valueOf(generations().search({{}, {}, 1000000, 0})).items) {
            m_ids.push_back(item.id);
        }
    }

    void step() {
        if (m_ids.size() < 5 || (m_ids.size() < 40 && below(m_random, 3) == 0)) {
            return create();
        }
        const auto index = below(m_random, m_ids.size());
        const auto id = m_ids[index];
        m_journal.write("begin " + id);
        switch (below(m_random, 4)) {
            case 0:
                m_journal.write(fmt::format("favorite {} {}", id, valueOf(generations().toggleFavorite(id)) ? 1 : 0));
                break;
            case 1:
                if (!generations().remove(id)) {
                    std::_Exit(3);
                }
                m_journal.write("removed " + id);
                m_ids.erase(m_ids.begin() + static_cast<std::ptrdiff_t>(index));
                break;
            default:
                speakAgain(id);
        }
    }

private:
    Generations& generations() { return m_library->generations(); }

    void create() {
        NewGeneration order;
        order.text = fmt::format("text-{:x}", m_random());
        const auto created = valueOf(generations().create(order));
        m_ids.push_back(created.id);
        m_journal.write(fmt::format("created {} {}", created.id, order.text));
        m_journal.write("begin " + created.id);
        record(created.id);
    }

    void speakAgain(const std::string& id) {
        const auto found = valueOf(generations().find(id));
        if (found.status != Status::queued && found.status != Status::generating) {
            valueOf(generations().requeue(id));
        }
        record(id);
    }

    void record(const std::string& id) {
        auto draft = valueOf(generations().draft("wav"));
        const std::string content = fmt::format("{}-{:x}", draft.id(), m_random());
        for (std::size_t i = 0; i < 50; ++i) {
            if (!draft.write(std::as_bytes(std::span(content)))) {
                std::_Exit(3);
            }
        }
        const auto take = draft.id();
        if (below(m_random, 8) == 0) {
            valueOf(generations().fail(id, "this time it fails"));
            return m_journal.write("failed " + id);
        }
        valueOf(generations().complete(id, {std::move(draft), 1.0, 22050, std::nullopt, ""}));
        m_journal.write(fmt::format("taken {} {} {}", id, take, content));
    }

    std::unique_ptr<Library> m_library;
    Random m_random;
    const Journal& m_journal;
    std::vector<std::string> m_ids;
};

// Brings what is known up to date with a journal whose last line may be cut.
void follow(const std::string& journal, Knowledge& knowledge) {
    std::size_t begin = 0;
    for (auto end = journal.find('\n'); end != std::string::npos; end = journal.find('\n', begin)) {
        std::vector<std::string> words;
        for (auto rest = journal.substr(begin, end - begin); !rest.empty();) {
            const auto blank = std::min(rest.find(' '), rest.size());
            words.push_back(rest.substr(0, blank));
            rest.erase(0, blank + 1);
        }
        begin = end + 1;
        const auto& what = words.at(0);
        const auto& id = words.at(1);
        if (what == "removed") {
            knowledge.erase(id);
            continue;
        }
        auto& known = knowledge[id];
        known.uncertain = what == "begin";
        if (what == "created") {
            known.text = words.at(2);
        } else if (what == "taken") {
            known.takes[words.at(2)] = words.at(3);
        } else if (what == "favorite") {
            known.favorite = words.at(2) == "1";
        }
    }
}

class Verdict {
public:
    void expect(bool holds, const std::string& what) {
        if (!holds) {
            fmt::print(stderr, "LOST: {}\n", what);
            ++m_lost;
        }
    }
    int lost() const { return m_lost; }

private:
    int m_lost = 0;
};

void checkTakes(const Generation& generation, const Known& known, const Generations& generations, Verdict& verdict) {
    std::set<std::string> present;
    for (const auto& take : generation.takes) {
        present.insert(take.id);
        const auto file = generations.takeAudio(take.id);
        const auto content = file ? readFile(file->path, 1 << 20) : Result<std::string>(failure(file.error()));
        verdict.expect(content.has_value() && content->size() == take.bytes, "the file of take " + take.id);
        if (const auto expected = known.takes.find(take.id); expected != known.takes.end() && content) {
            verdict.expect(content->starts_with(expected->second), "the content of take " + take.id);
        }
    }
    for (const auto& [id, content] : known.takes) {
        verdict.expect(present.contains(id), "the row of take " + id);
    }
    verdict.expect(known.takes.empty() || generation.activeTake() != nullptr, "what is played of " + generation.id);
    verdict.expect(known.takes.empty() || generation.status == Status::completed, "the state of " + generation.id);
}

// Opens the library as the next start does, compares it with what is known, and takes over what it says of
// what was uncertain.
void check(const std::filesystem::path& folder, Knowledge& knowledge, Verdict& verdict) {
    {
        SQLite::Database connection((folder / "library.db").string(), SQLite::OPEN_READWRITE);
        verdict.expect(connection.execAndGet("PRAGMA integrity_check").getString() == "ok", "the integrity");
    }
    const auto library = Library::open(folder);
    verdict.expect(library.has_value() && (*library)->notices().empty(), "the library");
    if (!library) {
        return;
    }
    const auto& generations = (*library)->generations();
    const auto page = generations.search({{}, {}, 1000000, 0}).value();
    Knowledge now;
    std::set<std::string> files;
    for (const auto& item : page.items) {
        const auto found = knowledge.find(item.id);
        const Known before =
            found == knowledge.end() ? Known{item.order.text, {}, item.isFavorited, true} : found->second;
        verdict.expect(item.order.text == before.text, "the text of " + item.id);
        verdict.expect(before.uncertain || item.isFavorited == before.favorite, "the favourite " + item.id);
        checkTakes(item, before, generations, verdict);
        now[item.id] = {item.order.text, {}, item.isFavorited, false};
        for (const auto& take : item.takes) {
            files.insert(take.id + "." + take.extension);
            const auto content = before.takes.find(take.id);
            now[item.id].takes[take.id] = content == before.takes.end() ? "" : content->second;
        }
        knowledge.erase(item.id);
    }
    for (const auto& [id, known] : knowledge) {
        verdict.expect(known.uncertain, "generation " + id);
    }
    std::set<std::string> onDisk;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "audio")) {
        onDisk.insert(entry.path().filename().string());
    }
    verdict.expect(onDisk == files, "the match of files and rows");
    knowledge = std::move(now);
}

// The journal of a writer that is killed after a random time.
std::string writeUntilKilled(const std::filesystem::path& folder, Random& random) {
    int ends[2];
    if (::pipe(ends) != 0) {
        std::exit(1);
    }
    const auto seed = random();
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        const Journal journal(ends[1]);
        Writer writer(folder, Random(seed), journal);
        while (true) {
            writer.step();
        }
    }
    ::close(ends[1]);
    // Counted in steps and not in time alone, so that it kills writers in their work on machines of any speed;
    // one in ten dies while it starts.
    const auto steps = below(random, 10) == 0 ? 0 : static_cast<std::ptrdiff_t>(1 + below(random, 60));
    std::string journal;
    const auto read = [&journal, end = ends[0]] {
        char block[4096];
        const ssize_t got = ::read(end, block, sizeof block);
        journal.append(block, static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return got > 0;
    };
    while (std::ranges::count(journal, '\n') < steps && read()) {
    }
    std::this_thread::sleep_for(std::chrono::microseconds(below(random, 5000)));
    ::kill(child, SIGKILL);
    while (read()) {
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) {
        fmt::print(stderr, "the writer ended by itself ({})\n", status);
        std::exit(1);
    }
    return journal;
}

}  // namespace

int main(int argumentCount, char** arguments) {
    const int kills = argumentCount > 1 ? std::atoi(arguments[1]) : 30;
    const std::uint64_t seed = argumentCount > 2 ? std::strtoull(arguments[2], nullptr, 10) : std::random_device()();
    spdlog::set_level(spdlog::level::off);
    const auto folder = TemporaryFolder::create().value();
    if (!Library::open(folder.path())) {
        return 1;
    }
    Random random(seed);
    Knowledge knowledge;
    Verdict verdict;
    long acknowledged = 0;
    for (int kill = 0; kill < kills && verdict.lost() == 0; ++kill) {
        const auto journal = writeUntilKilled(folder.path(), random);
        acknowledged += std::ranges::count(journal, '\n');
        follow(journal, knowledge);
        check(folder.path(), knowledge, verdict);
    }
    fmt::print("{} kills, {} acknowledged steps, {} lost (seed {})\n", kills, acknowledged, verdict.lost(), seed);
    return verdict.lost() == 0 ? 0 : 1;
}
