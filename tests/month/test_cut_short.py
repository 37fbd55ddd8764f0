"""An export that is killed between its steps leaves one truth: nothing at all, or a revision whose bytes are kept."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.month.school import CODE, OCTOBER, small_school
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.export import export
from xcedu_desktop.month.life import state
from xcedu_desktop.store.school_file import open_file

TODAY = date(2026, 11, 2)
SCRIPT = """
import os, signal, sys
from datetime import date
from pathlib import Path
from xcedu_desktop.month import export as steps
from xcedu_desktop.periods import Month
from xcedu_desktop.store.school_file import open_file

step, when = sys.argv[3], sys.argv[4]
real = getattr(steps, step)

def cut(*given, **named):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(steps, step, cut)
with open_file(Path(sys.argv[1])) as store:
    steps.export(store, Month(2026, 10), Path(sys.argv[2]), date(2026, 11, 2))
"""


@pytest.mark.parametrize(
    ("step", "when", "revision", "files"),
    [
        ("put_beside", "before", 0, 0),
        ("put_beside", "after", 0, 1),
        ("keep", "before", 0, 1),
        ("keep", "after", 1, 1),
        ("swap", "before", 1, 1),
        ("swap", "after", 1, 1),
    ],
)
def test_killed_between_the_steps(tmp_path: Path, step: str, when: str, revision: int, files: int) -> None:
    path, out = tmp_path / "school.db", tmp_path / "out"
    small_school(path).close()
    command = [sys.executable, "-c", SCRIPT, str(path), str(out), step, when]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert len(list(out.iterdir()) if out.exists() else []) == files
    assert len(list(out.glob("*.xlsx"))) == (1 if (step, when) == ("swap", "after") else 0)
    with open_file(path) as store:
        with store.read() as session:
            life = state(session, CODE, OCTOBER)
        assert (life.revision, life.locked) == (revision, bool(revision))
        result = export(store, OCTOBER, out, TODAY)
    assert (result.revision, result.fresh) == (1, not revision)
    assert [file.name for file in out.iterdir()] == [result.file.name], "leftovers are gone"
    assert read_workbook(result.file).changes == []
