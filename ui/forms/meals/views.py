"""What stands behind the month's grid, each made when first asked for: 供餐单位, 与上月比较."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from ui.forms.meals.comparison import Comparison
from ui.forms.meals.suppliers_panel import SuppliersPanel

if TYPE_CHECKING:
    from ui.forms.meals.month_data import MealMonth
    from ui.page import Page
    from ui.shell import Shell
    from xcedu_desktop.form import Finding

SUPPLIERS, COMPARE = "suppliers", "compare"
COMPARED_BY = "M12"
"""The rule whose finding the comparison shows."""
_TITLES = {SUPPLIERS: "供餐单位", COMPARE: "与上月比较"}
_BACK = "返回人数"


class Views(QObject):
    """The buttons in the page's header and what they show in `stack`, whose first widget is the grid's.

    `leave`: called before another view is shown; `turned`: after it.
    """

    supplier_written = Signal()
    turned = Signal()

    def __init__(self, shell: Shell, page: Page, stack: QStackedWidget, leave: Callable[[], object]) -> None:
        super().__init__(page)
        self._shell, self._page, self._stack, self._leave = shell, page, stack, leave
        self.suppliers: SuppliersPanel | None = None
        self.comparison: Comparison | None = None
        self.shown = ""
        self.buttons = {
            name: page.add_button(title, partial(self._press, name)) for name, title in _TITLES.items()
        }
        page.add_button("导入", lambda: shell.open_import("meals"))
        self._data: MealMonth | None = None

    def _press(self, name: str) -> None:
        self.turn_to("" if self.shown == name else name)

    def turn_to(self, name: str) -> None:
        """Shows a view; "": the grid. The keyboard goes into it, else it stays on the button and its arrows in the header."""
        self._leave()
        self.shown = name
        if name == SUPPLIERS:
            self._stack.setCurrentWidget(self._suppliers())
        elif name == COMPARE:
            self._stack.setCurrentWidget(self._comparison())
        else:
            self._stack.setCurrentIndex(0)
        self._page.setFocusProxy(self._stack.currentWidget().focusProxy() or self._stack.currentWidget())
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._page.set_way_back(partial(self.turn_to, "") if name else None)
        for other, button in self.buttons.items():
            button.setText(_BACK if other == name else _TITLES[other])
            button.setToolTip("Esc" if other == name else "")
            button.updateGeometry()
        self.turned.emit()

    def _suppliers(self) -> SuppliersPanel:
        if self.suppliers is None:
            self.suppliers = SuppliersPanel(self._shell, self._month(), self._stack)
            self.suppliers.set_findings(self._shell.findings)
            self._stack.addWidget(self.suppliers)
            for grid in self.suppliers.grids.values():
                grid.written.connect(self.supplier_written)
        return self.suppliers

    def _comparison(self) -> Comparison:
        if self.comparison is None:
            self.comparison = Comparison(self._shell, self._stack)
            self._stack.addWidget(self.comparison)
        self.comparison.show_month(self._month(), self._shell.findings)
        return self.comparison

    def _month(self) -> MealMonth:
        assert self._data is not None
        return self._data

    def show_data(self, data: MealMonth) -> None:
        """The month was read again."""
        self._data = data
        if self.suppliers is not None:
            self.suppliers.set_data(data)
        if self.shown == COMPARE:
            self._comparison()

    def show_findings(self, findings: list[Finding]) -> None:
        """Marks what findings name."""
        if self.suppliers is not None:
            self.suppliers.set_findings(findings)
        if self.comparison is not None and self.shown == COMPARE:
            self.comparison.show_month(self._month(), findings)

    def show_finding(self, finding: Finding) -> bool:
        """Goes to the cell of a supplier, a price or a service."""
        self.turn_to(SUPPLIERS)
        return self._suppliers().show_finding(finding)

    def commit(self) -> None:
        """Writes what is being typed."""
        if self.suppliers is not None:
            self.suppliers.commit()
