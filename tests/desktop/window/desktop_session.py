"""A desktop of its own for one test program: a screen, a session bus with the accessibility bus, a sound card.

The screen is Xvfb, the sound card a null sink of PulseAudio whose sound can be recorded. All of it ends with the
process that made it."""

import atexit
import ctypes
import os
import pathlib
import signal
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds; only a hanging program needs as long
SAMPLE_RATE = 24000  # Hz, of recordings


def end_with_parent():
    """For a child before it runs its program: a test that is killed leaves nothing behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


class DesktopSession:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="parlando-desktop-")
        folder = pathlib.Path(self._folder.name)
        self._processes = []
        atexit.register(self._close)
        self.environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8",
                            "XDG_CURRENT_DESKTOP": "", "LANGUAGE": "en"}
        for name in ("WAYLAND_DISPLAY", "AT_SPI_BUS_ADDRESS", "QT_QPA_PLATFORM"):
            self.environment.pop(name, None)
        number = self._start_and_read("Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp")
        self.environment["DISPLAY"] = f":{number}"
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._start_and_read(
            "dbus-daemon", "--session", "--nofork", "--print-address=1")
        socket = folder / "sound"
        self.environment["PULSE_SERVER"] = f"unix:{socket}"
        self._start("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                    "--load=module-null-sink sink_name=card",
                    f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}")
        self._wait_for(socket.exists, "the sound server")

    def _close(self):
        for process in reversed(self._processes):
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self._folder.cleanup()

    def _start(self, *command, stdout=subprocess.DEVNULL):
        process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=stdout,
                                   stderr=subprocess.DEVNULL, text=True, preexec_fn=end_with_parent)
        self._processes.append(process)
        return process

    def _start_and_read(self, *command):
        """Starts a program that writes where it is to be found once it is ready."""
        line = self._start(*command, stdout=subprocess.PIPE).stdout.readline().strip()
        if not line:
            raise RuntimeError(f"{command[0]} does not start")
        return line

    @staticmethod
    def _wait_for(condition, what):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{what} does not start")
            time.sleep(0.02)

    def record(self, file):
        """Writes what is heard to `file`, 16-bit mono samples, until the process that is given back is ended."""
        with open(file, "wb") as output:
            process = subprocess.Popen(["parec", "--device=card.monitor", "--format=s16le", f"--rate={SAMPLE_RATE}",
                                        "--channels=1", "--latency-msec=20"], env=self.environment, stdout=output,
                                       preexec_fn=end_with_parent)
        self._processes.append(process)
        return process

    def screenshot(self, file):
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-f", "x11grab", "-video_size", "1280x900", "-i",
                        self.environment["DISPLAY"], "-frames:v", "1", file], env=self.environment, check=True)

    def xdotool(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True, capture_output=True,
                              text=True).stdout
