#pragma once

#include <memory>
#include <new>

#include <curl/curl.h>

#include "base/result.h"

// libcurl, for the files of src/net only: its functions, and owners for what they give out.
namespace parlando::net {

// clang-format off
#define PARLANDO_FOR_EACH_CURL_FUNCTION(APPLY)                                                                     \
    APPLY(easy_cleanup) APPLY(easy_escape) APPLY(easy_getinfo) APPLY(easy_init) APPLY(easy_setopt)                 \
    APPLY(easy_strerror) APPLY(free) APPLY(getdate) APPLY(global_init) APPLY(multi_add_handle)                     \
    APPLY(multi_cleanup) APPLY(multi_info_read) APPLY(multi_init) APPLY(multi_perform) APPLY(multi_poll)           \
    APPLY(multi_remove_handle) APPLY(multi_wakeup) APPLY(slist_append) APPLY(slist_free_all)                       \
    APPLY(url) APPLY(url_cleanup) APPLY(url_get) APPLY(url_set)
// clang-format on

struct CurlLibrary {
#define PARLANDO_MEMBER(name) decltype(&::curl_##name) name = nullptr;
    PARLANDO_FOR_EACH_CURL_FUNCTION(PARLANDO_MEMBER)
#undef PARLANDO_MEMBER
};

// libcurl brings thirty libraries, for which every start of a program would wait, and most only say a version or speak.
// So it is loaded when it is first asked for, and stays. An error says that it is missing or too old.
Result<const CurlLibrary*> findCurl();

// The same for what comes after an address that UrlPolicy has admitted: that says it when libcurl is missing.
const CurlLibrary& curl();

template <auto kFree>
struct CurlFree {
    template <class Handle>
    void operator()(Handle* handle) const {
        (curl().*kFree)(handle);
    }
};

using CurlEasy = std::unique_ptr<CURL, CurlFree<&CurlLibrary::easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlFree<&CurlLibrary::multi_cleanup>>;
using CurlUrl = std::unique_ptr<CURLU, CurlFree<&CurlLibrary::url_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlFree<&CurlLibrary::slist_free_all>>;
using CurlText = std::unique_ptr<char, CurlFree<&CurlLibrary::free>>;

// libcurl's constructors fail only for want of memory.
template <class Owner>
Owner owned(typename Owner::pointer handle) {
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    return Owner(handle);
}

}  // namespace parlando::net
