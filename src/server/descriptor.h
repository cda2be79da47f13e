#pragma once

#include "base/descriptor.h"

namespace parlando::server {

using parlando::Descriptor;

}  // namespace parlando::server
