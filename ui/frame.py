"""The window's frame (窗框): top bar, navigation, room for the page, status line; what is said in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.registry import PageSpec
from ui.jumping import badges_of
from ui.navigation import Navigation
from ui.statusline import StatusLine, spoken_time
from ui.theme import FOLD_BELOW, Theme, is_small
from ui.topbar import TopBar, deadline_of, deadline_text
from xcedu_desktop.clock import now, today
from xcedu_desktop.periods import Month, month_at_start
from xcedu_desktop.thresholds import DEADLINE_DAY

if TYPE_CHECKING:
    from ui.search import Provider, SearchBox
    from xcedu_desktop.store.peek import Peek

PROGRAM = "薛城教体填报"
_STATES = {"已上报": "reported", "更正中": "reopened"}
"""The word of a month's state → the state chip's kind; every other word is an open month."""
_LEAST = (420, 220)
"""Logical pixels of a page, under which the window cannot be made smaller."""


class Frame(QWidget):
    """What stands around every page. It knows no file, only what is said of one.

    `remembered`: plain values kept for the next start's first paint, a page's own under its key.
    """

    painted = Signal()
    """Once, after the first paint: then the core is loaded."""

    def __init__(self, peek: Peek | None, pages: tuple[PageSpec, ...]) -> None:
        super().__init__()
        self.remembered: dict[str, Any] = {}
        self._first_paint = True
        self.pages = pages
        self._backup = self._backup_trouble = ""
        self._deadline_day = peek.deadline_day if peek else DEADLINE_DAY
        start = month_at_start(today(), self._deadline_day, peek.reported if peek else ())
        self.top = TopBar(peek.school_name if peek else "", start, Month.of(today()), self)
        self.navigation = Navigation(pages, self)
        self.stack = _Stack(self)
        self.stack.setAccessibleName("页面")
        self.stack.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.status = StatusLine(self)
        if peek is not None:
            self.set_school(peek.school_name, peek.clerk)
        else:
            self.setWindowTitle(PROGRAM)
        self.show_deadline()
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

    @property
    def month(self) -> Month:
        """The month on the screen."""
        return self.top.months.month

    def set_school(self, name: str, clerk: str = "") -> None:
        """School and clerk, as the file says them."""
        self.setWindowTitle(f"{PROGRAM} — {name}" if name else PROGRAM)
        self.top.school.setText(name)
        self.status.say(self.status.clerk, f"填表人 {clerk}" if clerk else "")

    def show_state(self, overview: Mapping[str, Any]) -> None:
        """The month's state and when the last backup was made, as an overview has them."""
        state = overview.get("state") or {}
        text = f"已上报（第 {state['revision']} 次）" if state.get("locked") else None
        self.top.state.set(_STATES.get(state.get("word", ""), "open"), text)
        self.show_deadline()
        backup = spoken_time(overview.get("backup"))
        if backup != self._backup:  # one was made since the trouble
            self._backup_trouble = ""
        self._backup = backup
        self._show_backup()

    def set_backup_trouble(self, trouble: str) -> None:
        """Why today's automatic backup was not made; said until one is."""
        self._backup_trouble = trouble
        self._show_backup()

    def _show_backup(self) -> None:
        trouble, backup = self._backup_trouble, self._backup
        parts = ("今天没能自动备份" if trouble else "", f"上次备份 {backup}" if backup else "")
        self.status.say(self.status.backup, "，".join(part for part in parts if part))
        self.status.backup.setToolTip(trouble)

    def set_search(self, provider: Provider) -> SearchBox:
        """Puts the search box into the top bar, reached by Ctrl+F."""
        from ui.search import SearchBox

        box = SearchBox(provider, self.top)
        self.top.set_search(box)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.activated.connect(box.enter)
        return box

    def set_deadline_day(self, day: int) -> None:
        """The day of the next month up to which a month is reported, as the bureau has it."""
        self._deadline_day = day
        self.show_deadline()

    def show_deadline(self) -> None:
        """How long there is still for the month on the screen; nothing where it is reported."""
        is_open = self.top.state.kind != "reported"
        text = deadline_text(deadline_of(self.month, self._deadline_day), today()) if is_open else ""
        self.top.say_deadline(text)

    def say_saved(self) -> None:
        """Says quietly that what was typed is in the file."""
        self.status.say(self.status.saved, f"已保存 {now():%H:%M:%S}")

    def say(self, text: str) -> None:
        """The middle of the status line: what is selected, of what a total lacks. Empty takes it away."""
        self.status.middle.setText(text)

    def say_nothing(self) -> None:
        """Nothing of a file is said any more."""
        self.remembered.clear()
        self.navigation.set_badges({})
        self.top.state.set("open")
        self.say("")
        self.status.say_act("", None)
        self.status.say(self.status.saved, "")
        self._backup = self._backup_trouble = ""
        self._show_backup()

    def _show_last_known(self, peek: Peek | None) -> None:
        """What the last write left for this month's first paint; nothing where the file was written otherwise since."""
        kept = (peek.overview if peek is not None else None) or {}
        overview = kept.get("overview") or {}
        if overview.get("month") != str(self.month):
            return
        self.remembered = dict(kept)
        self.navigation.set_badges(badges_of(overview.get("marks", ()), self.pages))
        self.show_state(overview)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = is_small(self.size())
        self.top.fit(small)
        self.status.fit(small)
        self.navigation.fold(self.width() < FOLD_BELOW, small)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), Theme.current().window)
        painter.end()
        if self._first_paint:
            self._first_paint = False
            self.painted.emit()


class _Stack(QStackedWidget):
    """The pages. Each scrolls what it has no room for (ui/room.py), so none makes the window larger."""

    def minimumSizeHint(self) -> QSize:
        return QSize(*_LEAST)
