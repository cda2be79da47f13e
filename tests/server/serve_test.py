"""The serving process from outside: start-up lines, ports, signals, its claim on the data folder."""

import json
import pathlib
import signal
import socket
import stat
import subprocess
import unittest

from program import CONFIGURATION, LOCKED, PATIENCE, PORT_TAKEN, ProgramTest, free_port


class StartUp(ProgramTest):
    def test_hello_comes_first_then_the_states(self):
        server = self.serve()
        hello = server.line()["hello"]
        self.assertEqual((hello["protocol"], hello["version"], hello["variant"]), (1, "0.1.0", "cpu"))
        self.assertEqual(hello["pid"], server.process.pid)
        self.assertRegex(hello["instance"], "^[0-9a-f]{32}$")
        progress = []
        while (line := server.line())["state"] == "loading":
            progress.append(line["progress"])
        self.assertEqual(progress, sorted(progress))
        self.assertEqual(line, {"state": "ready", "selftest": {"ok": True, "device": "cpu", "ms": 12}})
        status, health = server.get(hello["port"], "/health")
        self.assertEqual((status, health["status"], health["instance"]), (200, "healthy", hello["instance"]))

    def test_every_start_has_another_instance(self):
        instances = set()
        for _ in range(2):
            server = self.serve()
            instances.add(server.line()["hello"]["instance"])
            server.end(signal.SIGTERM)
        self.assertEqual(len(instances), 2)

    def test_server_json_says_where_and_is_private(self):
        server = self.serve()
        hello = server.line()["hello"]
        file = self.folder / "data" / "server.json"
        content = json.loads(file.read_text())
        self.assertEqual({name: content[name] for name in ("pid", "port", "version", "variant")},
                         {name: hello[name] for name in ("pid", "port", "version", "variant")})
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(server.end(signal.SIGTERM), 0)
        self.assertFalse(file.exists())

    def test_an_engine_that_cannot_be_loaded_is_a_state(self):
        (self.program.parent / "libparlando-engine.so").unlink()
        server = self.serve()
        port = server.line()["hello"]["port"]
        failed = server.until_state("failed")
        self.assertEqual(failed["code"], "incompatible")
        self.assertIn("libparlando-engine.so", failed["message"])
        self.assertEqual(server.get(port, "/health")[1]["status"], "failed")
        status, body = server.get(port, "/v1/audio/voices")
        self.assertEqual(status, 503)
        self.assertIn("libparlando-engine.so", body["error"]["message"])
        self.assertEqual(server.end(signal.SIGTERM), 0)


