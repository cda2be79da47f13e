"""Measures the server's HTTP side: python3 tests/bench/http_bench.py [parlando-server [folder of fake engines]]

Requests a second under wrk, and how long GET /health takes: alone, while 60 clients send a byte now and then, and while
so many are silent that everybody else is turned away. Run it on an idle machine.
"""
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

BUILD = pathlib.Path(__file__).parents[2] / "build" / "dev"
os.environ.setdefault("PARLANDO_SERVER", sys.argv[1] if len(sys.argv) > 1 else str(BUILD / "bin" / "parlando-server"))
os.environ.setdefault("PARLANDO_FAKE_LIBRARIES", sys.argv[2] if len(sys.argv) > 2 else str(BUILD / "fake_engines"))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "server"))

from program import ProgramTest  # noqa: E402

SAMPLES = 2000


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def health(port):
    """Milliseconds from connecting to the end, and the status."""
    start = time.perf_counter()
    with connect(port) as client:
        client.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        answer = b""
        while block := client.recv(65536):
            answer += block
    return (time.perf_counter() - start) * 1000, answer[9:12].decode()


def show(name, port):
    samples = [health(port) for _ in range(SAMPLES)]
    times = sorted(milliseconds for milliseconds, _ in samples)
    statuses = {status: sum(1 for _, other in samples if other == status) for _, status in samples}
    print(f"{name:28} median {statistics.median(times):7.2f} ms   p99 {times[len(times) * 99 // 100]:7.2f} ms   "
          f"slowest {times[-1]:7.2f} ms   {statuses}")


class Slow:
    """Clients that send a byte of a head every 100 ms and come back when they are cut."""

    def __init__(self, port, count):
        self.port, self.ended = port, threading.Event()
        self.clients = [connect(port) for _ in range(count)]
        self.thread = threading.Thread(target=self.drip)
        self.thread.start()

    def drip(self):
        while not self.ended.wait(0.1):
            for number, client in enumerate(self.clients):
                try:
                    client.send(b"G")
                except OSError:
                    self.clients[number] = connect(self.port)

    def end(self):
        self.ended.set()
        self.thread.join()
        for client in self.clients:
            client.close()


class Bench(ProgramTest):
    def runTest(self):
        server = self.serve("--log-level", "off")
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        for connections in (1, 8, 64):
            wrk = subprocess.run(["wrk", "-t1", f"-c{connections}", "-d5s", "--latency", f"http://127.0.0.1:{port}/health"],
                                 capture_output=True, text=True, check=True).stdout
            print(f"wrk, {connections:2} connections          {re.search('Requests/sec: *(.*)', wrk)[1]} requests/s   "
                  f"p99 {re.search('99% *(.*)', wrk)[1]}")
        show("alone", port)
        slow = Slow(port, 60)
        show("beside 60 slow clients", port)
        slow.end()
        silent = [connect(port) for _ in range(80)]
        show("turned away", port)
        del silent
        server.end(signal.SIGTERM)


if __name__ == "__main__":
    Bench().debug()
