"""The log says what happened and never what somebody said: no text, no key, no name that a client chose."""

import json
import re
import signal
import urllib.error
import urllib.request

from program import PATIENCE, ProgramTest, unittest

SECRET = "xyzzy"  # is in everything that a client sends
KEY = "key-of-the-server-1234"


class Log(ProgramTest):
    def test_nothing_that_a_client_sent_is_in_the_log(self):
        self.environment["PARLANDO_API_KEY"] = KEY
        server = self.serve("--log-level", "trace")
        port = server.line()["hello"]["port"]
        server.until_state("ready")

        def send(method, path, body=None, headers=None):
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method,
                                             data=None if body is None else json.dumps(body).encode(),
                                             headers={"Authorization": f"Bearer {KEY}", **(headers or {})})
            if body is not None:
                request.add_header("Content-Type", "application/json")
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    return answer.read()
            except urllib.error.HTTPError as error:
                return error.read()

        generation = json.loads(send("POST", "/generate", {"text": f"Say {SECRET}.", "instruct": SECRET}))
        send("GET", f"/generate/{generation['id']}/status")
        send("POST", "/v1/audio/speech", {"input": f"Say {SECRET}.", "voice": SECRET})
        send("POST", "/v1/audio/speech", {"input": f"Say {SECRET}.", "response_format": "wav"})
        send("POST", "/v1/audio/speech", {"input": "?!", "instructions": SECRET})
        send("POST", "/generate", {"text": SECRET, "voice": SECRET})
        send("POST", "/generate", {"text": SECRET, "profile_id": SECRET})
        send("POST", "/generate/stream", {"text": SECRET}, {"X-Voicebox-Client-Id": SECRET})
        send("POST", "/speak", {"text": SECRET, "profile": SECRET})
        send("POST", f"/models/load?model_name={SECRET}")
        send("GET", f"/{SECRET}?{SECRET}={SECRET}", headers={f"X-{SECRET}": SECRET, "Cookie": SECRET})
        send("GET", "/health", headers={"Origin": f"http://{SECRET}"})
        send("GET", "/tasks/active", headers={"Authorization": f"Bearer {SECRET}"})
        send("GET", "/metrics")
        self.assertEqual(server.end(signal.SIGTERM), 0)

        log = "".join(server.log)
        self.assertNotIn(SECRET, log)
        self.assertNotIn(KEY, log)
        # And what it says is one event a line, as names and values.
        self.assertRegex(log, r"request method=POST route=/generate status=200 ms=\d")
        self.assertRegex(log, rf"job id={generation['id']} state=completed voice=robin audio_s=0.60 ")
        for line in log.splitlines():
            self.assertTrue(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d (trace|debug|info|warning|error) ", line),
                            line)


if __name__ == "__main__":
    unittest.main()
