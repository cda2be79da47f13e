"""Runs the real parlando-server for tests: as an installation in a folder of its own, around a chosen engine."""

import http.client
import json
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import unittest

SERVER = pathlib.Path(os.environ["PARLANDO_SERVER"])
FAKE_ENGINES = pathlib.Path(os.environ["PARLANDO_FAKE_LIBRARIES"])
PATIENCE = 60  # seconds; only a hanging program needs as long

USAGE, PORT_TAKEN, INTERNAL, SELF_TEST, LOCKED, TRY_AGAIN, CONFIGURATION, INTERRUPTED = 64, 69, 70, 72, 73, 75, 78, 130


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A serving process. Its start-up lines are read as they come; its log is kept."""

    def __init__(self, command, environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=environment, text=True)
        self.lines = queue.Queue()
        self.log = []
        self._readers = [threading.Thread(target=self._read_lines), threading.Thread(target=self._read_log)]
        for reader in self._readers:
            reader.start()

    def _read_lines(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def _read_log(self):
        self.log.extend(self.process.stderr)

    def line(self):
        """The next start-up line, None at the end."""
        return self.lines.get(timeout=PATIENCE)

    def until_state(self, state):
        while (line := self.line()) is not None:
            if line.get("state") == state:
                return line
        raise AssertionError(f"ended before '{state}': {self.log}")

    def get(self, port, path, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())

    def end(self, how=None):
        """Asks for the end (a signal, or by default the end of standard input) and gives the exit code."""
        if how is None:
            self.process.stdin.close()
        else:
            self.process.send_signal(how)
        return self.wait()

    def wait(self):
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code

    def kill(self):
        self.process.kill()
        self.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()


class ProgramTest(unittest.TestCase):
    """Gives each test a fresh installation: program, engine library, an empty voices folder, a data folder."""

    engine = "good"
    voices = True

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name).resolve()
        self.program = self.folder / "bin" / "parlando-server"
        self.program.parent.mkdir()
        shutil.copy(SERVER, self.program)
        if self.engine:
            shutil.copy(FAKE_ENGINES / self.engine / "libparlando-engine.so", self.program.parent)
        if self.voices:
            (self.program.parent / "voices").mkdir()
        self.environment = {**os.environ, "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder)}
        self.environment["PARLANDO_RELEASE_URL"] = "http://127.0.0.1:1/"  # where nobody answers
        self.environment["PARLANDO_HUB_URL"] = "http://127.0.0.1:1/"
        for name in ("PARLANDO_API_KEY", "PARLANDO_PORT", "PARLANDO_DATA_DIR", "XDG_DATA_HOME"):
            self.environment.pop(name, None)

    def run_program(self, *arguments, stdin=b"", **options):
        return subprocess.run([self.program, *arguments], input=stdin, capture_output=True, timeout=PATIENCE,
                              env=self.environment, **options)

    def serve(self, *arguments, port=0, data="data"):
        command = [self.program, "--data-dir", self.folder / data, *arguments]
        if port is not None:
            command += ["--port", str(port)]
        running = Running(command, self.environment)
        self.addCleanup(running.kill)
        return running

    def assert_fails(self, outcome, code, *says):
        text = outcome.stderr.decode() + (outcome.stdout.decode() if outcome.stdout else "")
        self.assertEqual(outcome.returncode, code, text)
        for part in says:
            self.assertIn(part, text)
        self.assertNotIn("terminate called", text)

    def files(self):
        """Names of the files in the test's folder itself, hidden ones included."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_file())
