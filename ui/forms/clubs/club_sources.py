"""The list of clubs with their figures, and one club's own data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.forms.clubs.board import Board
from ui.grid.source import Cell, Column, Mark, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import Edited
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_CLUB = fields_of(Club)
HEADS, MEETINGS = "capacity", "meetings"
"""人/名额 shows both and takes the places, as a spreadsheet's column would; 本月考勤 is computed."""
_CELL_OF = {"C04": HEADS, "C07": MEETINGS, "C08": MEETINGS}
"""Rule → the cell that shows what it is about."""


def list_cell(finding: Finding) -> str:
    """The column of the list that shows a club's finding."""
    return _CELL_OF.get(finding.rule) or (
        finding.field if finding.field in ("name", "category", HEADS) else "name"
    )


class ClubListSource(TableSource):
    """The clubs of the month's term with their figures. `chosen`: the one shown at the right."""

    def __init__(self, ledger: Ledger, month: Month, board: Board) -> None:
        self.board = board
        self.chosen = ""
        day = board.day
        columns = [
            column_of("name", _CLUB["name"], title="社团", width=100, stretch=True),
            column_of("category", _CLUB["category"], width=56, align="left"),
            column_of(HEADS, _CLUB["capacity"], title="人/名额", width=66, align="right",
                      tooltip=f"正式成员人数，按 {day.month}月{day.day}日，候补不算；输入数字是改名额"),
            Column(MEETINGS, "本月考勤", width=74, align="right", editable=False,
                   tooltip="已记考勤的次数／到今天为止应有的次数"),
        ]  # fmt: skip
        year, number = board.summary.term
        super().__init__(
            ledger, Club, columns, month=month, where=[Club.school_year == year, Club.term_number == number],
            defaults={"school_year": year, "term_number": number}, hint="输入名称，新建社团",
        )  # fmt: skip

    def text(self, row_id: str, key: str) -> str:
        if key not in (HEADS, MEETINGS) or (key == HEADS and self.is_draft(row_id, key)):
            return super().text(row_id, key)
        figures = self.board.summary.clubs.get(row_id)
        if key == HEADS:
            places = super().text(row_id, key)
            if row_id not in self.rows:
                return ""
            return str(figures.members if figures is not None else 0) + (f"/{places}" if places else "")
        if figures is None:
            return ""
        return f"{figures.taken}/{figures.due}" if figures.due else "—"

    def edit_text(self, row_id: str, key: str) -> str:
        return super().text(row_id, key) if key == HEADS else super().edit_text(row_id, key)

    def sort_key(self, row_id: str, key: str) -> Any:
        figures = self.board.summary.clubs.get(row_id)
        if key == HEADS:
            return figures.members if figures else None
        if key == MEETINGS:
            return figures.due - figures.taken if figures else None
        return super().sort_key(row_id, key)

    def ground(self, row_id: str, key: str) -> str:
        return "accent_soft" if row_id == self.chosen and row_id in self.rows else ""

    def is_bold(self, row_id: str, key: str) -> bool:
        return key == "name" and row_id == self.chosen

    def ink(self, row_id: str, key: str) -> str:
        return "ink" if key in (HEADS, MEETINGS) else ""

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """A finding marks the cell that it is about."""
        super().set_findings(replace(f, field=list_cell(f)) if f.table == self.table else f for f in findings)

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        fresh = {cell.row_id for cell in cells} - set(self.rows)
        return super().write(cells, "新建社团" if fresh and title == "修改" else title)

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        """A club goes with its slots and leaders; one with members or meetings cannot."""
        gone = set(ids)
        along = [
            ("place_use", row["id"])
            for row in self.ledger.rows(PlaceUse, PlaceUse.owner_table == "club")
            if row["owner_id"] in gone
        ]
        along += [
            ("club_leader", row["id"]) for row in self.ledger.rows(ClubLeader) if row["club_id"] in gone
        ]
        return self.ledger.delete(self.table, ids, title="删除社团", along=along)


class BasicsSource(TableSource):
    """The club's own data, one row; a fee above the cap is marked."""

    def __init__(self, ledger: Ledger, month: Month, club_id: str, board: Board) -> None:
        self.cap = board.summary.fee_cap
        widths = {"name": 150, "category": 80, "capacity": 84, "fee_fen": 110}
        columns = [column_of(key, _CLUB[key], width=width) for key, width in widths.items()]
        columns.append(column_of("note", _CLUB["note"], width=160, stretch=True))
        super().__init__(ledger, Club, columns, month=month, where=[Club.id == club_id], deletable=False)

    def mark(self, row_id: str, key: str) -> Mark | None:
        found = super().mark(row_id, key)
        if found is None and key == "fee_fen":
            message = fee_above(self.value(row_id, key), self.cap)
            return Mark(Severity.WARNING, message) if message else None
        return found

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        done = super().write(cells, title)
        told = dict(done.warnings)
        for cell in cells:
            if cell.key == "fee_fen" and (cell.row_id, cell.key) not in done.errors:
                message = fee_above(self.fields["fee_fen"].parse(cell.text, self.reading).value, self.cap)
                if message:
                    told[cell.row_id, cell.key] = message
        return Edited(done.change_set, done.errors, told)


def fee_above(fee_fen: int | None, cap: int) -> str:
    """收费 4 元/课时，高于上限 3 元; "" where it is not above the cap (both in fen)."""
    if fee_fen is None or fee_fen <= cap:
        return ""
    return f"收费 {fee_fen / 100:g} 元/课时，高于上限 {cap / 100:g} 元"
