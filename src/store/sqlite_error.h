#pragma once

#include "base/result.h"

namespace SQLite {
class Exception;
}

namespace parlando::store {

// What a failure of SQLite means to whoever uses the library.
Error errorFrom(const SQLite::Exception& exception);

}  // namespace parlando::store
