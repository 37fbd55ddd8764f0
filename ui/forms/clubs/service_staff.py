"""参加教师: the staff in after-school service, own by name and from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import StaffRegister, staff_options
from ui.grid.source import NUMBER, Column, Option, column_of
from xcedu_desktop.forms.clubs.tables import ServiceStaff
from xcedu_desktop.school.tables import Staff
from xcedu_desktop.store.base import fields_of

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month


class ServiceStaffSource(StaffRegister):
    """Who ended stands grey at the end."""

    named = "参加课后服务："
    twice = "已经参加，没有重复登记"

    def __init__(self, ledger: Ledger, month: Month, board: Board) -> None:
        self.board = board
        fields = fields_of(ServiceStaff)
        columns = [
            Column(NUMBER, "", width=40, editable=False),
            column_of("staff_id", fields["staff_id"], width=150),
            column_of("outside_name", fields["outside_name"], width=150),
            column_of("from_date", fields["from_date"], width=120),
            column_of("to_date", fields["to_date"], width=120, stretch=True, tooltip="参加的最后一天"),
        ]
        super().__init__(
            ledger, ServiceStaff, columns, month=month,
            hint="输入本校教师姓名或拼音首字母；校外教师填在右边一格",
        )  # fmt: skip

    def reload(self) -> None:
        self.staff = self.ledger.rows(Staff)
        self.left = {r["id"] for r in self.staff if r["to_date"] and r["to_date"] < self.board.day}
        super().reload()

    def has_ended(self, row_id: str) -> bool:
        """Takes part no more, or left the school."""
        last = self.value(row_id, "to_date")
        return (last is not None and last < self.board.day) or self.value(row_id, "staff_id") in self.left

    def _taking_part(self) -> set[str | None]:
        """The staff ids of those who take part now."""
        return {row["staff_id"] for i, row in self.rows.items() if not self.has_ended(i)}

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return "—" if self.has_ended(row_id) else ""
        return super().text(row_id, key)

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.has_ended(row_id) else ""

    def sort_group(self, row_id: str) -> int:
        return 1 if self.has_ended(row_id) else 0

    def missing(self) -> list[str]:
        """The staff at the school who do not take part: their row ids, in the order of the register."""
        there = self._taking_part()
        return [one.value for one in staff_options(self.staff, self.board.day) if one.value not in there]

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key != "staff_id":
            return super().options(row_id, key)
        there = self._taking_part()
        offered = staff_options(self.staff, self.board.day)
        noted = [one._replace(note="已参加", tone="ink3") if one.value in there else one for one in offered]
        return sorted(noted, key=lambda one: one.value in there)  # Enter takes the first: who does not yet

    def defaults_for(self, row_id: str) -> Mapping[str, Any]:
        return {"from_date": self.board.staff_day()}

    def defaults_for_choice(self, option: Option) -> Mapping[str, Any]:
        return self.defaults_for("")
