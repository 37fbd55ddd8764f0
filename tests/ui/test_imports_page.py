"""撤销导入 on the screen: what it would do is said first; one key does it, another takes that back."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.month_school import click, open_window
from ui.forms.registry import PAGES
from ui.log.imports_page import ImportsPage
from ui.widgets.buttons import Button
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import Staff


def test_an_import_of_another_day_is_taken_back(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [("姓名", "性别"), ("皇甫新来", "男"), ("司徒新来", "女")]:
        book.active.append(row)
    book.save(tmp_path / "教职工.xlsx")
    with Ledger.open(path) as ledger:
        before = len(ledger.rows(Staff))
        ledger.commit_import(ledger.prepare_import("staff", tmp_path / "教职工.xlsx"))
    window = open_window(qtbot, path, "log", PAGES)
    page = window.page()
    assert page is not None and window.ledger is not None
    click(qtbot, next(b for b in page.header.findChildren(Button) if b.text() == "撤销导入"))
    imports = window.page()
    assert isinstance(imports, ImportsPage)
    qtbot.waitUntil(lambda: imports.plan is not None)
    assert imports.about.text() == "2 行退回导入之前的样子"
    QTest.keyClick(imports, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.ledger is not None and len(window.ledger.rows(Staff)) == before)
    qtbot.waitUntil(lambda: imports.about.text() == "没有可以退回的行了")
    assert window.status.act.text() == "已撤销导入 教职工.xlsx"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(window.ledger.rows(Staff)) == before + 2
    QTest.keyClick(imports, Qt.Key.Key_Escape)
    assert window.page() is page
