"""A locked month attacked from every side: screen, paste, undo, import, remedy, command line, restore of an older backup.

What is reported, and every live row dated in the month, is the same afterwards.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.meals_desk import MealsDesk
from tests.ui.month_school import MONTH, settle
from xcedu_desktop import cli
from xcedu_desktop.errors import MonthLocked
from xcedu_desktop.forms.meals.tables import MealCount, MealSignup
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.restoring import restore
from xcedu_desktop.school.reported import ReportedClass
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.unit_of_work import live_models

CTRL = Qt.KeyboardModifier.ControlModifier


def truth(path: Path) -> str:
    """A digest of the month: its lock, its revisions with their bytes, the reported rows, every live row dated in it."""
    digest = hashlib.sha256()
    connection = sqlite3.connect(path)
    try:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        for name in names:
            if name in ("month_state", "revision") or name.startswith("r_"):
                for row in connection.execute(
                    f"SELECT * FROM {name} WHERE month = ? ORDER BY 1, 2, 3, 4", (str(MONTH),)
                ):
                    digest.update(repr(row).encode())
        for model in live_models().values():
            if model.month_key is not None:
                name = table_of(model).name
                statement = f"SELECT * FROM {name} WHERE substr({model.month_key}, 1, 7) = ? ORDER BY id"
                for row in connection.execute(statement, (str(MONTH),)):
                    digest.update(repr(row).encode())
    finally:
        connection.close()
    return digest.hexdigest()


def lock(ledger: Ledger, folder: Path) -> None:
    for finding in ledger.findings(MONTH):
        if finding.blocks:
            ledger.explain(MONTH, finding.rule, finding.record, "已报修")
    ledger.export(MONTH, folder)


def close(desk: MealsDesk) -> None:
    """The window lets the file go."""
    ledger, worker = desk.shell.ledger, desk.shell.worker
    assert ledger is not None and worker is not None
    worker.stop()
    desk.shell.let_go()
    ledger.close()


@pytest.fixture
def desk(qtbot: QtBot, path: Path, tmp_path: Path) -> MealsDesk:
    """The meals page; a count was typed, then the month was exported: the typing is still on the undo stack."""
    found = MealsDesk(qtbot, path)
    grid = found.page.grid.table
    grid.setFocus()
    QTest.keyClicks(grid, "7")
    QTest.keyClick(grid.viewport().focusWidget() or grid, Qt.Key.Key_Return)
    settle(qtbot, found.shell)
    assert found.shell.history.done
    assert found.shell.ledger is not None
    lock(found.shell.ledger, tmp_path / "上报表")
    found.shell.refresh()
    settle(qtbot, found.shell)
    return found


def test_the_screen_leaves_it_as_it_is(desk: MealsDesk, path: Path) -> None:
    before, grid, shell = truth(path), desk.page.grid.table, desk.shell
    grid.setFocus()
    for text in ("9", "０"):
        QTest.keyClick(grid, Qt.Key(ord("9")) if text == "9" else Qt.Key.Key_0)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(grid, key)
    QGuiApplication.clipboard().setText("1\t2\t3\n4\t5\t6")
    for key in (Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_D, Qt.Key.Key_R, Qt.Key.Key_Apostrophe):
        QTest.keyClick(grid, key, CTRL)
    for _ in range(3):
        QTest.keyClick(shell, Qt.Key.Key_Y, CTRL)
        QTest.keyClick(shell, Qt.Key.Key_Z, CTRL)
        assert "2026年10月已上报并锁定，没有改动" in shell.status.middle.text()
    assert truth(path) == before
    assert shell.history.done, "what could not be undone stays to be undone, once the month is reopened"


def test_changes_made_up_by_a_program_are_refused(desk: MealsDesk, path: Path) -> None:
    before, ledger = truth(path), desk.shell.ledger
    assert ledger is not None
    count = ledger.rows(MealCount, MealCount.day == MONTH.first.replace(day=12))[0]
    september = ledger.rows(MealSignup, MealSignup.month == MONTH.previous())
    attacks = [
        Change("meal_count", count["id"], {"heads": count["heads"]}, {"heads": 1}),
        Change("meal_count", count["id"], {"day": count["day"]}, {"day": MONTH.next().first}),
        Change("meal_count", count["id"], {k: v for k, v in count.items() if k != "id"}, None),
        Change(
            "meal_count",
            "new",
            None,
            {"class_id": count["class_id"], "day": count["day"], "meal": "晚餐", "heads": 3},
        ),
        *(
            Change("meal_signup", row["id"], {"month": row["month"]}, {"month": MONTH})
            for row in september[:1]
        ),
    ]
    for change in attacks:
        with pytest.raises(MonthLocked):
            ledger.apply(ChangeSet("攻击", (change,)))
    harmless = Change("room", "r", None, {"name": "新房间", "use": "办公"})
    with pytest.raises(MonthLocked):  # one of several takes them all along
        ledger.apply(ChangeSet("攻击", (harmless, attacks[0])))
    assert not [row for row in ledger.rows(live_models()["room"]) if row["id"] == "r"]
    assert truth(path) == before


def test_the_command_line_leaves_it_as_it_is(
    desk: MealsDesk, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = truth(path)
    close(desk)
    with Ledger.open(path) as ledger:
        label = ledger.reported(MONTH).rows(ReportedClass)[0].class_name
    book = openpyxl.Workbook()
    for row in [("日期", "班级", "餐次", "用餐人数"), ("2026-10-12", label, "午餐", 5)]:
        book.active.append(row)
    book.save(tmp_path / "餐.xlsx")
    month = ["--db", str(path), "--month", str(MONTH)]
    for arguments, code in (
        (["import", "meals", str(tmp_path / "餐.xlsx"), "--db", str(path), "--json"], 1),
        (["declare", *month, "--classes", "1", "--students", "1"], 2),
        (["explain", *month, "--rule", "H02", "--record", "x", "--reason", "理由"], 2),
        (["reopen", *month, "--reason", "  "], 2),
        (["export", *month, "--out", str(tmp_path / "另一处")], 0),
        (["check", *month], 0),
    ):
        assert cli.run(arguments) == code, arguments
        assert "Traceback" not in capsys.readouterr().err
        assert truth(path) == before, arguments


def test_an_older_backup_brings_the_lock_along(desk: MealsDesk, path: Path, tmp_path: Path) -> None:
    close(desk)
    old = tmp_path / "旧备份.db"
    shutil.copy(path, old)
    connection = sqlite3.connect(old)  # as it was before the export: no lock, no revision, another count
    with connection:
        connection.execute("DELETE FROM revision")
        connection.execute("DELETE FROM month_state")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name LIKE 'r\\_%' ESCAPE '\\'"
        ).fetchall():
            connection.execute(f"DELETE FROM {name}")
    connection.close()
    sent = {key: value for key, value in reported(path).items()}
    restore(old, path)
    assert reported(path) == sent
    with Ledger.open(path) as ledger:
        assert ledger.month_state(MONTH).locked
        again = ledger.export(MONTH, tmp_path / "再")
    assert json.loads(sent["sheets"]) == again.sheets and again.sha256 == sent["sha256"]


def reported(path: Path) -> dict[str, str]:
    connection = sqlite3.connect(path)
    try:
        row = connection.execute(
            "SELECT sha256, sheets, revision FROM revision WHERE month = ?", (str(MONTH),)
        ).fetchone()
    finally:
        connection.close()
    return {"sha256": row[0], "sheets": row[1], "revision": str(row[2])}
