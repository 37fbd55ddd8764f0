"""A page (页): its header as every page has it, and a body below. Pages derive from `Page`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.registry import PageSpec
from ui.room import Room
from ui.theme import CONTROL, GRID, SMALL, SPACE_1, SPACE_2, SPACE_3, SPACE_4, TITLE, is_small
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.folding import FoldingRow
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding


class Header(FoldingRow):
    """Title and quiet line at the left; reason, buttons and the one blue button at the right. It stays in sight while the
    page under it is scrolled; where it is narrow the plain buttons go into 更多, the leftmost first."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent, SPACE_3)
        self.title = Text(title, TITLE, bold=True, parent=self)
        self.quiet = Text("", GRID, tone="ink2", elide=True, asides=True, parent=self)
        self.reason = LinkLabel(points=SMALL, tone="error", parent=self)
        self.reason.hide()
        self.main: Button | None = None
        self.add(self.title)
        self.add(self.quiet, stretch=1)
        self.add(self.reason)
        self.setFixedHeight(CONTROL)

    def add_button(self, button: Button, folds: bool = True) -> None:
        """A plain button left of the main one, in the order of the calls."""
        self.add(button, folds=len(self._folding) if folds else None, at=self._end())

    def add_main(self, button: Button) -> None:
        """The one blue button, at the right end."""
        self.main = button
        self.add(button)

    def _end(self) -> int:
        return self.row.count() - (1 if self.main is not None else 0)


class Page(QWidget):
    """Base of all pages. Subclasses fill `self.body` in __init__ and the figures in `refresh`.

    The shell calls `refresh` when the page is shown and something was written since it was read, when the month changes
    and when something was written elsewhere (undo, import); never while the page is hidden. A page that reads in
    __init__ too says so by `self.read_at = shell.state_of_file()` before it reads.
    """

    def __init__(self, shell: Shell, spec: PageSpec) -> None:
        super().__init__(shell)
        self.shell, self.spec = shell, spec
        self.read_at: object = None
        """The state of the file that the page shows, as the shell names it (`Shell.state_of_file`); None: not read."""
        self.findings_at: list[Finding] | None = None
        """The list of findings that the page was shown last."""
        self._on_back: Callable[[], object] | None = None
        self._outer = QVBoxLayout(self)
        self.header = Header(spec.title, self)
        self._outer.addWidget(self.header)
        self.print_button: Button | None = None
        if spec.prints:
            self.print_button = self.add_button("打印", self.print_something)
            self.print_button.setToolTip("打印或存为 PDF　Ctrl+P")
        self.room = Room(self)
        self.body = self.room.body
        self._outer.addWidget(self.room, 1)
        self.small = False
        """Whether the window is small; see `fit`."""
        self._space()

    # --- what a page says about itself

    def set_title(self, title: str) -> None:
        """The page's title where it differs from the navigation's (10月还差 9 项)."""
        self.header.title.setText(title)

    def set_quiet(self, text: str) -> None:
        """The page's figures in one quiet line; parts are joined by ' · '."""
        self.header.quiet.setText(text)

    def add_button(self, text: str, on_press: Callable[[], object], folds: bool = True) -> Button:
        """A plain button in the header, left of the main one, in the order of the calls; `folds`: it may go into 更多."""
        button = Button(text, parent=self.header)
        button.clicked.connect(lambda: on_press())
        self.header.add_button(button, folds)
        return button

    def add_way_back(self, on_back: Callable[[], object]) -> None:
        """For a page that is laid over another one: the button 返回, and Esc where nothing on the page wants it."""
        self.set_way_back(on_back)
        self.add_button("返回", on_back, folds=False).setToolTip("Esc")

    def set_way_back(self, on_back: Callable[[], object] | None) -> None:
        """What Esc does where nothing on the page wants it; None: nothing."""
        self._on_back = on_back

    def set_main(self, text: str, on_press: Callable[[], object]) -> Button:
        """The page's one main button, named by its verb. Called again it renames the button."""
        button = self.header.main
        if button is None:
            button = Button(text, primary=True, parent=self.header)
            self.header.add_main(button)
        else:
            button.clicked.disconnect()
            button.setText(text)
            button.updateGeometry()
        button.clicked.connect(lambda: on_press())
        return button

    def block_main(self, reason: str, on_reason: Callable[[], object]) -> None:
        """Greys the main button; the reason stands to its left, as a link to the first thing in the way."""
        if self.header.main is not None:
            self.header.main.setEnabled(False)
        link = self.header.reason
        link.set_text(f"{reason} ›")
        link.on_press(on_reason)
        link.show()

    def allow_main(self) -> None:
        """Makes the main button pressable again and takes the reason away."""
        if self.header.main is not None:
            self.header.main.setEnabled(True)
        self.header.reason.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = is_small(self.shell.size())
        if small != self.small:
            self.small = small
            self._space()
            self.fit(small)

    def _space(self) -> None:
        """Margins and distances."""
        if self.small:
            self._outer.setContentsMargins(SPACE_2, 6, SPACE_2, SPACE_1)
        else:
            self._outer.setContentsMargins(SPACE_4, 18, SPACE_4, SPACE_3)
        self._outer.setSpacing(6 if self.small else 14)
        self.header.row.setSpacing(SPACE_2 if self.small else SPACE_3)
        self.body.setSpacing(SPACE_2 if self.small else SPACE_3)

    def fit(self, small: bool) -> None:
        """The window became small, or is small no more: what of the page's body is laid out otherwise then."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._on_back is not None and event.key() == Qt.Key.Key_Escape:
            self._on_back()
        else:
            super().keyPressEvent(event)

    # --- printing

    def print_something(self) -> None:
        """What the button 打印 and Ctrl+P do: the print of this page, or a menu where there are several."""
        from ui.printing.choose import choose_print

        choose_print(self)

    def print_pick(self) -> str:
        """The name of the sheet that stands on the page (a club's); '' to show them all."""
        return ""

    # --- what the shell asks of a page

    def refresh(self) -> None:
        """Reads `self.shell.ledger` for `self.shell.month` and shows it. Plain values only, no ORM object kept."""

    def show_findings(self, findings: list[Finding]) -> None:
        """The findings of the month were computed again: marks, lists, figures. Must not touch an open editor."""

    def focus_finding(self, finding: Finding) -> bool:
        """Goes to the cell of a finding and marks it shortly; False where the page does not hold it."""
        return False

    def leave(self) -> bool:
        """Called before another page is shown; commits an open editor. False keeps the page."""
        return True

    def leave_month(self) -> bool:
        """Called before another month is shown on this page; what is being typed belongs to the month it was typed in."""
        return self.leave()
