"""个人信息 in 设置: the school year typed before anything is deleted, the backups deleted after it, the page for the audit."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.month_school import click, open_window, settle, type_text
from ui.forms.registry import PAGES
from ui.printing.preview import Preview
from ui.settings_page.erasure_card import ErasureCard
from ui.settings_page.erasure_dialog import ErasureDialog
from ui.settings_page.page import SettingsPage
from ui.shell import Shell
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil

THEN, NOW = date(2024, 11, 29), date(2026, 10, 30)
NOVEMBER, OCTOBER = Month(2024, 11), Month(2026, 10)


@pytest.fixture(scope="module")
def old_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of which November 2024 was reported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", THEN.isoformat())
        folder = tmp_path_factory.mktemp("old")
        path = make_demo(folder, schools=1, students=60, month=NOVEMBER).schools[0]
        with Ledger.open(path) as ledger:
            ledger.export(NOVEMBER, folder / "上报")
        return path


@pytest.fixture
def window(qtbot: QtBot, old_school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Shell:
    today_is(NOW)
    path = Path(shutil.copy(old_school, tmp_path / "学校.db"))
    with Ledger.open(path) as ledger:
        ledger.back_up()
        ledger.back_up(tmp_path / "U盘")
    shell = open_window(qtbot, path, "settings", PAGES)
    settle(qtbot, shell)
    return shell


def card_of(window: Shell) -> ErasureCard:
    page = window.page()
    assert isinstance(page, SettingsPage)
    return page.erasure


def dialog_shown(qtbot: QtBot, answer: Callable[[ErasureDialog], None]) -> list[ErasureDialog]:
    """Answers the next dialog; the list gets it."""
    seen: list[ErasureDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ErasureDialog):
            QTimer.singleShot(20, look)
            return
        seen.append(dialog)
        answer(dialog)

    QTimer.singleShot(20, look)
    return seen


def confirm(qtbot: QtBot, button: str) -> list[str]:
    """Presses a button of the next message box; the list gets what it asked."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        said.append(box.text())
        click(qtbot, next(b for b in box.buttons() if b.text() == button))

    QTimer.singleShot(20, press)
    return said


def erase(qtbot: QtBot, window: Shell) -> None:
    """The whole way by keys: the button, the year, Enter."""

    def answer(dialog: ErasureDialog) -> None:
        QTest.keyClicks(dialog.edit, "2024-2025")
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)

    card = card_of(window)
    seen = dialog_shown(qtbot, answer)
    card.erase.setFocus()
    QTest.keyClick(card.erase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(seen) and window.isEnabled() and not card.erase.isVisible())
    settle(qtbot, window)


def test_nothing_is_deleted_before_the_school_year_is_typed(qtbot: QtBot, window: Shell) -> None:
    card, ledger = card_of(window), window.ledger
    assert ledger is not None
    pupils = ledger.rows(Pupil)
    assert card.years.currentText() == "2024-2025学年及以前"
    enabled: list[bool] = []

    def answer(dialog: ErasureDialog) -> None:
        said = "\n".join(label.text() for label in dialog.findChildren(type(card.said)))
        gone = len(ledger.plan_erasure(2024).rows["pupil"])
        assert f"离校的学生 {gone} 名" in said and f"其余学生 {len(pupils) - gone} 名" in said
        for text in ("2023-2024", "2024", "删除"):
            dialog.edit.clear()
            type_text(dialog.edit, text)
            enabled.append(dialog.ok.isEnabled())
            QTest.keyClick(dialog.edit, Qt.Key.Key_Return)
        assert dialog.isVisible()
        dialog.edit.clear()
        type_text(dialog.edit, "２０２４—２０２５学年")
        enabled.append(dialog.ok.isEnabled())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    seen = dialog_shown(qtbot, answer)
    click(qtbot, card.erase)
    qtbot.waitUntil(lambda: bool(enabled) and card.erase.isEnabled())
    assert len(seen) == 1 and enabled == [False, False, False, True]
    settle(qtbot, window)
    assert ledger.rows(Pupil) == pupils and card.erase.isVisible()


def test_deleted_and_then_the_backups_one_by_one_and_all(qtbot: QtBot, window: Shell, tmp_path: Path) -> None:
    card, ledger = card_of(window), window.ledger
    assert ledger is not None
    gone = ledger.plan_erasure(2024).rows["pupil"]
    stays = next(row for row in ledger.rows(Pupil) if row["id"] not in gone)
    done = ledger.edit([CellEdit("pupil", stays["id"], "note", "改过")])
    window.wrote(done.change_set, "修改备注")
    erase(qtbot, window)
    assert not {row["id"] for row in ledger.rows(Pupil)} & gone
    assert "已删除2024-2025学年及以前的个人记录" in window.status.middle.text()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert next(row for row in ledger.rows(Pupil) if row["id"] == stays["id"])["note"] == "改过"

    count = card.held.table.rows.rowCount()
    assert card.held.isVisible() and count >= 2
    assert card.held.words.text() == f"✕ {count} 份备份里还留有已删除的记录，请删除"
    refused = confirm(qtbot, "不删除")
    click(qtbot, card.held.all)
    assert refused and card.held.table.rows.rowCount() == count
    chosen = card.held.table.chosen()
    assert chosen is not None and chosen.path.exists()
    confirm(qtbot, "删除")
    click(qtbot, card.held.one)
    qtbot.waitUntil(lambda: card.held.table.rows.rowCount() == count - 1)
    assert not chosen.path.exists()
    asked = confirm(qtbot, "删除")
    click(qtbot, card.held.all)
    qtbot.waitUntil(lambda: not card.held.isVisible())
    assert asked and not list(tmp_path.rglob("薛城备份_*.db"))
    settle(qtbot, window)


def test_the_page_for_the_audit_is_shown_for_printing(qtbot: QtBot, window: Shell) -> None:
    card = card_of(window)
    click(qtbot, card.sheet)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Preview))
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, Preview) and preview.sheets[0].title == "个人信息处理情况说明"
    qtbot.waitUntil(lambda: preview.pages.text() == "共 1 页 · A4")
    preview.reject()
    settle(qtbot, window)


def test_a_school_without_old_records_has_nothing_to_delete(qtbot: QtBot, path: Path) -> None:
    shell = open_window(qtbot, path, "settings", PAGES)
    settle(qtbot, shell)
    card = card_of(shell)
    assert not card.erase.isVisible() and not card.years.isVisible() and not card.held.isVisible()
    assert "现在没有这样的记录" in card.said.text()
