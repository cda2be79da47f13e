"""OpenAI's own client (npm) against the real server: what its users see."""

import json
import os
import pathlib
import shutil
import subprocess

from program import PATIENCE, ProgramTest, unittest

HERE = pathlib.Path(__file__).resolve().parent / "clients"
# Outside the source tree: what npm installs is nobody's source.
INSTALLED = pathlib.Path(os.environ["PARLANDO_TEST_CLIENTS"])


def install():
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "speech.mjs"):
        shutil.copy(HERE / name, INSTALLED)
    if not (INSTALLED / "node_modules" / "openai").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=INSTALLED, check=True,
                       timeout=4 * PATIENCE)


class OpenAiClient(ProgramTest):
    @classmethod
    def setUpClass(cls):
        install()

    def test_everything_that_its_users_do(self):
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        run = subprocess.run(["node", "speech.mjs", f"http://127.0.0.1:{port}/v1"], cwd=INSTALLED, capture_output=True,
                             text=True, timeout=PATIENCE)
        self.assertEqual(run.returncode, 0, run.stderr)
        outcome = json.loads(run.stdout)

        formats = outcome["formats"]
        types = {name: formats[name]["type"] for name in formats}
        self.assertEqual(types, {"mp3": "audio/mpeg", "opus": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav",
                                 "pcm": "audio/pcm"})
        self.assertEqual((formats["wav"]["head"], formats["flac"]["head"], formats["opus"]["head"]),
                         ("RIFF", "fLaC", "OggS"))
        whole = formats["pcm"]["size"]
        self.assertEqual(whole, 24000 * 2 * 6 // 10)  # three chunks of 0.2 s
        self.assertEqual(outcome["streamed"], whole)
        self.assertEqual(outcome["events"]["size"], whole)
        self.assertEqual(outcome["events"]["types"], ["speech.audio.delta", "speech.audio.done"])
        self.assertEqual(set(outcome["events"]["usage"]), {"input_tokens", "output_tokens", "total_tokens"})
        self.assertIn("tts-1", outcome["models"])
        self.assertEqual(outcome["model"], "tts-1")

        errors = outcome["errors"]
        for name, param in (("voice", "voice"), ("format", "response_format"), ("empty", "input"), ("speed", "speed")):
            with self.subTest(error=name):
                self.assertEqual((errors[name]["class"], errors[name]["status"]), ("BadRequestError", 400))
                self.assertEqual(errors[name]["param"], param)
                self.assertEqual(errors[name]["type"], "invalid_request_error")
        self.assertIn("mp3, wav, flac, opus and pcm", errors["format"]["message"])
        self.assertEqual((errors["model"]["class"], errors["model"]["code"]), ("NotFoundError", "model_not_found"))

    def test_a_missing_key_is_an_authentication_error(self):
        self.environment["PARLANDO_API_KEY"] = "the-right-key"
        server = self.serve()
        port = server.line()["hello"]["port"]
        server.until_state("ready")
        for key, succeeds in (("the-wrong-key", False), ("the-right-key", True)):
            with self.subTest(key=key):
                run = subprocess.run(["node", "speech.mjs", f"http://127.0.0.1:{port}/v1"], cwd=INSTALLED,
                                     capture_output=True, text=True, timeout=PATIENCE,
                                     env={**os.environ, "OPENAI_API_KEY": key})
                self.assertEqual(run.returncode == 0, succeeds, run.stderr)
                self.assertEqual("AuthenticationError" in run.stderr, not succeeds)


if __name__ == "__main__":
    unittest.main()
