"""`parlando-server say`, `--version` and `--self-test`: the program as people use it in a terminal."""

import json
import signal
import struct
import subprocess
import time
import unittest
import wave

from program import CONFIGURATION, INTERNAL, INTERRUPTED, PATIENCE, SELF_TEST, TRY_AGAIN, USAGE, ProgramTest


class Flags(ProgramTest):
    def test_version_needs_no_engine(self):
        (self.program.parent / "libparlando-engine.so").unlink()
        outcome = self.run_program("--version")
        self.assertEqual((outcome.returncode, outcome.stdout), (0, b"parlando-server 0.1.0\n"))

    def test_help_shows_examples(self):
        for arguments in (["--help"], ["say", "--help"]):
            outcome = self.run_program(*arguments)
            self.assertEqual(outcome.returncode, 0)
            self.assertIn(b"Examples:", outcome.stdout)

    def test_wrong_flags_are_usage_errors(self):
        for arguments in (["--nonsense"], ["--port", "70000"], ["--port", "x"], ["--log-level", "loud"], ["say"],
                          ["say", "Hello"], ["say", "-o", "a.wav"], ["say", "Hello", "--speed", "9", "-o", "a.wav"],
                          ["say", "Hello", "-f", "x.txt", "-o", "a.wav"], ["whisper", "Hello"],
                          ["--voices", "/nowhere", "say", "Hello", "-o", "a.wav"]):
            with self.subTest(arguments=arguments):
                outcome = self.run_program(*arguments, cwd=self.folder)
                self.assert_fails(outcome, USAGE)
                self.assertTrue(outcome.stderr)
                self.assertEqual(self.files(), [])


