"""The members of a club (在册): joining by name with free or busy said before Enter; who left grey at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import RegisterSource
from ui.grid.pinyin import sorting
from ui.grid.source import NUMBER, Cell, Column, Option, column_of
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.forms.clubs.tables import ClubMember
from xcedu_desktop.forms.clubs.waiting import (
    IN,
    OUT,
    WAITING,
    Row,
    joining_changes,
    moved_up,
    moving_up,
    opening_days,
    place_for_new,
    queue,
    status_for_new,
)
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_FIELDS = fields_of(ClubMember)
NAME, SEX, CLASS, CAME = "pupil_id", "sex", "class_name", "came"
_GONE, _WAITS, _IS_IN = 2, 1, 0
"""Groups of rows from the top: 正式, 候补, then who left."""
_LAST = {"error": 1, "ink3": 2}


class MembersSource(RegisterSource):
    """Rows of one club. 退出 sets the day of leaving in the same change."""

    named = "加入"

    def __init__(self, ledger: Ledger, month: Month, club_id: str, board: Board) -> None:
        self.club_id, self.board = club_id, board
        self.came: dict[str, tuple[int, int]] = {}
        columns = [
            Column(NUMBER, "", width=34, editable=False),
            column_of(NAME, _FIELDS[NAME], title="姓名", width=88),
            Column(SEX, "性别", width=44, align="center", editable=False),
            Column(CLASS, "班级", width=76, editable=False),
            column_of("status", _FIELDS["status"], width=52),
            column_of("from_date", _FIELDS["from_date"], width=88),
            column_of("to_date", _FIELDS["to_date"], width=88, tooltip="在社团的最后一天"),
            Column(CAME, "本月出勤", width=72, align="right", editable=False, tooltip="到／已记考勤的次数"),
            column_of("note", _FIELDS["note"], width=60, stretch=True),
        ]
        hint = "输入姓名或拼音首字母，回车加入" if club_id else ""
        super().__init__(
            ledger, ClubMember, columns, month=month, where=[ClubMember.club_id == club_id], hint=hint,
        )  # fmt: skip

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self.came = self.board.attended(self.club_id)
        super().reload()

    def has_left(self, row_id: str) -> bool:
        """Is out: by status, by a day that has gone, or no more in school."""
        row = self.rows.get(row_id)
        if row is None:
            return False
        gone = row["to_date"] is not None and row["to_date"] < self.board.day
        person = self.board.summary.people.get(row[NAME])
        return row["status"] == OUT or gone or (person is not None and not person.in_school)

    def counts(self) -> tuple[int, int, int]:
        """正式, 候补, 退出: rows."""
        out = sum(1 for row_id in self.rows if self.has_left(row_id))
        waiting = sum(
            1 for row_id, row in self.rows.items() if row["status"] == WAITING and not self.has_left(row_id)
        )
        return len(self.rows) - out - waiting, waiting, out

    # -- the waiting list ------------------------------------------------------------------------------------------

    def queue(self) -> list[Row]:
        """Who waits, the first to move up first."""
        here = [row for row_id, row in self.rows.items() if not self.has_left(row_id)]
        return queue(here, self.board.day)

    def openings(self, day: date) -> list[date] | None:
        """Since when each free place is one, from a day on; None: no limit."""
        figures = self.board.summary.clubs.get(self.club_id)
        there = [row for i, row in self.rows.items() if row["status"] == OUT or not self.has_left(i)]
        return opening_days(figures.capacity if figures is not None else None, there, day)

    def free(self) -> int | None:
        """Places that are free; None: no limit."""
        found = self.openings(self.board.day)
        return None if found is None else len(found)

    def next_up(self) -> list[Row]:
        """The first of the waiting list, as many as places are free."""
        free, waiting = self.free(), self.queue()
        return waiting if free is None else waiting[:free]

    def names(self, rows: Sequence[Row]) -> list[str]:
        """Their names."""
        return [self.text(row["id"], NAME) for row in rows]

    def move_up(self) -> ChangeSet:
        """The first of the waiting list get the free places (递补)."""
        rows = self.next_up()
        return self.ledger.apply(moving_up(rows, self.names(rows), self._days_of_moving(len(rows))))

    def _days_of_moving(self, count: int) -> list[date]:
        """Since when the next ones of the queue are members: today, or the day after the last one of who makes room."""
        day = self.board.leaving_day
        found = self.openings(day)
        return [day] * count if found is None else (found + [day] * count)[:count]

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return self._number(row_id)
        if key in (SEX, CLASS, CAME):
            pupil_id = self.value(row_id, NAME)
            if key == CAME:
                came, marked = self.came.get(pupil_id, (0, 0))
                return f"{came}/{marked}" if marked else ""
            person = self.board.summary.people.get(pupil_id)
            return "" if person is None else person.sex if key == SEX else person.class_name
        return super().text(row_id, key)

    def sort_key(self, row_id: str, key: str) -> Any:
        person = self.board.summary.people.get(self.value(row_id, NAME))
        if key == CAME:
            came, marked = self.came.get(self.value(row_id, NAME), (0, 0))
            return came / marked if marked else None
        if key == CLASS:
            return self._class_rank.get(person.class_id, (99, 0)) if person else None
        if key == SEX:
            return sorting(person.sex) if person else None
        return super().sort_key(row_id, key)

    def _number(self, row_id: str) -> str:
        """A running number for members; 候1 for the first of the waiting list; — for who left."""
        if self.has_left(row_id):
            return "—"
        if self.value(row_id, "status") != WAITING:
            return ""
        waiting = [row["id"] for row in self.queue()]
        return f"候{waiting.index(row_id) + 1}" if row_id in waiting else ""

    def sort_group(self, row_id: str) -> int:
        if self.has_left(row_id):
            return _GONE
        return _WAITS if self.value(row_id, "status") == WAITING else _IS_IN

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.has_left(row_id) else "ink" if key in (SEX, CLASS, CAME) else ""

    # -- joining ---------------------------------------------------------------------------------------------------

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key != NAME:
            return super().options(row_id, key)
        found = self.board.joining(self.club_id)
        places, waiting = self.free(), len(self.queue())
        waits = status_for_new(places, waiting) == WAITING
        free = "✓ 有空" if not found.days else f"✓ {found.days}有空"
        full = f"名额已满，进候补第 {waiting + 1} 位"
        options = []
        for one in found.candidates:
            if one.member:
                note, tone = "已在册", "ink3"
            elif one.left is not None:
                note, tone = f"✕ {one.left.month}月{one.left.day}日已离校", "error"
            elif one.clash:
                note, tone = f"✕ {one.clash}", "error"
            elif waits:
                note, tone = f"! {full}", "warning"
            else:
                note, tone = free if found.days else "", "good"
            options.append(Option(one.name, one.class_name, note, tone, one.pupil_id))
        # Enter takes the first: who can come stands before who is busy or gone, who is in already last
        return sorted(options, key=lambda option: _LAST.get(option.tone, 0))

    def refusal(self, row_id: str, key: str) -> str:
        if key == NAME and self.value(row_id, NAME) and not self.is_draft(row_id, NAME):
            return "成员的姓名不能改成别人；要换人，请把这一行改为退出，再加入另一名学生"
        return super().refusal(row_id, key)

    def _values(self, day: date, openings: list[date] | None, waiting: int) -> dict[str, Any]:
        status, day = place_for_new(openings, waiting, day)
        return {"club_id": self.club_id, "status": status, "from_date": day}

    def defaults_for_choice(self, option: Option) -> Mapping[str, Any]:
        day = self.board.joining_days(self.club_id, [option.value])[option.value]
        return self._values(day, self.openings(self.board.day), len(self.queue()))

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        if key == NAME and self._is_in(option.value):
            return Edited(ChangeSet("", ()), {(row_id, key): f"{option.text}已经在册，没有重复加入"}, {})
        done = super().choose(row_id, key, option)
        told = {(row_id, key): self._told(option)} if key == NAME and self._told(option) else {}
        return Edited(done.change_set, done.errors, {**done.warnings, **told})

    def _told(self, option: Option) -> str:
        """What is said after somebody joined all the same, or waits."""
        if option.tone == "warning":
            return f"{option.text}：名额已满，进了候补"
        if option.tone != "error":
            return ""
        why = option.note.removeprefix("✕ ")
        return f"{option.text} {why}" + ("" if why.endswith("离校") else "，时间冲突")

    def _is_in(self, pupil_id: str | None) -> bool:
        return any(row[NAME] == pupil_id and not self.has_left(i) for i, row in self.rows.items())

    def join(self, pupil_ids: Sequence[str], title: str) -> tuple[ChangeSet, int]:
        """Puts pupils in, in one change; with how many of them stand on the waiting list, the places being full."""
        days = self.board.joining_days(self.club_id, list(pupil_ids))
        ids = [new_id() for _ in pupil_ids]
        changes, waits = joining_changes(
            self.club_id, days, self.openings(self.board.day), len(self.queue()), ids
        )
        return self.ledger.apply(ChangeSet(title, tuple(changes))), waits

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        rows: dict[str, list[Cell]] = {}
        for cell in cells:
            rows.setdefault(cell.row_id, []).append(cell)
        edits: list[CellEdit] = []
        refused: dict[tuple[str, str], str] = {}
        seen: set[str] = set()
        openings, waiting = self.openings(self.board.day), len(self.queue())
        told: dict[tuple[str, str], str] = {}
        for row_id, mine in rows.items():
            make = None
            if row_id not in self.rows:
                pupil_id = self._named_pupil(mine)
                if pupil_id and (pupil_id in seen or self._is_in(pupil_id)):
                    refused[row_id, NAME] = f"{self.labels['pupil'].get(pupil_id, '')}已经在册，没有重复加入"
                    continue
                seen |= {pupil_id} if pupil_id else set()
                days = self.board.joining_days(self.club_id, [pupil_id or ""])
                make = self._values(days[pupil_id or ""], openings, waiting)
                if title == "修改":
                    title = f"加入 {self.labels['pupil'].get(pupil_id, '')}" if pupil_id else "修改"
                waiting += make["status"] == WAITING
            edits += [CellEdit(self.table, row_id, c.key, c.text, make) for c in mine]
            edits += self._leaving(row_id, mine)
            edits += self._moving_up(row_id, mine, told)
        if not edits:
            return Edited(ChangeSet(title, ()), refused, {})
        done = self.ledger.edit(edits, month=self.month, title=title)
        return Edited(done.change_set, {**done.errors, **refused}, {**done.warnings, **told})

    def _named_pupil(self, cells: Sequence[Cell]) -> str | None:
        text = next((cell.text for cell in cells if cell.key == NAME), "")
        found: str | None = _FIELDS[NAME].parse(text, self.reading).value
        return found

    def _leaving(self, row_id: str, cells: Sequence[Cell]) -> list[CellEdit]:
        """退出 dates itself; 正式 again takes the day away. And a day up to today makes it 退出, without a day it is 正式 again."""
        status = next((cell.text for cell in cells if cell.key == "status"), None)
        day = next((cell.text for cell in cells if cell.key == "to_date"), None)
        row = self.rows.get(row_id)
        if row is None or (status is None) == (day is None):
            return []
        if status is None:
            return self._by_day(row_id, row, day or "")
        new = _FIELDS["status"].parse(status, self.reading).value
        if new == OUT and row["status"] != OUT and row["to_date"] is None:
            last = max(self.board.leaving_day, row["from_date"] or date.min)
            return [CellEdit(self.table, row_id, "to_date", last.isoformat())]
        if new in (IN, WAITING) and row["status"] == OUT and row["to_date"] is not None:
            return [CellEdit(self.table, row_id, "to_date", "")]
        return []

    def _by_day(self, row_id: str, row: Row, text: str) -> list[CellEdit]:
        """The status that a last day typed brings with it."""
        found = _FIELDS["to_date"].parse(text, self.reading)
        if found.error is not None:
            return []
        last: date | None = found.value
        if last is None and row["status"] == OUT:
            return [CellEdit(self.table, row_id, "status", IN)]
        if last is not None and last <= self.reading.today and row["status"] != OUT:
            return [CellEdit(self.table, row_id, "status", OUT)]
        return []

    def _moving_up(
        self, row_id: str, cells: Sequence[Cell], told: dict[tuple[str, str], str]
    ) -> list[CellEdit]:
        """候补 typed over with 正式: a member from today on, and it is said."""
        status = next((cell.text for cell in cells if cell.key == "status"), None)
        row = self.rows.get(row_id)
        if status is None or row is None or row["status"] != WAITING:
            return []
        if (
            any(cell.key == "from_date" for cell in cells)
            or _FIELDS["status"].parse(status, self.reading).value != IN
        ):
            return []
        day = self._days_of_moving(1)[0]
        values = moved_up(row, day)
        if "from_date" not in values:
            return []
        told[row_id, "status"] = f"从 {day.month}月{day.day}日起为正式成员"
        return [
            CellEdit(self.table, row_id, "from_date", day.isoformat()),
            CellEdit(self.table, row_id, "note", values["note"]),
        ]
