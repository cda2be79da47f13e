"""Names, headers and texts that clients choose are data: no path, no line of a log or of a head."""

import http.client
import json
import signal
import socket
import unittest
import urllib.parse

from payloads import PAYLOADS
from program import PATIENCE, ProgramTest

KEY = "a-key-that-nobody-else-has"
TEXT = "words that only their speaker may read"
HEADERS = {"connection", "content-type", "content-length", "cache-control", "content-security-policy",
           "x-content-type-options", "allow"}


class Inert(ProgramTest):
    def setUp(self):
        super().setUp()
        self.environment["PARLANDO_API_KEY"] = KEY
        self.server = self.serve("--log-level", "debug")
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")
        self.head = f"Host: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {KEY}\r\n".encode()

    def tearDown(self):
        self.server.end(signal.SIGTERM)
        log = "".join(self.server.log)
        self.assertFalse([secret for secret in (KEY, TEXT) if secret in log])
        for line in log.split("\n")[:-1]:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT[0-9:.+-]+ (debug|info|warn|warning|error) ")
            self.assertTrue(line.isprintable(), ascii(line))

    def exchange(self, request):
        """Status, headers and body of the one answer to these bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while block := connection.recv(65536):
                answer += block
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode("ascii").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        self.assertEqual(len(headers), len(lines))
        self.assertEqual(int(headers["content-length"]), len(body))
        return int(status.split()[1]), headers, body

    def assert_refused(self, request):
        status, headers, body = self.exchange(request)
        self.assertTrue(400 <= status < 500, status)
        self.assertLessEqual(set(headers), HEADERS)
        self.assertTrue(set(json.loads(body)) in ({"detail", "code"}, {"error"}))

    def post(self, body):
        return (b"POST /v1/audio/speech HTTP/1.1\r\n" + self.head + b"Content-Type: application/json\r\n" +
                f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def test_as_the_name_of_a_thing(self):
        for payload in PAYLOADS:
            with self.subTest(payload=payload):
                self.assert_refused(b"GET /v1/models/" + urllib.parse.quote(payload, safe="").encode() + b" HTTP/1.1\r\n" +
                                    self.head + b"\r\n")

    def test_as_the_name_of_a_thing_without_encoding(self):
        for payload in PAYLOADS:
            if payload in (b"?", b"#"):  # they end the path
                continue
            with self.subTest(payload=payload):
                self.assert_refused(b"GET /v1/models/x" + payload + b" HTTP/1.1\r\n" + self.head + b"\r\n")

    def test_as_the_id_of_a_voice(self):
        for payload in PAYLOADS:
            with self.subTest(payload=payload):
                self.assert_refused(self.post(json.dumps({"input": TEXT, "voice": payload.decode("latin-1")}).encode()))
                self.assert_refused(self.post(b'{"input":"' + TEXT.encode() + b'","voice":"' + payload + b'"}'))

    def test_as_the_name_of_a_format(self):
        for payload in PAYLOADS:
            with self.subTest(payload=payload):
                self.assert_refused(self.post(json.dumps({"input": TEXT, "response_format": payload.decode("latin-1")}).encode()))

    def test_as_a_header(self):
        """Answered as if it were not there, or refused."""
        for payload in PAYLOADS:
            for header in (b"X-Request-Id: " + payload, b"User-Agent: " + payload, b"Authorization: Bearer " + payload,
                           payload + b": x"):
                with self.subTest(header=header):
                    status, headers, _ = self.exchange(b"GET /nothing HTTP/1.1\r\n" + self.head + header + b"\r\n\r\n")
                    self.assertTrue(400 <= status < 500, status)
                    self.assertLessEqual(set(headers), HEADERS | {"www-authenticate"})

    def test_as_a_query(self):
        for payload in PAYLOADS:
            with self.subTest(payload=payload):
                self.assert_refused(b"GET /nothing?x=" + urllib.parse.quote(payload, safe="").encode() + b" HTTP/1.1\r\n" +
                                    self.head + b"\r\n")

    def test_what_is_spoken_is_not_logged(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("POST", "/v1/audio/speech", json.dumps({"input": TEXT, "response_format": "wav"}),
                           {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        answer.read()


if __name__ == "__main__":
    unittest.main()
