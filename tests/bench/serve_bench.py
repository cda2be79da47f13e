#!/usr/bin/env python3
"""Measures the serving program with the built-in voice: times as its clients see them.

    tests/bench/serve_bench.py build/release/bin/parlando-server [--rounds 30] [--voice FOLDER]
"""

import argparse
import asyncio
import json
import os
import pathlib
import random
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

VOICE = "large"  # name of a voice that is put beside the built-in one
SENTENCE = "The quick brown fox jumps over the lazy dog, and then it sleeps. "


def text(characters):
    return (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]


def summary(seconds):
    ordered = sorted(second * 1000 for second in seconds)
    at = lambda share: ordered[min(len(ordered) - 1, int(share * len(ordered)))]
    return f"median {at(0.5):7.1f} ms   p90 {at(0.9):7.1f}   p99 {at(0.99):7.1f}   max {ordered[-1]:7.1f}   n {len(ordered)}"


class Server:
    """A serving process that is ready."""

    def __init__(self, program, folder):
        """`folder`: of its data."""
        self.process = subprocess.Popen([program, "--port", "0", "--data-dir", folder, "--log-level", "warn"],
                                        stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["hello"]["port"]
        while (state := json.loads(self.process.stdout.readline()).get("state")) != "ready":
            if state == "failed":
                raise SystemExit("the server did not become ready")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def peak_memory(self):
        """MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def begin(self, method, path, body=None, client=None):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 24)
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        head += f"X-Voicebox-Client-Id: {client}\r\n" if client else ""
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n" if method == "POST" else ""
        writer.write(head.encode() + b"\r\n" + content)
        return reader, writer

    async def ask(self, method, path, body=None, client=None):
        """Status and the whole answer behind its head."""
        reader, writer = await self.begin(method, path, body, client)
        raw = await reader.read()
        writer.close()
        return int(raw.split(b" ", 2)[1]), raw.partition(b"\r\n\r\n")[2]

    async def until_idle(self):
        while b'"generations":[]' not in (await self.ask("GET", "/tasks/active"))[1]:
            await asyncio.sleep(0.001)


async def first_audio(server, characters, rounds):
    times = []
    for _ in range(rounds):
        await server.until_idle()
        start = time.perf_counter()
        reader, writer = await server.begin("POST", "/v1/audio/speech",
                                            {"input": text(characters), "response_format": "wav"})
        await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(64)  # a chunk's size, the header of the file and the first audio
        times.append(time.perf_counter() - start)
        writer.transport.abort()
    return times


async def overflow(server, clients=256):
    """All ask within a few milliseconds; each waits from its own request on, and is heard between the requests of the
    others, so that the time that this program needs to send those is not counted."""
    body = json.dumps({"text": text(200)}).encode()
    request = (f"POST /generate HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/json\r\n"
               f"Content-Length: {len(body)}\r\n\r\n").encode() + body
    sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(clients)]
    poll = select.epoll()
    asked, accepted, refused = {}, [], []

    def hear(patience):
        for descriptor, _ in poll.poll(patience):
            client, since = asked.pop(descriptor)
            status = client.recv(65536).split(b" ", 2)[1]
            (accepted if status == b"200" else refused).append(time.perf_counter() - since)
            poll.unregister(client)
            client.close()

    for client in sockets:
        poll.register(client, select.EPOLLIN)
        asked[client.fileno()] = (client, time.perf_counter())
        client.sendall(request)
        hear(0)
    while asked:
        hear(-1)
    # One more at a time, against the full queue.
    calm = []
    while len(calm) < 200:
        start = time.perf_counter()
        status, _ = await server.ask("POST", "/generate", {"text": text(200)})
        if status != 429:
            break
        calm.append(time.perf_counter() - start)
    await server.ask("POST", "/tasks/clear")
    return accepted, refused, calm


async def cancels(server, rounds):
    chance = random.Random(1)
    times = []
    for _ in range(rounds):
        _, body = await server.ask("POST", "/generate", {"text": text(20000)})
        identity = json.loads(body)["id"]
        reader, writer = await server.begin("GET", f"/generate/{identity}/status")
        await asyncio.sleep(chance.uniform(0.02, 0.6))
        start = time.perf_counter()
        await server.ask("POST", f"/generate/{identity}/cancel")
        await reader.read()  # to the end, which comes when the computation has stopped
        times.append(time.perf_counter() - start)
        writer.close()
    return times


async def departures(server, rounds, longest=0.6, **voice):
    chance = random.Random(2)
    times = []
    for _ in range(rounds):
        _, writer = await server.begin("POST", "/v1/audio/speech",
                                       {"input": text(20000), "response_format": "mp3", **voice})
        await asyncio.sleep(chance.uniform(0.02, longest))
        start = time.perf_counter()
        writer.transport.abort()
        await server.until_idle()
        times.append(time.perf_counter() - start)
    return times


async def measure_voice(server, rounds):
    await server.ask("POST", "/v1/audio/speech", {"input": text(20), "voice": VOICE})  # loads it
    print(f"disconnect to end of computation   {summary(await departures(server, rounds, longest=3.0, voice=VOICE))}")


async def measure(server, rounds):
    await first_audio(server, 100, 3)  # warm
    for characters in (20, 100, 1000, 10_000, 50_000):
        print(f"first audio of {characters:6} characters   {summary(await first_audio(server, characters, rounds))}")
    accepted, refused, calm = await overflow(server)
    print(f"256 at once: accepted {len(accepted)}, refused     {summary(refused)}")
    if calm:
        print(f"refusal of one at a time           {summary(calm)}")
    await server.until_idle()
    print(f"cancel to end of computation       {summary(await cancels(server, rounds))}")
    print(f"disconnect to end of computation   {summary(await departures(server, rounds))}")
    reader, writer = await server.begin("POST", "/v1/audio/speech", {"input": text(50_000), "response_format": "wav"})
    await reader.readuntil(b"\r\n\r\n")
    start = time.perf_counter()
    server.process.send_signal(signal.SIGTERM)
    await asyncio.to_thread(server.process.wait)
    print(f"SIGTERM to exit while speaking     {time.perf_counter() - start:.2f} s, exit code {server.process.returncode}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--voice", type=pathlib.Path, help="folder of a large voice; only leaving it is measured")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.voice:
            shutil.copytree(chosen.voice, pathlib.Path(folder, "voices", VOICE))
        with Server(chosen.program.resolve(), folder) as server:
            asyncio.run((measure_voice if chosen.voice else measure)(server, chosen.rounds))


if __name__ == "__main__":
    main()
