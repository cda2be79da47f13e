#pragma once

#include <exception>
#include <new>

#include "base/result.h"
#include "engine/kernels/worker_pool.h"

namespace parlando::engine {

// Runs a function that gives a Result. What the standard library throws where memory ends becomes an error, and so does
// an interruption of the kernels.
template <class Function>
auto guarded(Function&& function) -> decltype(function()) {
    try {
        return function();
    } catch (const kernels::Interrupted&) {
        return failure(ErrorCode::cancelled, "the synthesis was cancelled");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::resourceLimit, "there is not enough memory for this voice");
    } catch (const std::exception& error) {
        return failure(ErrorCode::internal, error.what());
    }
}

}  // namespace parlando::engine
