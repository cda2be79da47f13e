"""Documents of the Speech Synthesis Markup Language as the text of a request, and of `say`."""

import json

from library_test import JSON, LibraryTest, unittest

DOCUMENT = '<speak>Hello <sub alias="dear">my</sub>\n<emphasis>friend</emphasis></speak>'
WORDS = ["Hello", "my", "friend"]


class Ssml(LibraryTest):
    def timestamps(self, **body):
        status, _, answer = self.raw("POST", "/v1/audio/speech/timestamps",
                                     json.dumps({"input": DOCUMENT, "response_format": "pcm", **body}), JSON)
        self.assertEqual(status, 200, answer)
        return [entry["word"] for entry in json.loads(answer)["timestamps"]]

    def test_words_have_their_places_in_the_document(self):
        self.start()
        self.assertEqual(self.timestamps(ssml=True), WORDS)
        self.assertNotEqual(self.timestamps(), WORDS)

    def test_a_dictionary_works_on_what_is_said(self):
        self.start()
        self.ask("POST", "/dictionary", {"word": "friend", "pronunciation": "reader"})
        self.assertEqual(self.timestamps(ssml=True), WORDS)

    def test_every_speech_route_takes_a_document(self):
        self.start()
        for path, body in (("/v1/audio/speech", {"input": DOCUMENT}), ("/generate/stream", {"text": DOCUMENT}),
                           ("/generate/stream", {"text": DOCUMENT, "save": True}), ("/generate", {"text": DOCUMENT})):
            status, _, answer = self.raw("POST", path, json.dumps({**body, "ssml": True}), JSON)
            self.assertEqual(status, 200, answer)
        items = self.ask("GET", "/history")[1]["items"]
        self.assertEqual([item["text"] for item in items], [DOCUMENT, DOCUMENT])
        identity = items[0]["id"]
        self.raw("GET", f"/generate/{identity}/words")  # until it has ended
        captions = [entry["word"] for entry in self.get(f"/history/{identity}/captions?format=json")["timestamps"]]
        self.assertEqual(captions, WORDS)
        # A new take is of the document as well.
        self.assertEqual(self.ask("POST", f"/generate/{identity}/regenerate")[0], 200)
        self.raw("GET", f"/generate/{identity}/words")
        captions = [entry["word"] for entry in self.get(f"/history/{identity}/captions?format=json")["timestamps"]]
        self.assertEqual(captions, WORDS)

    def test_what_cannot_be_read_is_refused_with_its_place(self):
        self.start()
        for document, reason in (("<speak>\n<p>a</speak>", "line 2, column"), ("Hello", "line 1, column 1"),
                                 ("<!DOCTYPE a><speak>a</speak>", "document type"),
                                 ("<speak><break time='x'/></speak>", "'x' is no time")):
            status, answer = self.ask("POST", "/v1/audio/speech", {"input": document, "ssml": True})
            self.assertEqual((status, answer["error"]["param"]), (400, "input"))
            self.assertIn(reason, answer["error"]["message"])
            for path in ("/generate", "/generate/stream"):
                status, answer = self.ask("POST", path, {"text": document, "ssml": True})
                self.assertEqual(status, 400)
                self.assertIn(reason, answer["detail"])
        self.assertEqual(self.ask("GET", "/history")[1]["total"], 0)
        for path, body in (("/v1/audio/speech", {"input": DOCUMENT}), ("/generate", {"text": DOCUMENT})):
            self.assertEqual(self.ask("POST", path, {**body, "ssml": "yes"})[0], 400)

    def test_say_takes_a_document(self):
        arguments = ("-o", "out.wav", "--captions", "out.json", "--ssml")
        outcome = self.run_program("say", DOCUMENT, *arguments, cwd=self.folder)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        words = [entry["word"] for entry in json.loads((self.folder / "out.json").read_text())["timestamps"]]
        self.assertEqual(words, WORDS)
        outcome = self.run_program("say", "<speak>Hello", "-o", "bad.wav", "--ssml", cwd=self.folder)
        self.assertNotEqual(outcome.returncode, 0)
        self.assertIn("line 1, column 13", outcome.stderr.decode())
        self.assertFalse((self.folder / "bad.wav").exists())


if __name__ == "__main__":
    unittest.main()
