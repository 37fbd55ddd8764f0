"""Who leads a club (指导教师): own staff, busy or free said before Enter; or somebody from outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import StaffRegister, staff_options, told_with
from ui.grid.source import Cell, Option, column_of
from xcedu_desktop.editing import Edited
from xcedu_desktop.forms.clubs.tables import ClubLeader
from xcedu_desktop.school.tables import Staff
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month


class LeadersSource(StaffRegister):
    """Who leads the club: own staff by name, or somebody from outside. Who left the school stands grey at the end."""

    named = "指导教师："
    twice = "已经在指导这个社团，没有重复登记"

    def __init__(self, ledger: Ledger, month: Month, club_id: str, board: Board) -> None:
        fields = fields_of(ClubLeader)
        self.club_id, self.board = club_id, board
        columns = [
            column_of("staff_id", fields["staff_id"], width=120),
            column_of("outside_name", fields["outside_name"], width=120),
            column_of("outside_phone", fields["outside_phone"], width=150,
                      tooltip="中间四位不显示；按 F2 显示全号，会记入修改记录"),
            column_of("agreement_date", fields["agreement_date"], width=120, stretch=True),
        ]  # fmt: skip
        super().__init__(
            ledger, ClubLeader, columns, month=month, where=[ClubLeader.club_id == club_id],
            defaults={"club_id": club_id}, hint="输入本校教师姓名或拼音首字母；校外教师填在右边一格",
        )  # fmt: skip

    def reload(self) -> None:
        self.staff = self.ledger.rows(Staff)
        self.left = {r["id"] for r in self.staff if r["to_date"] and r["to_date"] < self.board.day}
        super().reload()

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.value(row_id, "staff_id") in self.left else ""

    def sort_group(self, row_id: str) -> int:
        return 1 if self.value(row_id, "staff_id") in self.left else 0

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key != "staff_id":
            return super().options(row_id, key)
        busy, days = self.board.busy_leaders(self.club_id), self.board.joining(self.club_id).days
        offered = []
        for one in staff_options(self.staff, self.board.day):
            taken = busy.get(one.value, "")
            note = f"✕ {taken}" if taken else f"✓ {days}有空" if days else ""
            offered.append(one._replace(note=note, tone="error" if taken else "good"))
        return offered

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        return told_with(self.board, self.table, super().choose(row_id, key, option))

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        return told_with(self.board, self.table, super().write(cells, title))
