"""How long the event loop of the window stands still (卡顿) while a person works in a school of 3,000 pupils.

usage: python -m bench.gaps F [--stacks]     F: a school file, which is written to; --stacks: where the longest wait was.
A timer beats every 5 ms in the program's own process; printed is the longest time between two beats of each act, and the
most processor time that the window's thread spent between two: the one depends on what else the machine does.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.schools import Schools

BEAT = 5
SETTLE = 60_000
NAMED = 50.0
"""Milliseconds above which a wait is marked."""


def wait(milliseconds: int) -> None:
    """Lets the window live for a while; unlike QTest.qWait it lets other threads compute meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Pulse(QObject):
    """The beat. Since `begin`, in ms: `worst` the longest wait, `busy` the most processor time of the window's thread."""

    def __init__(self, stacks: bool) -> None:
        super().__init__()
        self.worst = self.busy = 0.0
        self.last, self.spent = time.perf_counter(), time.thread_time()
        self.stacks = stacks
        self.where = ""
        self._seen: list[str] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)
        if stacks:
            self._gui = threading.get_ident()
            threading.Thread(target=self._sample, daemon=True).start()

    def begin(self) -> None:
        """A new act."""
        self.worst, self.busy, self.where, self._seen = 0.0, 0.0, "", []
        self.last, self.spent = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        now = time.perf_counter()
        waited = (now - self.last) * 1000
        self.last = now
        spent = time.thread_time()
        self.busy = max(self.busy, (spent - self.spent) * 1000)
        self.spent = spent
        if waited > self.worst:
            self.worst = waited
            self.where = "\n".join(self._seen)
        self._seen = []

    def _sample(self) -> None:
        while True:
            time.sleep(0.01)
            if time.perf_counter() - self.last < 0.02:
                continue
            frames = sys._current_frames()
            for ident, frame in frames.items():
                if ident == threading.get_ident():
                    continue
                who = "GUI" if ident == self._gui else "worker"
                lines = traceback.extract_stack(frame)[-14:]
                if who == "worker" and "get()" in str(lines[-1].line):
                    continue
                said = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(lines))
                self._seen.append(f"      {who}: {said}")


