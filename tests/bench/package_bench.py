#!/usr/bin/env python3
"""Measures packing, verifying and installing a package of real size against sha256sum and tar in the same run.

    tests/bench/package_bench.py [--bin build/dev/bin] [--gigabytes 2.4] [--folder /tmp] [--rounds 3]

Needs about four times the size on the disk. Prints seconds and peak memory of each step.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "packages"))


def run(command):
    """Seconds and peak memory in MiB of a program that must succeed."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        # The usage that wait4 gives counts this interpreter's memory from before the exec.
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        time.sleep(0.01)
    if process.returncode != 0:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return time.monotonic() - begin, peak / 1024


def write_noise(path, size):
    """Bytes that do not compress, and a tenth that does."""
    with path.open("wb") as file, open("/dev/urandom", "rb") as noise:
        while size > 0:
            block = noise.read(min(size, 15 << 20))
            file.write(block)
            zeros = min(size - len(block), len(block) // 9)
            file.write(bytes(zeros))
            size -= len(block) + zeros


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/dev/bin"))
    parser.add_argument("--gigabytes", type=float, default=2.4)
    parser.add_argument("--folder", default=None)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    os.environ["PARLANDO_PACK"] = str(arguments.bin.resolve() / "parlando-pack")
    os.environ["PARLANDO_PACKAGE_STEPS"] = str(arguments.bin.resolve() / "package-steps")
    import packing

    with tempfile.TemporaryDirectory(prefix="parlando-bench-", dir=arguments.folder) as name:
        folder = pathlib.Path(name)
        packing.write_backend(folder / "in", "0.1.0")
        size = int(arguments.gigabytes * 1e9)
        for library, share in (("libtorch_cuda.so", 0.5), ("libcublasLt.so.12", 0.3), ("libcudnn_engines.so.9", 0.2)):
            write_noise(folder / "in" / library, int(size * share))
        pack = run([packing.PACK, "build", folder / "in", "--variant", "cuda", "--flavour", "cu128", "--version", "0.1.0",
                    "--sequence", "1", "--min-driver", "570.26", "--compute", "9.0", "--key", packing.KEY, "-o", folder / "out"])
        print(f"pack:    {pack[0]:6.1f} s, {pack[1]:5.1f} MiB")
        manifest = folder / "out" / packing.MANIFEST
        print("verify:  {:6.1f} s, {:5.1f} MiB".format(*run([packing.PACK, "verify", manifest])))
        parts = " ".join(str(path) for path in sorted((folder / "out").glob("*cuda-libraries*.tar.zst.*")))
        for _ in range(arguments.rounds):
            install = run([packing.STEPS, "install", folder / "backends", manifest])
            start = run([packing.STEPS, "start", folder / "backends", "0.1.0"])
            shutil.rmtree(folder / "backends")
            (folder / "tar").mkdir()
            sums = run(["sh", "-c", f"sha256sum {parts}"])
            tar = run(["sh", "-c", f"cat {parts} | tar --zstd -x -C {folder / 'tar'}"])
            shutil.rmtree(folder / "tar")
            print(f"install: {install[0]:6.1f} s, {install[1]:5.1f} MiB; start {start[0]:.3f} s; "
                  f"sha256sum {sums[0]:.1f} s + tar --zstd {tar[0]:.1f} s = {sums[0] + tar[0]:.1f} s")


if __name__ == "__main__":
    main()
