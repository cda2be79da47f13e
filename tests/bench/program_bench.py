"""Times the program as a whole process: python3 tests/bench/program_bench.py [build/release/bin/parlando-server]

Prints the median of several runs after a warm-up: --version with and without libtorch, `say` from start to file, its
real-time factor and its peak memory. Run it on an idle machine.
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 9
SENTENCE = "The doctor said that she should drink more water."
LONGER = " ".join([SENTENCE, "Can you tell me how to get to the train station?"] * 20)


def run(command):
    """(seconds, peak memory in MiB, what it wrote to stderr) of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command} failed: {said}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, said


def show(name, command):
    run(command)
    results = [run(command) for _ in range(RUNS)]
    factors = [float(found[1]) for _, _, said in results if (found := re.search(r"real-time factor (\S+),", said))]
    speed = f"   real-time factor {statistics.median(factors):.4f}" if factors else ""
    seconds = [seconds for seconds, _, _ in results]
    print(f"{name:34} {statistics.median(seconds) * 1000:8.1f} ms (fastest {min(seconds) * 1000:.1f})   "
          f"{max(memory for _, memory, _ in results):6.0f} MiB{speed}")


def main():
    server = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release/bin/parlando-server").resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        alone = folder / server.name
        shutil.copy(server, alone)
        show("--version", [server, "--version"])
        show("--version, no engine library there", [alone, "--version"])
        show("say, one sentence", [server, "say", SENTENCE, "-o", folder / "one.wav"])
        show("say, forty sentences", [server, "say", LONGER, "-o", folder / "forty.wav"])


if __name__ == "__main__":
    main()
