"""From the start of the process to the first window, and to the overview's figures, beside a bare PySide6 window."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence

from bench.measure import ROOT, Compared, least
from bench.schools import Schools
from bench.screen import time_to_window, x_screen

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1000, 700)
window.setWindowTitle("bare")
window.setCentralWidget(QLabel("薛城"))
window.show()
app.exec()
"""


def first_window(schools: Schools) -> Iterator[Compared]:
    """The first visible window of the program on a school file."""
    school = schools.copy(schools.of_800)
    with x_screen() as env:
        program = [sys.executable, "main.py", "--db", str(school)]
        _until_painted(
            [sys.executable, "-m", "bench.painted", "overview", str(school)], env
        )  # keeps its figures
        peer = least(lambda: time_to_window([sys.executable, "-c", BARE], env))
        yield Compared(
            "first window", least(lambda: time_to_window(program, env)), "a bare PySide6 window", peer
        )


def overview_painted(schools: Schools) -> Iterator[Compared]:
    """The overview with the month's figures: at the first start of a file (`demo` or another command kept them), in every
    later one (the window kept them), and computed anew by this start."""
    peer_name = "a bare PySide6 window painted"
    with x_screen() as env:
        peer = least(lambda: _until_painted([sys.executable, "-m", "bench.painted", "bare"], env))
        for pupils, school in (("800", schools.of_800), ("3000", schools.of_3000)):
            used = schools.copy(school)
            for what, words, file in (
                ("glance", "first start of a file", lambda school=school: schools.copy(school)),
                ("overview", "computed anew", lambda used=used: used),
                ("glance", "later starts", lambda used=used: used),
            ):
                ours = least(
                    lambda what=what, file=file: _until_painted(
                        [sys.executable, "-m", "bench.painted", what, str(file())], env
                    )
                )
                yield Compared(f"overview's figures, {words}, {pupils} pupils", ours, peer_name, peer)


def _until_painted(command: Sequence[str], env: Mapping[str, str]) -> float:
    """What bench.painted says: it prints the monotonic clock, which all processes share, when it has painted."""
    start = time.monotonic()
    done = subprocess.run(
        command, env=dict(env), cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return (float(done.stdout.split()[-1]) - start) * 1000
