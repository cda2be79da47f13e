#pragma once

namespace parlando::protocol {

// What the server process says to whoever started it. The numbers are part of the interface (the shell
// decides on them whether to try again, to fall back to the CPU or to give up); where one exists they are
// those of BSD's sysexits.h.
enum class ExitCode : int {
    success = 0,            // stopped or drained
    usage = 64,             // bad flags, unusable text, unknown voice, output that cannot be created
    portTaken = 69,         // the port that was asked for belongs to another program
    internal = 70,          // a defect
    noUsableGpu = 71,       // CUDA build without a card it can use
    selfTestFailed = 72,    // the engine starts and does not speak
    dataFolderLocked = 73,  // another server uses the data folder
    tryAgain = 75,          // disk full and the like
    badConfiguration = 78,  // missing engine library, missing voices, unsafe bind address
    interrupted = 130,      // SIGINT or SIGTERM during `say`, as shells count it
};

}  // namespace parlando::protocol
