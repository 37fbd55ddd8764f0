"""The real program on a real X screen, driven by xdotool's key events alone; the school file is read beside it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.month_script import Stroke
from ui.forms.registry import PAGES

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
NUMBER = {spec.key: number for number, spec in enumerate(PAGES, start=1)}
_PACE = 8
"""Milliseconds between keys: as fast as a very quick typist's bursts."""
_QUIET = 0.9
"""Seconds without a write after which the findings are known."""
_NAMES = {
    "Enter": "Return", "Esc": "Escape", "Space": "space", "↑": "Up", "↓": "Down", "←": "Left", "→": "Right",
    "Ctrl": "ctrl", "Shift": "shift", "Alt": "alt", "PgDn": "Next", "PgUp": "Prior", "-": "minus", ".": "period",
}  # fmt: skip
"""xdotool's names of keys."""


def wait_for(what: str, done: Callable[[], object]) -> None:
    """Looks until it is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


class Desk:
    """The school file, and the program that shows it."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path, self.home = path, home
        self._forget_overview()
        self.program = subprocess.Popen(
            [sys.executable, "main.py", "--db", str(path)],
            cwd=ROOT,
            env=os.environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for("the window", lambda: self._xdotool("search", "--onlyvisible", "--name", "薛城教体填报"))
        window = self._xdotool("search", "--onlyvisible", "--name", "薛城教体填报").split()[0]
        self._xdotool("windowactivate", "--sync", window)
        wait_for("the findings", lambda: self.ask("select 1 from meta where name = 'overview'"))

    def _forget_overview(self) -> None:
        """The program keeps one anew as soon as the month's findings are known: a key pressed then is not too early."""
        file = sqlite3.connect(self.path)
        with file:
            file.execute("delete from meta where name = 'overview'")
        file.close()

    @staticmethod
    def _xdotool(*arguments: str) -> str:
        return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout

    def keys(self, *names: str) -> None:
        """Presses keys, one after another: ctrl+3 Tab Return."""
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Types text as a person does."""
        self._xdotool("type", "--delay", "40", text)

    def press(self, strokes: Iterable[Stroke]) -> None:
        """The guide's strokes, one after another without a pause between."""
        command = ["key", "--delay", str(_PACE)]
        for stroke in strokes:
            command += map(_letter, stroke.text) if stroke.typed else [_key(stroke.text)]
        self._xdotool(*command)

    def open(self, page: str) -> None:
        """Opens a page by its number."""
        self.keys(f"ctrl+{NUMBER[page]}")
        time.sleep(0.8)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """What the file holds."""
        file = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
        try:
            return file.execute(statement).fetchall()
        finally:
            file.close()

    def settle(self) -> None:
        """Waits until nothing was written for a moment: what was pressed is in the file, and it is checked."""
        seen, since = self._state(), time.monotonic()
        end = since + PATIENCE
        while time.monotonic() - since < _QUIET:
            assert time.monotonic() < end, "the program writes without end"
            time.sleep(0.1)
            now = self._state()
            if now != seen:
                seen, since = now, time.monotonic()

    def _state(self) -> list[tuple[object, ...]]:
        return self.ask("select (select count(*) from change_log), value from meta where name = 'overview'")

    def still_open(self) -> int:
        """The number beside 校验与上报."""
        ((kept,),) = self.ask("select value from meta where name = 'overview'")
        return sum(int(count) for *_, count in json.loads(str(kept))["overview"]["marks"])

    def close(self) -> None:
        """Closes the window as a person does; the program ends by itself, having said nothing on stderr."""
        self.keys("alt+F4")
        try:
            _, said = self.program.communicate(timeout=PATIENCE)
        finally:
            self.program.kill()
        assert (self.program.returncode, said) == (0, "")


def _key(name: str) -> str:
    """A key as xdotool calls it; it takes a capital for the letter with Shift."""
    return "+".join(_NAMES.get(part, part.lower() if len(part) == 1 else part) for part in name.split("+"))


def _letter(letter: str) -> str:
    return _NAMES.get(letter, letter) if letter.isascii() else f"U{ord(letter):04X}"
