"""What stands beside the tabs: of each tab the one act that it needs (再登记同样的…台, 销号, 加一天)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.forms.heating.copies import CopyBox, copies, purchase_of
from ui.forms.heating.equipment import EquipmentSource
from ui.forms.heating.inspections import InspectionsSource
from ui.forms.heating.sources import EQUIPMENT, INSPECTION, TEMPERATURE, WORKS
from ui.forms.heating.stock import is_open
from ui.forms.heating.temperature_bar import TemperatureBar
from ui.forms.heating.temperatures import TemperatureGrid
from ui.theme import SPACE_2
from ui.widgets.buttons import Button
from xcedu_desktop.forms.heating.tables import WORK_KINDS, Equipment
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from ui.forms.heating.page import HeatingPage

MORE_KEY, CLOSE_KEY = "F7", "F9"


class TabActs(QWidget):
    """The acts of one page; `allow` shows those of the tab that is shown."""

    def __init__(self, page: HeatingPage) -> None:
        super().__init__(page)
        self.page = page
        self.again = CopyBox(MORE_KEY, self)
        self.again.wanted.connect(self._copy)
        self.close_found = Button(f"销号　{CLOSE_KEY}", parent=self)
        self.close_found.setToolTip("把选中的问题记为今天整改完成")
        self.close_found.clicked.connect(self.close_selected)
        self.measured = TemperatureBar(self._measure, page.shell.say, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        for part in (self.again, self.close_found, self.measured):
            row.addWidget(part)

    def allow(self) -> None:
        """Shows what the tab offers, greyed where it cannot be done now."""
        tab, stock = self.page.tab, self.page.stock
        self.again.setVisible(tab == EQUIPMENT)
        self.again.allow(bool(self.piece()))
        self.close_found.setVisible(tab == INSPECTION)
        self.measured.setVisible(tab == TEMPERATURE and bool(stock.rooms) and not stock.locked)
        source = self.page.grids[INSPECTION].source if tab == INSPECTION else None
        if isinstance(source, InspectionsSource):
            row = source.rows.get(self.page.grids[INSPECTION].current()[0])
            self.close_found.setEnabled(row is not None and is_open(row))

    # -- more of the same ------------------------------------------------------------------------------------------

    def piece(self) -> str:
        """The current piece; on the empty last row the one above it, which was just registered."""
        grid = self.page.grids[EQUIPMENT]
        at, ids = grid.table.currentIndex().row(), grid.model.ids
        return ids[min(at, len(ids) - 1)] if at >= 0 and ids else ""

    def _copy(self, count: int) -> None:
        """Makes pieces like the current one, as one act, and goes to the room of the first: it is what differs."""
        page = self.page
        page.leave()
        grid, row_id = page.grids[EQUIPMENT], self.piece()
        source = grid.source
        if not isinstance(source, EquipmentSource) or row_id not in source.rows:
            return
        used = {row["tag"] for row in page.ledger.rows(Equipment) if row["tag"]}
        made = copies(source.rows[row_id], fields_of(Equipment).keys(), used, count)
        tags = [str(change.after.get("tag") or "") for change in made.changes if change.after]
        words = "–".join(dict.fromkeys((tags[0], tags[-1])))
        page.fresh |= {change.row_id for change in made.changes}
        page.shell.wrote(page.ledger.apply(made), f"已再登记 {count} 台 {words}".strip())
        page.refresh()
        grid.show_cell(made.changes[0].row_id, "room_id")
        if self._lacks_purchase(source.rows[row_id]["purchase_date"]):
            page.shell.say("「新购」还没有算上这一批：房间填好后点「登记工程」，购置那一行会自动填好")

    def register_purchase(self) -> bool:
        """After a delivery was registered: the row of its purchase among the works; False where there is none to make."""
        page = self.page
        piece = page.stock.register.get(self.piece()) if page.tab == EQUIPMENT else None
        if piece is None or piece["id"] not in page.fresh or not self._lacks_purchase(piece["purchase_date"]):
            return False
        page.leave()
        said, values = purchase_of(piece, page.stock.pieces)
        work, made = page.ledger.insert("heating_work", values, title="登记购置")
        page.shell.wrote(made, f"已登记购置 {said}，请核对")
        page.refresh()
        page.open_tab(WORKS)
        page.grids[WORKS].show_cell(work, "quantity")
        return True

    def _lacks_purchase(self, day: date | None) -> bool:
        """Whether pieces bought on a day of this season have no row of works yet."""
        stock = self.page.stock
        if day is None or not stock.since <= day <= stock.month.last:
            return False
        return not any(work["kind"] == WORK_KINDS[0] and work["day"] == day for work in stock.works)

    # -- inspections and temperatures ------------------------------------------------------------------------------

    def close_selected(self) -> None:
        """销号: what is selected and open is closed today."""
        page = self.page
        page.leave()
        grid = page.grids[INSPECTION]
        source = grid.source
        if not isinstance(source, InspectionsSource):
            return
        closing = source.closing(grid.selected_rows())
        if not closing:
            page.shell.say("选中的没有要销号的问题")
            return
        page.shell.wrote(page.ledger.apply(closing), f"已销号 {len(closing.changes)} 条")
        page.refresh()
        grid.setFocus()

    def go_to_first_room(self) -> None:
        """From nowhere to the first room that can be measured, not to the name of its building."""
        grid = self.page.grids[TEMPERATURE]
        if isinstance(grid.source, TemperatureGrid) and grid.current()[0] not in self.page.stock.rooms:
            grid.table.go_to(grid.model.row_of(grid.source.first_room()), len(grid.model.columns) - 1)

    def _measure(self, day: date) -> None:
        """A column for a day; the keyboard goes to its first room."""
        page = self.page
        page.days.add(day)
        page.fill(TEMPERATURE)
        grid = page.grids[TEMPERATURE]
        assert isinstance(grid.source, TemperatureGrid)
        grid.show_cell(grid.source.first_room(), day.isoformat())
