"""Start-up in its order: what is imported before the first paint, and where the window stands."""

import subprocess
import sys

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from ui import settings
from ui.shell import Shell

LATE = (
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "pypinyin",
    "xcedu_desktop.ledger",
)


def test_the_window_needs_qt_and_the_standard_library_only() -> None:
    code = f"import sys, ui.app; print([name for name in {LATE!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


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
