#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/version.h"

// A backend that does what the file beside it says (its own path with ".script" added), one command a line:
//
//   sleep MS                 hello [NAME=VALUE …]     loading P            ready DEVICE
//   failed CODE MESSAGE      restart [VARIANT]        print TEXT           garbage LINES
//   endless-line             flood-stderr BYTES       ignore-term          grandchild
//   impostor                 exit CODE                signal NUMBER        die-after MS
//   serve (until the end of stdin, then exit 0)       hang (deaf to everything)
//   first-run COMMAND … (only in the first start)
//
// hello binds the port first (--port, or a free one) and answers every request on it with the instance, unless
// `impostor` came before. Each start adds "run PID" and "group PID" to the file with ".runs" added, a grandchild
// "grandchild PID". ready-now is as ready, with the time of the monotonic clock as the time of the self-test.
namespace {

std::string program;
std::map<std::string, std::string> flags;
bool impostor = false;

void record(const std::string& what, pid_t process) {
    std::ofstream(program + ".runs", std::ios::app) << what << ' ' << process << std::endl;
}

void print(const std::string& line) {
    const std::string text = line + "\n";
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data() + done, text.size() - done);
        if (written <= 0) {
            return;
        }
        done += static_cast<std::size_t>(written);
    }
}

// Answers every connection in the same way, whatever it asks.
void answer(int listener, const std::string& instance) {
    while (true) {
        const int client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        std::array<char, 4096> request{};
        if (::read(client, request.data(), request.size()) > 0) {
            const std::string body = R"({"status":"healthy","backend_variant":"x","instance":")" + instance + "\"}";
            const std::string text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n" +
                                     ("Content-Length: " + std::to_string(body.size())) + "\r\n\r\n" + body;
            [[maybe_unused]] const auto written = ::write(client, text.data(), text.size());
        }
        ::close(client);
    }
}

std::string newInstance() {
    std::random_device random;
    std::ostringstream text;
    for (int i = 0; i < 4; ++i) {
        text << std::hex << random();
    }
    return text.str();
}

void hello(std::istringstream& words) {
    std::map<std::string, std::string> said{{"protocol", "1"},
                                            {"version", parlando::kVersion},
                                            {"variant", "cpu"},
                                            {"pid", std::to_string(::getpid())},
                                            {"instance", newInstance()}};
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(flags["--port"].c_str())));
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 16) != 0) {
        std::_Exit(69);
    }
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    said["port"] = std::to_string(ntohs(address.sin_port));
    std::thread(answer, listener, impostor ? "0123456789abcdef" : said["instance"]).detach();
    for (std::string pair; words >> pair;) {
        said[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    }
    print(R"({"hello":{"protocol":)" + said["protocol"] + R"(,"version":")" + said["version"] + R"(","variant":")" +
          said["variant"] + R"(","pid":)" + said["pid"] + R"(,"port":)" + said["port"] + R"(,"instance":")" +
          said["instance"] + R"("}})");
}

void ready(const std::string& device, double milliseconds) {
    print(R"({"state":"ready","selftest":{"ok":true,"device":")" + device + R"(","ms":)" +
          std::to_string(milliseconds) + "}}");
}

void grandchild() {
    const pid_t process = ::fork();
    if (process == 0) {
        ::signal(SIGTERM, SIG_IGN);
        ::signal(SIGHUP, SIG_IGN);
        while (true) {  // keeps stdout, stderr and the port open, as forgotten children do
            ::pause();
        }
    }
    record("grandchild", process);
}

void serve() {
    std::array<char, 256> ignored{};
    while (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
    }
    std::_Exit(0);
}

std::string rest(std::istringstream& words) {
    std::string text;
    std::getline(words >> std::ws, text);
    return text;
}

int number(std::istringstream& words) {
    int value = 0;
    words >> value;
    return value;
}

void obey(const std::string& line, bool firstRun) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "first-run") {
        if (firstRun) {
            obey(rest(words), firstRun);
        }
    } else if (command == "sleep") {
        ::usleep(static_cast<useconds_t>(number(words)) * 1000);
    } else if (command == "work") {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(number(words));
        while (std::chrono::steady_clock::now() < end) {
        }
    } else if (command == "hello") {
        hello(words);
    } else if (command == "loading") {
        print(R"({"state":"loading","progress":)" + rest(words) + "}");
    } else if (command == "ready") {
        ready(rest(words), 7);
    } else if (command == "ready-now") {
        ready(rest(words),
              std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count());
    } else if (command == "failed") {
        std::string code;
        words >> code;
        print(R"({"state":"failed","code":")" + code + R"(","message":")" + rest(words) + "\"}");
    } else if (command == "restart") {
        const std::string variant = rest(words);
        print(R"({"request":"restart")" + (variant.empty() ? "" : R"(,"variant":")" + variant + "\"") + "}");
    } else if (command == "print") {
        print(rest(words));
    } else if (command == "garbage") {
        for (int left = number(words); left > 0; --left) {
            print("CUDA is initialised \x01\xff");
        }
    } else if (command == "endless-line") {
        while (true) {
            [[maybe_unused]] const auto written = ::write(STDOUT_FILENO, "aaaaaaaaaaaaaaaa", 16);
        }
    } else if (command == "flood-stderr") {
        const std::string text(1023, 'x');
        for (int left = number(words); left > 0; left -= 1024) {
            std::fprintf(stderr, "%s\n", text.c_str());
        }
    } else if (command == "ignore-term") {
        ::signal(SIGTERM, SIG_IGN);
    } else if (command == "grandchild") {
        grandchild();
    } else if (command == "impostor") {
        impostor = true;
    } else if (command == "exit") {
        std::_Exit(number(words));
    } else if (command == "signal") {
        const int signal = number(words);
        ::signal(signal, SIG_DFL);
        ::raise(signal);
    } else if (command == "die-after") {
        std::thread([delay = number(words)] {
            ::usleep(static_cast<useconds_t>(delay) * 1000);
            ::raise(SIGKILL);
        }).detach();
    } else if (command == "serve") {
        serve();
    } else if (command == "hang") {
        while (true) {
            ::pause();
        }
    } else {
        std::fprintf(stderr, "fake_backend: what is '%s'?\n", line.c_str());
        std::_Exit(64);
    }
}

}  // namespace

int main(int argumentCount, char** arguments) {
    program = arguments[0];
    for (int i = 1; i + 1 < argumentCount; ++i) {
        flags[arguments[i]] = arguments[i + 1];
    }
    const bool firstRun = !std::ifstream(program + ".runs").good();
    record("run", ::getpid());
    record("group", ::getpgrp());
    std::ifstream script(program + ".script");
    for (std::string line; std::getline(script, line);) {
        obey(line, firstRun);
    }
    return 0;
}
