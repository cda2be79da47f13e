#include "voices/hub.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <system_error>
#include <utility>

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "packages/system.h"
#include "voices/file_fetch.h"

namespace parlando::voices {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kLargestFile = std::uint64_t{4} << 30;
constexpr int kFirstContactAttempts = 3;  // somebody waits for the answer: is the voice there?
constexpr char kRevision[] = "main";
constexpr char kCommitFile[] = ".commit";  // which commit the files of an unfinished download are of

std::string addressOf(const std::string& hub, const PublishedVoice& voice, const std::string& revision,
                      const std::string& path) {
    return fmt::format("{}{}/resolve/{}/{}", hub, voice.repository, revision, path);
}

// The commit that the files in the folder are of. Empty: none was verified, whatever they are.
std::string commitIn(const fs::path& folder) {
    auto commit = readFile(folder / kCommitFile, 64).value_or("");
    return isCommit(commit) ? commit : std::string();
}

net::Outcome<> makeEmpty(const fs::path& folder) {
    if (auto removed = packages::removeAll(folder); !removed) {
        return net::fail(net::Problem::storage, removed.error().message);
    }
    std::error_code error;
    fs::create_directories(folder, error);
    return error ? net::fail(net::Problem::storage,
                             fmt::format("cannot make the folder {}: {}", folder.string(), error.message()))
                 : net::Outcome<>();
}

class VoiceFetch {
public:
    // `commit`: that what is in the folder is of; empty: nothing is there.
    VoiceFetch(const HubSettings& settings, const PublishedVoice& voice, fs::path folder, std::string commit,
               const packages::OnProgress& onProgress, const std::stop_token& stop)
        : m_settings(settings),
          m_voice(voice),
          m_folder(std::move(folder)),
          m_meter(onProgress),
          m_stop(stop),
          m_transfers(settings.network, stop),
          m_commit(std::move(commit)) {}

    net::Outcome<> run() {
        m_meter.begin(packages::Phase::downloading, 0, m_voice.sizeBytes);
        for (const auto& file : m_voice.files) {
            if (auto fetched = fetch(file); !fetched) {
                return tl::unexpected(fetched.error().context(file.name));
            }
        }
        m_meter.end();
        if (auto written = describe(); !written) {
            return net::fail(net::Problem::storage, written.error().message);
        }
        return {};
    }

private:
    net::Outcome<> fetch(const PublishedFile& file) {
        const auto target = m_folder / file.name;
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        if (const auto size = fs::file_size(target, error); !error) {  // it got its name after it was verified
            m_done += size;
            m_meter.update(m_done);
            return {};
        }
        // The first hub is the one that people expect to work: what it says is the reason.
        net::Outcome<> reason = net::fail(net::Problem::forbiddenAddress, "there is no hub to download from");
        for (const auto& source : m_settings.sources) {
            FileFetch sink(target, source, [&](std::uint64_t bytes) { m_meter.update(m_done + bytes); });
            auto outcome = fetchFrom(source, file, sink);
            if (outcome) {
                m_done += sink.bytes();
                return {};
            }
            reason = &source == &m_settings.sources.front() ? outcome : reason;
            if (m_stop.stop_requested() || outcome.error().problem == net::Problem::diskFull ||
                outcome.error().problem == net::Problem::storage) {
                return outcome;
            }
            spdlog::warn("{}: {}", net::withoutSecrets(source), outcome.error().message);
        }
        return reason;
    }

    net::Outcome<> fetchFrom(const std::string& source, const PublishedFile& file, FileFetch& sink) {
        std::minstd_rand random{std::random_device{}()};
        auto policy = m_settings.retry;
        if (m_commit.empty()) {
            policy.attempts = std::min(policy.attempts, kFirstContactAttempts);
        }
        int attempt = 0;
        while (true) {
            if (auto opened = sink.open(); !opened) {
                return opened;
            }
            const auto before = sink.bytes();
            auto outcome = attemptOnce(source, file, sink);
            if (outcome) {
                return {};
            }
            attempt = sink.bytes() > before ? 1 : attempt + 1;
            const double jitter = std::uniform_real_distribution<double>(0, 1)(random);
            const auto decision = net::decideRetry(policy, outcome.error(), attempt, jitter);
            if (decision.next != net::Next::retry) {
                return outcome;
            }
            spdlog::warn("{}: {}", file.name, outcome.error().message);
            m_transfers.run(Clock::now() + decision.delay);
            if (m_transfers.stopRequested()) {
                return net::fail(net::Problem::cancelled, "cancelled");
            }
        }
    }

