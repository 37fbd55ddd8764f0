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
from xcedu_desktop.forms.clubs.tables import STATUSES, ClubMember
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_FIELDS = fields_of(ClubMember)
NAME, SEX, CLASS, CAME = "pupil_id", "sex", "class_name", "came"
IN, _WAITING, OUT = STATUSES


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
            1 for row_id, row in self.rows.items() if row["status"] == _WAITING and not self.has_left(row_id)
        )
        return len(self.rows) - out - waiting, waiting, out

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return "—" if self.has_left(row_id) else ""
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

    def sort_group(self, row_id: str) -> int:
        return 1 if self.has_left(row_id) else 0

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if self.has_left(row_id) else "ink" if key in (SEX, CLASS, CAME) else ""

    # -- joining ---------------------------------------------------------------------------------------------------

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        if key != NAME:
            return super().options(row_id, key)
        found = self.board.joining(self.club_id)
        free = f"✓ {found.days}有空" if found.days else ""
        options = []
        for one in found.candidates:
            if one.member:
                note, tone = "已在册", "ink3"
            elif one.clash:
                note, tone = f"✕ {one.clash}", "error"
            else:
                note, tone = free, "good"
            options.append(Option(one.name, one.class_name, note, tone, one.pupil_id))
        return sorted(options, key=lambda option: option.tone == "ink3")  # who is in already stands last

    def refusal(self, row_id: str, key: str) -> str:
        if key == NAME and self.value(row_id, NAME) and not self.is_draft(row_id, NAME):
            return "成员的姓名不能改成别人；要换人，请把这一行改为退出，再加入另一名学生"
        return super().refusal(row_id, key)

    def _values(self, day: date) -> dict[str, Any]:
        return {"club_id": self.club_id, "status": IN, "from_date": day}

    def defaults_for_choice(self, option: Option) -> Mapping[str, Any]:
        return self._values(self.board.joining_days(self.club_id, [option.value])[option.value])

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        if key == NAME and self._is_in(option.value):
            return Edited(ChangeSet("", ()), {(row_id, key): f"{option.text}已经在册，没有重复加入"}, {})
        done = super().choose(row_id, key, option)
        clashing = key == NAME and option.tone == "error"
        told = (
            {(row_id, key): f"{option.text} {option.note.removeprefix('✕ ')}，时间冲突"} if clashing else {}
        )
        return Edited(done.change_set, done.errors, told)

    def _is_in(self, pupil_id: str | None) -> bool:
        return any(row[NAME] == pupil_id and not self.has_left(i) for i, row in self.rows.items())

    def join(self, pupil_ids: Sequence[str], title: str) -> ChangeSet:
        """Puts pupils in, in one change."""
        days = self.board.joining_days(self.club_id, list(pupil_ids))
        made = [
            Change(self.table, new_id(), None, {**self._values(days[pupil_id]), NAME: pupil_id})
            for pupil_id in pupil_ids
        ]
        return self.ledger.apply(ChangeSet(title, tuple(made)))

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        rows: dict[str, list[Cell]] = {}
        for cell in cells:
            rows.setdefault(cell.row_id, []).append(cell)
        edits: list[CellEdit] = []
        refused: dict[tuple[str, str], str] = {}
        joined: set[str] = set()
        for row_id, mine in rows.items():
            make = None
            if row_id not in self.rows:
                pupil_id = self._named_pupil(mine)
                if pupil_id and (pupil_id in joined or self._is_in(pupil_id)):
                    refused[row_id, NAME] = f"{self.labels['pupil'].get(pupil_id, '')}已经在册，没有重复加入"
                    continue
                joined |= {pupil_id} if pupil_id else set()
                days = self.board.joining_days(self.club_id, [pupil_id or ""])
                make = self._values(days[pupil_id or ""])
                if title == "修改":
                    title = f"加入 {self.labels['pupil'].get(pupil_id, '')}" if pupil_id else "修改"
            edits += [CellEdit(self.table, row_id, c.key, c.text, make) for c in mine]
            edits += self._leaving(row_id, mine)
        if not edits:
            return Edited(ChangeSet(title, ()), refused, {})
        done = self.ledger.edit(edits, month=self.month, title=title)
        return Edited(done.change_set, {**done.errors, **refused}, done.warnings)

    def _named_pupil(self, cells: Sequence[Cell]) -> str | None:
        text = next((cell.text for cell in cells if cell.key == NAME), "")
        found: str | None = _FIELDS[NAME].parse(text, self.reading).value
        return found

    def _leaving(self, row_id: str, cells: Sequence[Cell]) -> list[CellEdit]:
        """退出 dates itself; 正式 again takes the day away."""
        status = next((cell.text for cell in cells if cell.key == "status"), None)
        row = self.rows.get(row_id)
        if status is None or row is None or any(cell.key == "to_date" for cell in cells):
            return []
        new = _FIELDS["status"].parse(status, self.reading).value
        if new == OUT and row["status"] != OUT and row["to_date"] is None:
            last = max(self.board.leaving_day, row["from_date"] or date.min)
            return [CellEdit(self.table, row_id, "to_date", last.isoformat())]
        if new in (IN, _WAITING) and row["status"] == OUT and row["to_date"] is not None:
            return [CellEdit(self.table, row_id, "to_date", "")]
        return []
