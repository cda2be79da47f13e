#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace parlando::desktop {

// Who listens on a TCP port of this machine, for people: "nginx (process 812)"; "another program" where the
// system does not tell, as with programs of other users; empty if nobody does. Reads all of /proc: not for the
// main thread.
std::string portOwner(std::uint16_t port, const std::filesystem::path& proc = "/proc");

}  // namespace parlando::desktop
