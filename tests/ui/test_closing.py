"""The window closed at its worst moments: while an export or an import runs, while nothing is open; dialogs left alone."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.modal_watch import ModalWatch
from tests.ui.month_school import MONTH, click, service
from tests.ui.rosters import HEAD, id_number, when_dialog, write_list
from ui.changing_file import ChangingFile
from ui.grid.table import GridTable
from ui.intake.page import ImportPage
from ui.looking_up import LookingUp
from ui.month.check_page import CheckPage
from ui.opening import Opening
from ui.settings import settings
from ui.shell import Shell
from xcedu_desktop.forms.meals.tables import MealCount
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.book import read_workbook
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.peek import peek


@pytest.fixture
def window(qtbot: QtBot, path: Path, tmp_path: Path) -> Iterator[Shell]:
    """The whole program's window on a month that can be reported, opened as at a start."""
    settings().setValue("report_folder", str(tmp_path / "上报表"))
    shell = Shell(peek(path))
    qtbot.addWidget(shell)
    shell.resize(1366, 728)
    shell.show()
    opening = Opening(shell, path)
    opening.begin()
    qtbot.waitUntil(lambda: shell.ledger is not None and service(shell).settled)
    yield shell
    assert shell.ledger is None and shell.worker is not None and not shell.worker.busy


def begin_export(qtbot: QtBot, shell: Shell) -> CheckPage:
    assert shell.open_page("check")
    page = shell.page()
    assert isinstance(page, CheckPage)
    qtbot.waitUntil(lambda: page.header.main is not None and page.header.main.isEnabled())
    QTest.keyClick(shell, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.confirm.yes, Qt.Key.Key_Return)
    assert page.exporting.running
    return page


def one_truth(path: Path, folder: Path) -> bool:
    """Whether October is reported; then its workbook lies there whole, else nothing of it does."""
    with Ledger.open(path) as ledger:  # nobody holds the file any more
        life = ledger.month_state(MONTH)
        files = sorted(file.name for file in folder.glob("*")) if folder.exists() else []
        if life.locked:
            (name,) = files
            assert name.endswith("_r1.xlsx")
            book = read_workbook(folder / name)
            assert (book.changes, book.problems) == ([], [])
        else:
            assert (files, life.revision) == ([], 0)
        return life.locked


def test_closed_as_soon_as_an_export_is_asked_for(
    qtbot: QtBot, window: Shell, path: Path, tmp_path: Path
) -> None:
    begin_export(qtbot, window)
    assert window.close()
    one_truth(path, tmp_path / "上报表")


def test_closed_in_the_midst_of_an_export(qtbot: QtBot, window: Shell, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "上报表"
    begin_export(qtbot, window)
    qtbot.waitUntil(folder.exists)  # made when the bytes are there and about to be written
    assert window.close()
    assert one_truth(path, folder)


def test_closed_while_an_import_is_written(qtbot: QtBot, window: Shell, path: Path, tmp_path: Path) -> None:
    """The page holds the window until the import is whole; then it closes."""
    rows = [HEAD, *((f"新生{n}", "男", id_number(n, "20180912"), "三(1)班") for n in range(11, 311, 2))]
    listed = write_list(tmp_path / "新生.xlsx", rows)
    assert window.ledger is not None
    before = len(window.ledger.rows(Pupil))
    assert window.open_import("students", listed)
    page = window.page()
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: not page.session.busy and page.header.main is not None)
    assert page.header.main is not None and page.header.main.isEnabled()
    click(qtbot, page.header.main)
    assert page.session.writing
    assert not window.close() and window.isVisible()
    assert "正在备份并导入" in window.status.middle.text()
    qtbot.waitUntil(lambda: window.page() is not page)
    assert len(window.ledger.rows(Pupil)) == before + len(rows) - 1
    assert window.close()
    with Ledger.open(path) as ledger:
        assert len(ledger.rows(Pupil)) == before + len(rows) - 1


def test_closed_while_the_month_is_checked(qtbot: QtBot, window: Shell, path: Path) -> None:
    service(window).check()
    assert window.worker is not None and window.worker.busy
    assert window.close()
    with Ledger.open(path) as ledger:
        assert not ledger.month_state(MONTH).locked


def test_a_file_that_is_not_there_is_said_and_none_is_made(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2026, 10, 30))
    missing = tmp_path / "没有.db"
    shell = Shell(peek(missing))
    qtbot.addWidget(shell)
    shell.show()
    said: list[str] = []

    def leave(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        said.extend([box.text(), *(button.text() for button in box.buttons())])
        assert shell.page() is None  # no empty month behind it
        next(b for b in box.findChildren(QPushButton) if b.text() == "关闭程序").click()

    when_dialog(QMessageBox, leave)
    opening = Opening(shell, missing)
    with qtbot.waitSignal(shell.closed):
        opening.begin()
    assert said == [f"没有找到学校数据文件「{missing}」", "选择文件", "关闭程序", "新建学校"]
    assert not missing.exists()


def test_a_dialog_that_nobody_answers_is_sent_away_and_named(qtbot: QtBot, qapp: QApplication) -> None:
    watch = ModalWatch(qapp, patience=0.3)
    box = QMessageBox(QMessageBox.Icon.Question, "恢复", "用昨天的备份恢复？")
    qtbot.addWidget(box)
    box.exec()
    watch.end()
    assert watch.left == ["QMessageBox 「恢复」 用昨天的备份恢复？"]


def test_nobody_of_the_school_before_is_found(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another school is opened while the search box still reads; not one of the pupils before stays in it."""
    assert window.ledger is not None
    name = next(str(row["name"]) for row in window.ledger.rows(Pupil) if row["to_date"] is None)
    looking = window.findChild(LookingUp)
    assert isinstance(looking, LookingUp)
    qtbot.waitUntil(lambda: looking.find(name) != [])
    other = tmp_path / "乙校.db"
    Ledger.create(other, {"code": "2137040123", "name": "乙校", "stage": "小学", "clerk": "王芳"}).close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    window.wrote_something.emit()  # the names are being read again
    ChangingFile(window).open_other()
    qtbot.waitUntil(lambda: window.windowTitle().endswith("乙校"))
    qtbot.waitUntil(
        lambda: looking.find("王芳") != [] or looking.find("乙校") != [] or not window.worker.busy
    )
    assert looking.find(name) == []
    _, change = window.ledger.insert("room", {"name": "鼹鼠探究室", "use": "功能室"})
    window.wrote(change)
    qtbot.waitUntil(lambda: looking.find("鼹鼠") != [])
    window.close()


def test_a_count_being_typed_belongs_to_its_month(qtbot: QtBot, window: Shell) -> None:
    assert window.open_page("meals") and window.ledger is not None
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), GridTable))
    before = {row["id"]: row["heads"] for row in window.ledger.rows(MealCount)}
    QTest.keyClicks(QApplication.focusWidget(), "7")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.month == MONTH.previous()
    written = [row for row in window.ledger.rows(MealCount) if before.get(row["id"]) != row["heads"]]
    assert [(Month.of(row["day"]), row["heads"]) for row in written] == [(MONTH, 7)]
    window.close()
