"""供餐单位: suppliers with their licence, prices, and which meals are served to which classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.meals.price_source import PriceSource
from ui.grid.source import GridSource, column_of
from ui.grid.table_source import TableSource
from ui.grid.view import Grid
from ui.theme import GRID, SPACE_1, SPACE_3
from ui.widgets.text import Text
from xcedu_desktop.forms.meals.tables import MealPrice, MealService, MealSupplier
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from ui.forms.meals.month_data import MealMonth
    from ui.shell import Shell
    from xcedu_desktop.form import Finding
    from xcedu_desktop.store.base import Live

SUPPLIER, PRICE, SERVICE = "meal_supplier", "meal_price", "meal_service"
_NAMES = {SUPPLIER: "供餐单位与许可证", PRICE: "餐费标准", SERVICE: "供餐安排"}
_ABOUT = {
    SUPPLIER: "学校食堂也登记在这里；换了单位，旧的填上结束日期，再新增一行",
    PRICE: "调价新增一行，写单价和起始日期，原单价自动截止到前一天",
    SERVICE: "班级空着就是全校；一行也没有，有登记的班算供午餐",
}
_LENT = "；本校食堂按「设置」里的食堂许可证，不用登记"
_NOW = "这里是现在登记的，可以改，已上报的不跟着变；"
_WIDTHS: dict[str, dict[str, int]] = {
    SUPPLIER: {"name": 0, "mode": 90, "licence": 180, "licence_until": 104, "phone": 124, "from_date": 104, "to_date": 104},
    PRICE: {"supplier_id": 0, "meal": 60, "price_fen": 76, "from_date": 100, "to_date": 100},
    SERVICE: {"meal": 60, "class_id": 0, "from_date": 100, "to_date": 100},
}  # fmt: skip
_HINTS = {
    SUPPLIER: "输入名称，新增供餐单位",
    PRICE: "选供餐单位，新增一条餐费",
    SERVICE: "选餐次，新增一条安排",
}
_MODELS: dict[str, type[Live]] = {SUPPLIER: MealSupplier, PRICE: MealPrice, SERVICE: MealService}


def source_of(table: str, data: MealMonth) -> GridSource:
    """One of the three, as it is now: none of them is dated, so a month that is reported does not lock it."""
    fields = fields_of(_MODELS[table])
    columns = [
        column_of(key, fields[key], width=width or 110, stretch=not width)
        for key, width in _WIDTHS[table].items()
    ]
    make = PriceSource if table == PRICE else TableSource
    return make(data.ledger, _MODELS[table], columns, month=data.month, hint=_HINTS[table])


class SuppliersPanel(QWidget):
    """Three grids with their names."""

    def __init__(self, shell: Shell, data: MealMonth, parent: QWidget) -> None:
        super().__init__(parent)
        self.grids = {table: Grid(shell, source_of(table, data), parent=self) for table in _MODELS}
        self.setFocusProxy(self.grids[SUPPLIER])
        self.about: dict[str, Text] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_3)
        rows.addLayout(self._named(SUPPLIER), 2)
        beside = QHBoxLayout()
        beside.setSpacing(SPACE_3)
        beside.addLayout(self._named(PRICE), 5)
        beside.addLayout(self._named(SERVICE), 4)
        rows.addLayout(beside, 3)
        for table, grid in self.grids.items():
            grid.written.connect(lambda table=table: self._written(table))
        self._say_of(data)

    def _named(self, table: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE_1)
        heading = QHBoxLayout()
        heading.setSpacing(SPACE_3)
        heading.addWidget(Text(_NAMES[table], GRID, bold=True, parent=self))
        self.about[table] = Text(_ABOUT[table], GRID, tone="ink2", elide=True, parent=self)
        heading.addWidget(self.about[table], 1)
        column.addLayout(heading)
        column.addWidget(self.grids[table], 1)
        self.grids[table].table.setAccessibleName(_NAMES[table])
        return column

    def set_data(self, data: MealMonth) -> None:
        """Reads all three again; an open editor waits."""
        for table, grid in self.grids.items():
            if grid.table.is_editing():
                grid.refresh()
            else:
                grid.set_source(source_of(table, data))
        self._say_of(data)

    def _say_of(self, data: MealMonth) -> None:
        words = (_NOW if data.locked else "") + _ABOUT[SUPPLIER]
        self.about[SUPPLIER].setText(words + (_LENT if data.canteen_lent else ""))

    def set_findings(self, findings: list[Finding]) -> None:
        """Marks the cells that findings name."""
        for grid in self.grids.values():
            grid.set_findings(findings)

    def show_finding(self, finding: Finding) -> bool:
        """Goes to a finding's cell; to the empty last row where the row has still to be made."""
        grid = self.grids.get(finding.table)
        if grid is None:
            return False
        if not grid.show_cell(finding.record, finding.field):
            grid.new_row()
        return True

    def commit(self) -> None:
        """Writes what is being typed."""
        for grid in self.grids.values():
            grid.commit()

    def _written(self, table: str) -> None:
        if table == SUPPLIER:  # prices name suppliers
            self.grids[PRICE].refresh()
