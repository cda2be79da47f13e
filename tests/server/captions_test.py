"""When words are spoken: with the audio, while it is being made, and as captions that outlive a restart."""

import base64
import json
import signal

from library_test import JSON, LibraryTest, unittest

TEXT = "Hello there, caf\u00e9 \U0001f600 friends."
WORDS = ["Hello", "there,", "caf\u00e9", "\U0001f600", "friends."]  # the fake engine says what is between blanks


class Captions(LibraryTest):
    def timed(self, **body):
        status, headers, answer = self.raw("POST", "/v1/audio/speech/timestamps",
                                           json.dumps({"input": TEXT, "response_format": "pcm", **body}), JSON)
        self.assertEqual(status, 200, answer)
        return headers["Content-Type"], answer

    def plain_audio(self):
        return self.raw("POST", "/v1/audio/speech", json.dumps({"input": TEXT, "response_format": "pcm"}), JSON)[2]

    def assert_words(self, timestamps, seconds):
        self.assertEqual([entry["word"] for entry in timestamps], WORDS)
        content, before = TEXT.encode(), 0
        for entry in timestamps:
            self.assertEqual(content[entry["begin"]:entry["end"]].decode(), entry["word"])
            self.assertGreaterEqual(entry["start_time"], before)
            self.assertGreater(entry["end_time"], entry["start_time"])
            before = entry["end_time"]
        self.assertLessEqual(before, seconds)

    def events(self, path):
        status, headers, body = self.raw("GET", path)
        self.assertEqual((status, headers["Content-Type"]), (200, "text/event-stream"))
        return [json.loads(line[6:]) for line in body.decode().split("\n") if line.startswith("data: ")]

    def spoken(self):
        """A generation that has ended."""
        status, made = self.ask("POST", "/generate", {"text": TEXT})
        self.assertEqual(status, 200, made)
        return made["id"], self.events(f"/generate/{made['id']}/words")

    def test_audio_and_words_come_in_one_document(self):
        self.start()
        kind, answer = self.timed()
        document = json.loads(answer)
        self.assertEqual((kind, document["audio_format"]), ("application/json", "pcm"))
        audio = base64.b64decode(document["audio"], validate=True)
        self.assertEqual(audio, self.plain_audio())
        self.assert_words(document["timestamps"], len(audio) / 2 / 24000)

    def test_in_lines_they_come_as_they_are_made(self):
        self.start()
        kind, answer = self.timed(stream=True)
        lines = [json.loads(line) for line in answer.splitlines()]
        self.assertEqual(kind, "application/x-ndjson")
        self.assertEqual(b"".join(base64.b64decode(line["audio"]) for line in lines), self.plain_audio())
        self.assert_words([entry for line in lines for entry in line["timestamps"]], 0.6)

    def test_what_cannot_be_spoken_is_refused_as_on_the_other_route(self):
        self.start()
        for body in ({}, {"input": " "}, {"input": 5}, {"input": "Hi", "stream": "yes"}, {"input": "Hi", "stream_format": "sse"}, {"input": "Hi", "voice": "nobody"},
                     {"input": "?!"}, {"input": "x" * ((1 << 20) + 1)}):
            status, answer = self.ask("POST", "/v1/audio/speech/timestamps", body)
            self.assertEqual((status, list(answer)), (400, ["error"]), body.keys())

    def test_the_other_route_does_not_look_at_what_only_this_one_knows(self):
        self.start()
        status, _, audio = self.raw("POST", "/v1/audio/speech",
                                    json.dumps({"input": TEXT, "response_format": "pcm", "stream": "true"}), JSON)
        self.assertEqual((status, audio), (200, self.plain_audio()))

    def test_words_of_a_generation_are_told_and_kept(self):
        self.start()
        identity, events = self.spoken()
        self.assertEqual(events[-1]["status"], "completed")
        words = [tuple(word) for event in events for word in event["words"]]
        self.assertEqual(len(words), 3)  # of the fake engine, the last of which says the rest
        path = f"/history/{identity}/captions"
        before = {kind: self.raw("GET", f"{path}?format={kind}") for kind in ("srt", "vtt", "json")}
        self.assertEqual(before["srt"][0], 200)
        self.assertTrue(before["srt"][2].decode().startswith("1\n00:00:00,000 --> "))
        self.assertIn("friends.", before["srt"][2].decode())
        self.assertTrue(before["vtt"][2].startswith(b"WEBVTT\n\n00:00:00.000 --> "))
        self.assertIn('.vtt"', before["vtt"][1]["Content-Disposition"])
        self.assert_words(json.loads(before["json"][2])["timestamps"], 0.6)
        self.assertEqual(self.server.end(signal.SIGTERM), 0)
        self.start()
        self.assertEqual(self.raw("GET", path)[2], before["srt"][2])
        self.assertEqual(self.events(f"/generate/{identity}/words"),
                         [{"status": "completed", "words": [list(word) for word in words]}])

    def test_speech_that_was_heard_and_kept_has_words_too(self):
        self.start()
        status, headers, _ = self.raw("POST", "/generate/stream", json.dumps({"text": TEXT, "save": True}), JSON)
        self.assertEqual(status, 200)
        status, _, answer = self.raw("GET", f"/history/{headers['X-Generation-Id']}/captions?format=json")
        self.assert_words(json.loads(answer)["timestamps"], 0.6)

    def test_without_words_there_are_no_captions_and_it_is_said_why(self):
        self.start()
        imported = f"/history/{self.import_generation()}/captions"
        self.assertIn("speak it again", self.assert_refused(self.ask("GET", imported), 404))
        self.assert_refused(self.ask("GET", "/history/nobody/captions"), 404)
        self.assert_refused(self.ask("GET", imported + "?format=ass"), 400)
        self.assertEqual(self.events("/generate/nobody/words"), [{"status": "not_found", "words": []}])


if __name__ == "__main__":
    unittest.main()
