"""Rows at the foot of a grid (合计): a second view whose columns follow those of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.grid.model import GridModel
from ui.grid.rows import Host
from ui.grid.source import NUMBER, GridSource
from ui.grid.table import GridTable
from ui.theme import ROW, Theme

TOTAL = "total"


class TotalsSource(GridSource):
    """One row, 合计, of what the grid above shows."""

    def __init__(self, above: GridModel) -> None:
        self._above = above
        self._texts: Mapping[str, str] = {}
        self._lacks: Mapping[str, str] = {}
        self.reload()

    def reload(self) -> None:
        self.columns = tuple(replace(column, editable=False) for column in self._above.columns)
        # a row opened between others is not in the file yet: no source knows it, and it lacks nothing
        ids = [row_id for row_id in self._above.ids if row_id != self._above.opened]
        self._texts = self._above.source.totals(ids)
        self._lacks = self._above.source.lacking(ids)
        self._first = next((c.key for c in self.columns if c.key != NUMBER), "")
        self.total_spans = self._above.source.total_spans

    def row_ids(self) -> Sequence[str]:
        return [TOTAL]

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return " "
        return self._texts.get(key, ("合计（不全）" if self._lacks else "合计") if key == self._first else "")

    def is_bold(self, row_id: str, key: str) -> bool:
        return key not in self.total_spans and key not in self._lacks

    def ground(self, row_id: str, key: str) -> str:
        return "window"

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if key in self._lacks else "ink"

    def tooltip(self, row_id: str, key: str) -> str:
        if key == self._first:
            titles = {c.key: c.title.replace("\n", " ") for c in self.columns}
            return "；".join(f"{titles.get(lacks, lacks)} {words}" for lacks, words in self._lacks.items())
        return self._lacks.get(key, "")


class Footer(QWidget):
    """The view of a footer's source; as high as its rows."""

    def __init__(self, source: GridSource, above: GridTable, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self._above = above
        self.model = GridModel(source, host, self)
        self.table = GridTable(self.model, sortable=False, parent=self)
        self.table.follows = True
        self.table.setAccessibleName("合计")
        self.table.horizontalHeader().hide()
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if isinstance(source, TotalsSource):
            self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.table.setSelectionMode(GridTable.SelectionMode.NoSelection)
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.addWidget(self.table)
        header = above.horizontalHeader()
        header.sectionResized.connect(lambda at, _old, new: self.table.setColumnWidth(at, new))
        header.sectionMoved.connect(lambda _at, old, new: self.table.horizontalHeader().moveSection(old, new))
        scroll = above.horizontalScrollBar()
        scroll.valueChanged.connect(lambda _: self._follow())
        scroll.rangeChanged.connect(lambda *_: self._follow())
        above.verticalScrollBar().installEventFilter(self)
        self.model.modelReset.connect(self._fit)
        self._fit()

    def set_source(self, source: GridSource) -> None:
        """Shows another footer."""
        self.model.set_source(source)
        self._fit()

    def renew(self) -> None:
        """The rows above changed."""
        self.model.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        return False

    def _follow(self) -> None:
        # as wide as the rows above, else the last columns could not come to stand under theirs
        beside = self._above.verticalScrollBar()
        right = beside.sizeHint().width() if beside.isVisible() else 0
        self.layout().setContentsMargins(0, 1, right, 0)
        bar = self.table.horizontalScrollBar()
        bar.setRange(0, self._above.horizontalScrollBar().maximum())
        bar.setValue(self._above.horizontalScrollBar().value())

    def _fit(self) -> None:
        for at in range(self.model.columnCount()):
            self.table.setColumnWidth(at, self._above.columnWidth(at))
            self.table.setColumnHidden(at, self._above.isColumnHidden(at))
        self.table.clearSpans()
        for key, columns in self.model.source.total_spans.items():
            self.table.setSpan(0, self.model.column_of(key), 1, columns)
        self.setFixedHeight(ROW * self.model.rowCount() + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Theme.current().window)  # beside the cells, under the scroll bar above
        painter.fillRect(0, 0, self.width(), 1, Theme.current().line)
        painter.end()