class Say(ProgramTest):
    def say(self, *arguments, **options):
        return self.run_program("say", *arguments, cwd=self.folder, **options)

    def test_speaks_into_a_wav_file_with_an_exact_header(self):
        outcome = self.say("Hello there.", "-o", "out.wav")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        with wave.open(str(self.folder / "out.wav")) as audio:
            self.assertEqual((audio.getnchannels(), audio.getsampwidth(), audio.getframerate()), (1, 2, 22050))
            self.assertEqual(audio.getnframes(), 3 * 4410)
        self.assertEqual((self.folder / "out.wav").stat().st_size, 44 + 2 * 3 * 4410)
        self.assertEqual(outcome.stdout, b"")

    def test_says_in_one_line_what_came_out(self):
        line = self.say("Hello there.", "-o", "out.wav").stderr.decode()
        self.assertRegex(line, r"^robin: 0\.60 s of audio, real-time factor \d\.\d+, out\.wav\n$")

    def test_the_format_follows_the_extension(self):
        for name, magic in (("a.flac", b"fLaC"), ("a.opus", b"OggS"), ("a.ogg", b"OggS"), ("a.mp3", None), ("a.pcm", None)):
            with self.subTest(name=name):
                outcome = self.say("Hello there.", "-o", name)
                self.assertEqual(outcome.returncode, 0, outcome.stderr)
                content = (self.folder / name).read_bytes()
                self.assertGreater(len(content), 500)
                if magic:
                    self.assertTrue(content.startswith(magic))

    def test_flac_knows_its_length(self):
        self.say("Hello there.", "-o", "a.flac")
        content = (self.folder / "a.flac").read_bytes()
        self.assertEqual(struct.unpack(">Q", content[18:26])[0] & (1 << 36) - 1, 3 * 4410)

    def test_captions_come_in_the_format_of_their_extension(self):
        for name, start in (("a.srt", "1\n00:00:00,000 --> 00:00:0"), ("a.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:0"),
                            ("a.json", '{"text":"Hello there.","timestamps":[{"word":"Hello","start_time":0.0,')):
            with self.subTest(name=name):
                outcome = self.say("Hello there.", "--captions", name, "-o", "a.wav")
                self.assertEqual(outcome.returncode, 0, outcome.stderr)
                self.assertTrue((self.folder / name).read_text().startswith(start), (self.folder / name).read_text())
                self.assertIn("there.", (self.folder / name).read_text())

    def test_captions_that_cannot_be_written_are_refused_before_anything_is_spoken(self):
        outcome = self.say("Hello there.", "--captions", "a.txt", "-o", "a.wav")
        self.assert_fails(outcome, USAGE, ".srt, .vtt or .json")
        outcome = self.say("Hello there.", "--captions", "missing/a.srt", "-o", "a.wav")
        self.assert_fails(outcome, USAGE, "missing")
        self.assertEqual(self.files(), [])

    def test_the_format_flag_wins(self):
        self.assertEqual(self.say("Hello.", "--format", "flac", "-o", "a.wav").returncode, 0)
        self.assertTrue((self.folder / "a.wav").read_bytes().startswith(b"fLaC"))

    def test_speaks_to_standard_output(self):
        outcome = self.say("Hello there.", "-o", "-")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertTrue(outcome.stdout.startswith(b"RIFF"))
        self.assertEqual(len(outcome.stdout), 44 + 2 * 3 * 4410)
        self.assertEqual(self.files(), [])

    def test_text_comes_from_a_file_or_standard_input(self):
        (self.folder / "text.txt").write_text("Grüße, 世界.")
        self.assertEqual(self.say("-f", "text.txt", "-o", "a.wav").returncode, 0)
        self.assertEqual(self.say("-f", "-", "-o", "b.wav", stdin="Grüße.".encode()).returncode, 0)

    def test_an_unknown_voice_names_those_that_exist(self):
        self.assert_fails(self.say("Hello", "--voice", "nobody", "-o", "a.wav"), USAGE, "robin, wren")
        self.assertEqual(self.files(), [])

    def test_text_that_cannot_be_spoken(self):
        for text, says in ((b"", "empty"), (b" \n\t", "empty"), (b"?!... --", "nothing to speak"),
                           (b"caf\xe9", "UTF-8"), (b"a" * (1024 * 1024 + 1), "1048576")):
            with self.subTest(text=text[:10]):
                self.assert_fails(self.say("-f", "-", "-o", "a.wav", stdin=text), USAGE, says)
                self.assertEqual(self.files(), [])

    def test_a_text_file_that_is_missing(self):
        self.assert_fails(self.say("-f", "missing.txt", "-o", "a.wav"), USAGE, "missing.txt")

    def test_output_that_cannot_be_created(self):
        for output in ("missing/a.wav", ".", "/proc/a.wav"):
            with self.subTest(output=output):
                self.assert_fails(self.say("Hello", "--format", "wav", "-o", output), USAGE, "cannot write")

    def test_an_unknown_format_names_those_that_exist(self):
        for arguments in (["-o", "a.aac"], ["-o", "a"], ["--format", "aac", "-o", "a.wav"]):
            with self.subTest(arguments=arguments):
                self.assert_fails(self.say("Hello", *arguments), USAGE, "flac")
                self.assertEqual(self.files(), [])

    def test_a_full_disk_leaves_no_file(self):
        outcome = self.say("Hello there.", "--format", "wav", "-o", "-", stdin=b"")
        self.assertEqual(outcome.returncode, 0)
        with open("/dev/full", "wb") as full:
            outcome = subprocess.run([self.program, "say", "Hello.", "-o", "-"], stdout=full, stderr=subprocess.PIPE,
                                     timeout=PATIENCE, env=self.environment)
        self.assertEqual(outcome.returncode, TRY_AGAIN)
        self.assertIn(b"No space left", outcome.stderr)

    def test_an_existing_file_survives_a_failure(self):
        (self.folder / "a.wav").write_text("precious")
        self.assertEqual(self.say("?!", "-o", "a.wav").returncode, USAGE)
        self.assertEqual((self.folder / "a.wav").read_text(), "precious")


