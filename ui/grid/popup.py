"""The type-ahead list under a cell's editor: what fits what was typed, by text or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.grid.pinyin import matches, rank
from ui.grid.source import Option
from ui.theme import GRID, SPACE_3, SPACE_4, Theme

_ROW = 30
_MOST_ROWS, _MOST_FOUND = 8, 200
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_Index = QModelIndex | QPersistentModelIndex


def fitting(options: Sequence[Option], typed: str) -> list[Option]:
    """The options that fit, the best first; all where nothing was typed."""
    if not typed.strip():
        return list(options[:_MOST_FOUND])
    found = [option for option in options if matches(option.text, typed) or matches(option.detail, typed)]
    return sorted(found, key=lambda option: rank(option.text, typed))[:_MOST_FOUND]


class _Options(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.options: list[Option] = []

    def replace(self, options: list[Option]) -> None:
        self.beginResetModel()
        self.options = options
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.options)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.options):
            return None
        option = self.options[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (option.text, option.detail, option.note) if part)
        return None


class Popup(QListView):
    """Belongs to one editor; takes no focus, so that typing goes on. `picked(option)` on a click."""

    picked = Signal(object)

    def __init__(self, editor: QWidget) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self._options = _Options(self)
        self.setModel(self._options)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("可选项")
        self.columns = (0, 0, 0)
        self.hide()

    @property
    def option(self) -> Option | None:
        """The highlighted line."""
        row = self.currentIndex().row()
        return (
            self._options.options[row] if self.isVisible() and 0 <= row < len(self._options.options) else None
        )

    def offer(self, options: list[Option], at: int = 0) -> None:
        """Show these, the line `at` highlighted (-1: none); none: hide."""
        self._options.replace(options)
        if not options:
            self.hide()
            return
        self.place()
        self.show()
        self.raise_()
        self.setCurrentIndex(self._options.index(at, 0) if at >= 0 else QModelIndex())

    def move_by(self, step: int) -> None:
        """Highlight another line."""
        count = len(self._options.options)
        row = self.currentIndex().row()
        row = (0 if step > 0 else count - 1) if row < 0 else max(0, min(count - 1, row + step))
        self.setCurrentIndex(self._options.index(row, 0))

    def place(self) -> None:
        """Under the editor, or above it where there is no room."""
        options = self._options.options
        theme = Theme.current()
        frame = self.palette()
        frame.setColor(QPalette.ColorRole.WindowText, theme.ink3)
        self.setPalette(frame)
        bold, plain = QFontMetricsF(theme.font(GRID, bold=True)), QFontMetricsF(theme.font(GRID))
        parts = (
            round(max(bold.horizontalAdvance(o.text) for o in options)) + SPACE_4 + SPACE_3,
            round(max(plain.horizontalAdvance(o.detail) for o in options)),
            round(max(plain.horizontalAdvance(o.note) for o in options)),
        )
        self.columns = (
            parts[0],
            parts[1] + SPACE_4 if parts[1] else 0,
            parts[2] + SPACE_4 if parts[2] else 0,
        )
        window = self._editor.window()
        corner = self._editor.mapTo(window, QPoint(0, 0))
        height = _ROW * min(len(options), _MOST_ROWS) + 2
        scroll = 12 if len(options) > _MOST_ROWS else 0
        width = min(max(self._editor.width(), sum(self.columns) + SPACE_3 + scroll), window.width())
        below = corner.y() + self._editor.height() + 1
        top = below if below + height <= window.height() else max(0, corner.y() - height - 1)
        self.setGeometry(QRect(min(corner.x(), window.width() - width), top, width, height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.picked.emit(self._options.options[index.row()])


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        view = option.widget
        assert isinstance(view, Popup)
        shown: Option = view._options.options[index.row()]
        theme = Theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, theme.accent_soft if chosen else theme.surface)
        left = option.rect.left() + SPACE_3
        texts = ((shown.text, "ink"), (shown.detail, "ink2"), (shown.note, shown.tone))
        for (text, tone), width in zip(texts, view.columns, strict=True):
            painter.setFont(theme.font(GRID, bold=chosen and tone == "ink"))
            painter.setPen(getattr(theme, tone))
            painter.drawText(QRect(left, option.rect.top(), width, option.rect.height()), _LEFT, text)
            left += width
