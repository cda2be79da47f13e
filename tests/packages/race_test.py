"""Two processes that install at once, and a third that starts: with locks, and on a file system whose locks do nothing.

PARLANDO_RACES is how often each race is run; the default is a sample."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from packing import PATIENCE, STEPS, package, steps, tree

RACES = int(os.environ.get("PARLANDO_RACES", "3"))
WITHOUT_LOCKS = {"LD_PRELOAD": os.environ["PARLANDO_BROKEN_SYSTEM"]}


class Races(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.package = package(cls.folder / "release", "0.1.0", 1)
        cls.content = tree(cls.folder / "release" / "in")

    def race(self, *commands, locks=None):
        """Runs them at once in a fresh folder; gives (exit code, output) of each."""
        self.backends = self.folder / "backends"
        shutil.rmtree(self.backends, ignore_errors=True)
        running = [subprocess.Popen([STEPS, command[0], self.backends, *command[1:]], stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT, text=True, env={**os.environ, **(locks or {})})
                   for command in commands]
        outputs = [one.communicate(timeout=PATIENCE)[0] for one in running]
        for one, output in zip(running, outputs):
            self.assertIn(one.returncode, (0, 1), output)  # no signal
        return [(one.returncode, output) for one, output in zip(running, outputs)]

    def started(self):
        """The tree that the next start would run, None if there is none."""
        outcome = steps("start", self.backends, "0.1.0")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertEqual(list((self.backends / "staging").iterdir()), [])
        executable = outcome.stdout.splitlines()[0]
        return None if executable == "none" else tree(pathlib.Path(executable).parent)

    def test_two_that_install_at_once_both_succeed(self):
        for race in range(RACES):
            with self.subTest(race):
                install = ("install", self.package)
                outcomes = self.race(install, install)
                self.assertEqual([code for code, _ in outcomes], [0, 0], outcomes)
                self.assertEqual(self.started(), self.content)

    def test_a_start_meanwhile_disturbs_neither(self):
        for race in range(RACES):
            with self.subTest(race):
                install = ("install", self.package)
                outcomes = self.race(install, ("start", "0.1.0"), install)
                self.assertEqual([code for code, _ in outcomes], [0, 0, 0], outcomes)
                self.assertEqual(self.started(), self.content)

    def test_without_locks_there_is_the_whole_package_or_none(self):
        """One may then sweep away what another works on. That one says so, and the next attempt succeeds."""
        for race in range(RACES):
            with self.subTest(race):
                install = ("install", self.package)
                outcomes = self.race(install, ("start", "0.1.0"), install, locks=WITHOUT_LOCKS)
                for code, output in outcomes:
                    self.assertTrue(code == 0 or output.startswith("package-steps: "), output)
                self.assertIn(self.started(), (self.content, None))
                again = steps("install", self.backends, self.package)
                self.assertEqual(again.returncode, 0, again.stderr)
                self.assertEqual(self.started(), self.content)


if __name__ == "__main__":
    unittest.main()
