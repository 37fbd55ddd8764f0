"""The list of backups (备份列表): when, made how, where, and whether it is whole. One row is chosen to be restored."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ui.settings_page.backups import KnownBackup
from ui.theme import GRID, ROW, Theme
from ui.widgets.empty_focus import paint_empty_focus

TITLES = ("备份时间", "方式", "状态", "文件")
_WIDTHS = (160, 56, 96)
_FILE = 3
Index = QModelIndex | QPersistentModelIndex


class BackupRows(QAbstractTableModel):
    """Plain values; `backups` is replaced whole."""

    def __init__(self) -> None:
        super().__init__()
        self.backups: list[KnownBackup] = []

    def replace(self, backups: list[KnownBackup]) -> None:
        """Shows another list."""
        self.beginResetModel()
        self.backups = backups
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.backups)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    def data(self, index: Index, role: int = 0) -> object:
        if not index.isValid() or index.row() >= len(self.backups):
            return None
        backup, column, theme = self.backups[index.row()], index.column(), Theme.current()
        if role == Qt.ItemDataRole.DisplayRole:
            how = "自动" if backup.automatic else "手动"
            return (backup.spoken, how, backup.problem or "完好", str(backup.path))[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == 2:
                return theme.error if backup.problem else theme.good
            return theme.ink if column == 0 else theme.ink2
        if role == Qt.ItemDataRole.ToolTipRole and column == _FILE:
            return str(backup.path)
        return None


class _Head(QHeaderView):
    """Flat, in the colours of the theme."""

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        theme = Theme.current()
        painter.fillRect(rect, theme.surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        painter.setFont(theme.font(GRID))
        painter.setPen(theme.ink2)
        painter.drawText(rect.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, TITLES[logical])


class BackupTable(QTableView):
    """`chosen_changed` when another row is chosen."""

    chosen_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = BackupRows()
        self.setModel(self.rows)
        self.setAccessibleName("备份列表")
        self.setFont(Theme.current().font(GRID))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        head = _Head(Qt.Orientation.Horizontal, self)
        self.setHorizontalHeader(head)
        head.setFixedHeight(ROW)
        head.setStretchLastSection(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column, width in enumerate(_WIDTHS):
            head.resizeSection(column, width)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        paint_empty_focus(painter, self)
        painter.end()

    def show_backups(self, backups: list[KnownBackup]) -> None:
        """Replaces the list; the chosen backup stays chosen, else the newest whole one is."""
        before = self.chosen()
        self.rows.replace(backups)
        paths = [backup.path for backup in backups]
        whole = next((at for at, backup in enumerate(backups) if not backup.problem), None)
        at = paths.index(before.path) if before is not None and before.path in paths else whole
        if at is not None:
            self.selectRow(at)
        self.chosen_changed.emit()

    def chosen(self) -> KnownBackup | None:
        """The backup of the chosen row."""
        rows = self.selectionModel().selectedRows()
        return self.rows.backups[rows[0].row()] if rows else None
