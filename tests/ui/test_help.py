"""帮助: F1 opens the guide's page of the screen, Esc goes back to where one was; the search; 关于; 问题反馈."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.month_school import open_window, settle
from ui.forms.registry import PAGES
from ui.help.chapters import CHAPTERS, GUIDE, chapter, find
from ui.help.contents import ABOUT, FEEDBACK
from ui.help.page import HelpPage
from ui.shell import Shell
from xcedu_desktop.feedback import plain_path
from xcedu_desktop.school.tables import Pupil, Staff
from xcedu_desktop.trouble import leave, report
from xcedu_desktop.version import VERSION

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    return open_window(qtbot, path, "meals", PAGES)


def press(window: Shell, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key)


def type_words(words: str) -> None:
    box = QApplication.focusWidget()
    assert box is not None
    QTest.keyClicks(box, words)


def shown(window: Shell) -> HelpPage:
    page = window.page()
    assert isinstance(page, HelpPage)
    return page


def test_f1_opens_the_page_of_the_screen_and_esc_goes_back_to_the_cell(window: Shell) -> None:
    under = window.page()
    assert under is not None
    press(window, Key.Key_Down, Key.Key_Down)
    focus = QApplication.focusWidget()
    press(window, Key.Key_F1)
    page = shown(window)
    assert page.shown == "meals"
    assert page.reader.toPlainText().startswith(chapter("meals").title)
    item = window.navigation.item("help")
    assert item is not None and item.isChecked()
    press(window, Key.Key_F1)  # once more changes nothing
    assert window.page() is page
    press(window, Key.Key_Escape)
    assert window.page() is under
    assert QApplication.focusWidget() is focus


def test_help_over_a_page_that_lies_over_another(window: Shell) -> None:
    from ui.month.revisions_page import RevisionsPage

    window.lay_over(RevisionsPage(window))
    over = window.page()
    press(window, Key.Key_F1)
    assert shown(window).shown == "revisions"
    press(window, Key.Key_Escape)
    assert window.page() is over
    press(window, Key.Key_Escape)
    assert window.page() is not over and window.current == "meals"


def test_every_screen_has_its_page(window: Shell) -> None:
    for spec in PAGES:
        if spec.over:
            continue
        assert window.open_page(spec.key)
        press(window, Key.Key_F1)
        assert shown(window).shown == spec.key
        press(window, Key.Key_Escape)


def test_arrows_turn_the_pages_and_typing_searches(window: Shell) -> None:
    press(window, Key.Key_F1)
    page = shown(window)
    press(window, Key.Key_Down)
    assert page.shown == CHAPTERS[CHAPTERS.index("meals") + 1]
    type_words("F8")
    places = find("F8")
    assert places
    assert page.shown == places[0].chapter
    assert page.reader.textCursor().selectedText() == places[0].text
    press(window, Key.Key_Down)
    assert page.reader.textCursor().selectedText() == places[1].text
    press(window, Key.Key_Escape)  # first the words go, then the help
    assert page.box.text() == "" and window.page() is page
    type_words("xyzzy")
    assert "没有「xyzzy」" in window.status.middle.text()


def test_links_stay_inside_the_guide() -> None:
    for key in CHAPTERS:
        for target in re.findall(r"\]\(([^)]+)\)", chapter(key).markdown):
            assert (GUIDE / target).is_file(), (key, target)
    pictures = {
        target for key in CHAPTERS for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", chapter(key).markdown)
    }
    kept = {f"pictures/{path.name}" for path in (GUIDE / "pictures").glob("*.png")}
    assert pictures == kept


def test_about_says_version_and_licences(window: Shell, qtbot: QtBot) -> None:
    press(window, Key.Key_F1)
    page = shown(window)
    page.open_row(ABOUT)
    qtbot.waitUntil(lambda: VERSION in page.reader.toPlainText())
    text = page.reader.toPlainText()
    assert VERSION in text and "LGPL-3.0-only" in text and "SQLAlchemy" in text
    page.reader.followed.emit("licence:SQLAlchemy")
    assert "Permission is hereby granted" in page.reader.toPlainText()


def test_feedback_holds_no_person(
    window: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(report(ValueError("十四个字 '王芳' 370403201709112211")))
    press(window, Key.Key_F1)
    page = shown(window)
    page.open_row(FEEDBACK)
    qtbot.waitUntil(lambda: page.packed is not None)
    assert page.save_button.isVisible()
    target = tmp_path / "反馈"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTest.keyClick(page.box, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已存到" in window.status.middle.text())
    settle(qtbot, window)
    with zipfile.ZipFile(f"{target}.zip") as archive:
        names = archive.namelist()
        text = "\n".join(archive.read(name).decode() for name in names)
    assert len(names) == 2 and VERSION in text and "完好" in text
    assert window.ledger is not None
    words = [str(row["name"]) for row in (*window.ledger.rows(Pupil), *window.ledger.rows(Staff))]
    assert not [word for word in [*words, str(Path.home()), "王芳"] if word in text]
    assert not re.search(r"\d{11}", text)


def test_a_path_says_no_name() -> None:
    assert plain_path(Path.home() / "Documents" / "王芳" / "王芳的学校.xcedu") == "~/Documents/…/*.xcedu"
    assert plain_path(Path("/mnt/李四/a.db")) == "/…/…/*.db"
