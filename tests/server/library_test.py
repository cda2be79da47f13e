"""Profiles, history, audio, archives and settings over HTTP, as scripts use them, and what hostile ones get."""

import http.client
import io
import json
import random
import re
import signal
import socket
import sqlite3
import struct
import threading
import unittest
import wave
import zipfile

import hostile
from program import CONFIGURATION, PATIENCE, TRY_AGAIN, ProgramTest

RATE = 22050
JSON = {"Content-Type": "application/json"}


def recording(seconds=0.5, rate=RATE):
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        noise = random.Random(1)
        writer.writeframes(b"".join(struct.pack("<h", noise.randrange(8)) for _ in range(int(seconds * rate))))
    return file.getvalue()


def archive(files, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return file.getvalue()


def manifest(text="Good morning.", **more):
    return json.dumps({"version": "1.0", "generation": {"text": text, "language": "en", "duration": 1, **more},
                       "profile": {"name": "Nobody"}})


def generation_archive(text="Good morning.", sound=None):
    return archive({"manifest.json": manifest(text), "audio/first.wav": sound or recording()})


def form(content, name="file", boundary="parlando-test-boundary"):
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="a.zip"\r\n\r\n'
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class LibraryTest(ProgramTest):
    def start(self, *arguments):
        self.server = self.serve(*arguments)
        self.port = self.server.line()["hello"]["port"]
        self.server.until_state("ready")

    def raw(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def ask(self, method, path, body=None):
        text = None if body is None else json.dumps(body)
        status, _, answer = self.raw(method, path, text, JSON if text is not None else {})
        return status, json.loads(answer)

    def get(self, path):
        status, body = self.ask("GET", path)
        self.assertEqual(status, 200, body)
        return body

    def upload(self, path, content, name="file"):
        body, kind = form(content, name)
        status, _, answer = self.raw("POST", path, body, {"Content-Type": kind})
        return status, json.loads(answer)

    def import_generation(self, text="Good morning.", sound=None):
        status, body = self.upload("/history/import", generation_archive(text, sound))
        self.assertEqual(status, 200, body)
        return body["id"]

    def assert_refused(self, outcome, *statuses):
        status, body = outcome
        self.assertIn(status, statuses or (400, 404), body)
        self.assertEqual(sorted(body), ["code", "detail"])
        return body["detail"]

    def audio_files(self):
        return sorted(path.name for path in (self.folder / "data" / "audio").iterdir())


class Profiles(LibraryTest):
    def test_a_profile_is_made_read_replaced_and_deleted(self):
        self.start()
        self.assertEqual(self.get("/profiles"), [])
        status, made = self.ask("POST", "/profiles", {"name": "Morgan \u00e9", "preset_voice_id": "robin", "unknown": [1]})
        self.assertEqual(status, 200, made)
        self.assertEqual((made["name"], made["voice_type"], made["preset_engine"], made["language"], made["sample_count"]),
                         ("Morgan \u00e9", "preset", "parlando", "en", 0))
        self.assertEqual(self.get("/profiles"), [made])
        path = f"/profiles/{made['id']}"
        status, changed = self.ask("PUT", path, {"name": "Anna", "preset_voice_id": "robin", "description": "calm"})
        self.assertEqual((status, changed["name"], changed["description"]), (200, "Anna", "calm"))
        self.assertEqual(self.get(path), changed)
        self.assert_refused(self.ask("POST", "/profiles", {"name": "Anna", "preset_voice_id": "robin"}), 400)
        self.assertEqual(self.ask("DELETE", path)[0], 200)
        for method in ("GET", "DELETE"):
            self.assert_refused(self.ask(method, path), 404)

    def test_presets_are_the_installed_voices(self):
        self.start()
        body = self.get("/profiles/presets/parlando")
        self.assertEqual(body["engine"], "parlando")
        self.assertEqual(set(body["voices"][0]), {"voice_id", "name", "gender", "language"})
        self.assertIn("robin", [voice["voice_id"] for voice in body["voices"]])
        self.assertIn("parlando", self.assert_refused(self.ask("GET", "/profiles/presets/qwen"), 404))

    def test_a_profile_goes_out_and_comes_back_as_an_archive(self):
        self.start()
        _, made = self.ask("POST", "/profiles", {"name": "Anna", "preset_voice_id": "robin", "personality": "dry"})
        status, headers, content = self.raw("GET", f"/profiles/{made['id']}/export")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/zip"))
        with zipfile.ZipFile(io.BytesIO(content)) as reader:
            self.assertIsNone(reader.testzip())
            self.assertEqual(json.loads(reader.read("manifest.json"))["profile"]["name"], "Anna")
        status, back = self.upload("/profiles/import", content)
        self.assertEqual((status, back["name"], back["personality"]), (200, "Anna (2)", "dry"))

    def test_cloning_is_refused_with_a_reason(self):
        self.start()
        _, made = self.ask("POST", "/profiles", {"name": "Anna", "preset_voice_id": "robin"})
        self.assertIn("preset", self.assert_refused(self.ask("POST", "/profiles", {"name": "x", "voice_type": "cloned"}), 400))
        self.assertIn("preset", self.assert_refused(self.upload(f"/profiles/{made['id']}/samples", b"x" * 100000), 400))
        cloned = archive({"manifest.json": json.dumps({"version": "1.0", "profile": {"name": "Ann", "language": "en"}}),
                          "samples.json": '{"a.wav": "hello"}', "samples/a.wav": recording()})
        self.assertIn("preset", self.assert_refused(self.upload("/profiles/import", cloned), 400))


class History(LibraryTest):
    def test_what_was_imported_is_listed_searched_and_paged(self):
        self.start()
        ids = [self.import_generation(f"Text number {i}.") for i in range(3)]
        page = self.get("/history")
        self.assertEqual((page["total"], [item["id"] for item in page["items"]]), (3, ids[::-1]))
        item = page["items"][0]
        self.assertEqual((item["status"], item["source"], item["profile_id"], item["profile_name"], item["is_favorited"]),
                         ("completed", "import", None, "Nobody", False))
        self.assertAlmostEqual(item["duration"], 0.5, places=3)
        self.assertEqual([version["label"] for version in item["versions"]], ["take-1"])
        self.assertEqual(self.get("/history?limit=1&offset=1")["items"][0]["id"], ids[1])
        self.assertEqual(self.get("/history?search=NUMBER%202")["total"], 1)
        self.assertEqual(self.get("/history?search=number+%25")["total"], 0)
        self.assertEqual(self.get(f"/history/{ids[0]}")["text"], "Text number 0.")
        self.assertEqual(self.get("/history/stats")["total_generations"], 3)

    def test_favourite_and_delete(self):
        self.start()
        path = f"/history/{self.import_generation()}"
        self.assertEqual(self.ask("POST", path + "/favorite"), (200, {"is_favorited": True}))
        self.assertEqual(self.ask("POST", path + "/favorite"), (200, {"is_favorited": False}))
        self.assertEqual(len(self.audio_files()), 1)
        self.assertEqual(self.ask("DELETE", path)[0], 200)
        self.assertEqual(self.audio_files(), [])
        self.assert_refused(self.ask("DELETE", path), 404)
        self.assertEqual(self.ask("DELETE", "/history/failed"), (200, {"deleted": 0}))

    def test_of_deletes_at_once_one_finds_it(self):
        self.start()
        for _ in range(5):
            path = f"/history/{self.import_generation()}"
            statuses = []
            threads = [threading.Thread(target=lambda: statuses.append(self.ask("DELETE", path)[0])) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(statuses), [200, 404, 404, 404])

    def test_takes_are_listed_chosen_and_deleted(self):
        self.start()
        versions = {"versions": [{"label": "original", "filename": "a.wav", "is_default": True},
                                 {"label": "take-2", "filename": "b.wav", "is_default": False}]}
        content = archive({"manifest.json": json.dumps({**json.loads(manifest()), **versions}),
                           "audio/b.wav": recording(1), "audio/a.wav": recording(2)})
        status, body = self.upload("/history/import", content)
        self.assertEqual(status, 200, body)
        path = f"/generations/{body['id']}/versions"
        takes = {take["label"]: take for take in self.get(path)}
        self.assertEqual((takes["original"]["is_default"], takes["take-2"]["is_default"]), (True, False))
        self.assertEqual(self.get(f"/history/{body['id']}")["duration"], 2)
        self.assertEqual(self.ask("PUT", f"{path}/{takes['take-2']['id']}/set-default")[0], 200)
        self.assertEqual(self.get(f"/history/{body['id']}")["duration"], 1)
        self.assertEqual(self.raw("GET", f"/audio/version/{takes['original']['id']}")[0], 200)
        self.assertEqual(self.ask("DELETE", f"{path}/{takes['take-2']['id']}")[0], 200)
        self.assert_refused(self.ask("DELETE", f"{path}/{takes['original']['id']}"), 409)
        self.assertEqual(len(self.audio_files()), 1)

    def test_a_generation_goes_out_and_comes_back_as_an_archive(self):
        self.start()
        sound = recording(1)
        first = self.import_generation("H\u00e9llo, \u4e16\u754c!", sound)
        status, headers, content = self.raw("GET", f"/history/{first}/export")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/zip"))
        self.assertIn("filename*=UTF-8''H%C3%A9llo%20%E4%B8%96%E7%95%8C.parlando.zip", headers["Content-Disposition"])
        with zipfile.ZipFile(io.BytesIO(content)) as reader:
            self.assertIsNone(reader.testzip())
        status, body = self.upload("/history/import", content)
        self.assertEqual(status, 200, body)
        self.assertNotEqual(body["id"], first)
        self.assertEqual(body["text"], "H\u00e9llo, \u4e16\u754c!")
        self.assertEqual(self.raw("GET", f"/audio/{body['id']}")[2], sound)

    def test_an_archive_carries_when_the_words_of_each_take_are_spoken(self):
        self.start()
        words = {"first": [[0, 4, 0.0, 0.21], [5, 12, 0.21, 0.5]], "second": [[0, 4, 0.1, 0.2]]}
        versions = {"versions": [{"filename": "first.wav", "is_default": True}, {"filename": "second.wav"}]}
        content = archive({"manifest.json": json.dumps({**json.loads(manifest()), **versions}),
                           **{f"words/{name}.json": json.dumps(list) for name, list in words.items()},
                           "words/gone.json": "no take of that name", "audio/first.wav": recording(),
                           "audio/second.wav": recording(), "audio/third.wav": recording()})
        for _ in range(2):  # and what goes out again is the same
            status, body = self.upload("/history/import", content)
            self.assertEqual(status, 200, body)
            timed = self.get(f"/history/{body['id']}/captions?format=json")
            self.assertEqual([(word["word"], word["start_time"], word["end_time"]) for word in timed["timestamps"]],
                             [("Good", 0.0, 0.21), ("morning", 0.21, 0.5)])
            content = self.raw("GET", f"/history/{body['id']}/export")[2]
            with zipfile.ZipFile(io.BytesIO(content)) as reader:
                names = [name for name in reader.namelist() if name.startswith("words/")]
                self.assertEqual(sorted(json.loads(reader.read(name)) for name in names), sorted(words.values()))
        self.assert_refused(self.ask("GET", f"/history/{self.import_generation()}/captions"), 404)

    def test_an_archive_may_come_without_a_form(self):
        self.start()
        status, _, body = self.raw("POST", "/history/import", generation_archive(), {"Content-Type": "application/zip"})
        self.assertEqual(status, 200, body)

    def test_what_was_spoken_survives_the_profile(self):
        self.start()
        _, profile = self.ask("POST", "/profiles", {"name": "Nobody", "preset_voice_id": "robin"})
        item = self.import_generation()
        self.assertEqual(self.get(f"/history?profile_id={profile['id']}")["total"], 1)
        self.assertEqual(self.ask("DELETE", f"/profiles/{profile['id']}")[0], 200)
        self.assertEqual((self.get(f"/history/{item}")["profile_id"], self.get(f"/history/{item}")["profile_name"]),
                         (None, "Nobody"))


class Audio(LibraryTest):
    def test_the_audio_is_the_file_and_parts_of_it_can_be_had(self):
        self.start()
        sound = recording()
        path = f"/audio/{self.import_generation(sound=sound)}"
        status, headers, body = self.raw("GET", path)
        self.assertEqual((status, headers["Content-Type"], headers["Accept-Ranges"], body), (200, "audio/wav", "bytes", sound))
        status, headers, body = self.raw("HEAD", path)
        self.assertEqual((status, int(headers["Content-Length"]), body), (200, len(sound), b""))
        size = len(sound)
        for asked, begin, end in (("0-9", 0, 10), ("10-", 10, size), ("-10", size - 10, size), (f"-{size + 5}", 0, size),
                                  (f"5-{size + 100}", 5, size), ("0-18446744073709551615", 0, size), ("0-0", 0, 1)):
            status, answer, body = self.raw("GET", path, headers={"Range": f"bytes={asked}"})
            self.assertEqual((status, body), (206, sound[begin:end]), asked)
            self.assertEqual(answer["Content-Range"], f"bytes {begin}-{end - 1}/{size}")
        for asked in (f"{size}-", "-0", f"{size}-{size + 5}"):
            status, answer, _ = self.raw("GET", path, headers={"Range": f"bytes={asked}"})
            self.assertEqual((status, answer["Content-Range"]), (416, f"bytes */{size}"), asked)
        for asked in ("bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "items=0-5", "bytes=0-1,3-4", "bytes=--1", "bytes=0x0-5",
                      "bytes=99999999999999999999-"):
            self.assertEqual(self.raw("GET", path, headers={"Range": asked})[0], 200, asked)
        current = {"Range": "bytes=0-9", "If-Range": headers["ETag"]}
        self.assertEqual(self.raw("GET", path, headers=current)[0], 206)
        self.assertEqual(self.raw("GET", path, headers={**current, "If-Range": '"another"'})[0], 200)

    def test_it_is_exported_in_every_format(self):
        self.start()
        path = f"/history/{self.import_generation('What is it?')}/export-audio"
        for format, kind, begin in (("", "audio/wav", b"RIFF"), ("?format=wav", "audio/wav", b"RIFF"),
                                    ("?format=flac", "audio/flac", b"fLaC"), ("?format=mp3", "audio/mpeg", b"\xff"),
                                    ("?format=opus", "audio/ogg", b"OggS"), ("?format=pcm", "audio/pcm", b"")):
            status, headers, body = self.raw("GET", path + format)
            self.assertEqual((status, headers["Content-Type"]), (200, kind))
            self.assertTrue(body.startswith(begin), format)
            self.assertIn('attachment; filename="What is it.', headers["Content-Disposition"])
        self.assertEqual(len(self.raw("GET", path + "?format=pcm")[2]), RATE)
        self.assertIn("opus", self.assert_refused(self.ask("GET", path + "?format=exe"), 400))


class Archives(LibraryTest):
    def test_what_is_no_proper_archive_is_refused_and_leaves_nothing(self):
        self.start()
        sound = recording()
        good = generation_archive()
        local = good.index(b"PK\x03\x04")
        renamed = good.replace(b"audio/first.wav", b"audio/other.wav", 1)  # in its local header only
        encrypted = bytearray(good)
        encrypted[local + 6] |= 1
        link = io.BytesIO()
        with zipfile.ZipFile(link, "w") as writer:
            writer.writestr("manifest.json", manifest())
            entry = zipfile.ZipInfo("audio/first.wav")
            entry.external_attr = 0o120777 << 16
            writer.writestr(entry, "/etc/passwd")
        twice = io.BytesIO()
        with zipfile.ZipFile(twice, "w") as writer:
            for name in ("manifest.json", "MANIFEST.json", "audio/first.wav"):
                writer.writestr(name, sound)
        cases = {
            "empty": b"", "text": b"hello", "cut": good[:-30], "half": good[:len(good) // 2], "renamed": renamed,
            "damaged": good[:200] + bytes([good[200] ^ 0xff]) + good[201:], "encrypted": bytes(encrypted), "link": link.getvalue(),
            "twice": twice.getvalue(), "lzma": archive({"manifest.json": manifest(), "audio/a.wav": sound}, zipfile.ZIP_LZMA),
            "bomb": archive({"manifest.json": manifest(), "audio/a.wav": b"\0" * (40 << 20)}),
            "many": archive({f"{i}": "x" for i in range(100)}),
            "no manifest": archive({"audio/a.wav": sound}), "no audio": archive({"manifest.json": manifest()}),
            "bad manifest": archive({"manifest.json": "{", "audio/a.wav": sound}),
            "manifest of nothing": archive({"manifest.json": "{}", "audio/a.wav": sound}),
            "text is a number": archive({"manifest.json": manifest(text=5), "audio/a.wav": sound}),
            "no text": archive({"manifest.json": manifest(text=""), "audio/a.wav": sound}),
            "seed": archive({"manifest.json": manifest(seed="x"), "audio/a.wav": sound}),
            "long manifest": archive({"manifest.json": manifest("x" * (2 << 20)), "audio/a.wav": sound}, zipfile.ZIP_STORED),
            "not audio": archive({"manifest.json": manifest(), "audio/a.wav": "MZ\0\0 an executable"}),
            "cut audio": archive({"manifest.json": manifest(), "audio/a.wav": sound[:1000]}),
            "many takes": archive({"manifest.json": manifest(), **{f"audio/{i}.wav": sound for i in range(40)}}),
            "many words": archive({"manifest.json": manifest(), "audio/a.wav": sound, **{f"words/{i}.json": "[]" for i in range(90)}}),
            "long words": archive({"manifest.json": manifest(), "audio/a.wav": sound, "words/a.json": "[" + " " * (2 << 20) + "]"},
                                  zipfile.ZIP_STORED),
        }
        for words in ("", "{", "{}", "null", "[" * 500_000, "[1]", "[[0, 4, 0, 0.1, 5]]", "[[0, 4, 0]]", "[[-1, 4, 0, 0.1]]",
                      "[[0, 4.5, 0, 0.1]]", '[["0", 4, 0, 0.1]]', "[[0, 99, 0, 0.1]]", "[[0, 18446744073709551616, 0, 0.1]]",
                      "[[4, 0, 0, 0.1]]", "[[0, 4, 0.1, 0]]", "[[0, 4, -1, 0.1]]", "[[0, 4, 0, 1e308]]", "[[0, 4, 0, 1e999]]",
                      "[[0, 4, 0, NaN]]", "[[5, 12, 0, 0.1], [0, 4, 0.1, 0.2]]", "[[0, 4, 0, 0.2], [5, 12, 0.1, 0.3]]",
                      "[[0, 4, 0, 9]]"):
            cases["words " + words[:40]] = archive({"manifest.json": manifest(), "audio/a.wav": sound, "words/a.json": words},
                                                   zipfile.ZIP_STORED)
        cases["words within a letter"] = archive({"manifest.json": manifest("\u00e9t\u00e9"), "audio/a.wav": sound,
                                                  "words/a.json": "[[0, 1, 0, 0.1]]"})
        for name in ("../x.wav", "/etc/x.wav", "a/../../x.wav", "a\\..\\x.wav", "C:/x.wav", "./x.wav", "a//x.wav", "x" * 300,
                     "a\nb.wav"):
            cases["name " + name] = archive({"manifest.json": manifest(), "audio/a.wav": sound, name: sound})
        before = {path.name for path in self.folder.iterdir()} | {path.name for path in self.folder.parent.iterdir()}
        for case, content in cases.items():
            with self.subTest(case=case):
                self.assert_refused(self.upload("/history/import", content), 400)
                if not case.startswith("words"):
                    self.assert_refused(self.upload("/profiles/import", content), 400)
        self.assertEqual(self.audio_files(), [])
        self.assertEqual(self.get("/history")["total"], 0)
        self.assertEqual(self.get("/profiles"), [])
        after = {path.name for path in self.folder.iterdir()}
        self.assertLessEqual(after, before)
        self.import_generation()

    def test_what_is_no_proper_form_is_refused(self):
        self.start()
        body, kind = form(generation_archive())
        self.assert_refused(self.upload("/history/import", generation_archive(), name="audio"), 400)
        for content in (b"", b"x", body[:-10], body + b"more", b"--other\r\n" + body):
            status, _, answer = self.raw("POST", "/history/import", content, {"Content-Type": kind})
            self.assert_refused((status, json.loads(answer)), 400)
        for other in ("application/json", "multipart/form-data", "text/plain", "multipart/mixed; boundary=x", ""):
            status, _, answer = self.raw("POST", "/history/import", body, {"Content-Type": other})
            self.assert_refused((status, json.loads(answer)), 415)

    def test_a_body_beyond_the_limit_is_refused_before_it_is_read(self):
        self.start()
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as client:
            client.sendall(f"POST /history/import HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/zip\r\n"
                           f"Content-Length: {1 << 40}\r\n\r\n".encode())
            self.assertIn(b" 413 ", client.recv(4096).split(b"\r\n")[0])

    def test_an_upload_that_ends_early_leaves_nothing(self):
        self.start()
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as client:
            client.sendall(f"POST /history/import HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/zip\r\n"
                           f"Content-Length: 1000000\r\n\r\n".encode() + b"x" * 500000)
        self.assertEqual(self.get("/history")["total"], 0)
        self.assertEqual(self.audio_files(), [])


class Settings(LibraryTest):
    def test_settings_are_merged_kept_and_removed(self):
        self.start()
        self.assertEqual(self.get("/settings"), {})
        first = {"theme": "dark", "speech.speed": 1.25, "recent": ["robin", {"a": None}]}
        self.assertEqual(self.ask("PUT", "/settings", first), (200, first))
        self.assertEqual(self.ask("PUT", "/settings", {"theme": None, "language": "de"})[0], 200)
        self.assertEqual(self.server.end(signal.SIGTERM), 0)
        self.start()
        self.assertEqual(self.get("/settings"), {"speech.speed": 1.25, "recent": ["robin", {"a": None}], "language": "de"})

    def test_bad_settings_change_nothing(self):
        self.start()
        for body in ({"": 1}, {"A": 1}, {"../x": 1}, {"a b": 1}, {"x" * 65: 1}, {"a": "x" * 20000}, {"ok": 1, "\u00e9": 1},
                     {f"k{i}": 1 for i in range(257)}):
            self.assert_refused(self.ask("PUT", "/settings", body), 400)
        self.assertEqual(self.get("/settings"), {})


class Hostile(LibraryTest):
    """0 of these payloads may do anything but a clean refusal; the server and what it holds stay as they are."""

    ROUTES = ["GET /history/{}", "DELETE /history/{}", "POST /history/{}/favorite", "GET /history/{}/export",
              "GET /history/{}/export-audio", "GET /audio/{}", "HEAD /audio/{}", "GET /audio/version/{}",
              "GET /generations/{}/versions", "PUT /generations/{}/versions/{}/set-default", "DELETE /generations/{}/versions/{}",
              "GET /profiles/{}", "DELETE /profiles/{}", "GET /profiles/{}/export", "GET /profiles/presets/{}"]

    def setUp(self):
        super().setUp()
        self.start()
        self.good = self.import_generation()
        self.before = self.state()

    def state(self):
        return self.get("/history"), self.get("/profiles"), self.get("/settings"), self.audio_files()

    def bytes(self, text):
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as client:
            client.sendall(text)
            answer = b""
            while block := client.recv(65536):
                answer += block
        return answer

    def assert_clean(self, answer, what):
        head, _, body = answer.partition(b"\r\n\r\n")
        self.assertRegex(head, rb"^HTTP/1\.1 4\d\d ", (what, answer[:200]))
        self.assertNotIn(b"set-cookie", head.lower(), what)
        self.assertEqual(head.lower().count(b"content-length:"), 1, what)
        if body:
            self.assertIn("detail", json.loads(body), what)

    def test_ids(self):
        for number, id in enumerate(hostile.IDS):
            # Every id meets every route over the table; each meets four of them here.
            for route in (self.ROUTES[(4 * number + i) % len(self.ROUTES)] for i in range(4)):
                path = route.replace("{}", id)
                self.assert_clean(self.bytes(f"{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()), path)
        self.assertEqual(self.state(), self.before)
        self.assertFalse(any("passwd" in line or UNSAFE.search(line) for line in self.server.log), self.server.log)

    def test_headers(self):
        for line in hostile.BAD_HEADERS:
            line = line.replace("{port}", str(self.port))
            host = "" if line.startswith("Host") else f"Host: 127.0.0.1:{self.port}\r\n"
            request = f"DELETE /history/{self.good} HTTP/1.1\r\n{host}{line}\r\n\r\n"
            if line.startswith("Range"):
                request = request.replace("DELETE /history", "GET /audio")
            self.assert_clean(self.bytes(request.encode()), line)
        self.assertEqual(self.state(), self.before)

    def test_bodies_and_queries(self):
        for body in hostile.BAD_PROFILES:
            body = {"preset_voice_id": "robin", **body} if "name" in body else body
            self.assert_refused(self.ask("POST", "/profiles", body), 400)
        for body in hostile.BAD_JSON:
            for method, path in (("POST", "/profiles"), ("PUT", "/settings")):
                status, _, answer = self.raw(method, path, body, JSON)
                self.assert_refused((status, json.loads(answer)), 400)
        for query in hostile.BAD_QUERIES:
            self.assert_refused(self.ask("GET", f"/history?{query}"), 400)
        self.assertEqual(self.state()[:2], self.before[:2])

    def test_odd_names_are_only_text(self):
        for name in hostile.ODD_NAMES:
            status, made = self.ask("POST", "/profiles", {"name": name, "preset_voice_id": "robin"})
            self.assertEqual((status, made["name"]), (200, name))
            self.assertEqual(self.get(f"/profiles/{made['id']}")["name"], name)
            answer = self.bytes(f"GET /profiles/{made['id']}/export HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode())
            lines = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
            disposition, = [line for line in lines if line.startswith(b"Content-Disposition:")]
            self.assertRegex(disposition, rb'^Content-Disposition: attachment; filename="[\w -]+\.parlando\.zip"; '
                                          rb"filename\*=UTF-8''[\w%-]+\.parlando\.zip$")
            self.assertFalse([line for line in lines if line.lower().startswith(b"set-cookie")])
        self.assertEqual(len(self.get("/profiles")), len(hostile.ODD_NAMES))


UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Start(LibraryTest):
    """What the server makes of a data folder in which something is wrong."""

    def database(self):
        return self.folder / "data" / "library.db"

    def stop(self):
        self.assertEqual(self.server.end(signal.SIGTERM), 0)

    def test_a_damaged_library_is_kept_aside_and_told(self):
        self.start()
        self.import_generation()
        self.stop()
        self.database().write_bytes(b"this is not a database, whatever its name says" * 10)
        self.start()
        self.assertEqual(self.get("/history")["total"], 0)
        self.import_generation()
        self.stop()
        log = "".join(self.server.log)
        kept, = self.folder.glob("data/library.damaged-*.db")
        self.assertIn(kept.name, log)
        audio, = self.folder.glob("data/audio.kept-*")
        self.assertEqual(len(list(audio.iterdir())), 1)
        self.assertIn(audio.name, log)

    def test_a_library_of_a_newer_version_is_left_alone(self):
        self.start()
        self.stop()
        with sqlite3.connect(self.database()) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        server = self.serve()
        self.assertEqual(server.wait(), CONFIGURATION)
        self.assertIn("newer", "".join(server.log))

    def test_a_locked_library_is_explained(self):
        self.start()
        self.stop()
        connection = sqlite3.connect(self.database(), isolation_level=None)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        server = self.serve()
        self.assertEqual(server.wait(), TRY_AGAIN)
        self.assertIn("another program", "".join(server.log))
        connection.close()
        self.start()

    def test_what_was_saved_survives_a_kill(self):
        self.start()
        sound = recording()
        ids = [self.import_generation(f"Number {i}.", sound) for i in range(5)]
        self.server.process.kill()
        self.server.wait()
        self.start()
        self.assertEqual([item["id"] for item in self.get("/history")["items"]], ids[::-1])
        for id in ids:
            self.assertEqual(self.raw("GET", f"/audio/{id}")[2], sound)

    def test_a_full_disk_is_said_and_breaks_nothing(self):
        self.start()
        good = self.import_generation()
        self.stop()
        # To a writer this is what a full disk is: no file grows beyond 200 KB.
        self.program = self.limited(200_000)
        self.start()
        status, body = self.upload("/history/import", generation_archive(sound=recording(15)))
        self.assertGreaterEqual(status, 500, body)
        self.assertEqual(sorted(body), ["code", "detail"])
        self.assertEqual([item["id"] for item in self.get("/history")["items"]], [good])
        self.assertEqual(len(self.audio_files()), 1)
        self.import_generation()
        self.assertEqual(self.get("/history")["total"], 2)

    def limited(self, largest):
        """A program that starts the server so that no file of it may be larger."""
        script = self.folder / "limited"
        script.write_text(f"#!/usr/bin/env python3\nimport os, resource, signal, sys\n"
                          f"signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
                          f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, {largest}))\n"
                          f"os.execv({str(self.program)!r}, [{str(self.program)!r}] + sys.argv[1:])\n")
        script.chmod(0o755)
        return script


if __name__ == "__main__":
    unittest.main()
