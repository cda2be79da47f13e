"""`scripts/package-backend`: a built server becomes a package that needs nothing of the machine that built it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from packing import KEY, MANIFEST, PACK, steps

BUILD = pathlib.Path(os.environ["PARLANDO_BUILD"])
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "package-backend"
SYSTEM = ("linux-vdso", "ld-linux", "libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libresolv.so",
          "libutil.so", "libnsl.so", "libanl.so", "libmvec.so")


class PackageBackend(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def package(self, *options):
        return subprocess.run([SCRIPT, "--build", BUILD, "--variant", "cuda", "--flavour", "cu128", "--version", "0.1.0",
                               "--sequence", "1", "--min-driver", "570.26", "--compute", "9.0", "--key", KEY, "--level", "1",
                               *options], capture_output=True, text=True, timeout=1200)

    def test_the_installed_server_finds_everything_beside_itself(self):
        outcome = self.package("-o", self.folder / "out")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        manifest = self.folder / "out" / MANIFEST
        self.assertEqual(subprocess.run([PACK, "verify", manifest]).returncode, 0)
        self.assertEqual(steps("install", self.folder / "backends", manifest).returncode, 0)
        server = pathlib.Path(steps("start", self.folder / "backends", "0.1.0").stdout.splitlines()[0])
        version = subprocess.run([server, "--version"], capture_output=True, text=True, env={}, timeout=60)
        self.assertEqual(version.stdout, "parlando-server 0.1.0\n")
        loaded = ("libparlando-engine.so", "libcurl.so.4", "libcrypto.so.3", "libarchive.so.13", "libsndfile.so.1",
                  "libsoxr.so.0")
        for file in (server, *(server.parent / name for name in loaded)):
            linked = subprocess.run(["ldd", file], capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]})
            self.assertNotIn("not found", linked.stdout)
            for line in linked.stdout.splitlines():
                if not pathlib.Path(line.split()[0]).name.startswith(SYSTEM):
                    self.assertIn(str(server.parent), line)

    def test_it_says_what_is_missing(self):
        outcome = subprocess.run([SCRIPT, "--build", self.folder], capture_output=True, text=True)
        self.assertEqual(outcome.returncode, 64)
        self.assertIn("usage", outcome.stderr)
        (self.folder / "stage").mkdir()
        (self.folder / "stage" / "x").write_text("x")
        outcome = self.package("--stage", self.folder / "stage", "-o", self.folder / "out")
        self.assertEqual(outcome.returncode, 64)
        self.assertIn("not empty", outcome.stderr)


if __name__ == "__main__":
    unittest.main()
