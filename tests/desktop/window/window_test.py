"""The whole application as a person has it: a real window on a real screen, driven with mouse and keys, heard through a
sound card, read as a screen reader reads it; the real server, and a CUDA package that it downloads.

The package holds the real server, built as the CUDA variant around a driver of the tests; engines speak sine waves."""

import array
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.request

from desktop_session import SAMPLE_RATE, end_with_parent
from parlando_window import Window, eventually, session
from program import FAKE_ENGINES, PATIENCE, ProgramTest, free_port, unittest
from release_site import Site

PARLANDO = pathlib.Path(os.environ["PARLANDO_PROGRAM"])
CUDA_SERVER = pathlib.Path(os.environ["PARLANDO_CUDA_SERVER"])
SCREENSHOTS = pathlib.Path(os.environ["PARLANDO_SCREENSHOTS"])
LIBRARY_BYTES = 4 * 1024 * 1024
SWITCHES = int(os.environ.get("PARLANDO_SWITCHES", "4"))
CRASHES = 3  # of a GPU backend, that are too many
EDITOR = "Text to speak"
FIRST, SECOND = "The first text is heard.", "The second text waits, and its last word is chosen"
HEARD = 1000  # of a sample; what is louder is no silence


class WindowTest(ProgramTest):
    engine = "long"

    def setUp(self):
        super().setUp()
        shutil.copy(PARLANDO, self.program.parent / "parlando")
        self.environment = {**self.environment, **session.environment, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                            "QT_QUICK_BACKEND": "software", "PARLANDO_PORT": str(free_port())}
        self.log = self.folder / "app.log"
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def start(self):
        with open(self.log, "ab") as log:
            self.app = subprocess.Popen([self.program.parent / "parlando", "--data-dir", self.folder / "data"],
                                        env=self.environment, stdout=log, stderr=log, preexec_fn=end_with_parent)
        self.addCleanup(self.app.wait)
        self.addCleanup(self.app.kill)
        self.window = Window(self.app)
        self.window.wait_for("Speech server: Ready on the CPU")

    def screenshot(self, name):
        session.screenshot(SCREENSHOTS / f"{name}.png")

    def end(self, how=signal.SIGTERM):
        """The exit code, after everything that the app started has gone."""
        children = self.children()
        self.assertTrue(children)
        self.app.send_signal(how)
        code = self.app.wait(PATIENCE)
        eventually(lambda: not any(pathlib.Path(f"/proc/{child}").exists() for child in children), "the end of all processes")
        return code

    def children(self):
        """Numbers of the processes that the app started."""
        return pathlib.Path(f"/proc/{self.app.pid}/task/{self.app.pid}/children").read_text().split()

    def backend(self):
        """Number of the speech server's process."""
        for child in self.children():
            with contextlib.suppress(FileNotFoundError):  # it has just ended
                if "parlando-server" in os.readlink(f"/proc/{child}/exe"):
                    return int(child)
        return None

    def write(self, text):
        self.window.click(EDITOR)
        self.window.keys("ctrl+a")
        self.window.type(text)


class PackageTest(WindowTest):
    """With a CUDA package that can be downloaded."""

    def setUp(self):
        super().setUp()
        self.site = Site(self.folder / "site")
        self.addCleanup(self.site.close)
        self.environment["PARLANDO_RELEASE_URL"] = self.site.url
        content = self.folder / "package"
        content.mkdir()
        shutil.copy(CUDA_SERVER, content / "parlando-server-cuda")
        shutil.copy(FAKE_ENGINES / "cuda" / "libparlando-engine.so", content)
        (content / "voices").mkdir()
        (content / "voices" / "README").write_text("One voice is built into the engine.\n")
        (content / "libcublas.so.12").write_bytes(os.urandom(LIBRARY_BYTES))
        self.site.publish(content, sequence=1)

    def click_download(self):
        self.window.click("Settings", "page tab")
        self.window.click("GPU Acceleration", "page tab")
        button = eventually(lambda: next((name for name in self.window.names() if name.startswith("Download")), None),
                            "a download button")
        self.window.click(button, "push button")


