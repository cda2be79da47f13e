#pragma once

#include <memory>
#include <new>

#include <curl/curl.h>

// Owners for what libcurl gives out, for the files of src/net only.
namespace parlando::net {

template <auto kFree>
struct CurlFree {
    template <class Handle>
    void operator()(Handle* handle) const {
        kFree(handle);
    }
};

using CurlEasy = std::unique_ptr<CURL, CurlFree<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlFree<curl_multi_cleanup>>;
using CurlUrl = std::unique_ptr<CURLU, CurlFree<curl_url_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlFree<curl_slist_free_all>>;
using CurlText = std::unique_ptr<char, CurlFree<curl_free>>;

// libcurl's constructors fail only for want of memory.
template <class Owner>
Owner owned(typename Owner::pointer handle) {
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    return Owner(handle);
}

}  // namespace parlando::net
