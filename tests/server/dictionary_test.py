"""How a user wants words to be said: kept, used by everything that is spoken from then on, and by `say`."""

import json
import signal
import sqlite3

from library_test import JSON, LibraryTest, unittest

TEXT = "My SQL friend."


class Dictionary(LibraryTest):
    def add(self, word, pronunciation, **more):
        return self.ask("POST", "/dictionary", {"word": word, "pronunciation": pronunciation, **more})

    def entries(self):
        return self.ask("GET", "/dictionary")[1]["entries"]

    def spoken_words(self, text=TEXT):
        """The words of the text that was given, however they are said."""
        status, _, answer = self.raw("POST", "/v1/audio/speech/timestamps",
                                     json.dumps({"input": text, "response_format": "pcm"}), JSON)
        self.assertEqual(status, 200, answer)
        content = text.encode()
        timestamps = json.loads(answer)["timestamps"]
        for entry in timestamps:
            self.assertEqual(content[entry["begin"]:entry["end"]].decode(), entry["word"])
        return [entry["word"] for entry in timestamps]

    def test_entries_are_added_changed_and_removed(self):
        self.start()
        status, added = self.add("SQL", "sequel")
        self.assertEqual((status, added["word"], added["pronunciation"], added["language"]), (200, "SQL", "sequel", ""))
        path = f"/dictionary/{added['id']}"
        status, changed = self.ask("PUT", path, {"word": "SQL", "pronunciation": "/ˈsiːkwəl/", "language": "en"})
        self.assertEqual((status, changed["pronunciation"], changed["id"]), (200, "/ˈsiːkwəl/", added["id"]))
        self.add("gif", "jif")
        self.assertEqual([entry["word"] for entry in self.entries()], ["SQL", "gif"])
        self.assertEqual(self.server.end(signal.SIGTERM), 0)
        self.start()
        self.assertEqual([entry["language"] for entry in self.entries()], ["en", ""])
        self.assertEqual(self.ask("DELETE", path)[0], 200)
        self.assertEqual([entry["word"] for entry in self.entries()], ["gif"])
        self.assertEqual(self.ask("DELETE", path)[0], 404)
        self.assertEqual(self.ask("PUT", path, {"word": "a", "pronunciation": "b"})[0], 404)

    def test_what_cannot_be_used_is_refused_with_the_reason(self):
        self.start()
        self.assertEqual(self.add("gif", "jif")[0], 200)
        for body, reason in (({"word": "a"}, "pronunciation"), ({"word": "", "pronunciation": "b"}, "word"),
                             ({"word": 5, "pronunciation": "b"}, "word"),
                             ({"word": "x" * 101, "pronunciation": "b"}, "100"),
                             ({"word": "a", "pronunciation": "b" * 101}, "100"),
                             ({"word": "a", "pronunciation": "/t3/"}, "'3' is not in the International"),
                             ({"word": "a", "pronunciation": "/t"}, "two slashes"),
                             ({"word": "a\nb", "pronunciation": "b"}, "cannot be seen"),
                             ({"word": "a", "pronunciation": "b", "language": "english language"}, "language"),
                             ({"word": "Gif", "pronunciation": "b"}, "already")):
            with self.subTest(body=body):
                status, answer = self.ask("POST", "/dictionary", body)
                self.assertEqual(status, 400, answer)
                self.assertIn(reason, answer["detail"])
        self.assertEqual(len(self.entries()), 1)

    def test_a_thousand_entries_are_enough(self):
        self.start()
        self.assertEqual(self.server.end(signal.SIGTERM), 0)
        with sqlite3.connect(self.folder / "data" / "library.db") as database:
            database.executemany("INSERT INTO dictionary (id, word, pronunciation, language) VALUES (?, ?, 'x', '')",
                                 [(str(i), f"word{i}") for i in range(1000)])
            database.execute("INSERT INTO dictionary (id, word, pronunciation, language) VALUES ('bad', '', '/3/', '')")
        database.close()
        self.start()
        self.assertEqual(len(self.entries()), 1000)  # what another program wrote wrongly is left out
        status, answer = self.add("gif", "jif")
        self.assertIn("at most 1000", answer["detail"])
        self.assertGreaterEqual(status, 400)

    def test_words_keep_their_place_in_the_text(self):
        self.start()
        self.assertEqual(self.spoken_words(), ["My", "SQL", "friend."])
        self.add("SQL", "sequelsequel")
        self.add("friend", "/fɹɛnd/")
        self.assertEqual(self.spoken_words(), ["My", "SQL", "friend."])

    def test_the_library_keeps_the_text_as_it_was_written(self):
        self.start()
        self.add("SQL", "sequelsequel")
        for path, body in (("/generate", {"text": TEXT}), ("/generate/stream", {"text": TEXT, "save": True})):
            status, _, answer = self.raw("POST", path, json.dumps(body), JSON)
            self.assertEqual(status, 200, answer)
        self.assertEqual([item["text"] for item in self.ask("GET", "/history")[1]["items"]], [TEXT, TEXT])

    def test_a_text_that_grows_beyond_all_bounds_is_refused(self):
        self.start()
        self.add("a", "b" * 100)
        status, answer = self.ask("POST", "/v1/audio/speech", {"input": "a " * (1 << 19)})
        self.assertEqual(status, 400, answer)
        self.assertIn("the dictionary", answer["error"]["message"])

    def test_say_reads_a_dictionary_of_its_own(self):
        (self.folder / "words.txt").write_text("# ours\nSQL = sequelsequel\n")
        arguments = ("say", TEXT, "-o", "out.wav", "--captions", "out.json", "--dictionary", "words.txt")
        outcome = self.run_program(*arguments, cwd=self.folder)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        words = [entry["word"] for entry in json.loads((self.folder / "out.json").read_text())["timestamps"]]
        self.assertEqual(words, ["My", "SQL", "friend."])

    def test_a_mistake_in_the_file_of_say_is_told_with_its_place(self):
        for content, place in (("a = b\nnonsense\n", "words.txt: line 2, column 1"), ("a = /t3/", "line 1, column 7: '3'")):
            (self.folder / "words.txt").write_text(content)
            outcome = self.run_program("say", TEXT, "-o", "out.wav", "--dictionary", "words.txt", cwd=self.folder)
            self.assertNotEqual(outcome.returncode, 0)
            self.assertIn(place, outcome.stderr.decode())
            self.assertFalse((self.folder / "out.wav").exists())
        outcome = self.run_program("say", TEXT, "-o", "out.wav", "--dictionary", "none.txt", cwd=self.folder)
        self.assertNotEqual(outcome.returncode, 0)
        self.assertIn("none.txt", outcome.stderr.decode())


if __name__ == "__main__":
    unittest.main()
