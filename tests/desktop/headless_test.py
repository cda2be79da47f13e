"""`parlando --headless` with the real server and a fake engine: the whole program as scripts and services use it."""

import json
import os
import pathlib
import shutil
import signal
import socket
import time
import unittest

from program import LOCKED, PATIENCE, USAGE, ProgramTest, Running, free_port

PARLANDO = pathlib.Path(os.environ["PARLANDO_PROGRAM"])
INTERNAL, CONFIGURATION = 70, 78


def is_alive(process):
    try:
        state = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


class HeadlessTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.parlando = self.program.parent / "parlando"
        shutil.copy(PARLANDO, self.parlando)

    def start(self, *arguments):
        running = Running([self.parlando, "--headless", "--data-dir", self.folder / "data", *arguments], self.environment)
        self.addCleanup(running.kill)
        return running

    def until(self, running, phase):
        while (line := running.line()) is not None:
            if line["phase"] == phase:
                return line
        raise AssertionError(f"ended before '{phase}': {running.log}")

    def group_of(self, process):
        return [int(entry.name) for entry in pathlib.Path("/proc").iterdir()
                if entry.name.isdigit() and self.process_group(entry) == os.getpgid(process)]

    @staticmethod
    def process_group(entry):
        try:
            return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[2])
        except (FileNotFoundError, ProcessLookupError):
            return None

    def assert_gone(self, processes):
        deadline = time.monotonic() + PATIENCE
        while any(map(is_alive, processes)) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual([process for process in processes if is_alive(process)], [])


class Life(HeadlessTest):
    def test_it_brings_a_server_up_and_down(self):
        app = self.start()
        ready = self.until(app, "ready")
        self.assertEqual(ready["variant"], "cpu")
        status, health = app.get(ready["port"], "/health")
        self.assertEqual((status, health["status"], health["instance"]), (200, "healthy", ready["instance"]))
        server = json.loads((self.folder / "data" / "server.json").read_text())
        self.assertEqual((server["pid"], server["port"]), (ready["pid"], ready["port"]))
        processes = self.group_of(ready["pid"])
        self.assertEqual(app.end(signal.SIGTERM), 0)
        self.assert_gone(processes)
        self.assertFalse((self.folder / "data" / "server.json").exists())
        self.assertIn("ready on cpu", (self.folder / "data" / "logs" / "backend.log").read_text())

    def test_a_killed_server_comes_back_on_its_port(self):
        app = self.start()
        ready = self.until(app, "ready")
        os.kill(ready["pid"], signal.SIGKILL)
        self.assertIn("signal 9", self.until(app, "waiting")["problem"])
        again = self.until(app, "ready")
        self.assertEqual(again["port"], ready["port"])
        self.assertNotEqual(again["instance"], ready["instance"])
        self.assertEqual(app.end(signal.SIGINT), 0)

    def test_a_killed_app_leaves_nothing_and_starts_again(self):
        app = self.start()
        processes = self.group_of(self.until(app, "ready")["pid"])
        self.assertEqual(len(processes), 2)  # the server and its guard
        app.process.kill()
        app.wait()
        self.assert_gone(processes)
        self.until(self.start(), "ready")

    def test_a_server_that_somebody_ended_comes_back(self):
        app = self.start()
        os.kill(self.until(app, "ready")["pid"], signal.SIGTERM)
        self.until(app, "waiting")
        self.until(app, "ready")


class Conflicts(HeadlessTest):
    def test_a_second_one_is_refused_with_a_sentence(self):
        first = self.start()
        self.until(first, "ready")
        second = self.start()
        self.assertEqual(second.wait(), LOCKED)
        self.assertIn("already runs without a window", "".join(second.log))
        self.until(self.start("--data-dir", self.folder / "other"), "ready")

    def test_a_stranger_on_the_port_is_named_and_left_alone(self):
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            port = stranger.getsockname()[1]
            app = self.start("--port", str(port))
            ready = self.until(app, "ready")
            self.assertNotEqual(ready["port"], port)
            self.assertIn(f"Port {port} is used by", ready["port_notice"])
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
                pass

    def test_a_named_port_is_taken_where_it_is_free(self):
        port = free_port()
        self.assertEqual(self.until(self.start("--port", str(port)), "ready")["port"], port)

    def test_another_server_in_the_data_folder_is_waited_for(self):
        other = self.serve()
        other.until_state("ready")
        app = self.start()
        self.assertIn("another speech server", self.until(app, "waiting")["problem"])
        other.end(signal.SIGTERM)
        self.until(app, "ready")

    def test_what_cannot_be_read_is_refused(self):
        app = self.start("--port", "many")
        self.assertEqual(app.wait(), USAGE)
        (self.folder / "data").write_text("a file")
        app = self.start()
        self.assertEqual(app.wait(), CONFIGURATION)
        self.assertIn("--data-dir", "".join(app.log))


class Broken(HeadlessTest):
    engine = None

    def test_a_missing_engine_ends_it_with_the_reason(self):
        app = self.start()
        self.assertIn("libparlando-engine.so", self.until(app, "failed")["problem"])
        self.assertEqual(app.wait(), INTERNAL)

    def test_a_missing_server_ends_it_with_the_reason(self):
        self.program.unlink()
        app = self.start()
        self.assertIn("reinstall Parlando", self.until(app, "failed")["problem"])
        self.assertEqual(app.wait(), INTERNAL)


if __name__ == "__main__":
    unittest.main()
