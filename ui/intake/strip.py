"""The strip over the preview (列的对应): each source header with the column it goes to, where the header stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from ui.intake.choose import TALL, ChoiceCell, Item
from ui.intake.kinds import all_kinds
from ui.intake.session import ImportSession
from ui.theme import RADIUS_CARD, Theme
from xcedu_desktop.values.masks import shown
from xcedu_desktop.workbook.intake.lists import column_name
from xcedu_desktop.workbook.intake.plan import IntakePlan, ListHead, SheetLayout

NOT_TAKEN = "不导入"
_HEADER_CHOICES = 15


class Strip(QWidget):
    """One row of cells in a card; it scrolls sideways where a list has more columns than the window holds."""

    def __init__(self, session: ImportSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cells: list[ChoiceCell] = []
        self.setFixedHeight(TALL + 2)

    def show_plan(self, plan: IntakePlan) -> None:
        """The columns of the plan's first list; others of the same shape follow it."""
        focused = next((at for at, cell in enumerate(self.cells) if cell.hasFocus()), -1)
        held = _Row()
        self.cells = self._make(plan, held)
        for cell in self.cells:
            held.row.addWidget(cell)
        self._area.setWidget(held)
        held.setAutoFillBackground(False)
        self._fit()
        if 0 <= focused < len(self.cells):
            self.cells[focused].setFocus()

    def _fit(self) -> None:
        """Room for the scroll bar only where it is needed."""
        held = self._area.widget()
        if held is not None:
            self.setFixedHeight(TALL + (2 if held.minimumSizeHint().width() <= self.width() - 2 else 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _make(self, plan: IntakePlan, parent: QWidget) -> list[ChoiceCell]:
        cells: list[ChoiceCell] = []
        if len(plan.all_sheets) > 1:
            cells.append(self._sheets(plan, parent))
        head = plan.heads[0] if plan.heads else None
        if head is not None:
            left: list[tuple[int, str]] = []
            for column, header in sorted(head.headers.items()):
                if column in head.columns:
                    title = head.columns[column]
                    cells.append(
                        ChoiceCell(_plain(header), title, partial(self._targets, head, column), parent)
                    )
                else:
                    left.append((column, _plain(header) or f"{column_name(column)} 列"))
            if left and head.columns:
                cells.append(self._not_taken(head, left, parent))
        cells.append(self._where(plan, head, parent))
        return cells

    # -- columns -------------------------------------------------------------------------------------------------------

    def _not_taken(self, head: ListHead, left: Sequence[tuple[int, str]], parent: QWidget) -> ChoiceCell:
        def items() -> list[Item]:
            return [Item(header, under=self._targets(head, column)) for column, header in left]

        cell = ChoiceCell("、".join(header for _, header in left), NOT_TAKEN, items, parent)
        cell.quiet = True
        return cell

    def _targets(self, head: ListHead, column: int) -> list[Item]:
        """What a source column can go to."""
        now = head.columns.get(column)
        taken = set(head.columns.values()) - {now}
        items = [Item(NOT_TAKEN, partial(self._assign, head, column, None), now is None)]
        for target in all_kinds()[self._session.kind].columns:
            text = target.title + ("　（换掉现在的列）" if target.title in taken else "")
            items.append(Item(text, partial(self._assign, head, column, target.key), target.title == now))
        return items

    def _assign(self, head: ListHead, column: int, key: str | None) -> None:
        """Puts a source column to a key, on every sheet whose list has the same headers."""
        plan = self._session.plan
        if plan is None:
            return
        keys = {kind.title: kind.key for kind in all_kinds()[plan.kind].columns}
        layouts: dict[str, SheetLayout] = {}
        for other in plan.heads:
            if other.headers != head.headers:
                continue
            assign: dict[int, str | None] = {at: keys.get(other.columns.get(at, "")) for at in other.headers}
            for at, old in assign.items():
                if key is not None and old == key:
                    assign[at] = None
            assign[column] = key
            kept = self._session.answers.layout.get(other.sheet)
            layouts[other.sheet] = SheetLayout(kept.header_row if kept is not None else None, assign)
        self._session.lay_out(layouts)

    # -- header and sheets ---------------------------------------------------------------------------------------------

    def _where(self, plan: IntakePlan, head: ListHead | None, parent: QWidget) -> ChoiceCell:
        if head is None:
            text = "没有找到"
        elif head.header_rows[0] < 0:
            text = "没有表头"
        elif head.header_rows[0] == head.header_rows[1]:
            text = f"第 {head.header_rows[0] + 1} 行"
        else:
            text = f"第 {head.header_rows[0] + 1}–{head.header_rows[1] + 1} 行"
        cell = ChoiceCell("表头在", text, partial(self._header_rows, plan, head), parent)
        cell.link = "改"
        return cell

    def _header_rows(self, plan: IntakePlan, head: ListHead | None) -> list[Item]:
        """The sheet's first rows with content, each as the header that it could be."""
        raw = self._session.raw
        name = head.sheet if head is not None else (plan.sheet or next(iter(plan.all_sheets), ""))
        sheet = next((s for s in raw.sheets if s.name == name), None) if raw is not None else None
        if sheet is None:
            return []
        items: list[Item] = []
        now = head.header_rows[0] if head is not None else None
        for row, cells in enumerate(sheet.rows[:60]):
            texts = [shown(cell.text, 12) for cell in cells if not cell.blank]
            if texts:
                said = "　".join(texts[:6]) + ("…" if len(texts) > 6 else "")
                items.append(Item(f"第 {row + 1} 行　{said}", partial(self._header, name, row), row == now))
            if len(items) == _HEADER_CHOICES:
                break
        return [*items, Item("没有表头，从第一行起就是数据", partial(self._header, name, -1), now == -1)]

    def _header(self, sheet: str, row: int) -> None:
        self._session.lay_out({sheet: SheetLayout(row)})

    def _sheets(self, plan: IntakePlan, parent: QWidget) -> ChoiceCell:
        def items() -> list[Item]:
            choose: Callable[[str | None], object] = self._session.set_sheet
            every = Item("所有这样的表", partial(choose, None), self._session.sheet is None)
            return [
                every,
                *(Item(name, partial(choose, name), self._session.sheet == name) for name in plan.all_sheets),
            ]

        value = plan.sheet or (f"{len(plan.sheets)} 张" if plan.sheets else "没有找到")
        return ChoiceCell(f"表（共 {len(plan.all_sheets)} 张）", value, items, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        painter.end()


class _Row(QWidget):
    """The cells side by side, with lines between."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Theme.current().line)
        for at in range(1, self.row.count()):
            item = self.row.itemAt(at)
            if item is not None:
                x = item.geometry().left() - 1
                painter.drawLine(x, 0, x, TALL)
        painter.end()


def _plain(header: str) -> str:
    """A source header on one line, of several rows the lowest."""
    return shown(" ".join(header.split(" · ")[-1].split()), 24)
