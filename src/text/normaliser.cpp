#include "text/normaliser.h"
namespace parlando::text {
std::string normalise(std::string_view utf8) {
    return std::string(utf8);
}
}  // namespace parlando::text
