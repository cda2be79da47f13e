#pragma once

#include <string>
#include <string_view>

namespace parlando::store {

// The time in UTC as voicebox writes it, without a zone: "2026-06-30T12:00:00.123456". Sorts as text.
std::string timestampNow();

// The same for names of files: "20260630-120000".
std::string timestampForFiles();

bool isTimestamp(std::string_view text);

}  // namespace parlando::store
