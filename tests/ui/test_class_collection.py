"""班级收集 by keys and clicks: files go out, come back, are looked at, taken in with one key and taken back with another."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.month_school import MONTH, TODAY, click, open_window
from ui.forms.registry import PAGES
from ui.handouts.page import HandoutsPage
from ui.shell import Shell
from ui.widgets.buttons import Button
from xcedu_desktop.forms.meals.tables import MealSignup
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.handout_preview import Standing


def open_page(qtbot: QtBot, path: Path) -> Shell:
    shell = open_window(qtbot, path, "pupils", PAGES)
    page = shell.page()
    assert page is not None
    click(qtbot, next(b for b in page.header.findChildren(Button) if b.text() == "班级收集"))
    return shell


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    shell = open_page(qtbot, path)
    assert isinstance(shell.page(), HandoutsPage)
    return shell


def page_of(window: Shell) -> HandoutsPage:
    page = window.page()
    assert isinstance(page, HandoutsPage)
    return page


def give_out(qtbot: QtBot, window: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    click(qtbot, page_of(window).give_button)
    qtbot.waitUntil(lambda: page_of(window).classes.text(page_of(window).classes.row_ids()[0], "given") != "")
    return sorted(folder.rglob("*.xlsx"))


def answer(path: Path, meal: str = "是") -> str:
    """The teacher fills the meals in, and one pupil stops after-school service; that pupil's name."""
    book = openpyxl.load_workbook(path)
    sheet = book["收集表"]
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, columns["meal"]).value = meal
    stopped = next(r for r in range(5, sheet.max_row) if sheet.cell(r, columns["service"]).value == "是")
    sheet.cell(stopped, columns["service"]).value = "否"
    book.save(path)
    return str(sheet.cell(stopped, columns["name"]).value)


def test_out_and_back_and_taken_in(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = give_out(qtbot, window, tmp_path / "U盘", monkeypatch)
    page = page_of(window)
    classes = page.classes.row_ids()
    assert len(files) == len(classes)
    assert {page.classes.text(c, "state") for c in classes} == {"等交回"}
    assert page.header.main is not None and not page.header.main.isEnabled()
    assert page.header.reason.text() == "先收回班主任的文件 ›"
    name = answer(files[0])
    assert window.status.middle.text() == ""  # it is done, nothing is being made any more
    page.bring([tmp_path / "U盘"])  # the folder that was chosen; the files lie in the month's folder in it
    qtbot.waitUntil(lambda: len(page.read) == 1)
    assert f" {len(files) - 1} 个班的收集表还没有填，没有收" in page.trouble.text()
    assert page.lines.model.rowCount() > 1
    assert page.file.text("0", "name") == name and "不再参加课后服务" in page.file.text("0", "words")
    assert window.ledger is not None
    before = window.ledger.rows(MealSignup)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    class_id = next(c for c in classes if "交回" in page.classes.text(c, "state") and c not in page.read)
    assert page.classes.standing(class_id) == "已交回"
    assert window.status.act.text().startswith("已收下") and window.status.middle.text() == ""
    assert window.ledger.rows(MealSignup) != before
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.ledger.rows(MealSignup) == before
    assert page.classes.standing(class_id) == "等交回"


def test_what_is_no_such_file_is_said_and_escape_goes_back(
    qtbot: QtBot, window: Shell, tmp_path: Path
) -> None:
    wrong = tmp_path / "名单.xlsx"
    openpyxl.Workbook().save(wrong)
    (tmp_path / "~$名单.xlsx").write_bytes(b"lock")
    page = page_of(window)
    page.bring([tmp_path])
    qtbot.waitUntil(lambda: page.trouble.isVisible())
    assert page.trouble.text() == "「名单.xlsx」不是本程序发出的班级收集表，没有收；普通名单请用「导入名单」"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not isinstance(window.page(), HandoutsPage)


def test_a_folder_without_files_says_what_to_put_there(qtbot: QtBot, window: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "交回"
    folder.mkdir()
    page_of(window).bring([folder])
    qtbot.waitUntil(lambda: "再点「收回文件夹」" in window.status.middle.text())
    assert window.status.middle.text().startswith("「交回」里没有表格文件")


def test_a_line_not_taken_stands_in_the_list_of_classes(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = give_out(qtbot, window, tmp_path / "U盘", monkeypatch)
    page = page_of(window)
    answer(files[0])
    book = openpyxl.load_workbook(files[0])
    book["收集表"]["E5"] = "也许"
    book.save(files[0])
    (tmp_path / "U盘" / "二班.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    page.bring([tmp_path / "U盘"])
    qtbot.waitUntil(lambda: len(page.read) == 1)
    (class_id,) = page.read
    assert page.classes.text(class_id, "state") == "待收下·1 行未收"
    assert page.classes.ink(class_id, "state") == "error"
    assert "「二班.xls」" in page.trouble.text()
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.status.act.text().endswith("，1 行未收")
    # given out once more into the same folder, what was filled in stays as it is
    filled = files[0].read_bytes()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "U盘"))
    click(qtbot, page.give_button)
    qtbot.waitUntil(lambda: "已经填过，留着没有重写" in page.trouble.text())
    assert files[0].read_bytes() == filled and files[0].name in page.trouble.text()


def test_what_was_read_is_compared_anew_after_an_undo(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = give_out(qtbot, window, tmp_path / "U盘", monkeypatch)
    page = page_of(window)
    answer(files[0])
    page.bring([files[0]])
    qtbot.waitUntil(lambda: len(page.read) == 1)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.bring([files[0]])
    qtbot.waitUntil(lambda: len(page.read) == 1)
    (returned,) = page.read.values()
    assert returned.before and not returned.count(Standing.CHANGED)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: any(one is not returned for one in page.read.values()))
    (anew,) = page.read.values()
    assert not anew.before and anew.count(Standing.CHANGED)
    assert page.about.text().startswith(f"{anew.class_name}：有变化")


def test_without_classes_nothing_is_given_out(
    qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]
) -> None:
    today_is(TODAY)
    shell = open_page(qtbot, school_file)
    page = page_of(shell)
    assert not page.give_button.isEnabled()
    assert page.about.text().startswith("还没有班级")
    assert page.header.reason.text() == "先新建班级 ›"
    click(qtbot, page.header.reason)
    assert not isinstance(shell.page(), HandoutsPage)


def test_a_reported_month_gives_out_and_takes_nothing(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.export(MONTH, tmp_path / "上报")
    page = page_of(open_page(qtbot, path))
    assert page.header.reason.text() == "10月已上报锁定 ›"
    assert not page.give_button.isEnabled() and not page.folder_button.isEnabled()


def test_a_teachers_file_that_is_imported_as_a_list_is_shown_as_what_it_is(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = give_out(qtbot, window, tmp_path / "U盘", monkeypatch)
    name = answer(files[0])
    QTest.keyClick(page_of(window), Qt.Key.Key_Escape)
    pupils = window.page()
    assert pupils is not None and not isinstance(pupils, HandoutsPage)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(files[0]), ""))
    click(qtbot, next(b for b in pupils.header.findChildren(Button) if b.text() == "导入名单"))
    qtbot.waitUntil(lambda: len(page_of(window).read) == 1)
    assert page_of(window).file.text("0", "name") == name
