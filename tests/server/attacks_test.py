"""Clients that want to bring the server down, against the program as it is installed. Whatever they do, its memory grows
by no more than 16 MiB, its descriptors stay bounded, honest clients are served afterwards, and once all attackers have gone
it has exactly the descriptors and threads that it had before."""

import gzip
import os
import pathlib
import resource
import signal
import socket
import threading
import time
import unittest

from program import PATIENCE, ProgramTest

GROWTH = 16 * 1024  # KiB
DESCRIPTORS = 160
SANITIZED = os.environ.get("PARLANDO_SANITIZE")  # sanitizers keep what was freed


def raise_descriptor_limit():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 4096), most))


class Attack(ProgramTest):
    def setUp(self):
        super().setUp()
        self.clients = []
        self.start()

    def tearDown(self):
        for client in self.clients:
            client.close()
        if self.server.process.poll() is None:
            self.eventually(lambda: self.resources() == self.idle)
            self.assertEqual(self.resources(), self.idle)

    def start(self):
        self.server = self.serve("--log-level", "off")
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")
        for _ in range(100):  # every worker has run, every arena is there
            self.assertEqual(self.server.get(self.port, "/health")[0], 200)
        self.process = pathlib.Path("/proc") / str(self.server.process.pid)
        self.idle = self.settled()
        (self.process / "clear_refs").write_text("5")  # the peak begins here
        self.before = self.memory("VmRSS")

    def memory(self, name):
        """KiB."""
        lines = (self.process / "status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(name + ":")))

    def descriptors(self):
        return len(os.listdir(self.process / "fd"))

    def resources(self):
        return self.descriptors(), self.memory("Threads")

    def settled(self):
        """The resources once they have not changed for a while."""
        seen = []
        while len(seen) < 10 or len(set(seen[-10:])) > 1:
            seen.append(self.resources())
            time.sleep(0.05)
        return seen[-1]

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self.clients.append(client)
        return client

    def head(self, method="GET", path="/health", headers=""):
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{headers}".encode()

    def speech(self, body=b'{"input":"Hello.","response_format":"pcm"}', headers=""):
        return self.head("POST", "/v1/audio/speech",
                         f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n{headers}\r\n") + body

    def flood(self, client, beginning, block, times):
        """Sends until the server has enough; how many bytes it took."""
        sent = 0
        try:
            client.sendall(beginning)
            for _ in range(times):
                client.sendall(block)
                sent += len(block)
        except OSError:
            pass
        return sent

    def answer(self, client):
        """All that comes until the end."""
        received = b""
        try:
            while block := client.recv(65536):
                received += block
        except ConnectionError:
            pass
        return received

    def eventually(self, condition):
        for _ in range(PATIENCE * 20):
            if condition():
                return True
            time.sleep(0.05)
        return False

    def is_healthy(self):
        try:
            return self.server.get(self.port, "/health")[0] == 200
        except OSError:
            return False

    def assert_unharmed(self):
        self.assertTrue(self.eventually(self.is_healthy))
        if not SANITIZED:
            self.assertLessEqual(self.memory("VmHWM") - self.before, GROWTH)
        self.assertLessEqual(self.descriptors(), DESCRIPTORS)


class Bytes(Attack):
    def test_endless_headers(self):
        taken = self.flood(self.connect(), self.head(), b"X-Filler: " + b"a" * 1000 + b"\r\n", 64 * 1024)
        self.assertLess(taken, 32 * 1024 * 1024)
        self.assert_unharmed()

    def test_an_endless_header_line(self):
        taken = self.flood(self.connect(), self.head() + b"X-Filler: ", b"a" * 65536, 1024)
        self.assertLess(taken, 32 * 1024 * 1024)
        self.assert_unharmed()

    def test_an_endless_chunked_body(self):
        client = self.connect()
        taken = self.flood(client, self.head("POST", "/v1/audio/speech", "Transfer-Encoding: chunked\r\n\r\n"),
                           b"10000\r\n" + b"a" * 65536 + b"\r\n", 1024)
        self.assertLess(taken, 32 * 1024 * 1024)
        self.assert_unharmed()

    def test_a_chunked_body_is_refused_with_411(self):
        client = self.connect()
        client.sendall(self.head("POST", "/v1/audio/speech", "Transfer-Encoding: chunked\r\n\r\n") + b"0\r\n\r\n")
        self.assertTrue(self.answer(client).startswith(b"HTTP/1.1 411"))

    def test_a_compressed_bomb(self):
        bomb = gzip.compress(bytes(400 * 1024 * 1024), 1)
        client = self.connect()
        self.flood(client, self.head("POST", "/v1/audio/speech", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
                                     f"Content-Length: {len(bomb)}\r\n\r\n"), bomb, 1)
        self.assert_unharmed()

    def test_a_thousand_requests_on_one_connection(self):
        client = self.connect()
        self.flood(client, b"", self.head(headers="Connection: keep-alive\r\n\r\n"), 1000)
        self.assertEqual(self.answer(client).count(b"HTTP/1.1 "), 1)
        self.assert_unharmed()

    def test_long_paths_and_ranges(self):
        for path, headers, status in (("/" + "a" * 600, "", b"414"), ("/" + "a/" * 4000, "", b"414"), ("/" + "%41" * 2000, "", b"414"),
                                      ("/health", f"Range: bytes={'1' * 1500}-\r\n", b"416"),
                                      ("/health", f"Range: bytes={'0-1,' * 400}\r\n", b"416"),
                                      ("/health", f"Range: bytes={'1' * 7600}-\r\n", b"431")):
            client = self.connect()
            client.sendall(self.head(path=path, headers=headers + "\r\n"))
            self.assertEqual(self.answer(client)[9:12], status)
        self.assert_unharmed()

    def test_noise(self):
        for _ in range(100):
            client = self.connect()
            self.flood(client, os.urandom(2000), b"\r\n\r\n", 1)
            self.assertIn(self.answer(client)[9:12], (b"400", b"431", b""))
        self.assert_unharmed()


class Crowds(Attack):
    def test_silent_clients_do_not_keep_others_waiting(self):
        silent = [self.connect() for _ in range(8)]
        for client in silent[:4]:  # and some that were answered and stay
            client.sendall(self.head(headers="Connection: keep-alive\r\n\r\n"))
        self.assertTrue(self.is_healthy())
        self.assert_unharmed()

    def test_sixty_slow_clients_do_not_keep_others_out_and_are_cut(self):
        slow = [self.connect() for _ in range(60)]
        ended = threading.Event()

        def drip():  # a byte now and then
            line = self.head(headers="X-Slow: " + "a" * 1000)
            for byte in line:
                if ended.wait(0.1):
                    return
                for client in slow:
                    try:
                        client.send(bytes([byte]))
                    except OSError:
                        pass

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            for _ in range(50):
                self.assertEqual(self.server.get(self.port, "/health")[0], 200)
            for client in slow:
                self.assertIn(self.answer(client)[9:12], (b"408", b""))
        finally:
            ended.set()
            dripping.join()
        self.assert_unharmed()

    def test_sixty_slow_bodies_are_cut(self):
        slow = [self.connect() for _ in range(60)]
        for client in slow:
            client.sendall(self.speech(b"{" * 100)[:-50])
        self.assertTrue(self.is_healthy())
        for client in slow:
            self.assertIn(self.answer(client)[9:12], (b"400", b""))
        self.assert_unharmed()

    def test_a_thousand_silent_connections(self):
        raise_descriptor_limit()
        silent = []
        for _ in range(1000):
            silent.append(self.connect())
            if len(silent) % 100 == 0:
                self.assertLessEqual(self.descriptors(), DESCRIPTORS)
        for client in silent:
            client.close()
        self.assert_unharmed()

    def test_a_crowd_is_answered_to_the_last(self):
        raise_descriptor_limit()
        clients = [self.connect() for _ in range(256)]
        for client in clients:
            client.sendall(self.head(headers="\r\n"))
        statuses = [self.answer(client)[9:12] for client in clients]
        self.assertLessEqual(set(statuses), {b"200", b"503"})
        self.assertGreaterEqual(statuses.count(b"200"), 64)
        self.assert_unharmed()


class NoDescriptors(Attack):
    def start(self):
        script = self.folder / "bin" / "limited"
        script.write_text(f'#!/bin/sh\nulimit -n 64\nexec {self.program} "$@"\n')
        script.chmod(0o755)
        self.program = script
        super().start()

    def test_it_recovers_when_descriptors_have_run_out(self):
        clients = [self.connect() for _ in range(100)]
        self.assertTrue(self.eventually(lambda: self.descriptors() == 64))
        for client in clients:
            client.close()
        self.assert_unharmed()


class Leaving(Attack):
    engine = "slow"

    def begin(self):
        client = self.connect()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.sendall(self.speech())
        beginning = client.recv(1000)
        self.assertTrue(beginning.startswith(b"HTTP/1.1 200"), beginning)
        return client

    def test_work_ends_with_its_client(self):
        """Only one speaks at a time: that each begins shows that the one before has ended."""
        for _ in range(20):
            self.begin().close()
        self.assert_unharmed()

    def test_clients_that_leave_while_they_wait_are_forgotten(self):
        first = self.begin()
        for _ in range(10):
            waiting = self.connect()
            waiting.sendall(self.speech())
            waiting.close()
        first.close()
        self.begin()
        self.assert_unharmed()

    def test_a_client_that_stops_reading_costs_no_memory(self):
        client = self.begin()
        time.sleep(5)  # 100 s of audio a second, if it were let
        self.assert_unharmed()
        client.close()
        self.begin()

    def test_the_end_does_not_wait_for_them(self):
        self.begin()
        self.connect()
        self.assertEqual(self.server.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()
