"""Run in a process of its own: types into a grid and prints how long each key took to its paint, in ms, as JSON.

usage: python -m bench.typed bare | F

Everything waits in an event loop of Qt, which lets the program's worker run meanwhile; QTest.qWait would hold it up.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

CELLS = 60
PACE = 120
"""Milliseconds between two keys: eight a second, a practised hand on the number block."""
_PATIENCE = 5000
_SETTLED = 1000
"""Milliseconds after which a page that was opened has nothing left to do."""
ROWS, COLUMNS = 30, 33
PAGES = ("meals", "heating")


class Paints(QObject):
    """Tells when the first paint after a key is done, of any widget."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._due, self._at = False, 0.0
        self._loop = QEventLoop(app)
        self._patience = QTimer(app, interval=_PATIENCE, singleShot=True)
        self._patience.timeout.connect(self._done)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._due and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._due = False
            QTimer.singleShot(0, self._done)  # when the loop comes round again, the paint is done
        return False

    def _done(self) -> None:
        self._at = time.perf_counter()
        self._loop.quit()

    def after(self, press: Callable[[], object]) -> float:
        """Milliseconds from a key to its paint."""
        self._due, self._at = True, 0.0
        self._patience.start()
        start = time.perf_counter()
        press()
        while not self._at:
            self._loop.exec()
        self._patience.stop()
        return (self._at - start) * 1000


def rest(milliseconds: int) -> None:
    """Lets the program go on by itself."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def type_into(app: QApplication, view: QTableView) -> dict[str, list[float]]:
    """Two digits and Enter in CELLS cells, at PACE; the grid has the focus."""
    paints = Paints(app)
    times: dict[str, list[float]] = {"digit": [], "enter": []}
    for place in cells(view):
        view.setCurrentIndex(view.model().index(*place))
        for key in (Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_Return):
            rest(PACE)
            # to the window, as the window system brings it
            took = paints.after(lambda key=key: QTest.keyClick(view.window().windowHandle(), key))
            times["enter" if key == Qt.Key.Key_Return else "digit"].append(took)
    return times


def cells(view: QTableView) -> list[tuple[int, int]]:
    """Cells with a number in them that can be edited, as many as are measured."""
    model: QAbstractItemModel = view.model()
    found = [
        (row, column)
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        if model.flags(index := model.index(row, column)) & Qt.ItemFlag.ItemIsEditable
        and not view.isColumnHidden(column)
        and str(model.data(index) or "").replace(".", "").isdecimal()
    ]
    return found[:CELLS]


def bare(app: QApplication) -> dict[str, list[float]]:
    """The peer."""
    model = QStandardItemModel(ROWS, COLUMNS)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem("38"))
    view = QTableView()
    view.setModel(model)
    view.resize(1366, 728)
    view.show()
    view.activateWindow()
    rest(_SETTLED)
    view.setFocus()
    return type_into(app, view)


def ours(app: QApplication, school: Path) -> dict[str, object]:
    """The grid of the first of PAGES that the program has, in its own window."""
    from ui.app import Start
    from ui.grid.table import GridTable
    from ui.month.findings import Findings

    start = Start(app, school)
    start.show()
    shell = start.shell
    assert shell is not None
    found: Findings | None = None
    while found is None or not found.settled:
        rest(50)
        found = Findings.of(shell)
    page = next(key for key in PAGES if key in [spec.key for spec in shell.pages])
    shell.open_page(page)
    shell.activateWindow()
    rest(_SETTLED)
    shown = shell.page()
    assert shown is not None
    view = max(
        (v for v in shown.findChildren(GridTable) if v.isVisible()), key=lambda v: v.model().columnCount()
    )
    view.setFocus()
    times = type_into(app, view)
    shell.close()
    return {**times, "page": page}


if __name__ == "__main__":
    from ui.app import make_application

    application = make_application(sys.argv[:1])
    answer = bare(application) if sys.argv[1] == "bare" else ours(application, Path(sys.argv[1]))
    print(json.dumps(answer))
