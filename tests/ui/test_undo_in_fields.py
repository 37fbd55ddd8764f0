"""Ctrl+Z where the keyboard stands in a field: what is being typed there, else the window's last act, whatever its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import CTRL, PLAIN, SHIFT
from ui.forms.meals.page import MealsPage
from ui.forms.registry import PAGES
from ui.month.overview import OverviewPage
from ui.school.pupils_page import PupilsPage
from ui.shell import Shell
from xcedu_desktop.school.tables import Declared, Pupil

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, path: Path, today_is: Callable[[date], None]) -> Shell:
    return month_school.open_window(qtbot, path, "overview", PAGES)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.keyClick(focus(), key, modifiers)


def type_keys(text: str) -> None:
    for character in text:
        QTest.keyClick(focus(), character)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def declared(window: Shell) -> int | None:
    assert window.ledger is not None
    found = window.ledger.rows(Declared)
    return next((row["classes"] for row in found if row["month"] == window.month), None)


def test_a_figure_of_the_cover_is_taken_back_from_the_next_field(window: Shell) -> None:
    page = window.page()
    assert isinstance(page, OverviewPage)
    before = declared(window)
    click(page.cover.edits["classes"])
    press(Key.Key_A, CTRL)
    type_keys("13")
    press(Key.Key_Return)
    assert declared(window) == 13 and focus() is page.cover.edits["students"]
    press(Key.Key_Z, CTRL)
    assert declared(window) == before
    press(Key.Key_Y, CTRL)
    assert declared(window) == 13
    press(Key.Key_Z, CTRL)
    press(Key.Key_Z, CTRL | SHIFT)
    assert declared(window) == 13


def test_typing_that_is_not_saved_is_taken_back_first(window: Shell) -> None:
    page = window.page()
    assert isinstance(page, OverviewPage)
    classes, students = page.cover.edits["classes"], page.cover.edits["students"]
    before, count = declared(window), students.text()
    click(classes)
    press(Key.Key_A, CTRL)
    type_keys("13")
    press(Key.Key_Return)
    press(Key.Key_A, CTRL)
    type_keys("7")
    assert students.text() == "7"
    press(Key.Key_Z, CTRL)
    while students.text() != count:
        press(Key.Key_Z, CTRL)
    assert declared(window) == 13  # nothing but the typing was taken back
    press(Key.Key_Y, CTRL)
    assert students.text() in ("7", "")
    while students.text() != count:
        press(Key.Key_Z, CTRL)
    press(Key.Key_Z, CTRL)
    assert declared(window) == before


def test_esc_in_the_find_box_gives_the_keyboard_back_and_the_window_its_undo(
    qtbot: QtBot, window: Shell
) -> None:
    assert window.ledger is not None and window.open_page("pupils")
    page = window.page()
    assert isinstance(page, PupilsPage)
    grid = page.grid
    first, name = grid.model.ids[0], page.pupils.rows[grid.model.ids[0]]["name"]
    grid.show_cell(first, "name")
    type_keys("Wu")
    press(Key.Key_Return)
    press(Key.Key_G, CTRL)
    assert focus() is page.filter_box
    type_keys("zhang")
    press(Key.Key_Escape)
    assert focus() is grid.table and page.filter_box.text() == ""
    press(Key.Key_Z, CTRL)
    assert next(row["name"] for row in window.ledger.rows(Pupil) if row["id"] == first) == name
    click(page.filter_box)
    press(Key.Key_Z, CTRL)  # what was looked for is gone for good
    assert page.filter_box.text() == ""


def _fields(window: Shell, key: str) -> list[QLineEdit]:
    assert window.open_page(key)
    page = window.page()
    assert page is not None
    return [edit for edit in page.findChildren(QLineEdit) if edit.isVisible() and edit.isEnabled()]


@pytest.mark.parametrize(
    "key", ["overview", "pupils", "staff", "calendar", "clubs", "heating", "meals", "settings"]
)
def test_every_field_of_every_page_lets_the_window_undo(window: Shell, key: str) -> None:
    assert window.ledger is not None
    for edit in _fields(window, key):
        before = len(window.ledger.rows(Pupil))
        pupil, made = window.ledger.insert("pupil", {"name": "新来"}, title="新增")
        window.wrote(made, "新增")
        click(edit)
        press(Key.Key_Z, CTRL)
        assert len(window.ledger.rows(Pupil)) == before, edit.accessibleName()
        assert pupil


def test_the_search_box_of_the_window_too(window: Shell) -> None:
    from ui.looking_up import LookingUp

    assert window.ledger is not None
    box = LookingUp(window).box
    QApplication.processEvents()
    _, made = window.ledger.insert("pupil", {"name": "新来"}, title="新增")
    window.wrote(made, "新增")
    count = len(window.ledger.rows(Pupil))
    press(Key.Key_F, CTRL)
    assert focus() is box
    type_keys("x")
    press(Key.Key_Z, CTRL)
    assert box.text() == "" and len(window.ledger.rows(Pupil)) == count
    press(Key.Key_Z, CTRL)
    assert len(window.ledger.rows(Pupil)) == count - 1


def test_a_cell_being_typed_in_takes_its_typing_back(window: Shell) -> None:
    assert window.open_page("meals")
    page = window.page()
    assert isinstance(page, MealsPage)
    done = len(window.history.done)
    before = page.grid.heads.text(*page.grid.current())
    type_keys("7")
    assert isinstance(focus(), QLineEdit)
    press(Key.Key_Z, CTRL)
    press(Key.Key_Escape)
    assert page.grid.heads.text(*page.grid.current()) == before and len(window.history.done) == done