class End(ProgramTest):
    def test_signals_end_it_with_success(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=how):
                server = self.serve()
                server.until_state("ready")
                self.assertEqual(server.end(how), 0)

    def test_supervised_it_ends_with_its_standard_input(self):
        server = self.serve("--supervised")
        server.until_state("ready")
        server.process.stdin.write("noise that means nothing\n")
        server.process.stdin.flush()
        self.assertEqual(server.end(), 0)

    def test_unsupervised_it_does_not(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        server.process.stdin.close()
        self.assertEqual(server.get(port, "/health")[0], 200)
        self.assertEqual(server.end(signal.SIGTERM), 0)

    def test_a_reader_of_stdout_that_leaves_changes_nothing(self):
        process = subprocess.Popen([self.program, "--port", "0", "--data-dir", self.folder / "data"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        port = json.loads(process.stdout.readline())["hello"]["port"]
        process.stdout.close()
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE):
            pass
        process.terminate()
        process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 0)

    def test_the_port_is_free_at_once(self):
        port = free_port()
        for _ in range(3):
            server = self.serve(port=port)
            self.assertEqual(server.line()["hello"]["port"], port)
            self.assertEqual(server.end(signal.SIGTERM), 0)


class Ports(ProgramTest):
    def test_a_named_port_that_is_taken_ends_it(self):
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            port = stranger.getsockname()[1]
            server = self.serve(port=port)
            self.assertIsNone(server.line())
            self.assertEqual(server.wait(), PORT_TAKEN)
            self.assertIn(f"port {port} is taken", "".join(server.log))

    def test_two_servers_never_share_a_port(self):
        first = self.serve()
        port = first.line()["hello"]["port"]
        second = self.serve(data="other", port=port)
        self.assertEqual(second.wait(), PORT_TAKEN)
        self.assertEqual(first.get(port, "/health")[0], 200)

    def test_the_port_from_the_environment_counts_as_named(self):
        with socket.create_server(("127.0.0.1", 0)) as stranger:
            self.environment["PARLANDO_PORT"] = str(stranger.getsockname()[1])
            server = self.serve(port=None)
            self.assertEqual(server.wait(), PORT_TAKEN)

    def test_the_default_port_gives_way(self):
        try:
            stranger = socket.create_server(("127.0.0.1", 17493))
        except OSError:  # some server has it: as good
            stranger = None
        try:
            server = self.serve(port=None)
            self.assertNotEqual(server.line()["hello"]["port"], 17493)
        finally:
            if stranger:
                stranger.close()

    def test_two_servers_never_share_a_data_folder(self):
        first = self.serve()
        first.line()
        second = self.serve()
        self.assertEqual(second.wait(), LOCKED)
        self.assertIn("--data-dir", "".join(second.log))

    def test_a_killed_server_leaves_the_data_folder_usable(self):
        first = self.serve()
        first.line()
        first.process.kill()
        first.wait()
        self.assertEqual(self.serve().line()["hello"]["protocol"], 1)


class Access(ProgramTest):
    def test_the_network_needs_a_key(self):
        server = self.serve("--host", "0.0.0.0")
        self.assertEqual(server.wait(), CONFIGURATION)
        self.assertIn("PARLANDO_API_KEY", "".join(server.log))

    def test_with_a_key_the_network_is_served_to_its_holders(self):
        self.environment["PARLANDO_API_KEY"] = "a-long-random-key"
        server = self.serve("--host", "0.0.0.0")
        port = server.line()["hello"]["port"]
        self.assertEqual(server.get(port, "/health")[0], 200)
        self.assertEqual(server.get(port, "/v1/models")[0], 401)
        self.assertEqual(server.get(port, "/v1/models", {"Authorization": "Bearer a-long-random-key"})[0], 200)
        server.end(signal.SIGTERM)
        self.assertNotIn("a-long-random-key", "".join(server.log))

    def test_an_unusable_host_is_explained(self):
        server = self.serve("--host", "no.such.host.invalid")
        self.assertEqual(server.wait(), CONFIGURATION)

    def test_a_data_folder_that_cannot_be_made_is_explained(self):
        (self.folder / "data").write_text("a file")
        server = self.serve()
        self.assertEqual(server.wait(), CONFIGURATION)
        self.assertIn("--data-dir", "".join(server.log))


class Curl(ProgramTest):
    """The lines of the README."""

    def curl(self, *arguments):
        return subprocess.run(["curl", "-sS", "--fail-with-body", *arguments], capture_output=True, timeout=PATIENCE,
                              cwd=self.folder)

    def test_speaks_with_curl(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        outcome = self.curl(f"http://127.0.0.1:{port}/v1/audio/speech", "-H", "Content-Type: application/json",
                            "-d", '{"input":"Hello there.","response_format":"wav"}', "-o", "hello.wav")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertTrue(pathlib.Path(self.folder / "hello.wav").read_bytes().startswith(b"RIFF"))

    def test_a_large_body_is_sent_after_100_continue(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        (self.folder / "body.json").write_text(json.dumps({"input": "Hello. " * 100000, "response_format": "opus"}))
        outcome = self.curl(f"http://localhost:{port}/v1/audio/speech", "-H", "Content-Type: application/json",
                            "-d", "@body.json", "-o", "hello.opus")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)

    def test_plain_forms_are_refused(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        outcome = self.curl(f"http://127.0.0.1:{port}/v1/audio/speech", "-d", '{"input":"Hello."}')
        self.assertEqual(outcome.returncode, 22)
        self.assertIn(b"application/json", outcome.stdout)


if __name__ == "__main__":
    unittest.main()
