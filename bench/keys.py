"""From a key to its paint in a month's grid, beside Qt's own table on Qt's own model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.measure import ROOT, Compared, p95
from bench.schools import Schools
from bench.screen import x_screen


def key_to_paint(schools: Schools) -> Iterator[Compared]:
    """p95 over typed digits, and over Enter, which writes the cell to the file before it is painted."""
    with x_screen() as env:
        peer = _times(["bare"], env)
        ours = _times([str(schools.copy(schools.of_800))], env)
    named = "QTableView on a QStandardItemModel"
    runs = len(ours["digit"])
    where = ours["page"]
    for key, words in (("digit", "a digit"), ("enter", "Enter (saved)")):
        yield Compared(
            f"{words} to its paint, {where} grid, p95", p95(ours[key]), named, p95(peer[key]), runs
        )


def _times(arguments: list[str], env: Mapping[str, str]) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "bench.typed", *arguments]
    done = subprocess.run(
        command, env=dict(env), cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found
