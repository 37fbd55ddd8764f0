"""The room under a page's header (页面内容区): what the page needs more of than there is can be scrolled there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import SPACE_4
from ui.widgets.cards import Card


class Room(QScrollArea):
    """Fill `body`. Whatever the keyboard goes to is brought into sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.widget().isAncestorOf(now):
            card = self._card_of(now)
            if card is not None:  # the words beside a button belong to it
                self.show_part(card, card.rect())
            # of what is larger than the window its beginning, where the first column and the title are
            size = now.size().boundedTo(self.viewport().size() - QSize(2 * SPACE_4, 2 * SPACE_4))
            self.show_part(now, QRect(QPoint(0, 0), size))

    def _card_of(self, widget: QWidget) -> Card | None:
        """The card around a widget, where it has room in the window."""
        around = widget.parentWidget()
        while around is not None and around is not self.widget() and not isinstance(around, Card):
            around = around.parentWidget()
        return around if isinstance(around, Card) and around.height() <= self.viewport().height() else None

    def show_part(self, widget: QWidget, part: QRect) -> None:
        """Brings a part of a widget of the body into sight."""
        at = QRect(widget.mapTo(self.widget(), part.topLeft()), part.size()).center()
        self.ensureVisible(at.x(), at.y(), part.width() // 2 + 1, part.height() // 2 + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
