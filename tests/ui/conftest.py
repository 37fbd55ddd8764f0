"""The window on a real, small school file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.frame import PAGES
from tests.ui.modal_watch import ModalWatch
from tests.ui.month_school import TODAY, copy_of, make_school, show_program
from ui import theme
from ui.shell import Shell
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.peek import peek


@pytest.fixture(scope="session", autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def _no_dialog_is_left(qapp: QApplication) -> Iterator[None]:
    watch = ModalWatch(qapp)
    yield
    watch.end()
    if watch.left:
        pytest.fail("left open: " + "; ".join(watch.left), pytrace=False)


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school of month_school, made once; tests work on copies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        return make_school(tmp_path_factory.mktemp("school"))


@pytest.fixture
def path(school: Path, tmp_path: Path, today_is: Callable[..., None]) -> Path:
    """A copy of the demo school, on 30 October 2026."""
    today_is(TODAY)
    return copy_of(school, tmp_path)


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Iterator[Shell]:
    """The program's own pages on the demo school."""
    shell = show_program(qtbot, path)
    with Ledger.open(path) as ledger:
        shell.set_ledger(ledger)
        yield shell
        shell.let_go()


@pytest.fixture(autouse=True)
def opened_folders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that the program had the file manager show, instead of showing them."""
    shown: list[str] = []

    def note(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return shown


@pytest.fixture
def school_file(tmp_path: Path) -> Path:
    """A new school file."""
    path = tmp_path / "邹坞小学.db"
    profile = {"code": "2137040123", "name": "邹坞镇北陈郝小学", "stage": "小学", "clerk": "王芳"}
    Ledger.create(path, profile).close()
    return path


@pytest.fixture
def ledger(school_file: Path) -> Iterator[Ledger]:
    """The school file, open."""
    with Ledger.open(school_file) as opened:
        yield opened


@pytest.fixture
def shell(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Shell:
    """The window on 30 October 2026, shown at 1366×728, its first page made."""
    today_is(date(2026, 10, 30))
    window = Shell(peek(school_file), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.set_ledger(ledger)
    return window
