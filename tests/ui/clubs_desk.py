"""A small school with two clubs, and the clerk's hands and eyes on the page 课后服务·社团."""

from __future__ import annotations

import sqlite3
from datetime import date, time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from ui.forms.clubs.clubs_panel import ClubsPanel
from ui.forms.clubs.page import ClubsPage
from ui.forms.clubs.participants_panel import ParticipantsPanel
from ui.forms.registry import PAGES
from ui.grid.editor import CellEditor
from ui.grid.view import Grid
from ui.shell import Shell
from ui.widgets.segmented import SegmentedControl
from xcedu_desktop.form import Finding
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.changes import Change, ChangeSet

CLUBS_TODAY = date(2026, 10, 30)
_PUPILS = (
    ("李梓轩", "男", "k1"),
    ("张舒然", "女", "k1"),
    ("王欣怡", "女", "k1"),
    ("张思远", "男", "k2"),
    ("王欣怡", "女", "k2"),
    ("徐宇航", "男", "k2"),
)
_SEPTEMBER = date(2026, 9, 1)


def _rows() -> list[Change]:
    rows: list[tuple[str, str, dict[str, object]]] = []
    for number in (1, 2):
        rows.append(("school_class", f"k{number}", {"stage": "小学", "entry_year": 2026, "number": number}))
    for at, (name, sex, class_id) in enumerate(_PUPILS):
        rows.append(("pupil", f"p{at}", {"name": name, "sex": sex, "from_date": _SEPTEMBER}))
        rows.append(
            (
                "class_membership",
                f"b{at}",
                {"pupil_id": f"p{at}", "class_id": class_id, "from_date": _SEPTEMBER},
            )
        )
    for at, (name, subject) in enumerate((("赵敏", "美术"), ("李强", "体育"))):
        rows.append(("staff", f"s{at}", {"name": name, "subject": subject}))
    term = {"school_year": 2026, "term_number": 1}
    rows.append(("club", "c1", {"name": "剪纸社", "category": "美术", "capacity": 2, "fee_fen": 0, **term}))
    rows.append(("club", "c2", {"name": "编程社", "category": "科技", "capacity": 20, **term}))
    slots = (("c1", 3, "美术室", 17), ("c1", 5, "美术室", 17), ("c2", 3, "机房", 17), ("c2", 4, "机房", 18))
    for at, (club, weekday, place, end) in enumerate(slots):
        times = {"from_time": time(16, 30), "to_time": time(end, 30)}
        rows.append(
            (
                "place_use",
                f"u{at}",
                {"owner_table": "club", "owner_id": club, "weekday": weekday, "place": place, **times},
            )
        )
    rows.append(("club_leader", "l1", {"club_id": "c1", "staff_id": "s0"}))
    rows.append(("club_leader", "l2", {"club_id": "c2", "outside_name": "周老师"}))
    member = {"status": "正式", "from_date": date(2026, 9, 7)}
    rows.append(("club_member", "m1", {"club_id": "c1", "pupil_id": "p0", **member}))
    rows.append(("club_member", "m2", {"club_id": "c2", "pupil_id": "p3", **member}))
    for at in (0, 1, 2, 4):
        rows.append(("service_pupil", f"d{at}", {"pupil_id": f"p{at}", "from_date": _SEPTEMBER}))
    rows.append(("service_staff", "t1", {"staff_id": "s0", "from_date": _SEPTEMBER}))
    return [Change(table, row_id, None, values) for table, row_id, values in rows]


def open_clubs(qtbot: QtBot, folder: Path, *more: Change) -> ClubsDesk:
    """The window on the page, the findings computed."""
    path = folder / "邹坞小学.db"
    profile = {"code": "2137040123", "name": "邹坞镇北陈郝小学", "stage": "小学", "clerk": "王芳"}
    with Ledger.create(path, profile) as ledger:
        ledger.apply(ChangeSet("准备", (*_rows(), *more)))
    return ClubsDesk(month_school.open_window(qtbot, path, "clubs", PAGES), path)


def open_reported(qtbot: QtBot, folder: Path) -> ClubsDesk:
    """The window on the page of a month that is reported."""
    path = month_school.make_school(folder)
    with Ledger.open(path) as ledger:
        ledger.export(month_school.MONTH, folder / "out")
    return ClubsDesk(month_school.open_window(qtbot, path, "clubs", PAGES), path)


class ClubsDesk:
    """What a clerk does and sees."""

    def __init__(self, shell: Shell, path: Path) -> None:
        self.shell, self.path = shell, path
        page = shell.page()
        assert isinstance(page, ClubsPage)
        self.page = page
        assert page.clubs.side is not None  # the page fills step by step once its frame is painted
        QApplication.processEvents()

    @property
    def panel(self) -> ClubsPanel:
        return self.page.clubs

    @property
    def pupils(self) -> ParticipantsPanel:
        return self.page.pupils

    def settle(self, qtbot: QtBot) -> None:
        """Until the findings are those of what was written."""
        month_school.settle(qtbot, self.shell)

    # -- hands

    def _focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._focus(), key, modifiers)
        self._rest()

    def _rest(self) -> None:
        """The figures follow when the hands rest."""
        QApplication.processEvents()
        while self.page._sum.isActive():
            QTest.qWait(10)

    def type(self, text: str) -> None:
        """Letters and digits by keys, Chinese as an input method gives it."""
        for character in text:
            if character.isascii():
                QTest.keyClick(self._focus(), character)
                continue
            QApplication.sendEvent(self._focus(), QInputMethodEvent("x", []))
            done = QInputMethodEvent("", [])
            done.setCommitString(character)
            QApplication.sendEvent(self._focus(), done)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._rest()

    def choose(self, tabs: SegmentedControl, key: str) -> None:
        """Clicks a tab."""
        at = next(at for at in range(tabs.count()) if tabs.tabData(at) == key)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())

    def at(self, grid: Grid, row: int, key: str) -> None:
        """Clicks a cell."""
        index = grid.model.index(row, grid.model.column_of(key))
        grid.table.scrollTo(index)
        where = grid.table.visualRect(index).center()
        QTest.mouseClick(grid.table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    # -- eyes

    def cells(self, grid: Grid, row: int) -> list[str]:
        return [grid.model.text_at(row, column) for column in grid.model.columns]

    def rows(self, grid: Grid) -> list[list[str]]:
        """All rows without the empty last one."""
        return [self.cells(grid, row) for row in range(len(grid.model.ids))]

    def tabs(self, tabs: SegmentedControl) -> list[str]:
        return [tabs.tabText(at) for at in range(tabs.count())]

    def offered(self) -> list[tuple[str, str, str]]:
        """The lines of the list under the editor."""
        editor = self._focus()
        assert isinstance(editor, CellEditor) and editor.popup is not None and editor.popup.isVisible()
        return [(option.text, option.detail, option.note) for option in editor.popup._options.options]

    def said(self) -> str:
        return self.shell.status.middle.text()

    def here(self) -> tuple[str, str]:
        """Row and column of the current cell of the grid that has the focus."""
        grids = (*self.panel.grids, self.pupils.grid, self.page.staff.grid, self.page.attendance.grid)
        return next(grid.current() for grid in grids if grid.table.hasFocus())

    def mine(self) -> list[Finding]:
        """The open findings that are this page's."""
        return [f for f in self.shell.findings if f.open and self.shell.page_of(f) is self.page.spec]

    def stored(self, sql: str) -> list[tuple[object, ...]]:
        """Asks the file itself, past the program."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
