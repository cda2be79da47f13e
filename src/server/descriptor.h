#pragma once

#include "base/descriptor.h"
