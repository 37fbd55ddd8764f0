"""The window (主窗口): the page in its frame, and what pages may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.act_words import act_words
from ui.alt_letters import AltLetters
from ui.dropping import Dropping
from ui.field_undo import FieldUndo
from ui.forms.registry import PAGES, PageSpec
from ui.frame import Frame
from ui.history import History
from ui.jumping import badges_of, following, page_of
from ui.shortcuts import add_shortcuts
from ui.tab_order import go_on
from xcedu_desktop.clock import today
from xcedu_desktop.errors import UserError
from xcedu_desktop.glance import marks_of
from xcedu_desktop.periods import Month

if TYPE_CHECKING:
    from ui.page import Page
    from ui.work import Worker
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.store.changes import ChangeSet
    from xcedu_desktop.store.peek import Peek


class Shell(Frame):
    """The one window of a school. Pages are made when first shown, once `ledger` is there.

    Pages use: `ledger`, `month`, `worker`, `findings`; `wrote`, `say_saved`, `show_undo`, `say`, `go_to`, `open_page`,
    `open_import`, `remembered`. What the frame shows is `Frame`'s; the window's keys are in ui/shortcuts.py.
    """

    month_changed = Signal(object)
    closed = Signal()
    wrote_something = Signal()
    """After `wrote()`: findings are computed again."""

    def __init__(self, peek: Peek | None = None, pages: tuple[PageSpec, ...] = PAGES) -> None:
        super().__init__(peek, pages)
        self.ledger: Ledger | None = None
        self.worker: Worker | None = None
        self.findings: list[Finding] = []
        self._made: dict[str, Page] = {}
        self._over: list[Page] = []
        self._came_from: QWidget | None = None
        """Where the keyboard was when a page of the navigation was laid over."""
        self._visited: Finding | None = None
        self.history = History()
        self.current = pages[0].key if pages else ""
        self.top.months.allowed = self._may_change_month
        self.top.months.changed.connect(self._month_chosen)
        self.navigation.chosen.connect(self.open_page)
        self.navigation.set_current(self.current)
        add_shortcuts(self)
        Dropping(self)
        FieldUndo(self)
        AltLetters.keep_out()
        self.stack.setFocus()

    # --- what the program tells the window

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
        self.say_nothing()

    def show_glance(self) -> None:
        """Before the file is open: the first page with what the last run kept, where it can."""
        self.open_page(self.current)

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """The one list that feeds every number: the badges and, by `show_findings`, the page on the screen."""
        self.findings = list(findings)
        self.navigation.set_badges(badges_of(marks_of(self.findings), self.pages))
        page = self.page()
        if page is not None:
            self._tell(page)

    def _tell(self, page: Page) -> None:
        page.findings_at = self.findings
        page.show_findings(self.findings)

    # --- what pages ask

    def show_undo(self, text: str, callback: Callable[[], object] | None = None) -> None:
        """The last act with a link 撤销, which calls `callback` (None: the ledger's own undo)."""
        self.status.say_act(text, callback or self.undo)

    def wrote(self, change_set: ChangeSet, act: str = "") -> None:
        """After a write: keeps it for undo, says saved, shows `act` with 撤销, has the findings computed again.

        Without `act` (a cell typed) nothing is named; Ctrl+Z takes it back all the same.
        """
        if not change_set:
            return
        self.history.did(change_set)
        self.say("")  # what was said of the act before
        self.say_saved()
        self.status.say_act(act, self.undo if act else None)
        self.wrote_something.emit()

    def show_history(self, table: str, row_id: str, key: str, words: str) -> None:
        """The change log of one cell (`key` "" for its row), over the page on the screen; `words` name the cell."""
        from ui.log.page import history_page

        page = self.page()
        if page is not None and page.leave():
            self.lay_over(history_page(self, (table, row_id, key), words))

    def go_to(self, finding: Finding) -> bool:
        """Opens the page of a finding and its cell there; False where no page takes it."""
        spec = self.page_of(finding)
        if spec is None or not self.open_page(spec.key):
            return False
        self._visited = finding
        return self._made[spec.key].focus_finding(finding)

    def page_of(self, finding: Finding) -> PageSpec | None:
        """The page that shows a finding."""
        return page_of(finding, self.pages)

    def open_page(self, key: str) -> bool:
        """Shows a page; False where the page now shown holds it back, or the file is not open yet."""
        spec = next((spec for spec in self.pages if spec.key == key), None)
        shown = self.page()
        if spec is not None and spec.over:
            return self._open_over(spec)
        moving = self.current != key or bool(self._over)
        if spec is None or (moving and not self._may_move()):
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
        return self._over[-1] if self._over else self._made.get(self.current)

    def _open_over(self, spec: PageSpec) -> bool:
        """Lays a page of the navigation over whatever is on the screen, which stays as it is until `lift`."""
        shown = self.page()
        if shown is not None and shown.spec.key == spec.key:
            return True
        focus = self.focusWidget()
        if self.ledger is None or (shown is not None and not self._over and not shown.leave()):
            self.navigation.set_current(self.current)
            return False
        self._came_from = focus
        self.say("")
        self._lay(load_page(spec.factory)(self, spec))
        return True

    # --- imports

    def open_import(self, kinds: str | Sequence[str], path: Path | None = None) -> bool:
        """Shows what importing a file would do, over the page on the screen; without `path` asks for the file.

        `kinds`: the kind of list (students…), or several, of which the likeliest is taken and another can be chosen. A class
        teacher's file (班级收集表) is shown as what it is.
        False where the file was not chosen or the page on the screen holds its place.
        """
        if self.ledger is None or not self._may_move():
            return False
        from ui.intake.files import choose_file
        from ui.intake.page import ImportPage
        from xcedu_desktop.month.handout_mark import is_handout

        chosen = path or choose_file(self)
        if chosen is None:
            return False
        if is_handout(chosen):  # it knows its pupils; as a plain list the answers would be lost
            from ui.handouts.page import HandoutsPage

            collection = HandoutsPage(self)
            self.lay_over(collection)
            collection.bring([chosen])
            return True
        self.lay_over(ImportPage(self, (kinds,) if isinstance(kinds, str) else kinds, chosen))
        return True

    def lay_over(self, page: Page) -> None:
        """Shows a page over the one on the screen, until `lift` or another page."""
        self._drop_over()
        self._lay(page)

    def _lay(self, page: Page) -> None:
        self._over.append(page)
        if page.spec in self.pages:
            self.navigation.set_current(page.spec.key)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.refresh()
        if page.focusProxy() is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self, page: Page | None = None) -> None:
        """Takes the page laid over away; the one under it is read again, and the keyboard is where it was.

        `page`: the one to take away, where another may lie over it by now.
        """
        if not self._over:
            return
        if page is not None and page is not self._over[-1]:
            if page in self._over:
                self._over.remove(page)
                self._drop(page)
            return
        self._drop(self._over.pop())
        self.say("")
        came_from, self._came_from = self._came_from, None
        if self._over:
            self.navigation.set_current(self.current)
            self.stack.setCurrentWidget(self._over[-1])
            self.refresh()
        else:
            self.open_page(self.current)
        if came_from is not None and isValid(came_from) and self.stack.isAncestorOf(came_from):
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_over(self) -> None:
        while self._over:
            self._drop(self._over.pop())
        self._came_from = None

    def _drop(self, page: Page) -> None:
        self.stack.removeWidget(page)
        page.deleteLater()

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
        finding = following(self.findings, self.pages, self.current, self._visited, back)
        if finding is None:
            self.say("没有要处理的了")
            return False
        return self.go_to(finding)

    def undo(self) -> None:
        """Takes the last act back (Ctrl+Z)."""
        self._move(self.history.undo, "已撤销", back=True)

    def redo(self) -> None:
        """Does again what was taken back (Ctrl+Y)."""
        self._move(self.history.redo, "已恢复", back=False)

    def _move(self, act: Callable[[Ledger], ChangeSet | None], word: str, back: bool) -> None:
        """What cannot be (a month that was reported meanwhile) is said quietly and stays on the stack."""
        if self.ledger is None or not self._may_move():
            return
        from ui.retracing import place_of, retrace

        place = place_of(self.page(), self.history.next_undo if back else self.history.next_redo)
        try:
            moved = act(self.ledger)
        except UserError as trouble:
            self.say(trouble.message)
            return
        self._moved(moved, word)
        if moved is not None:
            retrace(self.page(), moved, place, back)

    def _may_move(self) -> bool:
        """Every page laid over and, where there is none, the one on the screen lets itself be left."""
        pages = [*reversed(self._over)] or [page for page in (self.page(),) if page is not None]
        return all(page.leave() for page in pages)

    def _may_change_month(self) -> bool:
        page = self.page()
        return page is None or page.leave_month()

    def _moved(self, change_set: ChangeSet | None, word: str) -> None:
        if change_set is None:
            none = "没有可撤销的了；以前的改动，可以在「修改记录」里查原来的内容"
            self.say(none if word == "已撤销" else "没有可恢复的了")
            return
        assert self.ledger is not None
        self.say("")
        self.status.say_act(f"{word}：{act_words(self.ledger, change_set, self.month)}", None)
        self.say_saved()
        self.wrote_something.emit()
        self.refresh()

    # --- events

    def focusNextPrevChild(self, forward: bool) -> bool:
        return go_on(self, self.page(), forward)

    def _month_chosen(self, month: Month) -> None:
        self._visited = None
        self.findings = []
        self.remembered.clear()
        self.navigation.set_badges({})
        self.show_deadline()
        self.month_changed.emit(month)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # unless all goes well: a window that breaks here must not vanish with its file open
        if not self._may_move():
            return
        self.closed.emit()
        event.accept()


def load_page(factory: str) -> type[Page]:
    """The class named by "package.module:Class"."""
    module, name = factory.split(":")
    found: type[Page] = getattr(import_module(module), name)
    return found
