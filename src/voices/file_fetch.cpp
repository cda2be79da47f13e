#include "voices/file_fetch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <vector>

#include <spdlog/fmt/fmt.h>

#include "base/crypto_library.h"
#include "packages/system.h"

namespace parlando::voices {
namespace {

constexpr std::uint64_t kSpareBytes = std::uint64_t{64} << 20;  // that a download leaves free on the disk
constexpr std::size_t kBlock = std::size_t{1} << 20;

net::Outcome<> storageFailure(std::string_view action, const std::filesystem::path& path) {
    const bool full = errno == ENOSPC || errno == EDQUOT;
    return net::fail(full ? net::Problem::diskFull : net::Problem::storage,
                     packages::systemFailure(action, path).value().message);
}

bool isHex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// "\"abc\"" and "W/\"abc\"" are abc.
std::string unquoted(std::string_view tag) {
    if (tag.starts_with("W/")) {
        tag.remove_prefix(2);
    }
    if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') {
        tag = tag.substr(1, tag.size() - 2);
    }
    return std::string(tag);
}

}  // namespace

bool isCommit(std::string_view text) {
    return text.size() == 40 && isHex(text);
}

FileFetch::FileFetch(std::filesystem::path target, std::string hub, OnBytes onBytes)
    : m_target(std::move(target)),
      m_partial(m_target.string() + ".partial"),
      m_hub(std::move(hub)),
      m_onBytes(std::move(onBytes)) {}

net::Outcome<> FileFetch::open() {
    m_facts = {};
    if (!m_file) {
        m_file = Descriptor(::open(m_partial.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
    }
    struct stat status {};
    if (!m_file || ::fstat(m_file.get(), &status) != 0) {
        return storageFailure("write", m_partial);
    }
    m_bytes = static_cast<std::uint64_t>(status.st_size);
    m_onBytes(m_bytes);
    return {};
}

void FileFetch::hop(const std::string& url, const net::Head& head) {
    if (!url.starts_with(m_hub)) {
        m_facts.isElsewhere = true;
        return;
    }
    if (const auto commit = head.field("x-repo-commit"); commit && isCommit(*commit)) {
        m_facts.commit = *commit;
    }
    const auto linked = head.field("x-linked-etag");
    const auto tag = unquoted((linked ? linked : head.field("etag")).value_or(""));
    if ((tag.size() == 64 || tag.size() == 40) && isHex(tag) && (linked || m_facts.digest.empty())) {
        m_facts.digest = tag;
    }
    if (const auto size = head.field("x-linked-size")) {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(size->data(), size->data() + size->size(), value);
        if (error == std::errc() && end == size->data() + size->size()) {
            m_facts.size = value;
        }
    }
}

net::Outcome<> FileFetch::begin(const net::Body& body) {
    if (m_facts.isElsewhere && m_facts.digest.size() != 64) {
        return net::fail(net::Problem::untrusted,
                         "the hub redirects to another server and does not say which SHA-256 the file has");
    }
    const std::uint64_t total = body.offset + body.length.value_or(0);
    if (body.kind == net::Body::Kind::whole && ::ftruncate(m_file.get(), 0) != 0) {
        return storageFailure("write", m_partial);
    }
    m_bytes = body.offset;
    struct statvfs disk {};
    const std::uint64_t left = m_facts.size.value_or(total) - std::min(m_facts.size.value_or(total), m_bytes);
    if (::fstatvfs(m_file.get(), &disk) == 0) {
        const std::uint64_t available = std::uint64_t{disk.f_bavail} * disk.f_frsize;
        if (left > available || available - left < kSpareBytes) {
            return net::fail(net::Problem::diskFull,
                             fmt::format("{} MB are needed for {}, and {} MB are free there; make room and try again",
                                         (left + kSpareBytes) / 1'000'000, m_target.string(), available / 1'000'000));
        }
    }
    if (m_facts.size && body.length && *m_facts.size != total) {
        return net::fail(net::Problem::corrupt,
                         fmt::format("the hub announces {} bytes, and {} come", *m_facts.size, total));
    }
    return {};
}

void FileFetch::restart() {
    m_bytes = 0;
    if (::ftruncate(m_file.get(), 0) != 0) {
        m_file.reset();  // the next open() says why
    }
}

net::Outcome<> FileFetch::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(m_bytes));
        if (written < 0 && errno != EINTR) {
            return storageFailure("write", m_partial);
        }
        const auto count = static_cast<std::size_t>(std::max<ssize_t>(written, 0));
        m_bytes += count;
        bytes = bytes.subspan(count);
    }
    m_onBytes(m_bytes);
    return {};
}

net::Outcome<std::string> FileFetch::digestOf(std::string_view algorithm, const std::stop_token& stop) const {
    const auto crypto = findLibcrypto();
    if (!crypto) {
        return net::fail(net::Problem::storage, crypto.error().message);
    }
    const CryptoLibrary& library = **crypto;
    const CryptoDigest context(library.EVP_MD_CTX_new());
    library.EVP_DigestInit_ex(context.get(), algorithm == "sha1" ? library.EVP_sha1() : library.EVP_sha256(), nullptr);
    if (algorithm == "sha1") {  // as git names a blob
        const auto head = fmt::format("blob {}", m_bytes);
        library.EVP_DigestUpdate(context.get(), head.c_str(), head.size() + 1);
    }
    std::vector<std::byte> block(kBlock);
    for (std::uint64_t at = 0; at < m_bytes;) {
        const ssize_t got = ::pread(m_file.get(), block.data(), block.size(), static_cast<off_t>(at));
        if (got <= 0) {
            return net::fail(net::Problem::storage, fmt::format("cannot read {}", m_partial.string()));
        }
        if (stop.stop_requested()) {
            return net::fail(net::Problem::cancelled, "cancelled");
        }
        library.EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(got));
        at += static_cast<std::uint64_t>(got);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    library.EVP_DigestFinal_ex(context.get(), digest.data(), &size);
    return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

net::Outcome<> FileFetch::finish(const std::stop_token& stop) {
    if (m_facts.digest.empty()) {
        return net::fail(net::Problem::untrusted, "the hub does not say which digest the file has");
    }
    const auto digest = digestOf(m_facts.digest.size() == 40 ? "sha1" : "sha256", stop);
    if (!digest) {
        return tl::unexpected(digest.error());
    }
    std::error_code error;
    if (*digest != m_facts.digest) {
        std::filesystem::remove(m_partial, error);
        m_file.reset();
        return net::fail(net::Problem::corrupt, "what came is not the file that the hub announced (wrong digest)");
    }
    if (::fsync(m_file.get()) != 0) {
        return storageFailure("write", m_partial);
    }
    std::filesystem::rename(m_partial, m_target, error);
    return error ? net::fail(net::Problem::storage,
                             fmt::format("cannot write {}: {}", m_target.string(), error.message()))
                 : net::Outcome<>();
}

}  // namespace parlando::voices
