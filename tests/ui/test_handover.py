"""交接: one checked copy, the page to sign, and the new clerk's name on every change from then on."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.month_school import MONTH, click, open_window, settle, type_text
from ui.forms.registry import PAGES
from ui.printing.preview import Preview
from ui.settings_page.page import SettingsPage
from ui.shell import Shell
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.store.backup import verify


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    shell = open_window(qtbot, path, "settings", PAGES)
    settle(qtbot, shell)
    return shell


def page_of(window: Shell) -> SettingsPage:
    page = window.page()
    assert isinstance(page, SettingsPage)
    return page


def test_the_new_clerk_takes_over(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, stick = page_of(window).handover, tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    assert not card.button.isEnabled()
    type_text(card.inputs["clerk"], "孔德芳")
    QTest.keyClicks(card.inputs["phone"], "13906325566")
    click(qtbot, card.button)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Preview))
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, Preview) and preview.sheets[0].title == "填报工作交接单"
    assert "13906325566" not in str(preview.sheets)
    preview.reject()
    (copied,) = stick.glob("*.db")
    assert verify(copied).ok
    assert "填表人 孔德芳" in window.status.clerk.text()
    ledger = window.ledger
    assert ledger is not None
    ledger.edit([CellEdit("equipment", ledger.rows(Equipment)[0]["id"], "brand", "新牌")], month=MONTH)
    newest, before = ledger.change_log(MONTH, most=2)
    assert (newest.who, before.act) == ("孔德芳", "交接给新的填表人")
    assert before.new in ("139****5566", "孔德芳")


def test_no_copy_no_handover(
    qtbot: QtBot, window: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, gone = page_of(window).handover, tmp_path / "文件"
    gone.write_bytes(b"")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(gone))
    type_text(card.inputs["clerk"], "孔德芳")
    QTest.keyClicks(card.inputs["phone"], "13906325566")
    with qtbot.captureExceptions() as caught:
        QTest.keyClick(card.inputs["phone"], Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(caught))
    assert "备份没有做成" in str(caught[0][1])
    assert "孔德芳" not in window.status.clerk.text()
    assert card.inputs["clerk"].text() == "孔德芳"
