"""A slow disk for a process (LD_PRELOAD): each fsync takes some milliseconds more. Built with gcc when it is asked for."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.measure import ROOT

SOURCE = ROOT / "bench" / "slow_fsync.c"


def slow_disk(env: Mapping[str, str], folder: Path, milliseconds: int) -> dict[str, str] | None:
    """The environment of a process on such a disk; None where there is no C compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    built = folder / "slow_fsync.so"
    if not built.exists():
        command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(built), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
    return {**env, "LD_PRELOAD": str(built), "XCEDU_FSYNC_MS": str(milliseconds)}
