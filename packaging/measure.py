"""The figures of docs/installer.md: parts of the installed program by size, and the start of the frozen program beside the source tree's.

usage: measure.py sizes        of build/windows/dist/XCEdu
       measure.py start        Linux build and source tree in turn, the first visible window: cold (their files dropped from the
                               page cache before each start), and warm
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.screen import time_to_window, x_screen  # noqa: E402

ROUNDS = 5


def sizes(folder: Path) -> None:
    """A line a part: bytes, files, name; the parts of a megabyte and more by themselves."""
    size: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            parts = path.relative_to(folder).parts
            name = parts[0] if len(parts) == 1 else parts[1] if len(parts) > 2 else "_internal/*"
            if path.stat().st_size >= 1_000_000 and len(parts) > 1:
                name = "/".join(parts[1:])
            size[name] += path.stat().st_size
            count[name] += 1
    for name, total in size.most_common():
        print(f"| {name} | {count[name]} | {total / 1e6:.1f} |")
    print(f"| all | {sum(count.values())} | {sum(size.values()) / 1e6:.1f} |")


def forget(*folders: Path) -> None:
    """Drops the files under the folders from the page cache; those that another process has mapped stay."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                descriptor = os.open(path, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def start(frozen: Path) -> None:
    """Both on one school of 800 pupils, one after the other."""
    with tempfile.TemporaryDirectory() as name, x_screen() as env:
        env = {**env, "HOME": name, "XCEDU_TODAY": "2026-10-30", "XDG_CONFIG_HOME": f"{name}/config"}
        make = [sys.executable, "main.py", "demo", "--out", name, "--schools", "1", "--month", "2026-10"]
        subprocess.run(make, cwd=ROOT, env={**os.environ, **env}, check=True, capture_output=True)
        school = str(next(Path(name).glob("*.db")))
        venv = (
            ROOT / "build" / "linux" / "venv"
        )  # the same libraries as .venv, which other processes may hold in memory
        program = {
            "source tree": [str(venv / "bin" / "python"), "main.py", "--db", school],
            "frozen": [str(frozen), "--db", school],
        }
        library = Path(sys.base_prefix) / "lib"
        sources = (ROOT / "ui", ROOT / "xcedu_desktop", venv / "lib", library / "python3.11")
        for state in ("cold", "warm"):
            took: dict[str, list[float]] = {what: [] for what in program}
            for _ in range(ROUNDS):
                for what, command in program.items():
                    if state == "cold":
                        forget(*(sources if what == "source tree" else (frozen.parent,)))
                    took[what].append(time_to_window(command, env))
            for what, times in took.items():
                print(f"{state}, {what}: least {min(times):.0f} ms, median {statistics.median(times):.0f} ms")


if __name__ == "__main__":
    if sys.argv[1:] == ["sizes"]:
        sizes(ROOT / "build" / "windows" / "dist" / "XCEdu")
    else:
        start(ROOT / "build" / "linux" / "dist" / "XCEdu" / "xcedu")
