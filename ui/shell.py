"""The window (主窗口): top bar, navigation, the page, status line; what pages may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.registry import PAGES, PageSpec, page_for
from ui.navigation import Badge, Navigation
from ui.statusline import StatusLine
from ui.theme import FOLD_BELOW, Theme
from ui.topbar import TopBar, deadline_of, deadline_text, month_at_start
from xcedu_desktop.clock import now, today
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from ui.page import Page
    from ui.work import Worker
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.peek import Peek

PROGRAM = "薛城教体填报"


class Shell(QWidget):
    """The one window of a school. Pages are made when first shown, once `ledger` is there.

    Pages use: `ledger`, `month`, `worker`, `findings`; `say_saved`, `show_undo`, `say`, `go_to`, `open_page`, `wrote`.
    """

    painted = Signal()
    """Once, after the first paint: then the core is loaded."""
    month_changed = Signal(object)
    closed = Signal()
    wrote_something = Signal()
    """After `wrote()`: findings are computed again."""

    def __init__(self, peek: Peek | None = None, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__()
        self.pages = pages
        self.ledger: Any = None
        self.worker: Worker | None = None
        self.findings: list[Finding] = []
        self._made: dict[str, Page] = {}
        self._visited: Finding | None = None
        self._first_paint = True
        self.current = pages[0].key if pages else ""

        start = month_at_start(today())
        self.top = TopBar(peek.school_name if peek else "", start, Month.of(today()), self)
        self.top.months.changed.connect(self._month_chosen)
        self.navigation = Navigation(pages, self)
        self.navigation.chosen.connect(self.open_page)
        self.navigation.set_current(self.current)
        self.stack = _Stack(self)
        self.status = StatusLine(self)
        if peek is not None:
            self.set_school(peek.school_name, peek.clerk)
        else:
            self.setWindowTitle(PROGRAM)
        self._show_deadline()

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self.stack, 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self._add_shortcuts()
        self.stack.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack.setFocus()

    def _add_shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Alt+Left", lambda: self.top.months.step(-1)),
            ("Alt+Right", lambda: self.top.months.step(1)),
            ("Ctrl+PgUp", lambda: self.top.months.step(-1)),
            ("Ctrl+PgDown", lambda: self.top.months.step(1)),
            ("F8", self.next_finding),
            ("Shift+F8", lambda: self.next_finding(back=True)),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        ]
        shown = [entry for entry in self.navigation.order() if isinstance(entry, PageSpec)]
        for number, spec in enumerate(shown[:9], start=1):
            keys.append((f"Ctrl+{number}", lambda key=spec.key: self.open_page(key)))
        for sequence, act in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(act)

    # --- what the program tells the window

    @property
    def month(self) -> Month:
        """The month on the screen."""
        return self.top.months.month

    def set_school(self, name: str, clerk: str = "") -> None:
        """School and clerk, as the file says them."""
        self.setWindowTitle(f"{PROGRAM} — {name}" if name else PROGRAM)
        self.top.school.setText(name)
        self.status.say(self.status.clerk, f"填表人 {clerk}" if clerk else "")

    def set_ledger(self, ledger: Any) -> None:
        """The opened school file; from now on pages are made."""
        self.ledger = ledger
        self.open_page(self.current)

    def set_state(self, kind: str, text: str | None = None) -> None:
        """The month's state: `open` (填报中), `reported` (已上报) or `reopened` (更正中); text replaces the word."""
        self.top.state.set(kind, text)
        self._show_deadline()

    def set_backup(self, text: str) -> None:
        """When the last backup was made: 今天 08:01."""
        self.status.say(self.status.backup, f"上次备份 {text}" if text else "")

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """The one list that feeds the badges; the page on the screen is asked to show it by `refresh`."""
        self.findings = list(findings)
        still = [finding for finding in self.findings if finding.open]
        badges: dict[str, Badge] = {}
        for spec in self.pages:
            mine = still if spec.badge == "all" else [f for f in still if self.page_of(f) is spec]
            if spec.badge and mine:
                badges[spec.key] = Badge(len(mine), any(f.severity == "error" for f in mine))
        self.navigation.set_badges(badges)

    def _show_deadline(self) -> None:
        is_open = self.top.state.kind != "reported"
        text = deadline_text(deadline_of(self.month), today()) if is_open else ""
        self.top.deadline.setText(text)

    # --- what pages ask

    def say_saved(self) -> None:
        """Says quietly that what was typed is in the file."""
        self.status.say(self.status.saved, f"已保存 {now():%H:%M:%S}")

    def show_undo(self, text: str, callback: Callable[[], object] | None = None) -> None:
        """The last act with a link 撤销, which calls `callback` (None: the ledger's own undo)."""
        self.status.say_act(text, callback or self.undo)

    def say(self, text: str) -> None:
        """The middle of the status line: what is selected, of what a total lacks. Empty takes it away."""
        self.status.middle.setText(text)

    def wrote(self, act: str = "", undo: Callable[[], object] | None = None) -> None:
        """After a write: says saved, shows the act with 撤销 where it is named, and has the findings computed again."""
        self.say_saved()
        if act:
            self.show_undo(act, undo)
        self.wrote_something.emit()

    def go_to(self, finding: Finding) -> bool:
        """Opens the page of a finding and its cell there; False where no page takes it."""
        spec = self.page_of(finding)
        if spec is None or not self.open_page(spec.key):
            return False
        self._visited = finding
        return self._made[spec.key].focus_finding(finding)

    def page_of(self, finding: Finding) -> PageSpec | None:
        """The page that shows a finding."""
        return page_for((finding.table, finding.form), self.pages)

    def open_page(self, key: str) -> bool:
        """Shows a page; False where the page now shown holds it back, or the file is not open yet."""
        spec = next((spec for spec in self.pages if spec.key == key), None)
        shown = self.page()
        if spec is None or (shown is not None and self.current != key and not shown.leave()):
            return False
        self.current = key
        self.navigation.set_current(key)
        if self.ledger is None:
            return False
        page = self._made.get(key)
        if page is None:
            page = self._made[key] = load_page(spec.factory)(self, spec)
            self.stack.addWidget(page)
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
            self.say("")
        page.refresh()
        return True

    def page(self) -> Page | None:
        """The page on the screen, None before the first one."""
        return self._made.get(self.current)

    def refresh(self) -> None:
        """Has the page on the screen read again."""
        page = self.page()
        if page is not None:
            page.refresh()

    # --- keys

    def next_finding(self, back: bool = False) -> bool:
        """F8: the next open finding, those of the page on the screen first, then the others."""
        still = [finding for finding in self.findings if finding.open]
        mine = [f for f in still if (spec := self.page_of(f)) is not None and spec.key == self.current]
        order = mine + [finding for finding in still if finding not in mine]
        if not order:
            self.say("没有要处理的了")
            return False
        places = [(f.rule, f.record, f.field) for f in order]
        visited = self._visited
        here = (visited.rule, visited.record, visited.field) if visited is not None else None
        step = -1 if back else 1
        at = (places.index(here) + step) % len(order) if here in places else (-1 if back else 0)
        return self.go_to(order[at])

    def undo(self) -> None:
        """Takes the last act back (Ctrl+Z)."""
        if self.ledger is not None:
            self._moved(self.ledger.undo(), "已撤销")

    def redo(self) -> None:
        """Does again what was taken back (Ctrl+Y)."""
        if self.ledger is not None:
            self._moved(self.ledger.redo(), "已恢复")

    def _moved(self, act: str | None, word: str) -> None:
        if not act:
            return
        self.status.say_act(f"{word}：{act}", None)
        self.say_saved()
        self.wrote_something.emit()
        self.refresh()

    # --- events

    def _month_chosen(self, month: Month) -> None:
        self._visited = None
        self._show_deadline()
        self.month_changed.emit(month)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fold(self.width() < FOLD_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, side = Theme.current(), self.navigation.geometry()
        painter.fillRect(event.rect(), theme.window)
        painter.fillRect(side, theme.nav)
        painter.fillRect(side.right(), side.top(), 1, side.height(), theme.line)
        painter.end()
        if self._first_paint:
            self._first_paint = False
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page()
        if page is not None and not page.leave():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


class _Stack(QStackedWidget):
    """The pages. What a page would like never makes the window larger than the screen."""

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 400)


def load_page(factory: str) -> type[Page]:
    """The class named by "package.module:Class"."""
    module, name = factory.split(":")
    found: type[Page] = getattr(import_module(module), name)
    return found
