"""A row of controls (折叠行) whose buttons go into one button 更多 where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ui.theme import SPACE_2
from ui.widgets.buttons import Button, open_under
from ui.widgets.fitting import FittingRow, least

WORD = "更多"
_KEY_GAP = "　"
"""Stands in a button's text before its key."""


class MoreButton(Button):
    """A menu of the buttons that are folded away; picking one presses it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(f"{WORD} ▾", parent=parent)
        self.folded: list[Button] = []
        self.clicked.connect(self._open)

    def hold(self, folded: list[Button]) -> None:
        """The buttons that it stands for; without any it is not seen."""
        if folded != self.folded:
            self.folded = list(folded)
            names = "、".join(_plain(button) for button in folded)
            self.setAccessibleName(f"{WORD}：{names}")
            self.setToolTip(names)
        self.setVisible(bool(folded))

    def _open(self) -> None:
        menu = QMenu(self)
        for button in self.folded:
            words, _, key = button.text().partition(_KEY_GAP)
            if choices := button.choices():
                inner = QMenu(words, menu)
                menu.addMenu(inner)
                inner.setEnabled(button.isEnabled())
                for line, do in choices:
                    inner.addAction(line).triggered.connect(lambda _checked, do=do: do())
                continue
            act = menu.addAction(f"{words}\t{key}" if key else words)
            act.setEnabled(button.isEnabled())
            act.triggered.connect(lambda _checked, button=button: button.click())
        open_under(menu, self)


class FoldingRow(FittingRow):
    """Widgets from left to right. `add(button, folds=n)`: in a narrow row it goes into 更多, those of the least n first."""

    def __init__(self, parent: QWidget, spacing: int = SPACE_2) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(spacing)
        self.more = MoreButton(self)
        self.more.hide()
        self._folding: list[tuple[int, Button]] = []
        self._at_work = False

    def add(self, widget: QWidget, stretch: int = 0, folds: int | None = None, at: int | None = None) -> None:
        """`at`: the place in the row, None for its end. 更多 stands after the last button that may go into it."""
        place = self.row.count() if at is None else at
        self.row.insertWidget(place, widget, stretch)
        if folds is not None:
            assert isinstance(widget, Button)
            self._folding.append((folds, widget))
            self._folding.sort(key=lambda pair: pair[0])
            self.row.removeWidget(self.more)
            last = max(self.row.indexOf(button) for _, button in self._folding)
            self.row.insertWidget(last + 1, self.more)

    def fit(self) -> None:
        """Folds as many buttons as there is no room for."""
        if self._at_work or not self._folding:
            return
        self._at_work = True
        wanted = [button for _, button in self._folding if button.wanted]
        rest = [least(part).width() for part in self._others()]
        widths = [button.sizeHint().width() for button in wanted]
        count = 0
        while count < len(wanted) and self._span(rest, widths[count:], count) > self.width():
            count += 1
        for at, button in enumerate(wanted):
            button.fold(at < count)
        self.more.hold(sorted(wanted[:count], key=self.row.indexOf))
        self._at_work = False

    def _others(self) -> list[QWidget]:
        """What is never folded and is seen."""
        own = {id(button) for _, button in self._folding} | {id(self.more)}
        parts = [self.row.itemAt(at).widget() for at in range(self.row.count())]
        return [part for part in parts if part is not None and id(part) not in own and not part.isHidden()]

    def _span(self, rest: list[int], widths: list[int], folded: int) -> int:
        parts = rest + widths + ([self.more.sizeHint().width()] if folded else [])
        return sum(parts) + self.row.spacing() * max(0, len(parts) - 1)

    def minimumSizeHint(self) -> QSize:
        """With everything folded that can be."""
        high = super().minimumSizeHint().height()
        wanted = [button for _, button in self._folding if button.wanted]
        rest = [least(part).width() for part in self._others()]
        return QSize(self._span(rest, [], len(wanted)), high)


def _plain(button: Button) -> str:
    return button.text().partition(_KEY_GAP)[0]
