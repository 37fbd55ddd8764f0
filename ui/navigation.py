"""The navigation (导航) at the left: one list view, its headings between, badges at the right edge of a row."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.registry import GROUPS, PageSpec
from ui.theme import BODY, NAVIGATION, NAVIGATION_FOLDED, RADIUS_BUTTON, SMALL, SPACE_2, Theme
from ui.widgets.buttons import paint_focus, shows_focus

_ITEM, _HEADING = 36, 38
_Index = QModelIndex | QPersistentModelIndex


class Badge(NamedTuple):
    """What a page still lacks: how many, and whether an error is among them (then it is red)."""

    count: int
    has_error: bool


class NavigationModel(QAbstractListModel):
    """Rows: a PageSpec for a page, a text for a heading."""

    def __init__(self, pages: tuple[PageSpec, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[PageSpec | str] = []
        for group in GROUPS:
            members = [page for page in pages if page.group == group]
            if members and group:
                self.rows.append(group)
            self.rows.extend(members)
        self.badges: dict[str, Badge] = {}
        self.current = ""
        self.folded = False

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def row_of(self, key: str) -> int:
        """The row of a page, −1 where it has none."""
        for row, entry in enumerate(self.rows):
            if isinstance(entry, PageSpec) and entry.key == key:
                return row
        return -1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], PageSpec):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.rows[index.row()]
        if isinstance(entry, str):
            return entry if role == Qt.ItemDataRole.DisplayRole else None
        badge = self.badges.get(entry.key)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.short if self.folded else entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.title + (f"，还差 {badge.count} 项" if badge and badge.count else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            position = [row for row in self.rows if isinstance(row, PageSpec)].index(entry) + 1
            return f"{entry.title}　Ctrl+{position}" if position < 10 else entry.title
        return None


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _HEADING if index.flags() == Qt.ItemFlag.NoItemFlags else _ITEM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, theme = index.model(), Theme.current()
        assert isinstance(model, NavigationModel)
        entry, rect = model.rows[index.row()], option.rect
        left = 10 if model.folded else 18
        if isinstance(entry, str):
            painter.setFont(theme.font(SMALL))
            painter.setPen(theme.ink3)
            painter.drawText(rect.adjusted(left, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, entry)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = 4 if model.folded else SPACE_2
        box = QRectF(rect).adjusted(side, 0, -side, -2)
        current = entry.key == model.current
        if current:
            shape = QPainterPath()
            shape.addRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
            painter.fillPath(shape, theme.surface)
            painter.setClipPath(shape)
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.accent)
            painter.setClipping(False)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.neutral_soft)
            painter.drawRoundedRect(box, RADIUS_BUTTON, RADIUS_BUTTON)
        if option.state & QStyle.StateFlag.State_HasFocus and shows_focus(option.widget):
            paint_focus(painter, box.adjusted(-1, -1, 1, 1), theme.accent)
        painter.setFont(theme.font(BODY, bold=current))
        painter.setPen(theme.accent if current else theme.ink)
        text = entry.short if model.folded else entry.title
        painter.drawText(
            box.adjusted(left - side, 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            text,
        )
        badge = model.badges.get(entry.key)
        if badge and badge.count:
            self._paint_badge(painter, box, badge, 4 if model.folded else 10)
        painter.restore()

    @staticmethod
    def _paint_badge(painter: QPainter, box: QRectF, badge: Badge, margin: int) -> None:
        theme = Theme.current()
        font = theme.font(SMALL, bold=True)
        text = str(badge.count) if badge.count < 1000 else "999+"
        width = max(20.0, QFontMetricsF(font).horizontalAdvance(text) + 12)
        pill = QRectF(box.right() - margin - width, box.center().y() - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.error_soft if badge.has_error else theme.warning_soft)
        painter.drawRoundedRect(pill, 9, 9)
        painter.setFont(font)
        painter.setPen(theme.error if badge.has_error else theme.warning)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QListView):
    """Chooses the page. `chosen(key)` when a person picks one; arrows move, Enter or Space opens."""

    chosen = Signal(str)

    def __init__(self, pages: tuple[PageSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("导航")
        self._model = NavigationModel(pages, self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setViewportMargins(0, SPACE_2, 1, 0)
        self.viewport().setAutoFillBackground(False)
        self.setFixedWidth(NAVIGATION)

    def order(self) -> list[PageSpec | str]:
        """Pages and headings from top to bottom."""
        return list(self._model.rows)

    @property
    def folded(self) -> bool:
        """Whether it shows short names."""
        return self._model.folded

    def fold(self, folded: bool) -> None:
        """Short names in a narrow window, full names in a wide one."""
        if folded != self._model.folded:
            self._model.folded = folded
            self.setFixedWidth(NAVIGATION_FOLDED if folded else NAVIGATION)
            self.viewport().update()

    def set_current(self, key: str) -> None:
        """Marks the page that is shown."""
        self._model.current = key
        row = self._model.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
        self.viewport().update()

    def set_badges(self, badges: dict[str, Badge]) -> None:
        """The number at each page's right edge, by page key."""
        self._model.badges = badges
        self.viewport().update()

    def badge(self, key: str) -> Badge:
        """What stands at a page; count 0 for nothing."""
        return self._model.badges.get(key, Badge(0, False))

    def _choose(self, index: _Index) -> None:
        entry = self._model.rows[index.row()] if index.isValid() else None
        if isinstance(entry, PageSpec):
            self.chosen.emit(entry.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)
