"""Kills and failing system calls at every step of a package's life.

    faults_test.py [--all]

strace ends the process, or fails the call, at the n-th system call that can change the disk. Whatever happens, the next
start must find the old backend or the new one, unaltered, without anything done by hand, and a second attempt must
succeed. Without --all a sample of the points is taken.
"""

import collections
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

from packing import build, package, steps, tree

CHANGING = ("openat", "mkdir", "mkdirat", "write", "fsync", "fchmod", "rename", "link", "linkat", "unlink", "unlinkat",
            "rmdir", "sync_file_range", "flock", "fcntl", "pread64", "umask", "close")
KILLED = 137
# A full disk stays full; the others come once.
FAULTS = ("signal=SIGKILL:when={}", "error=ENOSPC:when={}+", "error=EIO:when={}", "error=EACCES:when={}",
          "error=EDQUOT:when={}")
SAMPLE = 6  # points of each scenario and fault
WHOLE = "--all" in sys.argv

Scenario = collections.namedtuple("Scenario", "name before command after")


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="parlando-test-")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.old = package(cls.folder / "1", "0.1.0", 1)
        # Another release for the same application, so that either may run.
        cls.new = package(cls.folder / "2", "0.1.0", 2)
        (cls.folder / "2" / "in" / "more.txt").write_text("more")
        shutil.rmtree(cls.folder / "2" / "out")
        cls.must(build(cls.folder / "2" / "in", cls.folder / "2" / "out", "0.1.0", 2))
        cls.trees = {"old": tree(cls.folder / "1" / "in"), "new": tree(cls.folder / "2" / "in"), "none": None}
        cls.installed = cls.folder / "installed"
        cls.must(steps("install", cls.installed, cls.old))
        cls.must(steps("confirm", cls.installed))
        cls.trial = cls.folder / "trial"
        shutil.copytree(cls.installed, cls.trial)
        cls.must(steps("install", cls.trial, cls.new))
        cls.empty = cls.folder / "empty"
        cls.must(steps("start", cls.empty, "0.1.0"))

    @staticmethod
    def must(outcome):
        if outcome.returncode != 0:
            raise AssertionError(outcome.stderr)

    def scenarios(self):
        """What is there before, the step that is disturbed, and what a start finds before and after it."""
        return (Scenario("first install", self.empty, ("install", "BACKENDS", self.new), ("none", "new")),
                Scenario("update", self.installed, ("install", "BACKENDS", self.new), ("old", "new")),
                Scenario("confirm", self.trial, ("confirm", "BACKENDS"), ("new", "new")),
                Scenario("fail", self.trial, ("fail", "BACKENDS"), ("new", "old")),
                Scenario("sweep", self.trial, ("start", "BACKENDS", "0.1.0"), ("new", "new")),
                Scenario("remove", self.installed, ("remove", "BACKENDS"), ("old", "none")))

    def fresh(self, scenario):
        backends = self.folder / "work" / "backends"
        shutil.rmtree(backends.parent, ignore_errors=True)
        shutil.copytree(scenario.before, backends, copy_function=shutil.copy2)
        if scenario.name == "sweep":
            (backends / "staging" / "abandoned" / "tree").mkdir(parents=True)
            (backends / "staging" / "abandoned" / "tree" / "x").write_text("x")
            (backends / "store" / "abandoned").mkdir()
        return backends

    def run_step(self, scenario, backends, *strace):
        command = [backends if word == "BACKENDS" else word for word in scenario.command]
        return steps(*command, prefix=("strace", "-qq", *strace) if strace else ())

    def points(self, scenario):
        """(system call, n) of every call from the first on that names the data folder."""
        backends = self.fresh(scenario)
        log = self.folder / "log"
        self.must(self.run_step(scenario, backends, "-o", log, "-e", "trace=" + ",".join(CHANGING)))
        counts = collections.Counter()
        begun = False
        points = []
        for line in log.read_text(errors="replace").splitlines():
            match = re.match(r"(\w+)\(", line)
            if match:
                counts[match.group(1)] += 1
                begun = begun or str(backends) in line
                if begun:
                    points.append((match.group(1), counts[match.group(1)]))
        return points

    def found_by_a_start(self, backends):
        outcome = steps("start", backends, "0.1.0")
        self.must(outcome)
        executable = outcome.stdout.splitlines()[0]
        self.assertEqual(list((backends / "staging").iterdir()), [])
        self.assertEqual([path.name for path in backends.iterdir() if path.name.startswith(".")], [])
        if executable == "none":
            return "none"
        found = tree(pathlib.Path(executable).parent)
        return next((name for name, content in self.trees.items() if content == found), "something else")

    def disturb(self, scenario, call, fault):
        backends = self.fresh(scenario)
        outcome = self.run_step(scenario, backends, "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}")
        found = self.found_by_a_start(backends)
        self.assertIn(found, scenario.after)
        if outcome.returncode == 0:
            self.assertEqual(found, scenario.after[1])
        elif "signal" not in fault and call != "write":  # standard error is written as well
            self.assertTrue(outcome.stderr)
        if scenario.name != "fail" or found == "new":
            again = self.run_step(scenario, backends)
            self.must(again)
            self.assertEqual(self.found_by_a_start(backends), scenario.after[1])

    def test_any_disturbance_leaves_the_old_backend_or_the_new_one(self):
        disturbed = 0
        for scenario in self.scenarios():
            points = self.points(scenario)
            self.assertGreater(len(points), 5)
            for index, fault in enumerate(FAULTS):
                step = 1 if WHOLE else max(1, len(points) // SAMPLE)
                for call, number in points[index % step::step]:
                    if "signal" not in fault and call == "close":
                        continue  # the descriptor is closed all the same
                    with self.subTest(scenario=scenario.name, call=call, fault=fault.format(number)):
                        self.disturb(scenario, call, fault.format(number))
                        disturbed += 1
        print(f"{disturbed} disturbances", file=sys.stderr)

    def test_the_pointer_is_on_the_disk_before_and_after_it_changes(self):
        backends = self.fresh(self.scenarios()[1])
        log = self.folder / "log"
        self.must(self.run_step(self.scenarios()[1], backends, "-y", "-o", log, "-e", "trace=fsync,rename"))
        lines = log.read_text().splitlines()
        at = {"tree": [], "pointer": [], "folder": []}
        for number, line in enumerate(lines):
            if line.startswith("rename(") and f'"{backends}/store/' in line:
                renamed = number
            if line.startswith("rename(") and line.split('"')[3] == f"{backends}/active.json":
                pointed = number
            if line.startswith("fsync("):
                name = re.search(r"<(.*)>", line).group(1)
                kind = ("tree" if "/staging/" in name else "pointer" if ".active.json." in name else
                        "folder" if name == str(backends) else None)
                if kind:
                    at[kind].append(number)
        self.assertTrue(at["tree"])
        self.assertLess(max(at["tree"]), renamed)
        self.assertLess(renamed, pointed)
        self.assertTrue(any(renamed < number < pointed for number in at["pointer"]))
        self.assertTrue(any(number > pointed for number in at["folder"]))


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--all"])
