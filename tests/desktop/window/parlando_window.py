"""Parlando's window as a person has it: what a screen reader finds in it, mouse clicks and keys."""

import os
import subprocess
import time

from desktop_session import PATIENCE, DesktopSession

session = DesktopSession()
# The accessibility library takes its bus and its screen from the environment of this process.
os.environ.update({name: session.environment[name] for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")})

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402


def eventually(value, what):
    """The first value of `value()` that is not false. Elements come and go while they are looked at."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if found := value():
                return found
        except (GLib.Error, subprocess.CalledProcessError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"never: {what() if callable(what) else what}")


# The bus and its registry start with the first who ask. An application that is among these may remain unheard.
eventually(lambda: Atspi.get_desktop(0).get_child_count() >= 0, "the accessibility bus")


class Window:
    def __init__(self, process):
        self._process = process
        self._root = eventually(self._application, "a window")
        self._root.set_cache_mask(Atspi.Cache.NONE)
        self.focus()

    def _application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(i)
                if child and child.get_process_id() == self._process.pid and child.get_child_count() > 0:
                    return child
            except GLib.Error:  # one that was killed may stay on the list, ahead of the one that is wanted
                continue
        return None

    def focus(self):
        window = eventually(lambda: session.xdotool("search", "--onlyvisible", "--pid", self._process.pid), "a screen window")
        session.xdotool("windowfocus", "--sync", window.split()[0])

    def elements(self, below=None):
        """Everything that is shown, outermost first."""
        element = below or self._root
        for i in range(element.get_child_count()):
            child = element.get_child_at_index(i)
            if child and child.get_state_set().contains(Atspi.StateType.SHOWING):
                yield child
                yield from self.elements(child)

    def shown(self, name, role=None):
        for element in self.elements():
            if element.get_name() == name and (role is None or element.get_role_name() == role):
                return element
        return None

    def names(self):
        return [element.get_name() for element in self.elements()]

    def wait_for(self, name, role=None):
        return eventually(lambda: self.shown(name, role), lambda: f"'{name}', only {self._names_or_nothing()}")

    def wait_until_gone(self, name):
        eventually(lambda: not self.shown(name), f"the end of '{name}'")

    def _names_or_nothing(self):
        try:
            return [name for name in self.names() if name]
        except GLib.Error:
            return []

    def click(self, name, role=None, across=0.5):
        """Where it is, `across` from its left edge (0) to its right one (1)."""
        place = self.wait_for(name, role).get_extents(Atspi.CoordType.SCREEN)
        session.xdotool("mousemove", int(place.x + place.width * across), place.y + place.height // 2, "click", 1)

    @staticmethod
    def type(text):
        session.xdotool("type", "--delay", 4, "--", text)

    @staticmethod
    def keys(*names):
        session.xdotool("key", *names)

    def text(self, name):
        """Text, cursor and selection of a field."""
        field = self.wait_for(name, "text")
        content = Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))
        selection = Atspi.Text.get_selection(field, 0) if Atspi.Text.get_n_selections(field) else None
        return content, Atspi.Text.get_caret_offset(field), selection and (selection.start_offset, selection.end_offset)

    def cursor_place(self, name):
        """Where on the screen the cursor of a field is: it moves when the field is scrolled."""
        field = self.wait_for(name, "text")
        place = Atspi.Text.get_character_extents(field, Atspi.Text.get_caret_offset(field), Atspi.CoordType.SCREEN)
        return place.x, place.y

    def is_checked(self, name, role):
        return self.wait_for(name, role).get_state_set().contains(Atspi.StateType.CHECKED)

    def description(self, name, role=None):
        return self.wait_for(name, role).get_description()
