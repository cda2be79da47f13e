#include "store/id.h"

#include <sys/random.h>

#include <array>

#include <spdlog/fmt/fmt.h>

namespace parlando::store {
namespace {

constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";  // x: a digit, y: 8, 9, a or b

bool fits(char form, char given) {
    switch (form) {
        case 'x':
            return (given >= '0' && given <= '9') || (given >= 'a' && given <= 'f');
        case 'y':
            return given == '8' || given == '9' || given == 'a' || given == 'b';
        default:
            return given == form;
    }
}

}  // namespace

Result<std::string> newId() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        return failure(ErrorCode::internal, "the system gives no random numbers");
    }
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string id = fmt::format("{:02x}", fmt::join(bytes, ""));
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
        id.insert(dash, 1, '-');
    }
    return id;
}

bool isId(std::string_view text) {
    if (text.size() != kForm.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!fits(kForm[i], text[i])) {
            return false;
        }
    }
    return true;
}

}  // namespace parlando::store
