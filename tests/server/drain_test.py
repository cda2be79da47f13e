"""SIGTERM and POST /shutdown: new work is refused, what runs may finish, nothing cut looks whole."""

import http.client
import json
import signal
import socket

from program import PATIENCE, ProgramTest, unittest


class Drain(ProgramTest):
    engine = "steady"  # 20 chunks, 10 ms each

    def setUp(self):
        super().setUp()
        self.server = self.serve()
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")

    def post(self, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request("POST", path, None if body is None else json.dumps(body), headers)
        return connection.getresponse()

    def begin_speech(self):
        """A response whose first audio is there and whose rest is still to come."""
        answer = self.post("/v1/audio/speech", {"input": "Hello.", "response_format": "wav"})
        self.assertEqual(answer.status, 200)
        return answer, answer.read(100)

    def test_what_is_being_spoken_is_finished(self):
        answer, first = self.begin_speech()
        self.server.process.send_signal(signal.SIGTERM)
        rest = answer.read()  # raises if the end mark is missing
        self.assertEqual(len(first + rest), 44 + 22050 * 2 * 20 * 2 // 10)
        self.assertEqual(self.server.wait(), 0)

    def test_events_tell_the_end_of_generations(self):
        identity = json.loads(self.post("/generate", {"text": "Hello."}).read())["id"]
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as listener:
            listener.sendall(f"GET /generate/{identity}/status HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            told = listener.recv(4096)
            self.server.process.send_signal(signal.SIGTERM)
            while more := listener.recv(4096):
                told += more
        self.assertIn(b'"status":"completed"', told)
        self.assertTrue(told.endswith(b"0\r\n\r\n"))
        self.assertEqual(self.server.wait(), 0)


class LongDrain(ProgramTest):
    engine = "slow"  # 100,000 chunks: longer than any patience

    def test_what_takes_too_long_is_cut_and_never_looks_whole(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/v1/audio/speech", '{"input":"Hello.","response_format":"wav"}', headers)
        answer = connection.getresponse()
        kept = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        kept.request("POST", "/generate", '{"text":"Hello."}', headers)
        identity = json.loads(kept.getresponse().read())["id"]
        server.process.send_signal(signal.SIGTERM)
        with self.assertRaises(http.client.IncompleteRead):
            answer.read()
        self.assertEqual(server.wait(), 0)
        self.assertEqual(list((self.folder / "data" / "audio").iterdir()), [])

        again = self.serve()
        port = again.line()["hello"]["port"]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", f"/generate/{identity}/status")
        self.assertIn(b'"status":"cancelled"', connection.getresponse().read())
        self.assertEqual(again.end(signal.SIGTERM), 0)

    def test_new_work_is_refused_while_it_drains(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")

        def post(path, body=None):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("POST", path, body, {"Content-Type": "application/json"} if body else {})
            return connection.getresponse()

        speaking = post("/v1/audio/speech", '{"input":"Hello."}')
        self.assertEqual(post("/shutdown").status, 200)
        answers = []
        while True:
            try:
                refused = post("/generate", '{"text":"Hello."}')
                answers.append((refused.status, json.loads(refused.read()).get("code")))
            except OSError:  # it has gone
                break
        first = answers.index((503, "stopping"))  # the command and the first of these may cross
        self.assertEqual(set(answers[first:]), {(503, "stopping")})
        with self.assertRaises(http.client.IncompleteRead):
            speaking.read()
        self.assertEqual(server.wait(), 0)

    def test_idle_it_ends_at_once(self):
        server = self.serve()
        server.until_state("ready")
        self.assertEqual(server.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()