class Interrupt(ProgramTest):
    engine = "slow"

    def test_interrupting_leaves_no_file(self):
        for how in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=how):
                process = subprocess.Popen([self.program, "say", "Hello", "-o", "a.wav"], cwd=self.folder,
                                           env=self.environment, stderr=subprocess.PIPE)
                while not self.files():  # the temporary file
                    time.sleep(0.01)
                process.send_signal(how)
                _, log = process.communicate(timeout=PATIENCE)
                self.assertEqual(process.returncode, INTERRUPTED)
                self.assertIn(b"interrupted", log)
                self.assertEqual(self.files(), [])


class Installation(ProgramTest):
    def replace_engine(self, name):
        from program import FAKE_ENGINES
        target = self.program.parent / "libparlando-engine.so"
        target.unlink()
        if name:
            target.write_bytes((FAKE_ENGINES / name / "libparlando-engine.so").read_bytes())

    def test_broken_installations_are_explained(self):
        for engine, says in ((None, ["libparlando-engine.so is missing", str(self.program.parent)]),
                             ("wrong-version", ["is version 0.0.9", "this server is 0.1.0", "same package"]),
                             ("wrong-interface", ["interface 999", "same package"]),
                             ("no-symbol", ["is not a Parlando engine"]),
                             ("missing-dependency", ["libtorch_absent.so", "install libtorch"])):
            with self.subTest(engine=engine):
                (self.program.parent / "libparlando-engine.so").touch()
                self.replace_engine(engine)
                outcome = self.run_program("say", "Hello", "-o", "a.wav", cwd=self.folder)
                self.assert_fails(outcome, CONFIGURATION, *says)
                self.assertEqual(self.files(), [])

    def test_without_a_library_that_is_loaded_on_demand_there_is_still_wav(self):
        libraries = self.folder / "libraries"
        libraries.mkdir()
        self.environment["LD_LIBRARY_PATH"] = str(libraries)
        # Opus has no 22,050 Hz; nothing that is spoken needs libcrypto.
        for library, file, advice in (("libcrypto.so.3", None, None), ("libsoxr.so.0", "a.opus", "install libsoxr0"),
                                      ("libsndfile.so.1", "a.flac", "install libsndfile1")):
            with self.subTest(library=library):
                (libraries / library).write_bytes(b"no library")
                if file:
                    outcome = self.run_program("say", "Hello", "-o", file, cwd=self.folder)
                    self.assert_fails(outcome, INTERNAL, advice)
                    self.assertEqual(self.files(), [])
                self.assertEqual(self.run_program("say", "Hello", "-o", "a.wav", cwd=self.folder).returncode, 0)
                (self.folder / "a.wav").unlink()

    def test_the_library_is_found_in_lib_parlando(self):
        target = self.folder / "lib" / "parlando"
        target.mkdir(parents=True)
        (self.program.parent / "libparlando-engine.so").rename(target / "libparlando-engine.so")
        self.assertEqual(self.run_program("say", "Hello", "-o", "a.wav", cwd=self.folder).returncode, 0)

    def test_missing_voices_are_explained(self):
        (self.program.parent / "voices").rmdir()
        outcome = self.run_program("say", "Hello", "-o", "a.wav", cwd=self.folder)
        self.assert_fails(outcome, CONFIGURATION, "no voices are installed", "--voices")

    def test_a_folder_of_voices_can_be_named(self):
        (self.program.parent / "voices").rename(self.folder / "other")
        outcome = self.run_program("--voices", "other", "say", "Hello", "-o", "a.wav", cwd=self.folder)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)


class SelfTest(ProgramTest):
    def test_prints_the_outcome_as_json(self):
        outcome = self.run_program("--self-test")
        self.assertEqual(outcome.returncode, 0)
        self.assertEqual(json.loads(outcome.stdout),
                         {"state": "ready", "selftest": {"ok": True, "device": "cpu", "ms": 12}})

    def test_a_failure_has_its_own_exit_code(self):
        (self.program.parent / "libparlando-engine.so").unlink()
        outcome = self.run_program("--self-test")
        self.assertEqual(outcome.returncode, SELF_TEST)
        self.assertEqual(json.loads(outcome.stdout)["state"], "failed")


if __name__ == "__main__":
    unittest.main()
