#pragma once

#include <string>
#include <string_view>

#include "server/http/message.h"

namespace parlando::server {

// The header that names a download after a text: its first letters and digits, plainly for old clients and in
// full for the others (RFC 6266). Whatever the text holds, the header holds nothing but itself.
http::Header attachment(std::string_view text, std::string_view otherwise, std::string_view extension);

}  // namespace parlando::server
