"""The Debian package: what is in it, what it depends on, and that what is in it runs from where it is unpacked."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

from program import Running

BUILD = pathlib.Path(os.environ["PARLANDO_BUILD"])


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="parlando-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run(["cpack", "-G", "DEB", "-B", cls.folder / "made"], cwd=BUILD, check=True, capture_output=True)
        cls.deb, = (cls.folder / "made").glob("*.deb")
        cls.root = cls.folder / "root"
        subprocess.run(["dpkg-deb", "--extract", cls.deb, cls.root], check=True)

    def field(self, name):
        return subprocess.run(["dpkg-deb", "--field", self.deb, name], check=True, capture_output=True, text=True).stdout

    def test_it_names_what_it_needs(self):
        needed = self.field("Depends")
        for package in ("libssl3", "libsoxr0", "libespeak-ng1", "libqt6core6", "qml6-module-qtquick-controls", "libqt6svg6"):
            self.assertIn(package, needed)
        self.assertEqual(self.field("Package").strip(), "parlando")

    def test_the_desktop_finds_it(self):
        share = self.root / "usr" / "share"
        entry = share / "applications" / "org.parlando.Parlando.desktop"
        subprocess.run(["desktop-file-validate", entry], check=True)
        metadata = share / "metainfo" / "org.parlando.Parlando.metainfo.xml"
        subprocess.run(["appstreamcli", "validate", "--no-net", metadata], check=True, capture_output=True)
        self.assertTrue((share / "icons" / "hicolor" / "scalable" / "apps" / "org.parlando.Parlando.svg").is_file())
        self.assertTrue((share / "doc" / "parlando" / "copyright").is_file())

    def test_it_speaks_from_where_it_is_unpacked(self):
        programs = self.root / "usr" / "bin"
        environment = {**os.environ, "HOME": str(self.folder / "home"), "PARLANDO_DATA_DIR": str(self.folder / "data")}
        version = subprocess.run([programs / "parlando", "--version"], capture_output=True, text=True, check=True)
        self.assertRegex(version.stdout, r"^parlando \d")
        app = Running([programs / "parlando", "--headless"], environment)
        self.addCleanup(app.kill)
        while (line := app.line())["phase"] != "ready":
            self.assertNotEqual(line["phase"], "failed", json.dumps(line))
        speech = self.folder / "hello.wav"
        subprocess.run([programs / "parlando-server", "say", "Hello.", "-o", speech], env=environment, check=True)
        self.assertGreater(speech.stat().st_size, 1000)
        self.assertEqual(app.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    unittest.main()
