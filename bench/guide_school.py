"""The school that the guide's month is filled in: twelve classes, October 2026 reported, November 2026 untouched."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from bench.month_script import PUPILS
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.periods import Month

_REPORTED = Month(2026, 10)
_ON = "2026-11-01"


def school_of_the_guide(path: Path) -> Path:
    """Makes the school file at `path`."""
    before = os.environ.get("XCEDU_TODAY")
    os.environ["XCEDU_TODAY"] = _ON
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = make_demo(Path(folder) / "demo", students=PUPILS, month=_REPORTED, export=True)
            shutil.move(made.schools[0], path)
    finally:
        if before is None:
            del os.environ["XCEDU_TODAY"]
        else:
            os.environ["XCEDU_TODAY"] = before
    return path
