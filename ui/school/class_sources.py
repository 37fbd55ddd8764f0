"""The list of classes at the left with their pupils counted, and the table of the classes themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ui.grid.cell_notes import Spot
from ui.grid.source import Cell, Column, GridSource, column_of
from ui.grid.table_source import TableSource
from ui.school.pupils_source import ALL, LEFT, UNPLACED
from xcedu_desktop.editing import CellEdit, Edited
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.ledger_rows import naming_day
from xcedu_desktop.periods import school_year_of
from xcedu_desktop.school.tables import SchoolClass
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.class_names import (
    ClassKey,
    full_name,
    grade_name,
    grade_of,
    in_range,
    parse_class,
    sort_key,
    spoken,
)

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month

_HEADING = "grade:"
_SAID = {ALL: "全校", UNPLACED: "未编班", LEFT: "已离校"}


def key_of(row: Mapping[str, Any]) -> ClassKey | None:
    """The class key of a row; None where it is half typed."""
    if row["stage"] and row["entry_year"] and row["number"]:
        return ClassKey(row["stage"], row["entry_year"], row["number"])
    return None


def exists(row: Mapping[str, Any], day: date) -> bool:
    """Whether the class is at school on a day."""
    key = key_of(row)
    return key is not None and in_range(key, day) and (row["to_date"] is None or day <= row["to_date"])


class ClassList(GridSource):
    """全校, then the classes of the day under their grades, then 未编班 and 已离校 where there is anyone."""

    columns = (
        Column("name", "班级", width=116, editable=False, stretch=True),
        Column("count", "在校", width=64, align="right", editable=False),
    )

    def __init__(self, ledger: Ledger, month: Month, counts: Mapping[str, int]) -> None:
        self.ledger, self.day, self.counts = ledger, naming_day(month), counts
        self.rows: dict[str, tuple[str, int]] = {}
        self.stage = "小学"
        self.full: dict[str, str] = {}
        self.reload()

    def reload(self) -> None:
        from xcedu_desktop.school.tables import School

        profile = self.ledger.rows(School)
        self.stage = (profile[0]["stage"] if profile else None) or "小学"
        placed: dict[int, list[tuple[ClassKey, str]]] = {}
        for row in self.ledger.rows(SchoolClass):
            key = key_of(row)
            if key is not None and (exists(row, self.day) or self.counts.get(row["id"])):
                at_school = in_range(key, self.day)
                grade = grade_of(key, school_year_of(self.day)) if at_school else 99
                placed.setdefault(grade, []).append((key, row["id"]))
        self.rows = {ALL: (_SAID[ALL], self.counts.get(ALL, 0))}
        for grade in sorted(placed):
            classes = sorted(placed[grade], key=lambda pair: sort_key(pair[0], self.day))
            heads = sum(self.counts.get(class_id, 0) for _, class_id in classes)
            self.rows[f"{_HEADING}{grade}"] = ("往届" if grade == 99 else grade_name(grade), heads)
            for key, class_id in classes:
                self.rows[class_id] = (spoken(key, self.day), self.counts.get(class_id, 0))
                self.full[class_id] = full_name(key, self.stage)
        for kind in (UNPLACED, LEFT):
            if self.counts.get(kind):
                self.rows[kind] = (_SAID[kind], self.counts[kind])

    def row_ids(self) -> Sequence[str]:
        return list(self.rows)

    def text(self, row_id: str, key: str) -> str:
        if row_id not in self.rows:
            return ""
        name, count = self.rows[row_id]
        if key == "count":
            return str(count)
        return name if row_id in _SAID or self.is_heading(row_id) else f"　{name}"

    def is_heading(self, row_id: str) -> bool:
        return row_id.startswith(_HEADING)

    def ink(self, row_id: str, key: str) -> str:
        return "ink3" if row_id == LEFT else "ink2" if key == "count" else "ink"

    def tooltip(self, row_id: str, key: str) -> str:
        return self.full.get(row_id, "")


_FIELDS = fields_of(SchoolClass)
_NAME = Field("班级", Kind.TEXT, width=12)


class ClassesSource(TableSource):
    """The classes themselves. Typing 一(3)班 or 2026级3班 into the last row makes a class."""

    def __init__(self, ledger: Ledger, month: Month, counts: Mapping[str, int]) -> None:
        self.day, self.counts = naming_day(month), counts
        columns = [
            Column("name", "班级", _NAME, width=120),
            column_of("stage", _FIELDS["stage"], width=72),
            column_of("entry_year", _FIELDS["entry_year"], width=84),
            column_of("number", _FIELDS["number"], width=64),
            column_of("head_teacher", _FIELDS["head_teacher"], width=110),
            Column("count", "在校人数", width=84, align="right", editable=False),
            column_of("to_date", _FIELDS["to_date"], width=110, tooltip="这个班最后存在的一天"),
        ]
        super().__init__(
            ledger, SchoolClass, columns, month=month, hint="输入班级，如 一(3)班 或 2026级3班，新增一个班"
        )

    def row_ids(self) -> Sequence[str]:
        def order(row_id: str) -> tuple[int, int, int]:
            key = key_of(self.rows[row_id])
            return (
                (2, 0, 0) if key is None else (0 if in_range(key, self.day) else 1, *sort_key(key, self.day))
            )

        return sorted(self.rows, key=order)

    def text(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        if key == "count":
            return str(self.counts.get(row_id, 0)) if row is not None else ""
        if key == "name":
            class_key = key_of(row) if row is not None else None
            return spoken(class_key, self.day) if class_key is not None else ""
        return super().text(row_id, key)

    def spot(self, row_id: str, key: str) -> Spot | None:
        if key == "name" and row_id in self.rows:  # no column of the table: it says which class it is
            return Spot(self.table, row_id, key)
        return super().spot(row_id, key)

    def sort_key(self, row_id: str, key: str) -> Any:
        if key == "count":
            return self.counts.get(row_id, 0)
        if key == "name":
            class_key = key_of(self.rows[row_id])
            return sort_key(class_key, self.day) if class_key is not None else None
        return super().sort_key(row_id, key)

    def ink(self, row_id: str, key: str) -> str:
        row = self.rows.get(row_id)
        return "ink3" if row is not None and key_of(row) is not None and not exists(row, self.day) else ""

    def tooltip(self, row_id: str, key: str) -> str:
        class_key = key_of(self.rows[row_id]) if key == "name" and row_id in self.rows else None
        return full_name(class_key, self.reading.school_stage) if class_key is not None else ""

    def _read(self, text: str) -> tuple[ClassKey | None, str]:
        year = school_year_of(self.reading.class_day)
        parsed = parse_class(text, school_year=year, school_stage=self.reading.school_stage)
        return parsed.value, parsed.error.message if parsed.error else ""

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        wrong = super().check([cell for cell in cells if cell.key != "name"])
        for cell in cells:
            if cell.key == "name" and cell.text.strip():
                _, message = self._read(cell.text)
                if message:
                    wrong[cell.row_id, "name"] = message
        return wrong

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        edits: list[CellEdit] = []
        refused: dict[tuple[str, str], str] = {}
        there = {key_of(row): row_id for row_id, row in self.rows.items()}
        for row_id, key, text in cells:
            make = None if row_id in self.rows else dict(self.defaults_for(row_id))
            if key != "name":
                edits.append(CellEdit(self.table, row_id, key, text, make))
                continue
            class_key, message = self._read(text)
            if class_key is None:
                refused[row_id, key] = (message or "班级名称不能清空") + "，没有改动"
            elif there.get(class_key, row_id) != row_id:
                refused[row_id, key] = f"已经有「{text.strip()}」这个班，没有改动"
            else:
                there[class_key] = row_id
                parts = (
                    ("stage", class_key.stage),
                    ("entry_year", class_key.entry_year),
                    ("number", class_key.number),
                )
                edits += [CellEdit(self.table, row_id, part, str(value), make) for part, value in parts]
                if make is not None and title == "修改":
                    title = "新增班级"
        done = self.ledger.edit(edits, month=self.month, title=title)
        return Edited(done.change_set, {**done.errors, **refused}, done.warnings)
