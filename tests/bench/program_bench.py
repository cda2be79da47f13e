"""Measures the program as a whole: python3 tests/bench/program_bench.py [build/release/bin/parlando-server]

Prints medians of several runs after a warm-up: `--version`, from start to `ready`, `say` from start to file with its
real-time factor; the peak memory for a short and for a long text, spoken to a file and as a stream; and how much
speech eight clients get for a second that ask at once, beside one after another. With `--voices FOLDER --voice NAME` the
last two are those of another voice. `--json FILE` adds the rows to those of scripts/bench.
"""
import argparse
import asyncio
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile
import time

from serve_bench import Server, text

RUNS = 9
ROUNDS = 5
CLIENTS = 8
LENGTHS = 500, 50_000
FAST = 4.0  # speed of what is spoken for its memory: as many sentences in a quarter of the time
SENTENCE = "The doctor said that she should drink more water."
LONGER = " ".join([SENTENCE, "Can you tell me how to get to the train station?"] * 5)
rows = []


def note(name, **figures):
    rows.append({"name": name, **figures})


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


def show(name, seconds, rest=""):
    note(name, ours_s=statistics.median(seconds), fastest_s=min(seconds))
    print(f"{name:36} {statistics.median(seconds) * 1000:8.1f} ms (fastest {min(seconds) * 1000:.1f}){rest}")


def measure_runs(name, command):
    run(command)
    results = [run(command) for _ in range(RUNS)]
    factors = [float(found[1]) for _, _, said in results if (found := re.search(r"real-time factor (\S+),", said))]
    speed = f"   real-time factor {statistics.median(factors):.4f}" if factors else ""
    show(name, [seconds for seconds, _, _ in results], f"   {max(memory for _, memory, _ in results):6.0f} MiB{speed}")


def measure_start(program, folder):
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        server = Server(program, folder)
        times.append(time.perf_counter() - start)
        server.end()
    show("start to ready", times[1:])


def measure_memory(program, folder, voice):
    peaks = {}
    for length in LENGTHS:
        source = pathlib.Path(folder) / "text.txt"
        source.write_text(text(length), encoding="utf-8")
        command = [program, "say", "-f", source, "-o", source.with_suffix(".wav"), "--speed", str(FAST),
                   "--data-dir", folder, "--voice", voice]
        peaks["say", length] = run(command)[1]
        with Server(program, folder) as server:
            asyncio.run(speak(server, voice, "one", text(length), FAST))
            peaks["stream", length] = server.peak_memory()
    for way in "say", "stream":
        short, long = (peaks[way, length] for length in LENGTHS)
        note(f"memory, {voice}, {way}", short_mib=short, long_mib=long)
        print(f"peak memory, {voice}, {way:6} {LENGTHS[0]} characters {short:6.1f} MiB   {LENGTHS[1]:,} {long:6.1f} MiB"
              f"   ratio {long / short:.3f}")


async def speak(server, voice, client, words, speed=1.0):
    """Bytes of sound. The answer is chunked; its marks are a few of ten thousand bytes."""
    body = {"input": words, "voice": voice, "response_format": "pcm", "speed": speed}
    status, sound = await server.ask("POST", "/v1/audio/speech", body, client)
    if status != 200:
        raise SystemExit(f"the server answered {status}: {sound[:300]}")
    return len(sound)


async def one_after_another(server, voice, texts):
    return [await speak(server, voice, f"client {i}", words) for i, words in enumerate(texts)]


async def at_once(server, voice, texts):
    return await asyncio.gather(*(speak(server, voice, f"client {i}", words) for i, words in enumerate(texts)))


def measure_clients(program, folder, voice, length):
    """Speech for a second of the clock, and for a second of the server's processor time, which other programs do not
    disturb as much."""
    texts = [text(length + 37 * i) for i in range(CLIENTS)]
    speeds = {one_after_another: [], at_once: []}
    with Server(program, folder) as server:
        for turn in range(ROUNDS + 1):
            for way, found in speeds.items():
                processor, start = server.processor_seconds(), time.perf_counter()
                sound = sum(asyncio.run(way(server, voice, texts)))
                if turn > 0:
                    found.append((sound / (time.perf_counter() - start),
                                  sound / (server.processor_seconds() - processor)))
    ratios = [statistics.median(now[i] / then[i] for then, now in zip(*speeds.values())) for i in (0, 1)]
    note(f"{CLIENTS} at once, {voice}, {length} characters", ratio=ratios[0], ratio_processor=ratios[1])
    print(f"{CLIENTS} clients at once, {voice}, {length:4} characters: speech for a second {ratios[0]:.3f} of that one "
          f"after another, for a second of the processor {ratios[1]:.3f}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path, nargs="?", default="build/release/bin/parlando-server")
    options.add_argument("--voices", type=pathlib.Path)
    options.add_argument("--voice", default="robin")
    options.add_argument("--json", type=pathlib.Path)
    chosen = options.parse_args()
    program = chosen.program.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if chosen.voices:
            shutil.copytree(chosen.voices / chosen.voice, folder / "voices" / chosen.voice)
        else:
            alone = folder / program.name
            shutil.copy(program, alone)
            measure_runs("--version", [program, "--version"])
            measure_runs("--version, no engine library there", [alone, "--version"])
            measure_start(program, folder)
            measure_runs("say, one sentence", [program, "say", SENTENCE, "-o", folder / "one.wav"])
            measure_runs("say, ten sentences", [program, "say", LONGER, "-o", folder / "ten.wav"])
        measure_memory(program, folder, chosen.voice)
        for length in 60, 300:
            measure_clients(program, folder, chosen.voice, length)
    if chosen.json:
        kept = json.loads(chosen.json.read_text(encoding="utf-8"))
        kept["rows"] += rows
        chosen.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
