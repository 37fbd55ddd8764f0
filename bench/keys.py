"""From a key to its paint in a month's grid, beside Qt's own table on Qt's own model; on this disk and on a slow one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.measure import ROOT, Compared, p95
from bench.schools import Schools
from bench.screen import x_screen
from bench.slow_disk import slow_disk

SLOW_MS = 20
"""What a slow disk adds to each fsync."""
PEER = "QTableView on a QStandardItemModel"


def key_to_paint(schools: Schools) -> Iterator[Compared]:
    """p95 over typed digits, and over Enter, which writes the cell to the file before it is painted."""
    with x_screen() as env:
        peer = _times(["bare"], env)
        disks = {"": env, f", fsync + {SLOW_MS} ms": slow_disk(env, schools.folder, SLOW_MS)}
        for disk, disk_env in disks.items():
            if disk_env is None:
                continue
            ours = _times([str(schools.copy(schools.of_800))], disk_env)
            where = f"{ours['page']} grid{disk}"
            for key, words in (("digit", "a digit"), ("enter", "Enter (saved)")):
                times = ours[key]
                assert isinstance(times, list)
                yield Compared(
                    f"{words} to its paint, {where}, p95", p95(times), PEER, p95(peer[key]), len(times)
                )


def _times(arguments: list[str], env: Mapping[str, str]) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "bench.typed", *arguments]
    done = subprocess.run(
        command, env=dict(env), cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found
