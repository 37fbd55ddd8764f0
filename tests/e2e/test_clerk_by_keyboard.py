"""The real program on a real X screen, driven by key events alone: a count typed and undone, the month exported."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ui.forms.registry import PAGES
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.periods import Month

pytestmark = [pytest.mark.x11, pytest.mark.timeout(120)]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
NUMBER = {spec.key: number for number, spec in enumerate(PAGES, start=1)}


def wait_for(what: str, done: Callable[[], object]) -> None:
    """Looks until it is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


class Desk:
    """The school file, and the program that shows it."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path, self.home = path, home
        self.program = subprocess.Popen(
            [sys.executable, "main.py", "--db", str(path)],
            cwd=ROOT,
            env=os.environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for("the window", lambda: self._xdotool("search", "--onlyvisible", "--name", "薛城教体填报"))
        window = self._xdotool("search", "--onlyvisible", "--name", "薛城教体填报").split()[0]
        self._xdotool("windowactivate", "--sync", window)
        # the first overview is kept as soon as the month's findings are known
        wait_for("the findings", lambda: self.ask("select 1 from meta where name = 'overview'"))

    @staticmethod
    def _xdotool(*arguments: str) -> str:
        return subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False).stdout

    def keys(self, *names: str) -> None:
        """Presses keys, one after another: ctrl+3 Tab Return."""
        for name in names:
            self._xdotool("key", "--clearmodifiers", name)
            time.sleep(0.12)

    def type(self, text: str) -> None:
        """Types text as a person does."""
        self._xdotool("type", "--delay", "40", text)

    def open(self, page: str) -> None:
        """Opens a page by its number."""
        self.keys(f"ctrl+{NUMBER[page]}")
        time.sleep(0.8)

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """What the file holds."""
        file = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=5)
        try:
            return file.execute(statement).fetchall()
        finally:
            file.close()

    def close(self) -> None:
        """Closes the window as a person does; the program ends by itself, having said nothing on stderr."""
        self.keys("alt+F4")
        try:
            _, said = self.program.communicate(timeout=PATIENCE)
        finally:
            self.program.kill()
        assert (self.program.returncode, said) == (0, "")


@pytest.fixture
def desk(
    tmp_path: Path,
    home: Path,
    x_screen: str,
    today_is: Callable[[date], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    today_is(date(2026, 10, 30))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    made = make_demo(tmp_path / "demo", students=120, month=Month(2026, 10)).schools[0]
    opened = Desk(Path(shutil.move(made, tmp_path / "学校.db")), home)
    yield opened
    if opened.program.poll() is None:
        opened.program.kill()
        opened.program.communicate()


def test_a_count_is_typed_and_undone_and_the_month_exported(desk: Desk) -> None:
    heads = "select id, heads from meal_count order by id"
    before = desk.ask(heads)
    desk.open("meals")
    desk.type("7")
    desk.keys("Return")
    wait_for("the count in the file", lambda: desk.ask(heads) != before)
    changed = set(desk.ask(heads)) - set(before)
    assert [count for _, count in changed] == [7]
    desk.keys("ctrl+z")
    wait_for("the undo", lambda: desk.ask(heads) == before)

    desk.open("check")
    desk.keys("ctrl+e", "Return")  # the key asks, Enter answers
    wait_for("the workbook", lambda: list(desk.home.rglob("*_r1.xlsx")))
    assert desk.ask("select locked, revision from month_state where month = '2026-10'") == [(1, 1)]
    desk.close()

    (path,) = desk.home.rglob("*_r1.xlsx")
    book = read_workbook(path)
    assert (book.changes, book.problems) == ([], [])
    cover = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    lines = [[cell.value for cell in row if cell.value is not None] for row in cover.iter_rows()]
    (pupils,) = [line[line.index("在校学生") + 1] for line in lines if "在校学生" in line]
    assert pupils == desk.ask("select sum(pupils) from r_class where month = '2026-10'")[0][0] == 120


def test_the_window_closed_while_it_exports_leaves_one_truth(desk: Desk) -> None:
    desk.open("check")
    desk.keys("ctrl+e", "Return")
    desk.close()
    found = [path.name[-8:] for path in desk.home.rglob("*.xlsx*")]
    locked = desk.ask("select locked, revision from month_state where month = '2026-10'")
    assert (found, locked) in ((["_r1.xlsx"], [(1, 1)]), ([], []))
