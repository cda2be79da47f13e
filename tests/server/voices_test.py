"""Voices from the catalogue, from the disk, and away again, while the real server speaks with the real engine."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.parse

from model_hub import COMMIT, Hub
from program import PATIENCE, TRY_AGAIN, USAGE, ProgramTest, unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "engine" / "parity" / "plain_small"
PIPER = ROOT / "tests" / "engine" / "parity" / "piper_single"
FILES = ("config.json", "vocab.json", "tokenizer_config.json", "model.safetensors")
NAME, REPOSITORY = "mms-tts-abi", "facebook/mms-tts-abi"  # of the catalogue; the hub here has other files of that name
SLOW = "60k"  # a second; the weights take some seconds then


def small_voice():
    return {name: (SMALL / name).read_bytes() for name in FILES}


class VoicesTest(ProgramTest):
    engine = None
    voices = False

    def setUp(self):
        super().setUp()
        os.symlink(os.environ["PARLANDO_ENGINE"], self.program.parent / "libparlando-engine.so")
        (self.program.parent / "voices").symlink_to(ROOT / "voices")
        self.data = self.folder / "data"
        self.installed = self.data / "voices" / NAME

    def hub(self, files=None, name="hub", **options):
        hub = Hub(self.folder / name, REPOSITORY, files or small_voice(), **options)
        self.addCleanup(hub.stop)
        self.environment["PARLANDO_HUB_URL"] = hub.url
        return hub

    def start(self):
        server = self.serve()
        self.port = server.line()["hello"]["port"]
        server.until_state("ready")
        return server

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if "json" in answer.getheader("Content-Type", "") else content

    def events(self):
        """Of the download, to its end."""
        status, text = self.ask("GET", f"/models/progress/{NAME}")
        self.assertEqual(status, 200, text)
        return [json.loads(line[6:]) for line in text.decode().splitlines() if line.startswith("data: ")]

    def download(self):
        self.assertEqual(self.ask("POST", "/models/download", {"model_name": NAME})[0], 200)
        return self.events()[-1]

    def names(self):
        return [voice["id"] for voice in self.ask("GET", "/v1/audio/voices")[1]["voices"]]

    def loaded(self):
        return [m["model_name"] for m in self.ask("GET", "/models/status")[1]["models"] if m["loaded"]]

    def speak(self, voice):
        return self.ask("POST", "/v1/audio/speech", {"model": "tts-1", "input": "One two.", "voice": voice})

    def wait_for_bytes(self):
        partial = self.data / "voices" / ".staging" / NAME / "model.safetensors.partial"
        deadline = time.monotonic() + PATIENCE
        while not partial.exists() or partial.stat().st_size == 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)


class Downloads(VoicesTest):
    def test_a_downloaded_voice_speaks_without_a_restart_and_without_the_network(self):
        hub = self.hub()
        server = self.start()
        self.assertEqual(self.download()["status"], "complete")
        self.assertIn(NAME, self.names())
        self.assertEqual(self.speak(NAME)[0], 200)
        card = json.loads((self.installed / "voice.json").read_text())
        self.assertEqual((card["revision"], card["source"], card["license"]), (COMMIT, REPOSITORY, "CC-BY-NC-4.0"))
        model = next(m for m in self.ask("GET", "/models/status")[1]["models"] if m["model_name"] == NAME)
        self.assertTrue(model["downloaded"] and model["loaded"])
        self.assertEqual(model["hf_repo_id"], REPOSITORY)
        self.assertEqual(self.ask("POST", "/models/download", {"model_name": NAME})[0], 409)

        asked = hub.requests()
        server.end(signal.SIGTERM)
        hub.stop()
        self.start()
        self.assertEqual(self.speak(NAME)[0], 200)
        self.assertEqual(hub.requests(), asked)

        self.assertEqual(self.ask("DELETE", f"/models/{NAME}")[0], 200)
        self.assertNotIn(NAME, self.names())
        self.assertFalse(self.installed.exists())
        self.assertNotIn(NAME, [m["model_name"] for m in self.ask("GET", "/models/status")[1]["models"]])
        self.assertEqual(self.speak(NAME)[0], 400)
        self.assertEqual(self.ask("DELETE", f"/models/{NAME}")[0], 404)

    def test_the_voice_of_the_program_stays(self):
        self.start()
        self.assertEqual(self.ask("DELETE", "/models/robin")[0], 409)
        self.assertIn("robin", self.names())

    def test_names_that_are_none_are_refused(self):
        self.start()
        for name in ("no-such-voice", "../../etc/passwd", "facebook/mms-tts-abi", "robin", "\u0000", "x" * 129, ""):
            with self.subTest(name=name):
                self.assertIn(self.ask("POST", "/models/download", {"model_name": name})[0], (400, 409, 422))
        for name in ("..", "..%2f..", "%00", ".staging"):
            with self.subTest(name=name):
                self.assertIn(self.ask("DELETE", f"/models/{name}")[0], (400, 404, 405))
        self.assertEqual(self.ask("GET", "/models/progress/no-such-voice")[0], 404)

    def test_what_is_not_as_the_hub_announces_is_not_installed(self):
        other = self.hub(name="other")
        for name, options, says in (
                ("swapped", {"swapped": ("model.safetensors",)}, "digest"),
                ("config", {"swapped": ("config.json",)}, "digest"),
                ("missing", {"missing": ("vocab.json",)}, "does not have this file"),
                ("foreign", {"elsewhere": "http://127.0.0.1:2"}, "none of ours"),
                ("insecure", {"elsewhere": "http://example.org"}, "not https"),
                ("nameless", {"digests": False}, "SHA-256"),
                ("tagless", {"tags": False}, "does not say which digest"),
                ("huge", {"sizes": {"model.safetensors": 10**15}}, "make room"),
                ("short", {"sizes": {"model.safetensors": 100}}, "announces")):
            with self.subTest(name=name):
                self.hub(name=name, **options)
                server = self.start()
                last = self.download()
                status = self.ask("GET", "/models/status")[1]["models"][-1]
                names = self.names()
                server.end(signal.SIGTERM)
                self.assertEqual(last["status"], "error", last)
                self.assertIn(says, last["error"])
                self.assertNotIn(NAME, names)
                self.assertFalse(self.installed.exists())
                self.assertEqual((status["model_name"], status["downloaded"], status["downloading"]), (NAME, False, False))
                shutil.rmtree(self.data / "voices")
        self.assertEqual(other.cdn.requests("/"), 0)

    def test_a_voice_that_cannot_be_read_is_removed_with_the_readers_sentence(self):
        files = small_voice()
        files["model.safetensors"] = files["model.safetensors"][:5000]
        self.hub(files)
        self.start()
        last = self.download()
        self.assertEqual(last["status"], "error")
        self.assertIn("model.safetensors", last["error"])
        self.assertEqual(list((self.data / "voices").iterdir()), [])

    def test_a_cancelled_download_goes_on_where_it_was(self):
        hub = self.hub(rate=SLOW)
        self.start()
        self.assertEqual(self.speak("robin")[0], 200)
        self.assertEqual(self.ask("POST", "/models/download", {"model_name": NAME})[0], 200)
        self.wait_for_bytes()
        self.assertEqual(self.loaded(), ["robin"])
        self.assertEqual(self.ask("POST", "/models/download", {"model_name": "kokoro"})[0], 409)
        self.assertEqual(self.ask("POST", "/models/import", {"path": str(SMALL)})[0], 409)
        self.assertIn("cancelled", self.ask("POST", "/models/download/cancel", {"model_name": NAME})[1]["message"])
        self.assertEqual(self.events()[-1]["status"], "cancelled")
        self.assertEqual(self.download()["status"], "complete")
        self.assertIn("bytes=", hub.cdn.log.read_text())
        self.assertIn(" 206 ", " " + hub.cdn.log.read_text().replace("\n", "\n "))

    def test_a_killed_download_goes_on_where_it_was(self):
        hub = self.hub(rate=SLOW)
        server = self.start()
        self.assertEqual(self.ask("POST", "/models/download", {"model_name": NAME})[0], 200)
        self.wait_for_bytes()
        server.process.kill()
        server.wait()
        self.start()
        self.assertEqual(self.download()["status"], "complete")
        self.assertIn("bytes=", hub.cdn.log.read_text())

    def test_files_that_no_download_left_are_not_taken_for_verified(self):
        self.hub()
        self.start()
        for commit in (None, "main", COMMIT[:-1] + "g", COMMIT + "0", "\0" * 40):
            with self.subTest(commit=commit):
                staged = self.data / "voices" / ".staging" / NAME
                staged.mkdir(parents=True)
                (staged / "config.json").write_text("{}")
                (staged / "speakers.json").write_text("{}")
                if commit is not None:
                    (staged / ".commit").write_text(commit)
                self.assertEqual(self.download()["status"], "complete")
                for name, content in small_voice().items():
                    self.assertEqual((self.installed / name).read_bytes(), content, name)
                self.assertFalse((self.installed / "speakers.json").exists())
                self.assertEqual(self.ask("DELETE", f"/models/{NAME}")[0], 200)

    def test_a_voice_can_be_removed_while_it_speaks(self):
        self.hub()
        self.start()
        self.assertEqual(self.download()["status"], "complete")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        text = json.dumps({"model": "tts-1", "input": "One two three. " * 200, "voice": NAME, "response_format": "pcm"})
        connection.request("POST", "/v1/audio/speech", text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.read(1000))
        self.assertEqual(self.ask("DELETE", f"/models/{NAME}")[0], 200)
        self.assertTrue(answer.read())
        self.assertEqual(self.speak(NAME)[0], 400)
        self.assertEqual(self.speak("robin")[0], 200)


class Catalogue(VoicesTest):
    def search(self, **query):
        return self.ask("GET", "/models/catalogue?" + urllib.parse.urlencode(query))[1]

    def test_it_is_searched_by_language_words_family_and_licence(self):
        self.start()
        everything = self.search(limit=2000)
        self.assertGreater(everything["total"], 1200)
        self.assertEqual(len({item["model_name"] for item in everything["items"]}), everything["total"])
        for item in everything["items"]:
            self.assertEqual(item["use"] == "non_commercial", item["hf_repo_id"].startswith("facebook/"), item)
            self.assertGreater(item["size_mb"], 0)
        german = self.search(language="German")
        self.assertEqual(german, self.search(language="de"))
        self.assertIn("mms-tts-deu", [item["model_name"] for item in german["items"]])
        self.assertIn("de_DE-thorsten-medium", [item["model_name"] for item in german["items"]])
        self.assertTrue(all(item["language"].startswith("de") for item in german["items"]))
        self.assertEqual([item["model_name"] for item in self.search(search="lessac HIGH")["items"]],
                         ["en_US-lessac-high"])
        self.assertEqual({item["family"] for item in self.search(family="piper", limit=2000)["items"]}, {"piper"})
        self.assertEqual(self.search(use="any", search="kokoro")["total"], 1)
        self.assertEqual(self.search(language="d")["total"], 0)
        self.assertEqual(len(self.search(offset=10**5)["items"]), 0)
        self.assertEqual(self.ask("GET", "/models/catalogue?use=stolen")[0], 400)


class Imports(VoicesTest):
    def test_voices_of_this_computer_are_copied_checked_and_spoken_with(self):
        self.start()
        source = self.folder / "My voice"
        source.mkdir()
        for name in FILES:
            shutil.copy(SMALL / name, source)
        (source / "notes.doc").write_text("not of the voice")
        self.assertEqual(self.ask("POST", "/models/import", {"path": str(source)}),
                         (200, {"message": "Voice added", "model_name": "My-voice"}))
        self.assertEqual(self.speak("My-voice")[0], 200)
        self.assertFalse((self.data / "voices" / "My-voice" / "notes.doc").exists())
        self.assertEqual(self.ask("POST", "/models/import", {"path": str(source)})[0], 409)
        broken = shutil.copytree(source, self.folder / "broken")
        (broken / "model.safetensors").write_bytes(b"\xff" * 1000)
        cut = shutil.copytree(source, self.folder / "cut")
        os.truncate(cut / "model.safetensors", 5000)
        half = self.folder / "half.onnx"
        shutil.copy(next(PIPER.glob("*.onnx")), half)
        empty = self.folder / "empty"
        empty.mkdir()
        robin = shutil.copytree(SMALL, self.folder / "robin")
        for path, status, code in ((cut, 422, "corrupt"), (broken, 400, "resource_limit"), (self.folder / "absent", 404, "not_found"),
                                   (self.program, 400, "invalid_input"), (half, 400, "invalid_input"),
                                   (empty, 400, "invalid_input"), (robin, 409, "conflict")):
            with self.subTest(path=path):
                got, answer = self.ask("POST", "/models/import", {"path": str(path)})
                self.assertEqual((got, answer["code"]), (status, code), answer)
                self.assertIn(path.name, answer["detail"])
        self.assertEqual(sorted(path.name for path in (self.data / "voices").iterdir()), ["My-voice"])


class Command(VoicesTest):
    def command(self, *arguments):
        return self.run_program("voices", *arguments, "--data-dir", self.data, cwd=self.folder)

    def test_it_lists_adds_tries_and_removes(self):
        self.hub()
        listed = self.command("list", "--available", "--language", "Abidji").stdout.decode()
        self.assertIn("mms-tts-abi", listed)
        self.assertIn("non-commercial", listed)
        added = self.command("add", NAME)
        self.assertEqual(added.returncode, 0, added.stderr)
        self.assertIn(b"100 %", added.stderr)
        onnx = next(PIPER.glob("*.onnx"))
        self.assertEqual(self.command("add", onnx).returncode, 0)
        listed = self.command("list").stdout.decode()
        for voice in ("robin", NAME, onnx.stem):
            self.assertIn(voice, listed)
        for words in (["--language", "English"], ["--language", "en-US"], ["ROBIN", "--language", "en"], ["english"], ["vits"]):
            with self.subTest(words=words):
                self.assertIn("robin", self.command("list", *words).stdout.decode())
        for words in (["--language", "German"], ["nobody"], ["robin", "--language", "de"]):
            with self.subTest(words=words):
                self.assert_fails(self.command("list", *words), USAGE, "no voice that is installed fits")
        self.assertEqual(self.command("try", NAME, "One two.").returncode, 0)
        self.assertTrue((self.folder / f"{NAME}.wav").read_bytes().startswith(b"RIFF"))
        self.assertEqual(self.command("remove", NAME).returncode, 0)
        self.assertNotIn(NAME, self.command("list").stdout.decode())
        self.assert_fails(self.command("remove", NAME), USAGE, NAME)

    def test_it_says_what_it_cannot_add(self):
        self.assert_fails(self.command("add", "nobody"), USAGE, "list --available")
        self.hub(missing=("config.json",))
        outcome = self.command("add", NAME)
        self.assertNotEqual(outcome.returncode, 0)
        self.assertIn("does not have this file", outcome.stderr.decode())
        self.assert_fails(self.command("frobnicate"), USAGE)
        self.assert_fails(self.command("add", shutil.copytree(SMALL, self.folder / "robin")), TRY_AGAIN, "'robin' already")

    def test_a_terminal_has_the_error_on_a_line_of_its_own(self):
        self.hub(missing=("model.safetensors",))
        terminal, end = os.openpty()
        process = subprocess.Popen([self.program, "voices", "add", NAME, "--data-dir", self.data], stderr=end,
                                   env=self.environment)
        os.close(end)
        text = b""
        with contextlib.suppress(OSError):  # of a terminal that nobody has open any more
            while got := os.read(terminal, 4096):
                text += got
        os.close(terminal)
        self.assertNotEqual(process.wait(PATIENCE), 0)
        self.assertIn(b" % of", text)
        self.assertIn(b"\nparlando-server: ", text)


class Blends(VoicesTest):
    def setUp(self):
        super().setUp()
        self.choir = self.data / "voices" / "choir"
        self.add_choir()

    def add_choir(self):
        shutil.copytree(ROOT / "tests" / "engine" / "parity" / "speakers", self.choir)

    def save(self, name="Warm duo", voice="choir:0(2)+1"):
        return self.ask("POST", "/models/blend", {"name": name, "voice": voice})

    def problem(self, name):
        return next(m["problem"] for m in self.ask("GET", "/models/status")[1]["models"] if m["model_name"] == name)

    def test_a_saved_blend_is_a_voice_until_it_is_removed(self):
        server = self.start()
        status, answer = self.save()
        self.assertEqual((status, answer["model_name"]), (200, "Warm-duo"), answer)
        for _ in range(2):
            voice = next(v for v in self.ask("GET", "/v1/audio/voices")[1]["voices"] if v["id"] == "Warm-duo")
            self.assertEqual((voice["name"], voice["blend"], voice["speakers"]), ("Warm duo", "choir:0(2)+1", []))
            self.assertEqual(self.speak("Warm-duo")[0], 200)
            self.assertLessEqual({"Warm-duo", "choir"}, set(self.loaded()))  # they are the same weights
            server.end(signal.SIGTERM)
            server = self.start()  # it is still there
        pcm = [self.ask("POST", "/generate/stream", {"text": "Hello.", "voice": voice, "format": "pcm", "seed": 1})[1]
               for voice in ("Warm-duo", "choir:0(2)+choir:1", "choir:0")]
        self.assertEqual(pcm[0], pcm[1])
        self.assertNotEqual(pcm[0], pcm[2])
        generation = self.ask("POST", "/generate", {"text": "Hello.", "voice": "Warm-duo"})[1]
        self.ask("GET", f"/generate/{generation['id']}/status")
        self.assertEqual(self.ask("GET", f"/history/{generation['id']}")[1]["status"], "completed")
        profile = {"name": "Duo", "preset_voice_id": "Warm-duo"}
        self.assertEqual(self.ask("POST", "/profiles", profile)[0], 200)
        self.assertEqual(self.save()[0], 409)
        self.assertEqual(self.save(name="Warm?duo", voice="choir:1")[1]["model_name"], "Warm-duo-2")
        self.assertEqual(self.save(name="\u5408\u5531")[1]["model_name"], "blend")
        self.assertEqual(self.save(name="kokoro")[1]["model_name"], "kokoro-2")  # so that Kokoro can still be added
        self.assertIn("mix speakers of 'choir'", self.save(name="x", voice="Warm-duo:0")[1]["detail"])
        self.assertEqual(self.ask("DELETE", "/models/Warm-duo")[0], 200)
        self.assertNotIn("Warm-duo", self.names())
        self.assertEqual(self.speak("Warm-duo")[0], 400)

    def test_the_command_line_knows_saved_blends(self):
        server = self.start()
        self.save()
        server.end(signal.SIGTERM)
        listed = self.run_program("voices", "list", "--data-dir", str(self.data))
        self.assertRegex(listed.stdout.decode(), r"(?m)^Warm-duo .*blend of choir:0\(2\)\+1$")
        for voice in ("Warm-duo", "choir:0(2)+1"):
            said = self.run_program("say", "One.", "--voice", voice, "--data-dir", str(self.data), "-o",
                                    str(self.folder / "a.wav"))
            self.assertEqual(said.returncode, 0, said.stderr)
        removed = self.run_program("voices", "remove", "Warm-duo", "--data-dir", str(self.data))
        self.assertEqual(removed.returncode, 0, removed.stderr)
        self.assertFalse((self.data / "voices" / "Warm-duo").exists())

    def test_a_blend_whose_voice_was_removed_says_so_and_speaks_again_when_it_is_back(self):
        self.start()
        self.save()
        self.assertEqual(self.ask("DELETE", "/models/choir")[0], 200)
        self.assertNotIn("Warm-duo", self.names())
        self.assertIn("'choir', which is not installed", self.problem("Warm-duo"))
        status, answer = self.speak("Warm-duo")
        self.assertEqual(status, 400)
        self.assertIn("'choir', which is not installed", answer["error"]["message"])
        status, answer = self.ask("POST", "/generate", {"text": "Hello.", "voice": "Warm-duo"})
        self.assertEqual(status, 404)
        self.assertIn("'choir', which is not installed", answer["detail"])
        self.add_choir()
        self.assertIsNone(self.problem("Warm-duo"))
        self.assertEqual(self.speak("Warm-duo")[0], 200)

    def test_what_is_no_blend_is_refused_with_the_reason_and_leaves_nothing(self):
        self.start()
        for voice, says in (("choir", "at least one of its speakers"), ("alloy", "at least one of its speakers"),
                            ("nobody:0+1", "no such voice"), ("choir:0+nobody", "no speaker 'nobody'"),
                            ("choir:0+robin:0", "another voice"), ("choir+robin", "speakers of one voice"),
                            ("choir:0(0)+1", "from 0.001 to 1000"), ("choir:0+0", "each speaker once")):
            with self.subTest(voice=voice):
                status, answer = self.save(voice=voice)
                self.assertIn(status, (400, 404), answer)
                self.assertIn(says, answer["detail"])
        for body in ({"name": "x"}, {"voice": "choir:0+1"}, {"name": "", "voice": "choir:0+1"}, {"name": " ", "voice": "choir:0+1"},
                     {"name": "x" * 101, "voice": "choir:0+1"}, {"name": "x", "voice": "x" * 3000}, {"name": 5, "voice": []}):
            with self.subTest(body=body):
                self.assertEqual(self.ask("POST", "/models/blend", body)[0], 400)
        self.assertEqual([m["model_name"] for m in self.ask("GET", "/models/status")[1]["models"]], ["robin", "choir"])


if __name__ == "__main__":
    unittest.main()
