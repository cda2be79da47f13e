"""Runs the real parlando-pack and package-steps for tests."""

import os
import pathlib
import random
import subprocess

PACK = os.environ["PARLANDO_PACK"]
STEPS = os.environ["PARLANDO_PACKAGE_STEPS"]
KEY = pathlib.Path(__file__).parent / "data" / "development_key.pem"
PUBLIC_KEY = "562390c569c85b45e3ea800bcb87444e8c08188e60f91807b91d094f15c696b1"
MANIFEST = f"parlando-cuda-cu128-linux-{os.uname().machine}.manifest.json"
CHUNK = 64 * 1024
PATIENCE = 120  # seconds; only a hanging program needs as long


def write_backend(folder, version, library_bytes=300_000):
    """A tree that looks like a backend. Only the server depends on the version."""
    (folder / "voices" / "robin").mkdir(parents=True)
    server = folder / "parlando-server-cuda"
    server.write_text(f"#!/bin/sh\necho parlando-server {version}\n")
    server.chmod(0o755)
    (folder / "voices" / "robin" / "config.json").write_text("{}")
    (folder / "libcudart.so.12").write_bytes(random.Random(1).randbytes(library_bytes))
    return folder


def build(folder, output, version, sequence, *options, **arguments):
    return subprocess.run([PACK, "build", folder, "--variant", "cuda", "--flavour", "cu128", "--version", version,
                           "--sequence", str(sequence), "--min-driver", "525.60", "--compute", "8.6,9.0", "--key", KEY,
                           "--chunk-size", str(CHUNK), "--part-size", str(2 * CHUNK), "-o", output, *options],
                          capture_output=True, text=True, timeout=PATIENCE, **arguments)


def package(folder, version, sequence):
    """Makes a package below `folder` and gives the path of its manifest."""
    write_backend(folder / "in", version)
    outcome = build(folder / "in", folder / "out", version, sequence)
    if outcome.returncode != 0:
        raise AssertionError(outcome.stderr)
    return folder / "out" / MANIFEST


def steps(*arguments, prefix=()):
    return subprocess.run([*prefix, STEPS, *arguments], capture_output=True, text=True, timeout=PATIENCE)


def tree(folder):
    """All files below a folder with their content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
