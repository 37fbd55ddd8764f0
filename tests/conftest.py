"""What every test stands on: no screen, no real home directory, no date but the one a test sets."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Before the first Qt import: the in-process application never needs a screen.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = "C.UTF-8"
for _name in ("DISPLAY", "WAYLAND_DISPLAY", "XCEDU_TODAY", "PYPINYIN_NO_PHRASES"):
    os.environ.pop(_name, None)

# Equal runs on every machine, and no example is timed: the cores are shared. `make test-slow` takes "long".
_shared = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("house", derandomize=True, max_examples=60, **_shared)
settings.register_profile("long", max_examples=600, **_shared)
settings.load_profile("house")


_PATIENCE = 60_000
"""Milliseconds that a test waits for what must come."""


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home directory for each test and the processes it starts; the user's own is never touched."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in (
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_DOCUMENTS_DIR", "documents"),
    ):
        monkeypatch.setenv(variable, str(home / folder))
    return home


@pytest.fixture
def home(_home: Path) -> Path:
    """The home directory of this test."""
    return _home


@pytest.fixture
def today_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Sets what the program takes for today, here and in processes started later."""

    def set_today(day: date) -> None:
        monkeypatch.setenv("XCEDU_TODAY", day.isoformat())

    return set_today


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """pytest-qt's application, speaking Chinese whatever the machine speaks."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    return qapp


class _PatientBot(QtBot):
    """Waits for what must come as long as a busy CI machine may take; what comes is waited for no longer than that."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=_PATIENCE)
    waitSignal = partialmethod(QtBot.waitSignal, timeout=_PATIENCE)


@pytest.fixture
def qtbot(qapp: "QApplication", request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's robot, with more patience than its five seconds."""
    return _PatientBot(request)


@pytest.fixture(scope="session")
def _x_server() -> Iterator[str]:
    """A private X screen of the clerk's size with a window manager on it; its DISPLAY."""
    for program in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(program), f"{program} is missing: `make test` says how to install it"
    read_end, write_end = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write_end)
        with open(read_end, encoding="ascii") as answer:
            display = ":" + answer.readline().strip()
        with subprocess.Popen(
            ["openbox"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as manager:
            yield display
            manager.terminate()
        server.terminate()


@pytest.fixture
def x_screen(_x_server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The DISPLAY of a real X screen, set for processes that the test starts (mark the test `x11`).

    There is a file manager of sorts, as on every desk: the program opens the folder of what it exported.
    """
    launcher = tmp_path / "bin" / "xdg-open"
    launcher.parent.mkdir()
    launcher.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    launcher.chmod(0o755)
    monkeypatch.setenv("PATH", f"{launcher.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("DISPLAY", _x_server)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    return _x_server
