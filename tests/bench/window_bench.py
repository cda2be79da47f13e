"""How fast the window is: start, first sound, frames while a package is downloaded and installed, memory.

  /usr/bin/python3 tests/bench/window_bench.py FOLDER [--starts N] [--package MEGABYTES --stand-in BUILD]

FOLDER holds an installation: parlando, parlando-server, its engine and voices. With --package a CUDA package of that size
is made of the programs in BUILD/bin and downloaded from this machine. Draws in software, on a screen of its own."""

import argparse
import array
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "desktop" / "window"), str(TESTS / "server")]

from desktop_session import SAMPLE_RATE  # noqa: E402
from parlando_window import Window, eventually, session  # noqa: E402

HEARD = 300  # of a sample; what is louder is no silence
FRAME = re.compile(r"^\s*([\d.]+) .*Frame rendered with 'software' renderloop in (\d+)ms")


class App:
    def __init__(self, program, data, **environment):
        self.frames = []  # seconds since the program's start
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "--data-dir", data], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={**session.environment, "QT_QUICK_BACKEND": "software", "QT_MESSAGE_PATTERN": "%{time process} %{message}",
                 "QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true", **environment})
        self.first_frame = None  # seconds after the start
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stderr:
            if frame := FRAME.match(line):
                self.first_frame = self.first_frame or time.monotonic() - self.began
                self.frames.append(float(frame.group(1)))

    def end(self):
        self.process.terminate()
        self.process.wait()


def report(what, values, unit="s"):
    values = sorted(values)
    print(f"{what:48} n={len(values):<4} median {statistics.median(values):7.3f} {unit}   most {values[-1]:7.3f} {unit}")


def first_sound(recording, begin):
    """Seconds of the recording, after `begin`, at which something is heard first."""
    samples = array.array("h", recording.read_bytes()[:recording.stat().st_size // 2 * 2])
    begin = int(begin * SAMPLE_RATE)
    return next(((begin + i) / SAMPLE_RATE for i, sample in enumerate(samples[begin:]) if abs(sample) > HEARD), None)


def starts(folder, count):
    frames, sounds = [], []
    recording = pathlib.Path(tempfile.mkdtemp()) / "heard"
    session.record(recording)
    eventually(lambda: recording.stat().st_size, "a recording")
    for number in range(count):
        with tempfile.TemporaryDirectory() as data:
            recorded = recording.stat().st_size / 2 / SAMPLE_RATE
            app = App(folder / "parlando", data)
            window = eventually(lambda: session.xdotool("search", "--onlyvisible", "--pid", app.process.pid), "a window")
            eventually(lambda: app.first_frame, "a first frame")
            session.xdotool("windowfocus", "--sync", window.split()[0], "key", "ctrl+Return")
            sound = eventually(lambda: first_sound(recording, recorded), "a sound")
            if number > 0:  # the first one warms up
                frames.append(app.first_frame)
                sounds.append(sound - recorded)
            app.end()
            time.sleep(1)  # until the sound of this one has gone
    shutil.rmtree(recording.parent)
    report("window visible (first frame) after the start", frames)
    report("first sound after the start, Ctrl+Enter at once", sounds)


def memory(folder):
    with tempfile.TemporaryDirectory() as data:
        app = App(folder / "parlando", data)
        eventually(lambda: app.first_frame, "a first frame")
        time.sleep(15)
        rollup = pathlib.Path(f"/proc/{app.process.pid}/smaps_rollup").read_text()
        rss, pss = (int(re.search(rf"^{name}:\s+(\d+)", rollup, re.M).group(1)) / 1024 for name in ("Rss", "Pss"))
        print(f"{'idle shell':48} resident {rss:.0f} MiB, its share {pss:.0f} MiB")
        app.end()


def download(folder, build, megabytes):
    os.environ["PARLANDO_PACK"] = str(build / "bin" / "parlando-pack")
    from release_site import Site
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        programs = temporary / "bin"
        (programs / "voices").mkdir(parents=True)
        shutil.copy(folder / "parlando", programs)
        shutil.copy(build / "bin" / "stand-in-server-cpu", programs / "parlando-server")
        shutil.copy(build / "fake_engines" / "long" / "libparlando-engine.so", programs)
        content = temporary / "package"
        (content / "voices").mkdir(parents=True)
        (content / "voices" / "README").write_text("One voice is built into the engine.\n")
        shutil.copy(build / "bin" / "stand-in-server-cuda", content / "parlando-server-cuda")
        shutil.copy(build / "fake_engines" / "cuda" / "libparlando-engine.so", content)
        with open(content / "libcublas.so.12", "wb") as library:
            for _ in range(megabytes):
                library.write(os.urandom(1 << 20))
        site = Site(temporary / "site")
        site.publish(content, sequence=1, chunk=8 << 20, part=512 << 20)
        app = App(programs / "parlando", temporary / "data", PARLANDO_RELEASE_URL=site.url,
                  QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
        window = Window(app.process)
        window.wait_for("Speech server: Ready on the CPU")
        window.click("Settings")
        window.click("Download", "push button")
        window.click("Speak", "page tab")
        window.click("Text to speak", "text")
        for thread in threading.enumerate():  # the site's among them, which elsewhere is another machine
            if thread is not threading.main_thread():
                os.setpriority(os.PRIO_PROCESS, thread.native_id, 10)
        installed = temporary / "data" / "backends" / "active.json"

        def type_on():  # a frame is due for every key that goes down or up
            while not installed.exists():
                session.xdotool("type", "--delay", 25, "Somebody writes meanwhile. ")

        typing = threading.Thread(target=type_on)
        typing.start()
        time.sleep(0.5)  # until that page is there
        begin = len(app.frames)
        # A screen reader that asks all the time would slow down what is measured.
        typing.join()
        frames = app.frames[begin:]
        gaps = [1000 * (after - before) for before, after in zip(frames, frames[1:])]
        print(f"{megabytes} MB downloaded and installed in {frames[-1] - frames[0]:.1f} s")
        report("between two frames meanwhile", gaps, "ms")
        app.end()
        site.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--package", type=int, default=0, metavar="MEGABYTES")
    parser.add_argument("--stand-in", type=pathlib.Path, metavar="BUILD")
    options = parser.parse_args()
    if options.starts:
        starts(options.folder.resolve(), options.starts + 1)
        memory(options.folder.resolve())
    if options.package:
        download(options.folder.resolve(), options.stand_in.resolve(), options.package)


if __name__ == "__main__":
    main()
