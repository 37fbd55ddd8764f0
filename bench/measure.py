"""Taking times, and the table in which they are printed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


@dataclass(frozen=True)
class Compared:
    """One figure of ours beside a peer's, both in milliseconds, each the least of some runs unless the name says p95."""

    name: str
    ours: float
    peer_name: str
    peer: float
    runs: int = RUNS


class table:
    """The lines that are printed."""

    head = f"{'what':<52} {'ours':>9} {'peer':>9} {'ratio':>6}  peer is"

    @staticmethod
    def line(one: Compared) -> str:
        return (
            f"{one.name:<52} {one.ours:>6.0f} ms {one.peer:>6.0f} ms {one.ours / one.peer:>6.2f}"
            f"  {one.peer_name} ({one.runs} runs)"
        )


def least(run: Callable[[], float], runs: int = RUNS) -> float:
    """The least of some runs: what the work takes when nothing else is in the way."""
    return min(run() for _ in range(runs))


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def process(arguments: Sequence[str | Path], env: Mapping[str, str] | None = None) -> float:
    """Milliseconds of a Python process from start to end; its output is dropped, a failure raises."""
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, **(env or {})}

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)

    return timed(run)