    net::Outcome<> attemptOnce(const std::string& source, const PublishedFile& file, FileFetch& sink) {
        net::Request request{addressOf(source, m_voice, m_commit.empty() ? kRevision : m_commit, file.path)};
        request.limit = kLargestFile;
        if (sink.bytes() > 0) {
            request.range = net::ByteRange{sink.bytes(), kLargestFile - 1};
        }
        m_transfers.start(std::move(request), sink);
        auto outcome = m_transfers.run(Clock::time_point::max()).at(0).outcome;
        const auto& facts = sink.facts();
        // All of it may be here already; then there is no range left to ask for.
        const bool isWhole = !outcome && outcome.error().status == 416 && facts.size == sink.bytes();
        if (!outcome && !isWhole) {
            if (outcome.error().status == 416) {
                sink.restart();
            }
            return outcome;
        }
        if (m_commit.empty()) {
            if (facts.commit.empty()) {
                return net::fail(net::Problem::untrusted,
                                 "the server does not say which revision it sends; is it a model hub?");
            }
            if (auto written = packages::replaceFile(m_folder / kCommitFile, facts.commit); !written) {
                return net::fail(net::Problem::storage, written.error().message);
            }
            m_commit = facts.commit;
        } else if (!facts.commit.empty() && facts.commit != m_commit) {
            return net::fail(net::Problem::untrusted, "the hub sends another revision than it was asked for");
        }
        return sink.finish(m_stop);
    }

    // What the catalogue and the hub know of the voice, beside its files.
    Result<> describe() const {
        nlohmann::ordered_json card{{"name", m_voice.name}, {"language", m_voice.language}};
        if (!m_voice.license.empty()) {
            card["license"] = m_voice.license;
        }
        card["use"] = name(m_voice.use);
        card["source"] = m_voice.repository;
        card["revision"] = m_commit;
        return packages::replaceFile(m_folder / "voice.json", card.dump(2) + "\n");
    }

    const HubSettings& m_settings;
    const PublishedVoice& m_voice;
    fs::path m_folder;
    packages::ProgressMeter m_meter;
    std::stop_token m_stop;
    net::Transfers m_transfers;
    std::string m_commit;
    std::uint64_t m_done = 0;  // bytes of the files that are complete
};

}  // namespace

net::Outcome<HubSettings> hubSettings(std::string_view urls, const fs::path& certificates) {
    HubSettings settings;
    settings.network.policy = net::UrlPolicy({"huggingface.co", "cdn-lfs.huggingface.co", "cdn-lfs-us-1.huggingface.co",
                                              "cdn-lfs-eu-1.huggingface.co", "cdn-lfs.hf.co", "cdn-lfs-us-1.hf.co",
                                              "cdn-lfs-eu-1.hf.co", "cas-bridge.xethub.hf.co", "us.aws.cdn.hf.co"});
    settings.network.certificates = certificates;
    settings.sources = net::addressesIn(urls);
    for (auto& url : settings.sources) {
        url += url.ends_with('/') ? "" : "/";
        if (auto admitted = settings.network.policy.admit(url); !admitted) {
            return tl::unexpected(admitted.error());
        }
    }
    return settings;
}

net::Outcome<> fetchVoice(const HubSettings& settings, const PublishedVoice& voice, const fs::path& folder,
                          const packages::OnProgress& onProgress, const std::stop_token& stop) {
    const auto fetch = [&](const std::string& commit) -> net::Outcome<> {
        if (commit.empty()) {  // what is there may be an import's, which nobody verified
            if (auto emptied = makeEmpty(folder); !emptied) {
                return emptied;
            }
        }
        return VoiceFetch(settings, voice, folder, commit, onProgress, stop).run();
    };
    const auto commit = commitIn(folder);
    auto outcome = fetch(commit);
    if (!outcome && outcome.error().problem == net::Problem::notFound && !commit.empty()) {
        // The revision that the download began with is gone: from the beginning, with the one that there is.
        outcome = fetch("");
    }
    return outcome;
}

}  // namespace parlando::voices
