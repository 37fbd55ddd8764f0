"""Run in a process of its own: types into every grid of the program and prints how long each key took to its paint.

usage: python -m bench.pages F [PAGE...]     F: a school file, which is written to; PAGE: meals, heating/room…, all without any.
For each grid in ms: a letter or digit, and Enter, which saves; p50 and p95, and of Enter the window's own processor time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar, QWidget

from bench.measure import p95
from bench.typed import PACE, Paints, rest
from xcedu_desktop.fields import Kind

if TYPE_CHECKING:
    from ui.grid.source import Column
    from ui.grid.table import GridTable

CELLS = 24
_SETTLED = 1500
_ROWS = 400
"""Rows in which cells to type into are looked for."""


class Times(NamedTuple):
    """Milliseconds: of a letter or digit and of Enter to the paint, and what of the latter the window's thread computed."""

    keys: list[float]
    enters: list[float]
    busy: list[float]


def main(arguments: list[str]) -> int:
    """Measures and prints as it goes."""
    from ui.app import Start, make_application
    from ui.month.findings import Findings

    app = make_application(sys.argv[:1])
    start = Start(app, Path(arguments[0]))
    start.show()
    shell = start.shell
    assert shell is not None
    while (found := Findings.of(shell)) is None or not found.settled:
        rest(50)
    shell.activateWindow()
    paints = Paints(app)
    print(f"{'grid':<36} {'key p50':>8} {'p95':>5} {'Enter p50':>10} {'p95':>5} {'busy p50':>9} {'p95':>5}")
    wanted, total = arguments[1:], Times([], [], [])
    for spec in shell.pages:
        if wanted and spec.key not in {name.split("/")[0] for name in wanted}:
            continue
        shell.open_page(spec.key)
        rest(_SETTLED)
        page = shell.page()
        assert page is not None
        for name in _tabs(page, spec.key):
            if not wanted or spec.key in wanted or name in wanted:
                rest(_SETTLED)
                _measure(paints, page, name, total)
    _print("all of them", total)
    shell.close()
    return 0


def _tabs(page: QWidget, key: str) -> Iterator[str]:
    """Chooses the page's tabs one after another."""
    tabs = getattr(page, "tabs", None)
    if not isinstance(tabs, QTabBar):
        yield key
        return
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        yield f"{key}/{tabs.tabData(at)}"


def _measure(paints: Paints, page: QWidget, name: str, total: Times) -> None:
    from ui.grid.table import GridTable

    views = [v for v in page.findChildren(GridTable) if v.isVisible() and not v.row_mode and not v.follows]
    view = max(views, key=lambda v: v.model().columnCount() * v.model().rowCount(), default=None)
    places = list(_places(view)) if view is not None else []
    if view is None or not places:
        return  # a page to look at, or of ticks
    column = view.grid_model.columns[places[0][1]]
    letters = (Qt.Key.Key_3, Qt.Key.Key_1) if column.digits else (Qt.Key.Key_A, Qt.Key.Key_B)
    times = Times([], [], [])
    for place in places:
        view.setFocus()
        view.setCurrentIndex(view.model().index(*place))
        view.scrollTo(view.currentIndex())
        for key in (*letters, Qt.Key.Key_Return):
            rest(PACE)
            spent = time.thread_time()
            took = paints.after(lambda key=key: QTest.keyClick(view.window().windowHandle(), key))
            if key == Qt.Key.Key_Return:
                times.enters.append(took)
                times.busy.append((time.thread_time() - spent) * 1000)
            else:
                times.keys.append(took)
    for all_of_them, mine in zip(total, times, strict=True):
        all_of_them.extend(mine)
    _print(f"{name} {column.key}", times)


def _print(name: str, times: Times) -> None:
    words = "  ".join(f"{median(mine):>8.1f} {p95(mine):>5.1f}" for mine in times)
    print(f"{name:<36} {words}", flush=True)


def _places(view: GridTable) -> Iterator[tuple[int, int]]:
    """Cells that can be typed into: of numbers where there are any, else of plain text."""
    model, columns = view.grid_model, view.grid_model.columns
    for wanted in (_is_number, _is_text):
        found = [
            (row, at)
            for row in range(min(len(model.ids), _ROWS))
            for at, column in enumerate(columns)
            if wanted(column) and not view.isColumnHidden(at) and not model.refusal(model.index(row, at))
        ]
        if found:
            yield from found[:CELLS]
            return


def _is_number(column: Column) -> bool:
    return column.numeric


def _is_text(column: Column) -> bool:
    return column.field is not None and column.field.kind is Kind.TEXT and column.alignment == "left"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
