#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

// The lines that the server writes to its standard output for whoever started it: one JSON object a line,
// first hello, then states and requests. The shell reads them; scripts may.
namespace parlando::protocol {

// Raised when a line changes its meaning. A reader accepts only its own number.
inline constexpr int kStartupProtocol = 1;

inline constexpr int kDefaultPort = 17493;  // what existing scripts use

// {"hello":{"protocol":1,"version":"0.1.0","variant":"cpu","pid":1,"port":17493,"instance":"<nonce>"}}
struct Hello {
    int protocol = kStartupProtocol;
    std::string version;
    std::string variant;
    int pid = 0;
    int port = 0;
    std::string instance;  // 32 hexadecimal digits, new at every start; /health repeats it
};

// {"state":"loading","progress":0.4}
struct Loading {
    double progress = 0.0;  // 0 to 1
};

// {"state":"ready","selftest":{"ok":true,"device":"cpu","ms":512}}
struct Ready {
    std::string device;  // kind: "cpu" or "cuda"
    double milliseconds = 0.0;
};

// {"state":"failed","code":"incompatible","message":"…"}
struct Failed {
    std::string code;
    std::string message;
};

// {"request":"restart","variant":"cuda"}: the server was asked to give way to the backend that is then the right
// one. Whoever started it remembers `variant` as the user's choice and does it. At any time after hello.
struct RestartRequest {
    std::string variant;  // "auto", "cpu" or "cuda"; empty and left out: the choice stays what it was
};

using StartupLine = std::variant<Hello, Loading, Ready, Failed, RestartRequest>;

// One line without its end.
std::string toLine(const StartupLine& line);

// The other way round; unknown members are ignored. Errors: corrupt.
Result<StartupLine> startupLineFrom(std::string_view line);

}  // namespace parlando::protocol
