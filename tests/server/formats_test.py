"""Every format that the server makes, judged by the programs that others read it with."""

import json
import pathlib
import subprocess

from program import PATIENCE, ProgramTest, unittest

SECONDS = 0.6  # what the fake engine says, in three chunks
FORMATS = ("wav", "flac", "mp3", "opus", "pcm")
RATE = 22050  # of the fake voice


class Formats(ProgramTest):
    def setUp(self):
        super().setUp()
        server = self.serve()
        self.port = server.line()["hello"]["port"]
        server.until_state("ready")

    def fetch(self, path, request, name):
        target = self.folder / name
        subprocess.run(["curl", "-sS", "--fail-with-body", f"http://127.0.0.1:{self.port}{path}",
                        "-H", "Content-Type: application/json", "-d", json.dumps(request), "-o", target],
                       check=True, timeout=PATIENCE)
        return target

    def tool(self, *command):
        run = subprocess.run(command, capture_output=True, timeout=PATIENCE)
        self.assertEqual(run.returncode, 0, run.stderr.decode())
        return run

    def decoded_seconds(self, file, *options):
        """The length of what ffmpeg decodes, which must find nothing to complain about."""
        run = self.tool("ffmpeg", "-v", "error", *options, "-i", file, "-f", "s16le", "-ac", "1", "-ar", "48000", "-")
        self.assertEqual(run.stderr, b"")
        return len(run.stdout) / 2 / 48000

    def assert_valid(self, file, kind):
        # Opus and MP3 may pad the last packet; nothing is missing.
        options = ("-f", "s16le", "-ar", "24000", "-ac", "1") if kind == "pcm" else ()
        seconds = self.decoded_seconds(file, *options)
        self.assertGreaterEqual(seconds, SECONDS - 0.001, kind)
        self.assertLess(seconds, SECONDS + (0.15 if kind in ("mp3", "opus") else 0.001), kind)
        if kind == "flac":
            self.tool("flac", "--test", "--silent", file)
        elif kind == "opus":
            self.assertIn(b"Opus stream 1", self.tool("opusinfo", file).stdout)
        elif kind == "wav":
            self.tool("sox", "--ignore-length", file, "-n", "stat")

    def test_streamed_speech_is_valid_and_whole_in_every_format(self):
        for kind in FORMATS:
            with self.subTest(format=kind):
                request = {"input": "Hello there.", "response_format": kind}
                self.assert_valid(self.fetch("/v1/audio/speech", request, f"speech.{kind}"), kind)

    def test_voiceboxs_stream_is_valid_too(self):
        self.assert_valid(self.fetch("/generate/stream", {"text": "Hello there."}, "stream.wav"), "wav")

    def test_kept_recordings_say_their_exact_length(self):
        for kind in ("wav", "flac", "opus", "mp3"):
            with self.subTest(format=kind):
                self.fetch("/generate", {"text": "Hello there.", "format": kind}, "generation.json")
                identity = json.loads((self.folder / "generation.json").read_text())["id"]
                self.tool("curl", "-sS", "--fail", f"http://127.0.0.1:{self.port}/generate/{identity}/status")
                (file,) = pathlib.Path(self.folder / "data" / "audio").glob(f"*.{kind}")
                told = self.tool("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file)
                self.assertAlmostEqual(float(told.stdout), SECONDS, delta=0.15 if kind in ("mp3", "opus") else 0.001)


if __name__ == "__main__":
    unittest.main()