class Walk:
    """Acts one after another in the program's window."""

    def __init__(self, app: QApplication, school: Path, folder: Path, stacks: bool) -> None:
        from ui.app import Start

        self.app, self.folder = app, folder
        self.pulse = Pulse(stacks)
        self.start = Start(app, school)

    def act(self, name: str, do: Callable[[], object], until: Callable[[], bool] | None = None) -> None:
        """Does it, lets the loop run until `until` and all findings are computed, and prints the longest wait."""
        wait(30)
        self.pulse.begin()
        begin = time.perf_counter()
        do()
        waiting = time.perf_counter()
        wait(100)
        while not (self.settled() and (until is None or until())):
            if (time.perf_counter() - waiting) * 1000 > SETTLE:
                raise RuntimeError(f"never settled: {name}")
            wait(20)
        wait(50)
        took = (time.perf_counter() - begin) * 1000
        worst = self.pulse.worst
        print(
            f"{name:<44} {worst:>6.0f} ms {'*' if worst > NAMED else ' '}  busy {self.pulse.busy:>4.0f} ms"
            f"  settled in {took:>6.0f} ms",
            flush=True,
        )
        if self.pulse.stacks and worst > NAMED:
            print(self.pulse.where[:6000], flush=True)

    def settled(self) -> bool:
        from ui.month.findings import Findings

        shell = self.start.shell
        found = Findings.of(shell) if shell is not None else None
        return found is not None and found.settled and shell is not None and not shell.worker.busy

    def run(self) -> None:
        """All of it."""
        self.act("start, until the month is checked", self.start.show)
        shell = self.start.shell
        assert shell is not None and shell.ledger is not None
        shell.activateWindow()
        for words in ("first", "again"):
            for spec in [*shell.pages[1:], shell.pages[0]]:
                self.act(f"open {spec.key}, {words}", lambda key=spec.key: shell.open_page(key))
        for key in ("pupils", "staff", "clubs", "meals", "heating"):
            shell.open_page(key)
            wait(100)
            self.type_into(key)
        shell.open_page("overview")
        self.act("month back", lambda: shell.top.months.step(-1))
        self.act("month forth", lambda: shell.top.months.step(1))
        shell.open_page("pupils")
        wait(100)
        self.act("undo on pupils", shell.undo)
        self.act("month back on pupils", lambda: shell.top.months.step(-1))
        self.act("month forth on pupils", lambda: shell.top.months.step(1))
        self.scroll()
        self.preview()
        shell.open_page("check")
        self.act("export to a workbook", self.export)
        begin = time.perf_counter()
        shell.close()
        print(f"{'close':<44} {(time.perf_counter() - begin) * 1000:>6.0f} ms", flush=True)

    def type_into(self, key: str) -> None:
        from bench.typed import cells
        from ui.grid.table import GridTable

        shell = self.start.shell
        assert shell is not None
        page = shell.page()
        assert page is not None
        views = [v for v in page.findChildren(GridTable) if v.isVisible() and not v.row_mode]
        if not views:
            print(f"{key}: no grid")
            return
        view = max(views, key=lambda v: v.model().columnCount() * v.model().rowCount())
        view.setFocus()
        columns = view.grid_model.columns
        if key in ("meals", "heating"):
            place = cells(view)[0]
            text = "31"
        else:
            place, text = (
                next(
                    (row, at)
                    for row in range(view.model().rowCount())
                    for at, column in enumerate(columns)
                    if not view.grid_model.refusal(view.model().index(row, at)) and not column.digits
                ),
                "wang",
            )
        view.setCurrentIndex(view.model().index(*place))
        for letter in text:
            self.act(
                f"{key}: '{letter}' in {columns[place[1]].key}",
                lambda letter=letter: QTest.keyClicks(QApplication.focusWidget() or view, letter),
            )
        self.act(
            f"{key}: Enter", lambda: QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Return)
        )
        for option in ("school_class_id", "class_id", "teacher_id", "staff_id", "pupil_id"):
            at = next((i for i, c in enumerate(columns) if c.key == option), None)
            if at is None or view.grid_model.refusal(view.model().index(place[0], at)):
                continue
            view.setCurrentIndex(view.model().index(place[0], at))
            self.act(f"{key}: list of {option}", lambda: view.open_editor(typing=False))
            self.act(
                f"{key}: 'w' in {option}", lambda: QTest.keyClicks(QApplication.focusWidget() or view, "w")
            )
            QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)

    def scroll(self) -> None:
        """3,000 rows page by page: the longest repaint."""
        from ui.grid.table import GridTable

        shell = self.start.shell
        assert shell is not None and shell.page() is not None
        views = [v for v in shell.page().findChildren(GridTable) if v.isVisible()]
        view = max(views, key=lambda v: v.model().rowCount())
        bar = view.verticalScrollBar()
        times = []
        for at in range(0, bar.maximum(), max(1, bar.maximum() // 60)):
            begin = time.perf_counter()
            bar.setValue(at)
            view.viewport().repaint()
            times.append((time.perf_counter() - begin) * 1000)
        print(
            f"{'scroll, ' + str(view.model().rowCount()) + ' rows: longest frame':<44} {max(times, default=0):>6.0f} ms"
        )

    def preview(self) -> None:
        from ui.intake.page import ImportPage

        shell = self.start.shell
        assert shell is not None
        shell.open_page("pupils")
        roster = Schools(self.folder).roster

        def ready() -> bool:
            page = shell.page()
            return isinstance(page, ImportPage) and not page.session.busy

        self.act("import preview of 4,000 rows", lambda: shell.open_import("students", roster), ready)
        page = shell.page()
        assert isinstance(page, ImportPage)
        if page.view.obstacle:
            print(f"      import held: {page.view.obstacle}")
        shell.lift()

    def export(self) -> None:
        """What the export does behind the check page's button, in the worker."""
        shell = self.start.shell
        assert shell is not None and shell.worker is not None and shell.ledger is not None
        ledger, month, out = shell.ledger, shell.month, self.folder / "out"
        shell.worker.run(
            lambda _p: ledger.export(month, out), None, lambda error: print(f"      export: {error}")
        )


def main(arguments: list[str]) -> int:
    from ui.app import make_application

    app = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        Walk(app, Path(arguments[0]), Path(folder), "--stacks" in arguments).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
