"""Start-up in its order: what is imported before the first paint, and where the window stands."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QFileSystemModel
from pytestqt.qtbot import QtBot

from tests.ui.month_school import MONTH, PAGES
from ui import settings
from ui.qt_words import speak_chinese
from ui.shell import Shell
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.peek import peek

LATE = (
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "pypinyin",
    "xcedu_desktop.ledger",
)
NOT_FOR_A_CHECK = ("alembic", "openpyxl", "xlsxwriter", "python_calamine", "pypinyin", "stdnum.numdb")


def test_the_window_needs_qt_and_the_standard_library_only() -> None:
    code = f"import sys, ui.app; print([name for name in {LATE!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_qts_own_words_are_chinese(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """What its dialog for files says of a folder stands in another place of Qt's catalogue than Qt looks for it."""
    words = speak_chinese(qapp)
    assert words is not None
    try:
        (tmp_path / "folder").mkdir()
        files = QFileSystemModel()
        files.setRootPath(str(tmp_path))
        qtbot.waitUntil(lambda: files.rowCount(files.index(str(tmp_path))) == 1)
        assert files.type(files.index(str(tmp_path / "folder"))) == "文件夹"
        assert qapp.translate("QLineEdit", "&Undo") == "撤消(&U)"
        assert qapp.translate("QDialogButtonBox", "OK") == "确定"
    finally:
        qapp.removeTranslator(words)


def test_the_window_comes_back_where_it_was_left(qtbot: QtBot) -> None:
    first = Shell(None, ())
    qtbot.addWidget(first)
    settings.show_as_left(first)
    first.showNormal()
    first.setGeometry(QRect(40, 30, 700, 520))
    qtbot.waitUntil(lambda: first.width() == 700)
    settings.remember_window(first)
    second = Shell(None, ())
    qtbot.addWidget(second)
    settings.show_as_left(second)
    qtbot.waitUntil(lambda: second.size() == first.size())
    assert second.isVisible()


def test_a_month_is_checked_without_what_only_files_need(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from xcedu_desktop.ledger import Ledger;"
        "from xcedu_desktop.overview import check;"
        "from xcedu_desktop.periods import Month;"
        "ledger = Ledger.open(Path(sys.argv[1])); check(ledger, Month(2026, 10)); ledger.close();"
        f"print([name for name in {NOT_FOR_A_CHECK!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_month_that_is_reported_is_not_opened_again(
    qtbot: QtBot, path: Path, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    """From the first of November the day's meals are typed in November, once October is sent."""
    today_is(date(2026, 11, 2))
    before = Shell(peek(path), PAGES)
    qtbot.addWidget(before)
    assert before.month == MONTH
    today_is(date(2026, 10, 31))
    with Ledger.open(path) as ledger:
        ledger.export(MONTH, tmp_path / "上报")
    today_is(date(2026, 11, 2))
    after = Shell(peek(path), PAGES)
    qtbot.addWidget(after)
    assert after.month == MONTH.next()
