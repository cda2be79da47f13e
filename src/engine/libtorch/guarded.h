#pragma once

#include <string>

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include "engine/guarded.h"

namespace parlando::engine::libtorch {

// Worker threads of libtorch on the CPU; set once, before the first model.
inline int threads = 1;

// The one seam where libtorch's exceptions become errors. Its number of threads is a matter of the calling thread.
template <class Function>
auto guarded(Function&& function) -> decltype(function()) {
    return engine::guarded([&]() -> decltype(function()) {
        try {
            at::set_num_threads(threads);
            const c10::InferenceMode inference;
            return function();
        } catch (const c10::Error& error) {
            return failure(ErrorCode::internal, std::string("libtorch: ") + error.what_without_backtrace());
        }
    });
}

}  // namespace parlando::engine::libtorch
