"""查找 in the top bar: Ctrl+F, pinyin initials, Enter goes to the row; what was just typed is found too."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.month_school import open_window
from ui.forms.registry import PAGES
from ui.looking_up import LookingUp
from ui.school.pupils_page import PupilsPage
from ui.search import SearchBox
from ui.shell import Shell
from xcedu_desktop.school.tables import Pupil


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    shell = open_window(qtbot, path, "overview", PAGES)
    looking = LookingUp(shell)
    qtbot.waitUntil(lambda: looking.find("一(1)班") != [])
    return shell


def box_of(window: Shell) -> SearchBox:
    box = window.findChild(SearchBox)
    assert isinstance(box, SearchBox)
    return box


def test_a_pupil_is_three_letters_and_enter_away(qtbot: QtBot, window: Shell) -> None:
    assert window.ledger is not None
    pupil = next(row for row in window.ledger.rows(Pupil) if row["to_date"] is None)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = box_of(window)
    assert box.hasFocus()
    QApplication.clipboard().setText(pupil["name"])
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.current == "pupils"
    page = window.page()
    assert isinstance(page, PupilsPage) and page.grid.current()[0] == pupil["id"]
    assert box.text() == ""


def test_pages_are_found_by_their_initials(qtbot: QtBot, window: Shell) -> None:
    box = box_of(window)
    box.setFocus()
    QTest.keyClicks(box, "qnsb")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert window.current == "heating"


def test_what_was_just_typed_is_found_and_what_is_gone_is_said(qtbot: QtBot, window: Shell) -> None:
    looking = window.findChild(LookingUp)
    assert isinstance(looking, LookingUp) and window.ledger is not None
    row_id, change = window.ledger.insert("room", {"name": "鼹鼠探究室", "use": "功能室"})
    window.wrote(change)
    qtbot.waitUntil(lambda: looking.find("鼹鼠") != [])
    assert [(hit.name, hit.where) for hit in looking.find("ystjs")] == [("鼹鼠探究室", "房间")]
    (hit,) = looking.find("鼹鼠探究室")
    window.ledger.delete("room", [row_id])
    hit.go()
    assert "可能已被删除" in window.status.middle.text()


def test_no_number_is_found(qtbot: QtBot, window: Shell) -> None:
    looking = window.findChild(LookingUp)
    assert isinstance(looking, LookingUp) and window.ledger is not None
    number = next(row["id_number"] for row in window.ledger.rows(Pupil) if row["id_number"])
    assert looking.find(number) == looking.find(number[-4:]) == []


def test_esc_goes_back_to_where_the_keyboard_was(qtbot: QtBot, window: Shell) -> None:
    assert window.open_page("staff")
    before = QApplication.focusWidget()
    assert before is not None
    QTest.keyClick(before, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = box_of(window)
    assert box.hasFocus()
    QTest.keyClicks(box, "zs")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == "" and before.hasFocus()
