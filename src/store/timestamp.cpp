#include "store/timestamp.h"

#include <chrono>
#include <ctime>

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

namespace parlando::store {

std::string timestampNow() {
    const auto now = std::chrono::system_clock::now();
    const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                       micros % 1000000);
}

std::string timestampForFiles() {
    return fmt::format("{:%Y%m%d-%H%M%S}", fmt::gmtime(std::time(nullptr)));
}

bool isTimestamp(std::string_view text) {
    constexpr std::string_view kForm = "0000-00-00T00:00:00";
    if (text.size() < kForm.size() || text.size() > kForm.size() + 7) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char form = i < kForm.size() ? kForm[i] : i == kForm.size() ? '.' : '0';
        const bool isDigit = text[i] >= '0' && text[i] <= '9';
        if (form == '0' ? !isDigit : text[i] != form) {
            return false;
        }
    }
    return text.size() != kForm.size() + 1;
}

}  // namespace parlando::store
