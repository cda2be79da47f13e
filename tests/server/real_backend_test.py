"""The whole way of a CUDA package with the engine that users get, made by `scripts/package-backend`.

Where no libtorch with CUDA is installed, the engine is that of the CUDA variant on the libtorch that is there, and the
driver one of the tests: everything but the card is real."""

import array
import json
import math
import os
import pathlib
import re
import shutil
import signal
import subprocess
import wave

from backend_case import BackendCase
from program import PATIENCE, unittest
from release_site import KEY

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILT = {"parlando-server-cuda": "PARLANDO_CUDA_SERVER", "libparlando-engine.so": "PARLANDO_CUDA_ENGINE",
         "libparlando-libtorch.so": "PARLANDO_LIBTORCH", "parlando-pack": "PARLANDO_PACK"}
PART = 32 * 1024 * 1024
NO_USABLE_GPU = 71
SENTENCE = "The new backend speaks this sentence."


class RealBackend(BackendCase):
    engine = None
    voices = False

    @classmethod
    def options(cls, sequence):
        return ["--variant", "cuda", "--flavour", "cu128", "--version", "0.1.0", "--sequence", str(sequence),
                "--min-driver", "570.26", "--compute", "8.0,8.6,9.0", "--key", KEY, "--level", "1", "--part-size", str(PART)]

    def setUp(self):
        super().setUp()
        self.site.folder.rmdir()
        shutil.copy(os.environ["PARLANDO_ENGINE"], self.program.parent)
        shutil.copytree(ROOT / "voices", self.program.parent / "voices")

    def package(self):
        """A package as a release has it, from a build folder."""
        (self.folder / "build" / "bin").mkdir(parents=True)
        for name, variable in BUILT.items():
            (self.folder / "build" / "bin" / name).symlink_to(os.environ[variable])
        self.stage = self.folder / "stage"
        packed = subprocess.run([ROOT / "scripts" / "package-backend", "--build", self.folder / "build", "--stage", self.stage,
                                 *self.options(1), "-o", self.site.folder], capture_output=True, text=True)
        self.assertEqual(packed.returncode, 0, packed.stderr)

    def publish_other_server(self):
        """The next release: the same libraries of CUDA, one file of the server changed."""
        shutil.rmtree(self.site.folder)
        (self.stage / "voices" / "README").write_text("A word more.\n")
        subprocess.run([os.environ["PARLANDO_PACK"], "build", self.stage, *self.options(2), "-o", self.site.folder],
                       check=True, capture_output=True)
        self.site.sent.clear()

    def speak(self):
        """Seconds and level of a spoken sentence."""
        file = self.folder / "spoken.wav"
        body = f'{{"input": "{SENTENCE}", "response_format": "wav"}}'
        self.assertEqual(self.curl("/v1/audio/speech", "--json", body, "-o", file)[0], 200)
        with wave.open(str(file)) as audio:
            samples = array.array("h", audio.readframes(1 << 30))
            return len(samples) / audio.getframerate(), math.sqrt(sum(one * one for one in samples) / len(samples))

    def assert_speaks(self):
        seconds, level = self.speak()
        self.assertTrue(1 < seconds < 6, seconds)
        self.assertGreater(level, 300)

    def assert_reads_only_its_own_data(self, server):
        log = self.folder / "opened"
        said = subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", "trace=openat", server, "say", SENTENCE, "-o",
                               self.folder / "said.wav"], capture_output=True, text=True, timeout=PATIENCE, env=self.environment)
        self.assertEqual(said.returncode, 0, said.stderr)
        opened = set(re.findall(r'"([^"]*/espeak-ng-data/[^"]*)"', log.read_text()))
        self.assertIn(str(server.parent / "espeak-ng-data" / "phondata"), opened)
        self.assertEqual([name for name in opened if not name.startswith(str(server.parent))], [])

    def test_a_card_that_cuda_cannot_use_is_told_with_its_own_exit_code(self):
        program = self.program.parent / "parlando-server-cuda"
        shutil.copy(os.environ["PARLANDO_CUDA_SERVER"], program)
        shutil.copy(os.environ["PARLANDO_CUDA_ENGINE"], program.parent / "libparlando-engine.so")
        shutil.copy(os.environ["PARLANDO_LIBTORCH_CUDA"], program.parent / "libparlando-libtorch.so")
        run = subprocess.run([program, "--self-test"], capture_output=True, text=True, timeout=PATIENCE, env=self.environment)
        self.assertEqual(run.returncode, NO_USABLE_GPU, run.stderr)
        self.assertIn("no usable GPU: CUDA finds no card", json.loads(run.stdout)["message"])

    def test_a_package_is_downloaded_chosen_started_updated_and_removed(self):
        self.package()
        self.assertGreaterEqual(len(self.site.parts()), 3)
        self.start()
        self.assertEqual(self.curl("/health")[1]["backend_variant"], "cpu")
        self.assert_speaks()
        events = self.download()
        self.assertEqual(events[-1]["status"], "complete", events[-1])

        self.select("cuda")
        self.assertEqual(self.restart()["backend_variant"], "cuda")
        self.assert_speaks()
        _, status = self.curl("/backend/cuda-status")
        self.assertEqual((status["active"], status["state"]), (True, "good"))
        self.assert_reads_only_its_own_data(pathlib.Path(status["binary_path"]))

        self.publish_other_server()
        self.assertEqual(self.download("?update=true")[-1]["status"], "complete")
        self.assertEqual([part for part in self.site.parts("cuda-libraries") if self.site.sent[part]], [])
        self.assertEqual({part for part in self.site.parts("server") if self.site.sent[part]}, set(self.site.parts("server")))
        self.assertEqual(self.restart()["backend_variant"], "cuda")
        self.assert_speaks()

        self.select("cpu")
        self.assertEqual(self.restart()["backend_variant"], "cpu")
        self.assertEqual(self.curl("/backend/cuda", "-X", "DELETE"), (200, {"message": "CUDA backend deleted"}))
        self.assertEqual(self.curl("/backend/cuda-status")[1]["available"], False)
        self.assert_speaks()
        self.assertEqual(self.running.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()
