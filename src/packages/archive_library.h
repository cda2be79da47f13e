#pragma once

#include <memory>

#include <archive.h>
#include <archive_entry.h>

#include "base/result.h"

// libarchive: its functions, and owners for what they give out.
namespace parlando::packages {

// clang-format off
#define PARLANDO_FOR_EACH_ARCHIVE_FUNCTION(APPLY)                                                                   \
    APPLY(entry_acl_types) APPLY(entry_filetype) APPLY(entry_free) APPLY(entry_hardlink) APPLY(entry_mac_metadata)  \
    APPLY(entry_new) APPLY(entry_pathname) APPLY(entry_pathname_utf8) APPLY(entry_perm) APPLY(entry_set_filetype)   \
    APPLY(entry_set_mtime) APPLY(entry_set_pathname) APPLY(entry_set_pathname_utf8) APPLY(entry_set_perm)           \
    APPLY(entry_set_size) APPLY(entry_size) APPLY(entry_size_is_set) APPLY(entry_sparse_count) APPLY(entry_symlink) \
    APPLY(entry_xattr_count) APPLY(error_string) APPLY(filter_bytes) APPLY(read_data) APPLY(read_data_block)        \
    APPLY(read_free) APPLY(read_header_position) APPLY(read_new) APPLY(read_next_header) APPLY(read_open)           \
    APPLY(read_support_format_tar) APPLY(read_support_format_zip_streamable) APPLY(write_close) APPLY(write_data)   \
    APPLY(write_finish_entry) APPLY(write_free) APPLY(write_header) APPLY(write_new) APPLY(write_open)              \
    APPLY(write_set_bytes_in_last_block) APPLY(write_set_bytes_per_block)                                           \
    APPLY(write_set_format_pax_restricted) APPLY(write_set_format_zip) APPLY(write_set_options)
// clang-format on

struct ArchiveLibrary {
#define PARLANDO_MEMBER(name) decltype(&::archive_##name) name = nullptr;
    PARLANDO_FOR_EACH_ARCHIVE_FUNCTION(PARLANDO_MEMBER)
#undef PARLANDO_MEMBER
};

// libarchive brings libxml2 and the tables of ICU, for which every start of the server would wait; so it is loaded when
// the first archive is read or written, and stays. An error says that it is missing or too old.
Result<const ArchiveLibrary*> findLibarchive();

// The same for what comes after a call of findLibarchive that found it.
const ArchiveLibrary& libarchive();

template <auto kFree>
struct ArchiveFree {
    template <class Handle>
    void operator()(Handle* handle) const {
        (libarchive().*kFree)(handle);
    }
};

using ArchiveInput = std::unique_ptr<archive, ArchiveFree<&ArchiveLibrary::read_free>>;
using ArchiveOutput = std::unique_ptr<archive, ArchiveFree<&ArchiveLibrary::write_free>>;
using ArchiveEntry = std::unique_ptr<archive_entry, ArchiveFree<&ArchiveLibrary::entry_free>>;

}  // namespace parlando::packages
