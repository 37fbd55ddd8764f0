"""A page (页): its header as every page has it, and a body below. Pages derive from `Page`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.registry import PageSpec
from ui.theme import GRID, SMALL, SPACE_3, SPACE_4, TITLE
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.shell import Shell
    from xcedu_desktop.form import Finding


class Header(QWidget):
    """Title and quiet line at the left; reason, buttons and the one blue button at the right."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = Text(title, TITLE, bold=True, parent=self)
        self.quiet = Text("", GRID, tone="ink2", elide=True, parent=self)
        self.reason = LinkLabel(points=SMALL, tone="error", parent=self)
        self.reason.hide()
        self.main: Button | None = None
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(SPACE_3)
        self.row.addWidget(self.title)
        self.row.addWidget(self.quiet, 1)
        self.row.addWidget(self.reason)
        self.setFixedHeight(32)


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
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_4, 18, SPACE_4, SPACE_3)
        outer.setSpacing(14)
        self.header = Header(spec.title, self)
        outer.addWidget(self.header)
        self.print_button: Button | None = None
        if spec.prints:
            self.print_button = self.add_button("打印", self.print_something)
            self.print_button.setToolTip("打印或存为 PDF　Ctrl+P")
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_3)
        outer.addLayout(self.body, 1)

    # --- what a page says about itself

    def set_title(self, title: str) -> None:
        """The page's title where it differs from the navigation's (10月还差 9 项)."""
        self.header.title.setText(title)

    def set_quiet(self, text: str) -> None:
        """The page's figures in one quiet line; parts are joined by ' · '."""
        self.header.quiet.setText(text)

    def add_button(self, text: str, on_press: Callable[[], object]) -> Button:
        """A plain button in the header, left of the main one, in the order of the calls."""
        button = Button(text, parent=self.header)
        button.clicked.connect(lambda: on_press())
        row = self.header.row
        row.insertWidget(row.count() - (1 if self.header.main is not None else 0), button)
        return button

    def add_way_back(self, on_back: Callable[[], object]) -> None:
        """For a page that is laid over another one: the button 返回, and Esc where nothing on the page wants it."""
        self.set_way_back(on_back)
        self.add_button("返回", on_back).setToolTip("Esc")

    def set_way_back(self, on_back: Callable[[], object] | None) -> None:
        """What Esc does where nothing on the page wants it; None: nothing."""
        self._on_back = on_back

    def set_main(self, text: str, on_press: Callable[[], object]) -> Button:
        """The page's one main button, named by its verb. Called again it renames the button."""
        button = self.header.main
        if button is None:
            button = self.header.main = Button(text, primary=True, parent=self.header)
            self.header.row.addWidget(button)
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
