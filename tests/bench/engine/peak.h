#pragma once

#include "engine/kernels/worker_pool.h"

namespace parlando::engine::kernels {

// What this processor's threads can do at most: independent fused multiply-adds in registers, 10^9 operations a second
// (each counts as two). The roof over every kernel's figure.
double peakGflops(WorkerPool& pool);

}  // namespace parlando::engine::kernels
