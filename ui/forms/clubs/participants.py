"""Who of a class takes part in after-school service (参加学生): a row a pupil, yes or no, with dates and consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ui.forms.clubs.board import Board
from ui.forms.clubs.register import NamedSource
from ui.grid.cell_notes import Spot
from ui.grid.pinyin import sorting
from ui.grid.source import NUMBER, Cell, Column, GridSource, Mark, Option, changed, column_of
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.clubs.tables import ServicePupil
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, ChangeSet, altered

if TYPE_CHECKING:
    from xcedu_desktop.form import Finding
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

ALL = "all"
PART = "part"
_FIELDS = fields_of(ServicePupil)
_YES_NO = Field("参加", Kind.YES_NO, width=6)
_DATES = ("from_date", "to_date", "consent_date")


class ClassPartList(GridSource):
    """全校, then the classes with 参加/在校."""

    columns = (
        Column("name", "班级", width=104, editable=False, stretch=True),
        Column("count", "参加/在校", width=86, align="right", editable=False),
    )

    def __init__(self, board: Board) -> None:
        self.board = board

    def row_ids(self) -> Sequence[str]:
        return [ALL, *self.board.summary.classes]

    def text(self, row_id: str, key: str) -> str:
        summary = self.board.summary
        if row_id == ALL:
            return "全校" if key == "name" else f"{summary.pupils}/{summary.enrolled}"
        part = summary.classes.get(row_id)
        if part is None:
            return ""
        return part.name if key == "name" else f"{part.taking_part}/{part.enrolled}"

    def ink(self, row_id: str, key: str) -> str:
        part = self.board.summary.classes.get(row_id)
        whole = part is not None and part.taking_part == part.enrolled
        return "ink2" if key == "count" and whole else "ink"


class ParticipantsSource(NamedSource):
    """Row ids are pupil ids. `shown`: a class's id or ALL. `made`: service rows made while the program runs."""

    def __init__(self, ledger: Ledger, month: Month, shown: str, board: Board, made: set[str]) -> None:
        self.shown, self.board, self.made = shown, board, made
        self.day = board.day
        self.service: dict[str, dict[str, Any]] = {}
        day = f"{self.day.month}月{self.day.day}日"
        columns = [
            Column(NUMBER, "", width=40, editable=False),
            Column("name", "姓名", width=110, editable=False),
            Column("sex", "性别", width=52, align="center", editable=False),
            Column("class_name", "班级", width=90, editable=False),
            Column(PART, "参加", _YES_NO, width=64, tooltip=f"按空格键切换；按 {day}"),
            column_of("from_date", _FIELDS["from_date"], width=110),
            column_of("to_date", _FIELDS["to_date"], width=110, tooltip="参加的最后一天"),
            column_of("consent_date", _FIELDS["consent_date"], width=120, stretch=True),
        ]
        super().__init__(ledger, ServicePupil, columns, month=month, deletable=False)

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        super().reload()
        self._by_pupil()

    def _by_pupil(self) -> None:
        """The row that the page shows of a pupil: the one of the day, else the newest."""
        self.service = {}
        for row in self.rows.values():
            old = self.service.get(row["pupil_id"])
            if row["pupil_id"] and (old is None or self._order(row) >= self._order(old)):
                self.service[row["pupil_id"]] = row
        self._shown.clear()

    def _order(self, row: Mapping[str, Any]) -> tuple[bool, date]:
        return self._holds(row), row["from_date"] or date.min

    def _holds(self, row: Mapping[str, Any] | None) -> bool:
        if row is None or row["from_date"] is None:
            return False
        return row["from_date"] <= self.day and (row["to_date"] is None or self.day <= row["to_date"])

    def takes_part(self, pupil_id: str) -> bool:
        """Whether the pupil takes part on the page's day."""
        return self._holds(self.service.get(pupil_id))

    def row_ids(self) -> Sequence[str]:
        people = self.board.summary.people
        return people.in_school() if self.shown == ALL else people.of_class(self.shown)

    def pupil_of(self, record: str) -> str:
        """Whose row it is, "" for none's."""
        row = self.rows.get(record)
        return str(row["pupil_id"] or "") if row else ""

    def _row_id(self, pupil_id: str) -> str:
        row = self.service.get(pupil_id)
        return row["id"] if row else ""

    def spot(self, row_id: str, key: str) -> Spot | None:
        there = self._row_id(row_id)
        if not there or (key != PART and key not in _DATES):
            return None
        return Spot(self.table, there, "pupil_id" if key == PART else key)

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        table, record, keys = changed(change)
        if table != self.table:
            return None
        side = change.known()
        pupil = side.get("pupil_id") or self.pupil_of(record)
        return str(pupil), next((key for key in _DATES if keys == {key}), PART)

    def text(self, row_id: str, key: str) -> str:
        person = self.board.summary.people.get(row_id)
        if person is None:
            return ""
        match key:
            case "name":
                return person.name
            case "sex":
                return person.sex
            case "class_name":
                return person.class_name
            case "part":
                return "是" if self.takes_part(row_id) else "否"
        return super().text(self._row_id(row_id), key) if key in _DATES else ""

    def value(self, row_id: str, key: str) -> Any:
        if key == PART:
            return self.takes_part(row_id)
        return super().value(self._row_id(row_id), key)

    def edit_text(self, row_id: str, key: str) -> str:
        return self.text(row_id, key)

    def sort_key(self, row_id: str, key: str) -> Any:
        if key in _DATES or key == PART:
            return self.value(row_id, key)
        if key == "class_name":
            person = self.board.summary.people.get(row_id)
            return self._class_rank.get(person.class_id, (99, 0)) if person else None
        return sorting(self.text(row_id, key))

    # -- looks -----------------------------------------------------------------------------------------------------

    def ink(self, row_id: str, key: str) -> str:
        return "ink" if self.takes_part(row_id) else "ink3"

    def is_bold(self, row_id: str, key: str) -> bool:
        return key == PART and self.takes_part(row_id)

    def mark(self, row_id: str, key: str) -> Mark | None:
        return super().mark(self._row_id(row_id), PART if key == PART else key)

    def note(self, row_id: str, key: str) -> str:
        return super().note(self._row_id(row_id), key)

    def is_draft(self, row_id: str, key: str) -> bool:
        return super().is_draft(self._row_id(row_id), key)

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """A finding on the row as a whole stands at 参加."""
        mine = [f for f in findings if f.table == self.table]
        super().set_findings(replace(f, field=PART) if f.field == "pupil_id" else f for f in mine)

    # -- writing ---------------------------------------------------------------------------------------------------

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        return [Option("是"), Option("否")] if key == PART else ()

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        wrong = super().check([cell for cell in cells if cell.key != PART])
        for cell in cells:
            error = _YES_NO.parse(cell.text, self.reading).error if cell.key == PART else None
            if error is not None:
                wrong[cell.row_id, PART] = error.message
        return wrong

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        switches: dict[str, bool] = {}
        refused: dict[tuple[str, str], str] = {}
        for cell in cells:
            if cell.key == PART:
                parsed = _YES_NO.parse(cell.text, self.reading)
                if parsed.error is not None:
                    refused[cell.row_id, PART] = parsed.error.message + "，没有改动"
                else:
                    switches[cell.row_id] = bool(parsed.value)
        done = Edited(self.switch(switches, title) if switches else ChangeSet(title, ()), {}, {})
        self.absorb(done.change_set)
        dated = self._dated([cell for cell in cells if cell.key != PART], title)
        changes = (*done.change_set.changes, *dated.change_set.changes)
        return Edited(ChangeSet(title, changes), {**dated.errors, **refused}, dated.warnings)

    def _dated(self, cells: Sequence[Cell], title: str) -> Edited:
        """Dates typed; of a pupil without a row they make one."""
        pupil_of: dict[str, str] = {}
        edits = []
        fresh: dict[str, str] = {}
        for cell in cells:
            there = self._row_id(cell.row_id)
            row_id = there or fresh.setdefault(cell.row_id, new_id())
            pupil_of[row_id] = cell.row_id
            make = None if there else {"pupil_id": cell.row_id}
            edits.append(CellEdit(self.table, row_id, cell.key, cell.text, make))
        if not edits:
            return Edited(ChangeSet(title, ()), {}, {})
        done = self.ledger.edit(edits, month=self.month, title=title)
        errors = {(pupil_of.get(row, row), key): words for (row, key), words in done.errors.items()}
        return Edited(done.change_set, errors, done.warnings)

    def switch(self, wanted: Mapping[str, bool], title: str) -> ChangeSet:
        """Who takes part from the page's day on, and who no more, in one change.

        A row made while the program runs and taken back is deleted: that pupil never took part.
        """
        changing = {pupil: on for pupil, on in wanted.items() if on != self.takes_part(pupil)}
        days = self.board.service_days([pupil for pupil, on in changing.items() if on])
        changes = [
            self._on(pupil, days[pupil]) if on else self._off(self.service[pupil])
            for pupil, on in changing.items()
        ]
        done = self.ledger.apply(ChangeSet(title, tuple(change for change in changes if change is not None)))
        self.made |= {change.row_id for change in done.changes if change.before is None}
        return done

    def _on(self, pupil_id: str, day: date) -> Change | None:
        row = self.service.get(pupil_id)
        if row is not None and row["from_date"] is None:
            return altered(self.table, row["id"], row, {"from_date": day, "to_date": None})
        resumed = row is not None and row["to_date"] == self.day - timedelta(days=1)
        if row is not None and resumed:
            return altered(self.table, row["id"], row, {"to_date": None})
        return Change(self.table, new_id(), None, {"pupil_id": pupil_id, "from_date": day})

    def _off(self, row: Mapping[str, Any]) -> Change | None:
        half_typed = any((row["id"], key) in self.drafts for key in _DATES)
        if not half_typed and (row["id"] in self.made or row["from_date"] >= self.day):
            whole = {key: value for key, value in row.items() if key != "id"}
            return Change(self.table, row["id"], whole, None)
        return altered(self.table, row["id"], row, {"to_date": self.day - timedelta(days=1)})

    def absorb(self, change_set: ChangeSet) -> None:
        super().absorb(change_set)
        self._by_pupil()
