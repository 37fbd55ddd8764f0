"""What the grids of a club show beside its members: the list of clubs, its data, its weekly slots, its leaders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import RegisterSource, staff_options
from ui.grid.source import Cell, Column, Option, column_of
from ui.grid.table_source import TableSource
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Field
from xcedu_desktop.forms.clubs.intake_slots import parse_slots
from xcedu_desktop.forms.clubs.reported import WEEKDAYS
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader
from xcedu_desktop.school.tables import PlaceUse, Staff
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_CLUB = fields_of(Club)
HEADS, MEETINGS = "heads", "meetings"
_CELL_OF = {"C04": HEADS, "C07": MEETINGS, "C08": MEETINGS}
"""Rule → the computed cell that shows what it is about."""


def list_cell(finding: Finding) -> str:
    """The column of the list that shows a club's finding."""
    return _CELL_OF.get(finding.rule) or (finding.field if finding.field in ("name", "category") else "name")


class ClubListSource(TableSource):
    """The clubs of the month's term with their figures. `chosen`: the one shown at the right."""

    def __init__(self, ledger: Ledger, month: Month, board: Board) -> None:
        self.board = board
        self.chosen = ""
        day = board.day
        columns = [
            column_of("name", _CLUB["name"], title="社团", width=100, stretch=True),
            column_of("category", _CLUB["category"], width=56, align="left"),
            Column(HEADS, "人/名额", width=66, align="right", editable=False,
                   tooltip=f"正式成员人数，按 {day.month}月{day.day}日；候补不算"),
            Column(MEETINGS, "本月考勤", width=74, align="right", editable=False,
                   tooltip="已记考勤的次数／到今天为止应有的次数"),
        ]  # fmt: skip
        year, number = board.summary.term
        super().__init__(
            ledger, Club, columns, month=month, where=[Club.school_year == year, Club.term_number == number],
            defaults={"school_year": year, "term_number": number}, hint="输入名称，新建社团",
        )  # fmt: skip

    def text(self, row_id: str, key: str) -> str:
        if key not in (HEADS, MEETINGS):
            return super().text(row_id, key)
        figures = self.board.summary.clubs.get(row_id)
        if figures is None:
            return ""
        if key == HEADS:
            return str(figures.members) + ("" if figures.capacity is None else f"/{figures.capacity}")
        return f"{figures.taken}/{figures.due}" if figures.due else "—"

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


def basics_source(ledger: Ledger, month: Month, club_id: str) -> TableSource:
    """The club's own data, one row."""
    widths = {"name": 150, "category": 80, "capacity": 84, "fee_fen": 110}
    columns: list[str | Column] = [column_of(key, _CLUB[key], width=width) for key, width in widths.items()]
    columns.append(column_of("note", _CLUB["note"], width=160, stretch=True))
    return TableSource(ledger, Club, columns, month=month, where=[Club.id == club_id], deletable=False)


_WEEKDAY = Field("星期", width=8)
_DAY_NUMBERS = {f"周{character}": number for number, character in enumerate(WEEKDAYS, 1)}


def weekday_of(text: str) -> int | None:
    """三, 周三, 星期三, 3 → 3; None for anything else."""
    word = text.strip().translate(str.maketrans("１２３４５６７", "1234567"))
    word = word.removeprefix("每").removeprefix("星期").removeprefix("礼拜").removeprefix("周")
    word = "日" if word == "天" else word
    if word in ("1", "2", "3", "4", "5", "6", "7"):
        return int(word)
    return WEEKDAYS.index(word) + 1 if len(word) == 1 and word in WEEKDAYS else None


class SlotsSource(TableSource):
    """When and where the club meets. A whole sentence typed as weekday (周三、周五 16:30-17:30) makes its rows."""

    def __init__(self, ledger: Ledger, month: Month, club_id: str) -> None:
        fields = fields_of(PlaceUse)
        columns = [
            Column("weekday", "星期", _WEEKDAY, width=96, align="center"),
            column_of("from_time", fields["from_time"], width=96),
            column_of("to_time", fields["to_time"], width=96),
            column_of("place", fields["place"], width=180, stretch=True),
        ]
        super().__init__(
            ledger, PlaceUse, columns, month=month,
            where=[PlaceUse.owner_table == "club", PlaceUse.owner_id == club_id],
            defaults={"owner_table": "club", "owner_id": club_id},
            hint="输入星期，如 三、周三；也可输入 周三、周五 16:30-17:30",
        )  # fmt: skip

    def text(self, row_id: str, key: str) -> str:
        value = self.value(row_id, key)
        if key == "weekday" and isinstance(value, int) and 1 <= value <= 7 and not self.is_draft(row_id, key):
            return "周" + WEEKDAYS[value - 1]
        return super().text(row_id, key)

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key == "weekday":
            return [Option(word, str(number)) for word, number in _DAY_NUMBERS.items()]
        if key == "place":
            rows = self.ledger.rows(PlaceUse)
            return [Option(place) for place in dict.fromkeys(row["place"] for row in rows if row["place"])]
        return super().options(row_id, key)

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        return super().check([self._plain(cell) for cell in cells])

    def _plain(self, cell: Cell) -> Cell:
        number = weekday_of(cell.text) if cell.key == "weekday" else None
        return Cell(cell.row_id, cell.key, str(number)) if number is not None else cell

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        if len(cells) == 1 and cells[0].key == "weekday" and weekday_of(cells[0].text) is None:
            parsed = parse_slots(cells[0].text)
            slots = parsed.value or ()
            if slots and cells[0].row_id not in self.rows:
                edits = []
                for at, slot in enumerate(slots):
                    row_id = cells[0].row_id if at == 0 else new_id()
                    said = {"weekday": str(slot.weekday)}
                    said |= {"from_time": f"{slot.start:%H:%M}"} if slot.start else {}
                    said |= {"to_time": f"{slot.end:%H:%M}"} if slot.end else {}
                    edits += [
                        CellEdit(self.table, row_id, key, text, self.defaults) for key, text in said.items()
                    ]
                done = self.ledger.edit(edits, month=self.month, title="新增活动时间")
                told = {
                    (cells[0].row_id, str(at)): notice.message for at, notice in enumerate(parsed.warnings)
                }
                return Edited(done.change_set, done.errors, {**done.warnings, **told})
        return super().write([self._plain(cell) for cell in cells], title)


class LeadersSource(RegisterSource):
    """Who leads the club: own staff by name, or somebody from outside."""

    def __init__(self, ledger: Ledger, month: Month, club_id: str, day: date) -> None:
        fields = fields_of(ClubLeader)
        self.day = day
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

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key == "staff_id":
            return staff_options(self.ledger.rows(Staff), self.day)
        return super().options(row_id, key)
