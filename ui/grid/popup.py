"""The type-ahead list under an editor or a button: what fits what was typed, by text or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPalette
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
    """Belongs to one editor and lies in its window; made when it first opens, since editors come into a window late.

    Takes no focus, so that typing goes on: while it is open, Up, Down and Esc in the editor are its own. `picked(option)`
    on a click; what Enter means is the editor's. It closes when the editor is left or hidden; `stays`: when it is hidden
    only, because who closes the editor still reads the highlighted line.
    """

    picked = Signal(object)

    def __init__(self, editor: QWidget, stays: bool = False) -> None:
        super().__init__(editor.window())
        self._editor, self._stays = editor, stays
        editor.installEventFilter(self)
        editor.destroyed.connect(self.deleteLater)
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
        bold, plain = theme.metrics(GRID, bold=True), theme.metrics(GRID)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._editor or not self.isVisible():
            return super().eventFilter(watched, event)
        kind = event.type()
        if kind == QEvent.Type.Hide or (kind == QEvent.Type.FocusOut and not self._stays):
            self.hide()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(Qt.Key(event.key()))
        return False

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

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
