"""The pupils of a class (学生) with their class as a column: editing that cell is a dated change of class (调班)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.grid.source import NUMBER, Cell, Column, Mark, Option, column_of
from ui.grid.table_source import TableSource
from ui.school.membership import TABLE, Memberships, holds
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.form import Severity
from xcedu_desktop.ledger_rows import naming_day
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.school.tables import ClassMembership, Pupil
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, ChangeSet

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

CLASS = "class_id"
ALL, UNPLACED, LEFT = "all", "unplaced", "left"
"""What can be shown beside one class: the whole school, who has no class, who left."""

_CLASS_FIELD = fields_of(ClassMembership)[CLASS]
_PUPIL = fields_of(Pupil)
_HINT = "输入姓名，新增学生"


def _columns() -> list[Column]:
    return [
        Column(NUMBER, "", width=40, editable=False, frozen=True),
        column_of("name", _PUPIL["name"], width=92, frozen=True),
        column_of("sex", _PUPIL["sex"], width=48),
        column_of("id_number", _PUPIL["id_number"], width=156, tooltip="只显示后四位；按 F2 显示全号，会记入修改记录"),
        column_of("student_number", _PUPIL["student_number"], width=164, tooltip="只显示后四位；按 F2 显示全号，会记入修改记录"),
        column_of(CLASS, _CLASS_FIELD, width=84, tooltip="改这一格就是调班，从上方「调班、入班从」那天起"),
        column_of("from_date", _PUPIL["from_date"], width=92),
        column_of("to_date", _PUPIL["to_date"], width=92, tooltip="最后在校的一天"),
        column_of("leaving", _PUPIL["leaving"], width=76),
        column_of("note", _PUPIL["note"], width=80, stretch=True),
    ]  # fmt: skip


class PupilsSource(TableSource):
    """`shown`: a class's row id, or one of ALL, UNPLACED, LEFT. `since`: from when moves and new pupils count."""

    def __init__(self, ledger: Ledger, month: Month, shown: str, since: date) -> None:
        self.shown, self.since = shown, since
        self.day = naming_day(month)
        self.members = Memberships(self.day, {})
        self.member_drafts: dict[tuple[str, str], tuple[str, str]] = {}
        self._placed: dict[str, str | None] = {}
        """The class of each pupil on the day itself."""
        super().__init__(ledger, Pupil, _columns(), month=month, hint="" if shown == LEFT else _HINT)

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        super().reload()
        self._read_members()

    def _read_names(self) -> None:
        # the class column belongs to another table; its labels are read with those of this one
        self.fields = {**self.fields, CLASS: _CLASS_FIELD}
        super()._read_names()

    def _read_members(self) -> None:
        self.members = Memberships.of(self.ledger.rows(ClassMembership), self.day)
        self.member_drafts = self.ledger.drafts(TABLE)
        self._placed = {}
        shown = self.members.shown
        for row_id, row in self.rows.items():
            member = shown(row_id)
            class_id = row[CLASS] = member[CLASS] if member is not None else None
            self._placed[row_id] = class_id if member is not None and holds(member, self.day) else None
        for spot in [spot for spot in self._shown if spot[1] == CLASS]:
            del self._shown[spot]

    def has_left(self, row_id: str) -> bool:
        """Left the school before the day of the page."""
        gone = self.value(row_id, "to_date")
        return gone is not None and gone < self.day

    def row_ids(self) -> Sequence[str]:
        match self.shown:
            case "all":
                return list(self.rows)
            case "left":
                return [row_id for row_id in self.rows if self.has_left(row_id)]
            case "unplaced":
                return [i for i, row in self.rows.items() if row[CLASS] is None and not self.has_left(i)]
        return [row_id for row_id, row in self.rows.items() if row[CLASS] == self.shown]

    def counts(self) -> tuple[dict[str, int], dict[str, int]]:
        """Pupils of the day by class id, and under ALL, UNPLACED and LEFT; then those of ALL by sex (男, 女, 未填)."""
        found = {ALL: 0, UNPLACED: 0, LEFT: 0}
        sexes = {"男": 0, "女": 0, "未填": 0}
        day, placed = self.day, self._placed
        for row_id, row in self.rows.items():
            gone, entered = row["to_date"], row["from_date"]
            if gone is not None and gone < day:
                found[LEFT] += 1
            elif row[CLASS] is None:
                found[UNPLACED] += 1
            elif placed.get(row_id) is not None and (entered is None or entered <= day):
                found[ALL] += 1
                found[row[CLASS]] = found.get(row[CLASS], 0) + 1
                sexes[row["sex"] or "未填"] += 1
        return found, sexes

    def showing(self, shown: str) -> PupilsSource:
        """The same rows, shown for another class: nothing is read again."""
        other = copy(self)
        other.shown = shown
        other.hint = "" if shown == LEFT else _HINT
        return other

    def place_of(self, pupil_id: str) -> str:
        """Under what a pupil is listed: the class, UNPLACED or ALL."""
        class_id = self.value(pupil_id, CLASS)
        if class_id is not None:
            return str(class_id)
        return ALL if self.has_left(pupil_id) else UNPLACED

    def pupil_of(self, membership_id: str) -> str:
        """Whose membership it is, "" for none's."""
        for pupil_id, mine in self.members.by_pupil.items():
            if any(row["id"] == membership_id for row in mine):
                return pupil_id
        return ""

    def class_history(self, pupil_id: str) -> list[str]:
        """The classes of a pupil in order, with their days."""
        lines = []
        for row in self.members.by_pupil.get(pupil_id, ()):
            if row[CLASS]:
                start = row["from_date"].isoformat() if row["from_date"] else ""
                end = row["to_date"].isoformat() if row["to_date"] else "今"
                lines.append(f"{self.labels['school_class'].get(row[CLASS], '')} {start} 至 {end}")
        return lines

    def text(self, row_id: str, key: str) -> str:
        if key == NUMBER:
            return "—" if row_id in self.rows and self.has_left(row_id) else ""
        draft = self._class_draft(row_id) if key == CLASS else None
        return draft[0] if draft is not None else super().text(row_id, key)

    def _class_draft(self, row_id: str) -> tuple[str, str] | None:
        member = self.members.shown(row_id)
        return self.member_drafts.get((member["id"], CLASS)) if member is not None else None

    def sort_group(self, row_id: str) -> int:
        return 1 if self.shown != LEFT and self.has_left(row_id) else 0

    # -- looks -----------------------------------------------------------------------------------------------------

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if row_id in self.rows and self.has_left(row_id) else ""

    def is_draft(self, row_id: str, key: str) -> bool:
        return super().is_draft(row_id, key) or (key == CLASS and self._class_draft(row_id) is not None)

    def mark(self, row_id: str, key: str) -> Mark | None:
        draft = self._class_draft(row_id) if key == CLASS else None
        return Mark(Severity.ERROR, draft[1]) if draft is not None else super().mark(row_id, key)

    def tooltip(self, row_id: str, key: str) -> str:
        return "\n".join(self.class_history(row_id)) if key == CLASS else ""

    # -- writing ---------------------------------------------------------------------------------------------------

    def start_of(self, class_id: str) -> date:
        """Since when a new pupil is in a class: 1 September for the first ones of a class, else the page's day."""
        if self.members.class_is_empty(class_id):
            return date(school_year_of(self.day), 9, 1)
        return self.since

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        rows: dict[str, list[Cell]] = {}
        for cell in cells:
            rows.setdefault(cell.row_id, []).append(cell)
        edits: list[CellEdit] = []
        refused: dict[tuple[str, str], str] = {}
        moved, placed_first, fresh = 0, 0, 0
        for row_id, mine in rows.items():
            is_new = row_id not in self.rows
            fresh += is_new
            make: dict[str, Any] | None = {} if is_new else None
            own = [CellEdit(self.table, row_id, c.key, c.text, make) for c in mine if c.key != CLASS]
            placed = next((c.text for c in mine if c.key == CLASS), None)
            if is_new and not own:
                own = [CellEdit(self.table, row_id, "name", "", make)]
            edits += own
            entered = self._entered(mine)
            found, message = self._place(row_id, placed, is_new, entered)
            edits += found
            if entered is not None and not is_new:
                edits += self.members.enter(row_id, entered, self.rows[row_id]["from_date"])
            if found and not is_new:
                had_class = self.rows[row_id].get(CLASS) is not None
                moved, placed_first = moved + had_class, placed_first + (not had_class)
            if message:
                refused[row_id, CLASS] = message
        back = self._moved_back(cells)
        if back is not None:
            return Edited(self.ledger.apply(back), {}, {})
        if title == "修改":
            title = "新增学生" if fresh else "调班" if moved else "编班" if placed_first else title
        if not edits:
            return Edited(ChangeSet(title, ()), refused, {})
        done = self.ledger.edit(edits, month=self.month, title=title)
        errors = {spot: words for spot, words in done.errors.items() if spot[0] in rows}
        return Edited(done.change_set, {**errors, **refused}, done.warnings)

    def _entered(self, cells: Sequence[Cell]) -> date | None:
        """The 入校日期 among the cells, where it is one."""
        text = next((cell.text for cell in cells if cell.key == "from_date"), "")
        day = self.fields["from_date"].parse(text, self.reading).value
        return day if isinstance(day, date) else None

    def _place(
        self, row_id: str, text: str | None, is_new: bool, entered: date | None
    ) -> tuple[list[CellEdit], str]:
        """The edits for the class cell, or why it stays as it is."""
        if is_new and not (text or "").strip():
            if self.shown in (ALL, UNPLACED, LEFT):
                return [], ""
            text = self.labels["school_class"].get(self.shown, "")
        if text is None:
            return [], ""
        parsed = _CLASS_FIELD.parse(text, self.reading)
        if parsed.value is None:
            if not is_new:
                return [], (
                    parsed.error.message if parsed.error else "班级不能清空；离校请填离校日期"
                ) + "，没有改动"
            make = {"pupil_id": row_id, "from_date": self.since}
            return [CellEdit(TABLE, new_id(), CLASS, text, make)], ""
        day = self.start_of(parsed.value) if is_new or row_id not in self.members.by_pupil else self.since
        if is_new and entered is not None and school_year_of(entered) == school_year_of(day):
            day = entered
        return self.members.move(row_id, parsed.value, text, day), ""

    def _moved_back(self, cells: Sequence[Cell]) -> ChangeSet | None:
        if len(cells) != 1 or cells[0].key != CLASS or cells[0].row_id not in self.rows:
            return None
        class_id = _CLASS_FIELD.parse(cells[0].text, self.reading).value
        return self.members.move_back(cells[0].row_id, class_id, self.since) if class_id else None

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        if key == CLASS:
            return self.write([Cell(row_id, key, option.text)], "修改")
        return super().choose(row_id, key, option)

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        """Pupils go with their class memberships; who is in a club or in after-school service cannot."""
        along = [(TABLE, row["id"]) for row_id in ids for row in self.members.by_pupil.get(row_id, ())]
        return self.ledger.delete(self.table, ids, title="删除学生", along=along)

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        if change.table == TABLE:
            pupil_id = str(change.known().get("pupil_id") or "")
            return (pupil_id or self.pupil_of(change.row_id), CLASS)
        return super().cell_changed(change)

    def absorb(self, change_set: ChangeSet) -> None:
        super().absorb(change_set)
        if any(change.table != self.table for change in change_set.changes) or len(self.rows) == 0:
            self._read_members()
        else:
            for change in change_set.changes:
                if change.row_id in self.rows:
                    self.rows[change.row_id].setdefault(CLASS, None)

    def set_findings(self, findings: Iterable[Any]) -> None:
        """Findings on a membership mark the pupil's class cell."""
        owner = {row["id"]: pupil for pupil, mine in self.members.by_pupil.items() for row in mine}
        mapped = []
        for finding in findings:
            if finding.table == TABLE:
                finding = replace(
                    finding, table=self.table, record=owner.get(finding.record, ""), field=CLASS
                )
            elif finding.table == self.table and finding.field == "birth_date":
                finding = replace(
                    finding, field="id_number"
                )  # no column of its own: edited in the panel below
            mapped.append(finding)
        super().set_findings(mapped)
