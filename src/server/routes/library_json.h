#pragma once

#include "protocol/library_messages.h"
#include "store/generation.h"
#include "store/profile.h"

namespace parlando::server {

// What the library holds, as clients read it.
protocol::GenerationInfo infoOf(const store::Generation& generation);
protocol::TakeInfo infoOf(const store::Take& take);
protocol::ProfileInfo infoOf(const store::Profile& profile);

}  // namespace parlando::server