class Swap(PackageTest):
    def test_work_goes_on_while_the_engine_changes(self):
        self.site.pause = 0.06  # seconds for 64 KiB, so that the download can be seen
        self.start()
        recording = self.folder / "heard"
        session.record(recording)
        self.speak_one_and_queue_another()
        self.download()
        kept, heard_before, samples_before = self.kept(), self.position(), self.samples(recording)
        self.switch_to_the_gpu()
        self.assertEqual(self.kept(), kept)
        eventually(lambda: self.position() > heard_before, "the playback going on")
        self.assert_sounding(self.samples(recording)[len(samples_before):])
        self.next_text_is_spoken_on_the_gpu()
        self.crash_too_often()
        self.remove()
        self.assertEqual(self.text(), SECOND)
        self.window.keys("ctrl+4")
        self.assertEqual(self.end(), 0)

    # ---- the steps

    def speak_one_and_queue_another(self):
        window = self.window
        self.write(FIRST)
        window.click("Voice", "combo box")
        window.click("Wren", "list item")
        window.click(EDITOR)
        window.keys("ctrl+Return")
        window.wait_for(FIRST, "label")  # in the player
        self.write(SECOND)
        window.keys("ctrl+Return", "ctrl+shift+Left")
        window.wait_for("1 text waiting")
        self.screenshot("1-speaking-with-one-more-waiting")

    def download(self):
        window = self.window
        self.click_download()
        window.wait_for("Downloading the GPU package…", "heading")
        self.screenshot("2-gpu-downloading")
        window.wait_for("GPU package installed", "heading")
        self.screenshot("3-gpu-installed")

    def kept(self):
        """What must not change while the engine does: page by page, as it is shown."""
        window = self.window
        section = [name for name in window.names() if name == "GPU Acceleration"]
        window.keys("ctrl+1")
        content = window.text(EDITOR)
        speak = (window.description("Voice", "combo box"), window.description("Speed"), window.wait_for("1 text waiting").get_name(),
                 window.wait_for(FIRST, "label").get_name())
        window.keys("ctrl+4")
        window.wait_for("GPU Acceleration", "heading")
        self.assertEqual(content[0], SECOND)
        self.assertIsNotNone(content[2])
        return content, speak, section

    def position(self):
        """Seconds of the player."""
        minutes, seconds = self.window.description("Position").split(" of ")[0].split(":")
        return 60 * int(minutes) + int(seconds)

    def switch_to_the_gpu(self):
        self.window.click("Switch to the GPU", "push button")
        self.window.wait_for("GPU acceleration is on", "heading")
        self.window.wait_for("Speech server: Ready on the GPU")
        self.screenshot("4-gpu-active")

    def next_text_is_spoken_on_the_gpu(self):
        self.window.click("Position", across=0.99)  # close to the end of the first text
        self.window.wait_for(SECOND, "label")
        self.window.keys("ctrl+1")
        self.window.wait_until_gone("1 text waiting")
        self.assertIn("CUDA", self.health()["gpu_type"])
        self.screenshot("5-next-text-on-the-gpu")

    def crash_too_often(self):
        window = self.window
        for _ in range(CRASHES):
            window.wait_for("Speech server: Ready on the GPU")
            killed = self.backend()
            os.kill(killed, signal.SIGKILL)
            eventually(lambda: self.backend() not in (killed, None), "another backend")
        window.wait_for("Speech server: Ready on the CPU")
        notices = [element.get_name() for element in window.elements() if element.get_role_name() in ("alert", "notification")]
        self.assertEqual(len(notices), 1, notices)
        self.assertIn("signal 9", notices[0])
        self.screenshot("6-fell-back")
        window.click("Close", "push button")
        window.wait_until_gone(notices[0])
        window.keys("ctrl+4")
        window.wait_for("The GPU could not be used", "heading")
        self.screenshot("7-gpu-fell-back")

    def remove(self):
        self.window.click("Remove", "push button")
        self.window.wait_for("Faster speech with your graphics card", "heading")
        self.screenshot("8-gpu-removed")
        self.assertEqual(list((self.folder / "data" / "backends" / "store").iterdir()), [])

    # ---- what is seen and heard

    def text(self):
        self.window.keys("ctrl+1")
        return self.window.text(EDITOR)[0]

    def health(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.environment['PARLANDO_PORT']}/health") as answer:
            return json.load(answer)

    @staticmethod
    def samples(recording):
        content = recording.read_bytes()
        return array.array("h", content[:len(content) // 2 * 2])

    def assert_sounding(self, samples):
        """The tone goes on through all of it; a machine with other work may drop a bit of any sound."""
        windows = [samples[i:i + SAMPLE_RATE // 50] for i in range(0, len(samples), SAMPLE_RATE // 50)]
        silent = sum(max(map(abs, window)) < HEARD for window in windows)
        self.assertGreater(len(windows), 10)
        self.assertLess(silent, len(windows) / 2)


class Switching(PackageTest):
    """Nothing that the window keeps changes by a byte, however often the engine does."""

    def test_switches_change_nothing_else(self):
        lines = [f"Line {number} of a text that is longer than the window." for number in range(60)]
        text = "\n".join(lines)
        self.data = self.folder / "data"
        self.data.mkdir()
        (self.data / "drafts.json").write_text(json.dumps({"speak": {"text": text, "cursor": len(text) // 2}}))
        self.start()
        window = self.window
        window.click("Voice", "combo box")
        window.click("Wren", "list item")
        window.click(EDITOR)
        window.keys("ctrl+Return")
        window.wait_for("Pause", "push button")
        window.click(EDITOR)
        window.keys("ctrl+Return", "shift+Down", "shift+Down")
        window.wait_for("1 text waiting")
        window.click("Pause", "push button")
        window.wait_for("Play", "push button")  # what plays would move on
        self.click_download()
        window.wait_for("GPU package installed", "heading")
        before = self.everything()
        times = []
        for number in range(SWITCHES):
            target = ("GPU", "CPU")[number % 2]
            window.click(f"Switch to the {target}", "push button")
            start = time.monotonic()
            window.wait_for(f"Speech server: Ready on the {target}")
            times.append(time.monotonic() - start)
            self.assertEqual(self.on_disk(), before[0])
            if number % 10 == 0 or number == SWITCHES - 1:
                self.assertEqual(self.everything(), before)
        times.sort()
        print(f"{SWITCHES} switches, from the click to ready: median {times[len(times) // 2]:.2f} s, most {times[-1]:.2f} s")

    def on_disk(self):
        """Settings, text, cursor, page and section, as they survive a crash."""
        return (self.data / "settings.json").read_bytes(), (self.data / "drafts.json").read_bytes()

    def everything(self):
        """That, and what the Speak page shows: selection, scroll position, voice, speed, queue, what plays."""
        window = self.window
        window.keys("ctrl+1")
        window.wait_for("1 text waiting")
        shown = (window.text(EDITOR), window.cursor_place(EDITOR), window.description("Voice", "combo box"),
                 window.description("Speed"), window.description("Position"))
        window.keys("ctrl+4")
        window.wait_for("GPU Acceleration", "heading")
        eventually(lambda: b'"settings"' in (self.data / "drafts.json").read_bytes(), "the page on the disk")
        return self.on_disk(), shown


class Crash(WindowTest):
    def test_text_place_voice_and_page_survive_a_crash_of_the_app(self):
        self.start()
        self.write(SECOND)
        self.window.click("Voice", "combo box")
        self.window.click("Wren", "list item")
        self.window.click(EDITOR)
        self.window.keys("ctrl+End", "Left", "Left")
        before = self.window.text(EDITOR)
        self.window.click("Settings", "page tab")
        self.window.click("Appearance", "page tab")
        self.window.click("Dark", "radio button")
        drafts = self.folder / "data" / "drafts.json"
        eventually(lambda: "appearance" in drafts.read_text() and "dark" in (drafts.parent / "settings.json").read_text(),
                   "what is on the disk within half a second")
        self.assertEqual(self.end(signal.SIGKILL), -signal.SIGKILL)
        self.start()
        self.window.wait_for("Appearance", "heading")
        self.assertTrue(self.window.is_checked("Dark", "radio button"))
        self.screenshot("crash-1-same-page-in-dark")
        self.window.keys("ctrl+1")
        self.assertEqual(self.window.text(EDITOR), before)
        self.assertEqual(self.window.description("Voice", "combo box"), "Wren")

    def test_a_request_to_end_closes_the_window_and_drains(self):
        self.start()
        self.window.click(EDITOR)
        self.window.keys("ctrl+Return")
        self.window.wait_for("Pause")
        self.assertEqual(self.end(signal.SIGTERM), 0)
        self.assertIn("info stopped", (self.folder / "data" / "logs" / "backend.log").read_text())


class ScreenReader(WindowTest):
    """Every page is what its parts are called and what they are: nothing that can be used is without a name."""

    usable = {"push button", "check box", "radio button", "page tab", "combo box", "slider", "text", "list", "list item",
              "progress bar", "heading", "page tab list", "alert"}

    def check(self, place, *expected):
        window = self.window
        window.wait_for(place, "heading")
        parts = [(element.get_role_name(), element.get_name()) for element in window.elements()]
        self.assertEqual([part for part in parts if part[0] in self.usable and not part[1]], [], place)
        for part in expected:
            self.assertIn(part, parts, place)
        self.screenshot(f"page-{place.lower().replace(' ', '-').replace('&', 'and')}")

    def test_every_page_says_what_is_on_it(self):
        self.start()
        window = self.window
        self.check("Speak", ("text", EDITOR), ("combo box", "Voice"), ("slider", "Speed"), ("push button", "Speak"),
                   ("page tab list", "Pages"), ("page tab", "History"), ("slider", "Position"))
        window.keys("ctrl+2")
        self.check("History", ("text", "Search what was said"), ("check box", "Favourites"))
        window.keys("ctrl+3")
        self.check("Voices", ("list", "Voices"), ("list item", "Robin"), ("push button", "Try Robin"),
                   ("push button", "Choose Wren"))
        window.keys("ctrl+4")
        self.check("GPU Acceleration", ("page tab list", "Settings"), ("page tab", "Server & API"))
        # From the list of the settings on with the keyboard alone.
        window.click("GPU Acceleration", "page tab")
        for place, *expected in (("Server & API", ("push button", "Copy address"), ("check box", "Network access")),
                                 ("Appearance", ("radio button", "Dark"), ("combo box", "Language")),
                                 ("Pronunciation", ("text", "Word"), ("push button", "Add")),
                                 ("Storage", ("push button", "Open folder")),
                                 ("Logs", ("list", "Logs"), ("push button", "Copy all")),
                                 ("About", ("heading", "Keyboard"))):
            window.keys("Tab", "space")
            self.check(place, *expected)


if __name__ == "__main__":
    unittest.main()
