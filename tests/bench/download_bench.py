#!/usr/bin/env python3
"""Measures the downloader against nginx with TLS on loopback.

    PARLANDO_DOWNLOAD_ONCE=… PARLANDO_BROKEN_SYSTEM=… download_bench.py [--size BYTES] [--folder DIR] [NAME …]

Measurements: speed (with `curl` and `sha256sum` of the same parts, time about; peak memory), flip, kill, stall, cancel.
Needs three times the size on the disk of DIR. Fails if a result is wrong; how fast it came is only printed.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "packages" / "download" / "program"))
from servers import Authority, Downloading, Nginx, Package, layer_path, sha256_of  # noqa: E402

MEBIBYTE = 1 << 20
CHUNK = 8 * MEBIBYTE
BROKEN_SYSTEM = {"LD_PRELOAD": os.environ["PARLANDO_BROKEN_SYSTEM"]}


class Bench:
    def __init__(self, folder, size):
        self.folder = folder
        third = size // 3 // CHUNK * CHUNK
        print(f"making {size / 1e9:.2f} GB in 3 parts", flush=True)
        self.package = Package(folder / "release", [third, third, size - 2 * third], CHUNK)
        self.authority = Authority(folder / "ca")
        self.authority.certificate("server")
        self.server = Nginx(folder / "nginx", folder / "release", authority=self.authority)
        self.parts = folder / "parts"

    def begin(self, *options, server=None, environment=None):
        return Downloading(self.package, (server or self.server).url, self.parts, "--certificates", self.authority.bundle,
                           *options, environment=environment)

    def fresh(self):
        shutil.rmtree(self.parts, ignore_errors=True)

    def complete(self, *options):
        """Runs to the end; gives seconds, and the peak of memory in MiB."""
        start = time.monotonic()
        running = self.begin(*options)
        running.until(lambda words: words[0] in ("complete", "failed"))
        seconds = time.monotonic() - start
        _, code, usage = os.wait4(running.process.pid, 0)
        if code != 0:
            raise SystemExit(f"the download failed: {running.process.stderr.read()}")
        return seconds, usage.ru_maxrss / 1024

    def check(self):
        if sha256_of(layer_path(self.parts, self.package)) != self.package.sha256:
            raise SystemExit("WRONG BYTES")

    def speed(self):
        copies = self.folder / "copies"
        for turn in range(3):
            shutil.rmtree(copies, ignore_errors=True)
            copies.mkdir()
            os.sync()
            start = time.monotonic()
            subprocess.run(["curl", "-s", "--fail", "--cacert", self.authority.bundle, "--remote-name-all",
                            *(f"{self.server.url}/{part.name}" for part in self.package.parts)], cwd=copies, check=True)
            fetched = time.monotonic() - start
            subprocess.run(["sha256sum", *(part.name for part in self.package.parts)], cwd=copies, check=True,
                           stdout=subprocess.DEVNULL)
            pipeline = time.monotonic() - start
            shutil.rmtree(copies)
            self.fresh()
            os.sync()
            seconds, peak = self.complete()
            self.check()
            print(f"speed {turn + 1}: curl {fetched:.1f} s, curl + sha256sum {pipeline:.1f} s, ours {seconds:.1f} s "
                  f"({seconds / pipeline:.2f} x), peak {peak:.1f} MiB", flush=True)

    def flip(self):
        self.ensure_complete()
        with open(layer_path(self.parts, self.package), "r+b") as file:
            file.seek(self.package.size // 2)
            byte = file.read(1)[0]
            file.seek(self.package.size // 2)
            file.write(bytes([byte ^ 1]))
        before = self.server.body_bytes()
        seconds, _ = self.complete()
        self.check()
        print(f"flip: {(self.server.body_bytes() - before) / MEBIBYTE:.1f} MiB fetched again, {seconds:.1f} s")

    def ensure_complete(self):
        self.complete()
        self.check()

    def kill(self):
        for percent in (25, 50, 75, 99):
            self.fresh()
            running = self.begin()
            running.until_bytes(self.package.size * percent // 100)
            running.kill()
            time.sleep(1)  # until nginx has logged the broken requests
            start = self.server.body_bytes()
            self.complete()
            self.check()
            fetched = self.server.body_bytes() - start
            # What was on the disk at the moment of the kill was not fetched again; the rest had to be. Of it, what
            # the killed process had received in unfinished chunks is the loss: at most its buffers.
            print(f"kill at {percent} %: {fetched / MEBIBYTE:.0f} MiB fetched afterwards, of which at most "
                  f"{(fetched - self.package.size * (100 - percent) / 100) / MEBIBYTE:.1f} MiB a second time", flush=True)

    def stall(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            running = Downloading(self.package, url, self.parts)
            connection, _ = listener.accept()
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123")
            start = time.monotonic()
            line = running.process.stderr.readline()
            print(f"stall: noticed after {time.monotonic() - start:.2f} s: {line.strip()}")
            running.kill()

    def cancel(self):
        worst = {}
        with socket.create_server(("127.0.0.1", 0)) as silent:
            silent_url = f"https://localhost:{silent.getsockname()[1]}"
            for moment in ("name", "tls") + ("download",) * 20 + ("checking",) * 10:
                if moment == "name":
                    running = Downloading(self.package, "https://parlando.example", self.parts, environment=BROKEN_SYSTEM)
                    time.sleep(0.5)
                elif moment == "tls":
                    running = Downloading(self.package, silent_url, self.parts)
                    time.sleep(0.5)
                else:
                    if moment == "download":
                        self.fresh()
                    running = self.begin()
                    running.until(lambda words: words[0] == "progress")
                    time.sleep(random.uniform(0, 4 if moment == "download" else 0.4))
                start = time.monotonic()
                running.process.send_signal(signal.SIGTERM)
                running.process.wait()
                worst[moment] = max(worst.get(moment, 0), time.monotonic() - start)
                running.process.communicate()
        print("cancel, worst: " + ", ".join(f"{moment} {1000 * seconds:.0f} ms" for moment, seconds in worst.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", type=int, default=2_400_000_000)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*", default=["speed", "flip", "kill", "stall", "cancel"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="parlando-bench-", dir=options.folder) as folder:
        bench = Bench(pathlib.Path(folder), options.size)
        try:
            for name in options.names:
                getattr(bench, name)()
        finally:
            bench.server.stop()


if __name__ == "__main__":
    main()
