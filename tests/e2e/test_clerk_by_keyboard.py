"""The real program on a real X screen, driven by key events alone: a count typed and undone, the month exported."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.e2e.desk import Desk, wait_for
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.periods import Month

pytestmark = [pytest.mark.x11, pytest.mark.timeout(300)]


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
