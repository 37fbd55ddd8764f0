"""The list of a column's values with ticks (筛选), opened from its header or by Alt+Up; sorting stands in it too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from ui.grid.pinyin import matches
from ui.grid.small_window import SmallWindow
from ui.theme import GRID, SMALL, SPACE_1, SPACE_2, Theme
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.grid.table import GridTable

_Index = QModelIndex | QPersistentModelIndex
_SIZE = (264, 384)
BLANK = "（空白）"
_CHECK = Qt.ItemDataRole.CheckStateRole


class Values(QAbstractListModel):
    """Texts of a column with how many rows bear them; the first line, 全选, stands for all that are shown."""

    def __init__(self, counts: dict[str, int], ticked: frozenset[str] | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts = counts
        self.shown = list(counts)
        self._begun = set(counts) if ticked is None else set(ticked) & set(counts)
        self.ticked = set(self._begun)

    def narrow(self, typed: str) -> None:
        """Show the texts in which `typed` is found, all of them ticked; nothing typed: as at the start."""
        self.beginResetModel()
        self.shown = [text for text in self._counts if matches(text or BLANK, typed)]
        self.ticked = set(self.shown) if typed.strip() else set(self._begun)
        self.endResetModel()

    def chosen(self) -> frozenset[str] | None:
        """The texts to show; None where that is all of them."""
        found = self.ticked & set(self.shown)
        return None if found == set(self._counts) else frozenset(found)

    def flip(self, row: int) -> None:
        """Tick a line or take its tick away; the first one does so with all that are shown."""
        if row == 0:
            whole = set(self.shown)
            self.ticked = self.ticked - whole if whole <= self.ticked else self.ticked | whole
        elif 0 < row <= len(self.shown):
            self.ticked ^= {self.shown[row - 1]}
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown), 0), [_CHECK])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.shown) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() > len(self.shown):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if index.row() == 0:
                return f"（全选）　{len(self.shown)} 种"
            text = self.shown[index.row() - 1]
            words = text.replace("\n", " ") or BLANK
            return words if self._counts[text] == 1 else f"{words}　{self._counts[text]}"
        if role == _CHECK:
            if index.row() == 0:
                on = len(self.ticked & set(self.shown))
                state = Qt.CheckState
                return (
                    state.Checked
                    if on == len(self.shown)
                    else state.PartiallyChecked
                    if on
                    else state.Unchecked
                )
            ticked = self.shown[index.row() - 1] in self.ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None


class TicksPopup(SmallWindow):
    """Typing narrows the list, by text or pinyin initials; Enter shows what is ticked; Down goes into the list, Space
    ticks there; Esc leaves all as it is."""

    def __init__(self, table: GridTable, column: int) -> None:
        super().__init__(table)
        self._table = table
        model = table.grid_model
        self.key = model.columns[column].key
        self.title = model.columns[column].title.replace("\n", " ")
        self.setWindowTitle(f"筛选 {self.title}")
        arranged = model.arrangement
        self.values = Values(arranged.values(model.source, self.key), arranged.ticked.get(self.key), self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        rows.setSpacing(SPACE_2)
        rows.addWidget(Text(self.title, GRID, bold=True, parent=self))
        rows.addLayout(self._sorting())
        self.box = QLineEdit(self)
        self.box.setPlaceholderText("输入要显示的，可输拼音首字母")
        self.box.setAccessibleName(f"在{self.title}中找")
        self.box.textEdited.connect(self.values.narrow)
        rows.addWidget(self.box)
        self.list = _List(self)
        rows.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        self.all = Button("全部显示", small=True, parent=self)
        self.all.clicked.connect(lambda: self._apply(None))
        self.all.setEnabled(self.key in arranged.ticked)
        self.apply_button = Button("确定", primary=True, small=True, parent=self)
        self.apply_button.clicked.connect(self.apply)
        buttons.addWidget(self.all)
        buttons.addStretch(1)
        buttons.addWidget(self.apply_button)
        rows.addLayout(buttons)
        self._place(column)
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def _sorting(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        choices = [("升序", (self.key, False)), ("降序", (self.key, True)), ("原来的次序", (None, False))]
        for words, (key, down) in choices if self._table.is_sortable else []:
            link = LinkLabel(words, points=SMALL, parent=self)
            link.on_press(partial(self._sort, key, down))
            row.addWidget(link)
        row.addStretch(1)
        if self._table.layout_of_columns.is_own:
            reset = LinkLabel("恢复列宽和列序", points=SMALL, parent=self)
            reset.on_press(self._reset)
            row.addWidget(reset)
        return row

    def _sort(self, key: str | None, down: bool) -> None:
        self.close()
        self._table.sort_by(key, down)

    def _reset(self) -> None:
        self.close()
        self._table.layout_of_columns.reset()

    def _place(self, column: int) -> None:
        """Under the column's header, within the window."""
        header, window = self._table.horizontalHeader(), self._table.window()
        wanted = min(_SIZE[1], 180 + 24 * (len(self.values.shown) + 1))
        self.resize(_SIZE[0], min(wanted, window.height()))
        corner = header.viewport().mapTo(
            window, QPoint(header.sectionViewportPosition(column), header.height())
        )
        left = max(0, min(corner.x(), window.width() - self.width()))
        top = max(0, min(corner.y(), window.height() - self.height()))
        self.move(window.mapToGlobal(QPoint(left, top)))

    def apply(self) -> None:
        """Shows the ticked values' rows; where none is ticked nothing happens, since nothing would be left."""
        chosen = self.values.chosen()
        if chosen is not None and not chosen:
            self._table.grid_model.say("没有勾选任何一种，没有筛选")
            return
        self._apply(chosen)

    def _apply(self, chosen: frozenset[str] | None) -> None:
        self.close()
        self._table.tick(self.key, chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif key == Qt.Key.Key_Escape:
            self.close()
            self._table.setFocus(Qt.FocusReason.PopupFocusReason)
        elif key == Qt.Key.Key_Down and self.box.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentIndex(self.values.index(1 if self.values.shown else 0, 0))
        else:
            super().keyPressEvent(event)


class _List(QListView):
    """The lines; a click anywhere on one ticks it."""

    def __init__(self, popup: TicksPopup) -> None:
        super().__init__(popup)
        self._values = popup.values
        self.setModel(popup.values)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFont(Theme.current().font(GRID))
        self.setSpacing(SPACE_1 // 4)
        self.setAccessibleName(f"{popup.title}的值")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda index: self._values.flip(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.parentWidget()
        assert isinstance(popup, TicksPopup)
        if event.key() == Qt.Key.Key_Space:
            self._values.flip(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            popup.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            popup.box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
