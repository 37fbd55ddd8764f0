"""The menu of a cell (right click, or the menu key): what its keys do to cell and row, and the history of the cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from ui.grid.table import GridTable

Entry = tuple[str, Callable[[], object]]
"""Words with their key, and what is done."""


def open_cell_menu(table: GridTable, at: QPoint) -> None:
    """Opens the menu of the current cell at a point of the screen."""
    model, index = table.grid_model, table.currentIndex()
    if not index.isValid():
        return
    menu = QMenu(table)
    acts = table.acts
    entries: list[Entry | None] = [("复制\tCtrl+C", acts.copy)]
    if not table.row_mode:
        row_id, key = model.id_at(index.row()), model.columns[index.column()].key
        spot = model.source.spot(row_id, key)
        entries += [("剪切\tCtrl+X", acts.cut), ("粘贴\tCtrl+V", acts.paste)]
        rows: list[Entry] = []
        if model.source.hint:
            rows.append(("插入一行\tCtrl+Shift+=", acts.insert_row))
        if model.source.can_delete() and acts.rows():
            rows.append(("删除所选行\tCtrl+-", acts.delete_rows))
        if rows:
            entries += [None, *rows]
        if spot is not None:
            title = model.columns[index.column()].title.replace("\n", "")
            row = model.source.place(row_id, key) or model.text_at(
                index.row(), model.columns[model.first_editable()]
            )
            cell = model.source.place(row_id, key) or f"{row} {title}".strip()
            entries += [
                None,
                ("批注…\tShift+F2", table.open_note),
                ("这一格的修改记录", lambda: model.host.show_history(*spot, cell)),
                ("这一行的修改记录", lambda: model.host.show_history(spot.table, spot.row_id, "", row)),
            ]
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        else:
            menu.addAction(entry[0]).triggered.connect(lambda _checked, act=entry[1]: act())
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
