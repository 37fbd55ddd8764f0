"""Rosters as schools make them, and what a person does with dialogs; for the tests of import and wizard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from tests.ui.modal_watch import answering

HEAD = ("姓名", "性别", "身份证号", "班级")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(sequence: int, birth: str = "20180911") -> str:
    """A valid ID number of somebody who is not there."""
    digits = f"370403{birth}{sequence:03d}"
    return digits + "10X98765432"[sum(int(c) * w for c, w in zip(digits, _WEIGHTS, strict=True)) % 11]


def write_list(path: Path, rows: Sequence[Sequence[object]], title: str = "Sheet") -> Path:
    """A plain list."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def messy_roster(path: Path) -> Path:
    """Title, two header rows, merged class cells, a hidden row, a lost number, a wrong one, an unknown class, a total."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    for row in (
        ["邹坞镇北陈郝小学学生花名册"],
        ["填报单位：北陈郝小学", None, None, "日期：2026.9.1"],
        ["序号", "学生信息", None, None, "所在\n班级", "备注"],
        [None, "* 姓 名", "性别", "公民身份\n号码"],
        [1, "张 三", "男", id_number(11), "三(2)班"],
        [2, "李小红", "女", id_number(22)],
        [3, "买买提·吐尔逊", "男", id_number(33)],
        [4, "王五", "男", id_number(55), "三(2)班"],
        [5, "孙八", "男", 3.70403e17, "四(1)班"],
        [6, "周九", "女", "370403201709112211", "四(1)班"],
        [7, "吴十", "女", None, "启明星班"],
        [8, "郑十一", "男", None, "3-2"],
        ["合计", 8],
    ):
        sheet.append(row)
    for merged in ("A1:F1", "A3:A4", "B3:D3", "E3:E4", "F3:F4", "E5:E7"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[6].hidden = True
    notes = book.create_sheet("填写说明")
    notes.append(["请用身份证上的姓名"])
    book.save(path)
    return path


def say(widget: QWidget, text: str) -> None:
    """Chinese as an input method gives it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def when_dialog(kind: type[QDialog], act: Callable[[QDialog], None]) -> list[QDialog]:
    """Does `act` with the next dialog of a kind as soon as it is on the screen; the list holds it then."""
    seen: list[QDialog] = []
    app = QApplication.instance()
    assert app is not None
    timer = answering(app)

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, kind):
            timer.stop()
            seen.append(shown)
            owner = shown.parentWidget()
            if owner is not None:  # as a window manager does; the offscreen platform has none
                shown.finished.connect(owner.window().activateWindow)
            try:
                act(shown)
            except BaseException:
                shown.reject()  # a failing test must not wait for a person
                raise

    timer.timeout.connect(look)
    timer.start(10)
    return seen


def pick_file(path: Path) -> list[QDialog]:
    """The next file dialog gets this path typed, and its button pressed."""

    def type_path(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setCompleter(None)  # no list of files over the button
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        opens, saves = QDialogButtonBox.StandardButton.Open, QDialogButtonBox.StandardButton.Save
        button = buttons.button(opens) or buttons.button(saves)
        for _ in range(100):  # the dialog reads the folder first, and takes a name only after that
            line.selectAll()
            line.insert(str(path))
            QTest.qWait(50)
            if button.isEnabled():
                break
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    return when_dialog(QFileDialog, type_path)


def press_in_box(words: str) -> list[QDialog]:
    """The next message box gets the button of these words pressed."""

    def press(dialog: QDialog) -> None:
        button = next(one for one in dialog.findChildren(QPushButton) if one.text() == words)
        QTest.keyClick(button, Qt.Key.Key_Space)

    return when_dialog(QMessageBox, press)
