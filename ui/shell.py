"""The window (主窗口): top bar, navigation, the page, status line; what pages may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.registry import PAGES, PageSpec, page_for
from ui.history import History
from ui.navigation import Badge, Navigation
from ui.statusline import StatusLine
from ui.theme import FOLD_BELOW, Theme
from ui.topbar import TopBar, deadline_of, deadline_text, month_at_start
from xcedu_desktop.clock import now, today
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from ui.page import Page
    from ui.search import Provider, SearchBox
    from ui.work import Worker
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet
    from xcedu_desktop.store.peek import Peek

PROGRAM = "薛城教体填报"


class Shell(QWidget):
    """The one window of a school. Pages are made when first shown, once `ledger` is there.

    Pages use: `ledger`, `month`, `worker`, `findings`; `wrote`, `say_saved`, `show_undo`, `say`, `go_to`, `open_page`,
    `open_import`;
    `remembered`: plain values kept for the next start's first paint, a page's own under its key.
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
        self.ledger: Ledger | None = None
        self.worker: Worker | None = None
        self.findings: list[Finding] = []
        self._made: dict[str, Page] = {}
        self._over: Page | None = None
        self._visited: Finding | None = None
        self._first_paint = True
        self._backup_trouble = ("", "")
        self.history = History()
        self.remembered: dict[str, Any] = {}
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
        self._show_last_known(peek)

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
        self.setAcceptDrops(True)
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
            ("F6", self._next_part),
            ("Shift+F6", lambda: self._next_part(back=True)),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+Shift+Z", self.redo),
        ]
        for number, item in enumerate(self.navigation.items()[:9], start=1):
            keys.append((f"Ctrl+{number}", item.click))
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

    def set_ledger(self, ledger: Ledger) -> None:
        """The opened school file; from now on pages are made."""
        self.ledger = ledger
        self.open_page(self.current)

    def let_go(self) -> None:
        """Nothing of the file stays in the window: pages, undo, findings, what was said of it. The file is the caller's."""
        self.ledger = None
        self._drop_over()
        for page in self._made.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()
        self._visited = None
        self.findings = []
        self.history = History()
        self.remembered.clear()
        self.navigation.set_badges({})
        self.top.state.set("open")
        self.say("")
        self.status.say_act("", None)
        self.status.say(self.status.saved, "")
        self._backup_trouble = ("", "")
        self.set_backup("")

    def show_glance(self) -> None:
        """Before the file is open: the first page with what the last run kept, where it can."""
        self.open_page(self.current)

    def set_state(self, kind: str, text: str | None = None) -> None:
        """The month's state: `open` (填报中), `reported` (已上报) or `reopened` (更正中); text replaces the word."""
        self.top.state.set(kind, text)
        self.remembered["state"] = [kind, text]
        self._show_deadline()

    def set_backup(self, text: str, trouble: str = "") -> None:
        """When the last backup was made: 今天 08:01. `trouble`: why today's automatic one was not; said until one is made."""
        if trouble:
            self._backup_trouble = text, trouble
        elif self._backup_trouble[0] != text:
            self._backup_trouble = "", ""
        trouble = self._backup_trouble[1]
        parts = ("今天没能自动备份" if trouble else "", f"上次备份 {text}" if text else "")
        self.status.say(self.status.backup, "，".join(part for part in parts if part))
        self.status.backup.setToolTip(trouble)
        self.remembered["backup"] = text

    def set_search(self, provider: Provider) -> SearchBox:
        """Puts the search box into the top bar, reached by Ctrl+F."""
        from ui.search import SearchBox

        box = SearchBox(provider, self.top)
        self.top.set_search(box)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.activated.connect(lambda: box.setFocus(Qt.FocusReason.ShortcutFocusReason))
        return box

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """The one list that feeds every number: the badges and, by `show_findings`, the page on the screen."""
        self.findings = list(findings)
        still = [finding for finding in self.findings if finding.open]
        badges: dict[str, Badge] = {}
        for spec in self.pages:
            mine = still if spec.badge == "all" else [f for f in still if self.page_of(f) is spec]
            if spec.badge and mine:
                badges[spec.key] = Badge(len(mine), any(f.severity == "error" for f in mine))
        self.navigation.set_badges(badges)
        self.remembered["month"] = str(self.month)
        self.remembered["badges"] = badges
        page = self.page()
        if page is not None:
            self._tell(page)

    def _tell(self, page: Page) -> None:
        page.findings_at = self.findings
        page.show_findings(self.findings)

    def _show_last_known(self, peek: Peek | None) -> None:
        """What the last run left for this month's first paint; nothing where the file was written since."""
        kept = (peek.overview if peek is not None else None) or {}
        if kept.get("month") != str(self.month):
            return
        self.remembered = dict(kept)
        badges = {key: Badge(int(count), bool(red)) for key, (count, red) in kept.get("badges", {}).items()}
        self.navigation.set_badges(badges)
        if "state" in kept:
            self.set_state(*kept["state"])
        self.set_backup(kept.get("backup", ""))

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

    def wrote(self, change_set: ChangeSet, act: str = "") -> None:
        """After a write: keeps it for undo, says saved, shows `act` with 撤销, has the findings computed again.

        Without `act` (a cell typed) nothing is named; Ctrl+Z takes it back all the same.
        """
        if not change_set:
            return
        self.history.did(change_set)
        self.say_saved()
        self.status.say_act(act, self.undo if act else None)
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
        moving = self.current != key or self._over is not None
        if spec is None or (shown is not None and moving and not shown.leave()):
            self.navigation.set_current(self.current)
            return False
        self._drop_over()
        self.current = key
        self.navigation.set_current(key)
        if self.ledger is None and not spec.glance:
            return False
        page = self._made.get(key)
        if page is None:
            page = self._made[key] = load_page(spec.factory)(self, spec)
            self.stack.addWidget(page)
        if self.stack.currentWidget() is not page:
            if shown is not None and shown.isAncestorOf(self.focusWidget()):
                # else Qt hands the focus on to whatever comes next, a main button even: Enter must not export by chance
                self.stack.setFocus()
            self.say("")
            self.stack.setCurrentWidget(page)
        if page.read_at is None or page.read_at != self.state_of_file():
            self.refresh()
            page.findings_at = None
        if page.findings_at is not self.findings:
            self._tell(page)
        if page.focusProxy() is not None:  # the keyboard goes where the work is
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def page(self) -> Page | None:
        """The page on the screen, None before the first one."""
        return self._over or self._made.get(self.current)

    # --- imports

    def open_import(self, kinds: str | Sequence[str], path: Path | None = None) -> bool:
        """Shows what importing a file would do, over the page on the screen; without `path` asks for the file.

        `kinds`: the kind of list (students…), or several, of which the likeliest is taken and another can be chosen.
        False where the file was not chosen or the page on the screen holds its place.
        """
        page = self.page()
        if self.ledger is None or (page is not None and not page.leave()):
            return False
        from ui.intake.files import choose_file
        from ui.intake.page import ImportPage

        chosen = path or choose_file(self)
        if chosen is None:
            return False
        self.lay_over(ImportPage(self, (kinds,) if isinstance(kinds, str) else kinds, chosen))
        return True

    def lay_over(self, page: Page) -> None:
        """Shows a page that is not in the navigation over the one on the screen, until `lift` or another page."""
        self._drop_over()
        self._over = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.refresh()
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """Takes the page laid over away; the one under it is read again."""
        if self._over is not None:
            self._drop_over()
            self.say("")
            self.open_page(self.current)

    def _drop_over(self) -> None:
        page, self._over = self._over, None
        if page is not None:
            self.stack.removeWidget(page)
            page.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.ledger is not None and _dropped(event) is not None:
            _accept(event)

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is None:
            return
        from ui.intake.kinds import kinds_of_page

        _accept(event)
        self.open_import(kinds_of_page(self.current), path)

    def refresh(self) -> None:
        """Has the page on the screen read again."""
        page = self.page()
        if page is not None:
            state = self.state_of_file()
            page.refresh()
            page.read_at = state

    def state_of_file(self) -> object:
        """What a page shows depends on it: nothing needs to be read again while it stays."""
        return (self.ledger.version if self.ledger is not None else None, self.month, today())

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

    def _next_part(self, back: bool = False) -> None:
        page = self.page()
        if page is not None:
            from ui.panes import go_on

            go_on(page, back)

    def undo(self) -> None:
        """Takes the last act back (Ctrl+Z)."""
        if self.ledger is not None and self._may_move():
            self._moved(self.history.undo(self.ledger), "已撤销")

    def redo(self) -> None:
        """Does again what was taken back (Ctrl+Y)."""
        if self.ledger is not None and self._may_move():
            self._moved(self.history.redo(self.ledger), "已恢复")

    def _may_move(self) -> bool:
        page = self.page()
        return page is None or page.leave()

    def _moved(self, change_set: ChangeSet | None, word: str) -> None:
        if change_set is None:
            self.say("没有可撤销的了" if word == "已撤销" else "没有可恢复的了")
            return
        self.status.say_act(f"{word}：{change_set.title}", None)
        self.say_saved()
        self.wrote_something.emit()
        self.refresh()

    # --- events

    def _month_chosen(self, month: Month) -> None:
        self._visited = None
        self.findings = []
        self.remembered.clear()
        self.navigation.set_badges({})
        self._show_deadline()
        self.month_changed.emit(month)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.fold(self.width() < FOLD_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Theme.current().window)
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
        return QSize(480, 320)


def _dropped(event: QDropEvent) -> Path | None:
    """The file that is being dropped on the window, None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if urls and urls[0].isLocalFile() else None


def _accept(event: QDropEvent) -> None:
    """Always as a copy: after a move the file manager would take the clerk's list away from its folder."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def load_page(factory: str) -> type[Page]:
    """The class named by "package.module:Class"."""
    module, name = factory.split(":")
    found: type[Page] = getattr(import_module(module), name)
    return found
