"""A private X screen of the clerk's size with a window manager; what stands on it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from bench.measure import ROOT

_PATIENCE = 60.0
_LEAST = (300, 200)


@contextmanager
def x_screen() -> Iterator[dict[str, str]]:
    """The environment of processes that shall show themselves on it. Needs Xvfb, openbox and xdotool."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write_end], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with open(read_end, encoding="ascii") as answer:
            display = ":" + answer.readline().strip()
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen(["openbox"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)
        try:
            yield env
        finally:
            manager.terminate()
            manager.wait()
    finally:
        server.terminate()
        server.wait()


def time_to_window(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Milliseconds from the start of a process to its first visible window of at least 300×200; it is ended then."""
    start = time.perf_counter()
    running = subprocess.Popen(
        command,
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _has_window(env):
            if running.poll() is not None or time.perf_counter() - start > _PATIENCE:
                raise RuntimeError(f"no window: {command}")
            time.sleep(0.01)
        return (time.perf_counter() - start) * 1000
    finally:
        end(running)


def end(running: subprocess.Popen[bytes]) -> None:
    """Ends a process and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGTERM)
    try:
        running.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    time.sleep(0.3)


def _has_window(env: Mapping[str, str]) -> bool:
    for window in _ask(["search", "--onlyvisible", "--name", "."], env).split():
        said = dict(
            part.split("=", 1)
            for part in _ask(["getwindowgeometry", "--shell", window], env).split()
            if "=" in part
        )
        if int(said.get("WIDTH", 0)) >= _LEAST[0] and int(said.get("HEIGHT", 0)) >= _LEAST[1]:
            return True
    return False


def _ask(arguments: Sequence[str], env: Mapping[str, str]) -> str:
    return subprocess.run(
        ["xdotool", *arguments], env=env, capture_output=True, text=True, check=False
    ).stdout
