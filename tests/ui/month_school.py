"""A demo school with something left to do, and the window on it; for the tests of overview, check page and calendar."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.forms.registry import PAGES as PROGRAM_PAGES
from ui.forms.registry import PageSpec
from ui.month.findings import Findings
from ui.shell import Shell
from ui.work import Worker
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.form import Finding, ReportedView
from xcedu_desktop.forms.clubs.tables import Club
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.tables import MealCount
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.picture import Picture
from xcedu_desktop.school.tables import Explanation
from xcedu_desktop.store.peek import peek

MONTH = Month(2026, 10)
TODAY = date(2026, 10, 30)

PAGES = (
    PageSpec(
        "overview", "总览", "总览", "", "ui.month.overview:OverviewPage", ("declared", "school"), glance=True
    ),
    PageSpec(
        "calendar",
        "校历",
        "校历",
        "基础资料",
        "ui.school.calendar_page:CalendarPage",
        ("calendar_day", "term"),
    ),
    PageSpec(
        "clubs",
        "课后服务·社团",
        "社团",
        "本月填报",
        "tests.ui.frame:PlainPage",
        ("clubs",),
        "own",
        picture=True,
    ),
    PageSpec(
        "meals",
        "配餐人数",
        "配餐",
        "本月填报",
        "tests.ui.frame:PlainPage",
        ("meals",),
        "own",
        picture=True,
    ),
    PageSpec(
        "heating",
        "取暖设备",
        "取暖",
        "本月填报",
        "tests.ui.frame:PlainPage",
        ("heating",),
        "own",
        picture=True,
    ),
    PageSpec("check", "校验与上报", "上报", "上报", "ui.month.check_page:CheckPage", ("explanation",), "all"),
)


def picture_of_study(view: ReportedView, findings: Sequence[Finding]) -> Picture:
    """The picture of a form that the program does not know."""
    return {"figure": "12", "measure": "间教室", "kind": "bars", "rows": [], "note": "", "blank": False}


def make_school(folder: Path) -> Path:
    """A school of 90 pupils whose October 2026 is whole and can be reported."""
    return make_demo(folder, schools=1, students=90, month=MONTH).schools[0]


def copy_of(school: Path, folder: Path) -> Path:
    """A school file of one's own."""
    return Path(shutil.copy(school, folder / school.name))


def spoil(path: Path) -> None:
    """What a clerk's month looks like before the end: a count too high, a typing error, a scrapped piece in its room, a
    wrong unit, a day not filled, an explanation not given."""
    with Ledger.open(path) as ledger:
        twentieth = ledger.rows(MealCount, MealCount.day == date(2026, 10, 20))
        second = ledger.rows(MealCount, MealCount.day == date(2026, 10, 22))
        ledger.edit(
            [
                CellEdit("meal_count", twentieth[0]["id"], "heads", "99"),
                CellEdit("meal_count", second[1]["id"], "heads", "3o"),
            ],
            month=MONTH,
        )
        pieces = ledger.rows(Equipment)
        ledger.edit([CellEdit("equipment", pieces[0]["id"], "state", "报废")])
        last = ledger.rows(MealCount, MealCount.day == date(2026, 10, 29))
        ledger.delete("meal_count", [row["id"] for row in last])
        given = ledger.rows(Explanation, Explanation.month == MONTH)
        ledger.delete("explanation", [row["id"] for row in given])
        for row in given:
            kept = {key: row[key] for key in ("rule", "record", "basis")}
            ledger.insert("explanation", {**kept, "month": MONTH.previous(), "reason": "上月就这样"})
        club = ledger.rows(Club)[0]
        ledger.edit([CellEdit("club", club["id"], "capacity", "1")])


def open_window(qtbot: QtBot, path: Path, page: str, pages: tuple[PageSpec, ...] = PAGES) -> Shell:
    """The window at 1366×698 on a page, the findings computed."""
    window = Shell(peek(path), pages)
    qtbot.addWidget(window, before_close_func=_close)
    window.resize(1366, 698)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    window.worker = Worker(window)
    ledger = Ledger.open(path)
    findings = Findings(window)
    window.set_ledger(ledger)
    findings.check()
    settle(qtbot, window)
    assert window.open_page(page)
    assert window.isActiveWindow()  # no widget has become a window of its own
    return window


def show_program(qtbot: QtBot, path: Path) -> Shell:
    """The program's own window at 1366×728, before its file is opened."""
    shell = Shell(peek(path), PROGRAM_PAGES)
    qtbot.addWidget(shell)
    shell.resize(1366, 728)
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    return shell


def _close(window: QWidget) -> None:
    assert isinstance(window, Shell)
    if window.worker is not None:
        window.worker.stop()
    if window.ledger is not None:
        window.ledger.close()
        window.ledger = None


def service(window: Shell) -> Findings:
    """The findings service of a window."""
    found = Findings.of(window)
    assert found is not None
    return found


def settle(qtbot: QtBot, window: Shell) -> None:
    """Waits until what was written is checked and kept."""
    qtbot.waitUntil(lambda: _is_settled(window))


def _is_settled(window: Shell) -> bool:
    return service(window).settled and window.worker is not None and not window.worker.busy


def click(qtbot: QtBot, widget: QWidget, at: QPoint | None = None) -> None:
    """A left click, in the middle unless said otherwise."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at if at is not None else widget.rect().center())


def type_text(widget: QWidget, text: str) -> None:
    """Text as a Chinese input method hands it over."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
