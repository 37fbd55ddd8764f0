"""kill -9 at any moment of an import or an export: the file stays sound, and holds all of it or nothing."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from xcedu_desktop import cli
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.month.export import export
from xcedu_desktop.month.life import state
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil, SchoolClass
from xcedu_desktop.store.backup import verify
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.school_file import open_file

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

ROOT = Path(__file__).resolve().parents[2]
OCTOBER, TODAY = Month(2026, 10), date(2026, 10, 30)
KILLS = 40
PROFILE = {
    "code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "township": "沙沟镇", "village": True, "clerk": "孙丽",
    "phone": "13906320003", "principal": "周全",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XCEDU_TODAY", TODAY.isoformat())


def run_and_kill(arguments: list[str], after: float) -> bool:
    """Runs a command and kills it so many seconds later; whether it was still running then."""
    with subprocess.Popen(
        [sys.executable, "main.py", *arguments], cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        try:
            running.wait(after)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
        return running.wait() == -signal.SIGKILL


def seconds(arguments: list[str]) -> float:
    """How long the command takes when it is left alone."""
    start = time.monotonic()
    assert not run_and_kill(arguments, 600)
    return time.monotonic() - start


class Killer:
    """Kills runs of a command all over their length, most of them in the second half, where something is written."""

    def __init__(self, whole: float) -> None:
        self._whole = whole
        self._rng = random.Random(11)
        self.cut = 0
        """How many runs did not come to their end."""

    def run(self, arguments: list[str]) -> None:
        """One run; where it ends before it was to be killed, the next are taken to be shorter (the machine is freer now)."""
        if run_and_kill(arguments, self._whole * self._rng.triangular(0.2, 1.05, 0.8)):
            self.cut += 1
        else:
            self._whole *= 0.95


def sound_pupils(path: Path) -> tuple[int, int]:
    """Pupils and classes of a file that is whole."""
    assert verify(path).ok, verify(path).problem
    with open_file(path) as store, store.read() as session:
        counts = [
            session.execute(select(func.count()).select_from(table_of(m))).scalar()
            for m in (Pupil, SchoolClass)
        ]
    return int(counts[0] or 0), int(counts[1] or 0)


def test_killed_during_an_import(tmp_path: Path) -> None:
    profile, school, roster = tmp_path / "p.json", tmp_path / "空.db", tmp_path / "名单.xlsx"
    profile.write_text(json.dumps(PROFILE, ensure_ascii=False), encoding="utf-8")
    assert cli.run(["init", "--db", str(school), "--profile", str(profile)]) == 0
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "班级"])
    for i in range(2000):
        book.active.append(
            ["王" + chr(0x4E00 + i), "男女"[i % 2], f"{'一二三四五六'[i % 6]}({i // 6 % 9 + 1})班"]
        )
    book.save(roster)

    def command(path: Path) -> list[str]:
        return ["import", "students", str(roster), "--db", str(path)]

    killer = Killer(seconds(command(Path(shutil.copy(school, tmp_path / "whole.db")))))
    path = Path(shutil.copy(school, tmp_path / "killed.db"))
    for number in range(KILLS):
        if sound_pupils(path) == (2000, 54):
            path = Path(shutil.copy(school, tmp_path / f"killed{number}.db"))
        killer.run(command(path))
        assert sound_pupils(path) in ((0, 0), (2000, 54))
    assert killer.cut >= KILLS // 2
    assert cli.run(command(path)) == 0
    assert sound_pupils(path) == (2000, 54)


def test_killed_during_an_export(tmp_path: Path) -> None:
    school = make_demo(tmp_path / "demo", students=400, month=OCTOBER).schools[0]

    def command(path: Path, out: Path) -> list[str]:
        return ["export", "--db", str(path), "--month", str(OCTOBER), "--out", str(out)]

    killer = Killer(seconds(command(Path(shutil.copy(school, tmp_path / "whole.db")), tmp_path / "whole")))
    revisions = set()
    for number in range(KILLS):
        path, out = Path(shutil.copy(school, tmp_path / f"{number}.db")), tmp_path / f"out{number}"
        killer.run(command(path, out))
        assert verify(path).ok, verify(path).problem
        with open_file(path) as store:
            with store.read() as session:
                life = state(session, store.school_code, OCTOBER)
            assert (life.revision, life.locked) in ((0, False), (1, True))
            assert life.locked or not list(out.glob("*.xlsx")), "a workbook without its revision"
            result = export(store, OCTOBER, out, TODAY)
        revisions.add(life.revision)
        assert (result.revision, result.fresh) == (1, not life.revision)
        assert [file.name for file in out.iterdir()] == [result.file.name], "leftovers are gone"
        assert read_workbook(result.file).changes == []
        path.unlink()
    assert killer.cut >= KILLS // 2
    assert 0 in revisions
