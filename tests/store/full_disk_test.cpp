#include <sys/resource.h>

#include <csignal>

#include "store/fixture.h"

using namespace parlando;
using namespace parlando::store;

namespace {

// While it lives this process cannot make a file larger than `bytes`: what a full disk is to a writer.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

}  // namespace

TEST_CASE_METHOD(LibraryFixture, "a_recording_that_does_not_fit_is_an_error_and_leaves_nothing") {
    auto& generations = open().generations();
    const auto id = generations.create(order()).value().id;
    REQUIRE(generations.begin(id));
    {
        const FileSizeLimit limit(64 * 1024);
        auto draft = generations.draft("wav");
        REQUIRE(draft);
        const std::vector<std::byte> block(100 * 1024);
        const auto outcome = draft->write(block);
        REQUIRE(!outcome);
        CHECK(outcome.error().code == ErrorCode::io);
    }
    CHECK(generations.fail(id, "no room").value().status == Status::failed);
    CHECK(recordings() == 0);
    completed(generations);
}

TEST_CASE_METHOD(LibraryFixture, "a_row_that_does_not_fit_takes_its_recording_with_it") {
    auto& generations = open().generations();
    const auto id = completed(generations).id;
    REQUIRE(generations.requeue(id));
    auto next = take(generations, "RIFF2");
    {
        const FileSizeLimit limit(16);  // bytes: neither database nor log can grow
        const auto outcome = generations.complete(id, std::move(next));
        REQUIRE(!outcome);
        CHECK(outcome.error().code == ErrorCode::io);
    }
    CHECK(generations.find(id).value().status == Status::queued);
    CHECK(recordings() == 1);
    CHECK(content(generations.audio(id).value()) == "RIFFsound");
    CHECK(generations.complete(id, take(generations, "RIFF3")).value().takes.size() == 2);
    open();
    close();
    SQLite::Database connection(database().string());
    CHECK(connection.execAndGet("PRAGMA integrity_check").getString() == "ok");
}
