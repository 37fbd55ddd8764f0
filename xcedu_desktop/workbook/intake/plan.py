"""What an import would do: each row new, changed, same, not taken in or a question; counts, findings, one change set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from xcedu_desktop.store.changes import ChangeSet
from xcedu_desktop.values.masks import mask_people


class RowState(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"  # 新增
    CHANGED = "changed"  # 修改
    SAME = "same"  # 不变
    REJECTED = "rejected"  # 未导入
    ASK = "ask"  # 请选: a person decides; until then it is not taken in


@dataclass(frozen=True, slots=True)
class IntakeFinding:
    """What is to be said of a cell. `severity`: error (the row is not taken in) or warning; `value` is masked.

    `row` is the sheet's own number (1-based), 0 where the finding is about the sheet; `column` the column's title.
    """

    sheet: str
    row: int
    column: str
    code: str
    severity: str
    value: str
    message: str

    def as_json(self) -> dict[str, Any]:
        """As PRODUCT.md's `--json` says it."""
        return {
            "sheet": mask_people(self.sheet), "row": self.row, "column": self.column, "code": self.code,
            "severity": self.severity, "value": self.value, "message": self.message,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person can give to a question: `value` goes into the answers, `label` is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file as the preview shows it; every text is masked.

    `cells`: key → text that will stand there; `old`: key → text that stands there now, of what changes; `raw`:
    key → text of the file. `remarks`: what was done in reading it. `ask`: key of the cell in question, with `choices`;
    `ask_key` is what the answer is stored under (a class name's text, else blank: the row).
    """

    sheet: str
    number: int
    state: RowState
    cells: Mapping[str, str]
    old: Mapping[str, str]
    raw: Mapping[str, str]
    findings: Sequence[IntakeFinding]
    remarks: Sequence[str]
    ask: str = ""
    ask_key: str = ""
    choices: Sequence[Choice] = ()
    bad: frozenset[str] = frozenset()
    """Keys of the cells for which the row is not taken in; where none of them is needed it can be taken without."""
    can_do_without: bool = False

    @property
    def remark(self) -> str:
        """The one line of 说明: what stands in the way first, then what was done, then what is doubtful."""
        errors = [f.message for f in self.findings if f.severity == "error"]
        if errors:
            return "；".join(errors)
        return "；".join([*self.remarks, *(f.message for f in self.findings)])


@dataclass(frozen=True, slots=True)
class Missing:
    """A pupil of the file's classes whom the file does not name."""

    pupil_id: str
    name: str
    sex: str
    class_name: str
    id_number: str
    """Masked."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What a person decides of a missing pupil: 转出 or 毕业 (a choice of 离校原因), and the last day in school."""

    reason: str
    day: date


@dataclass(frozen=True)
class SheetLayout:
    """A person's word on a sheet: the header's row (0-based), and column (0-based) → key or None (不导入)."""

    header_row: int | None = None
    assign: Mapping[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """The person's decisions in the preview; the command line has none.

    `classes`: class name as written → class id or a class name that can be read (三(2)班), remembered as an alias.
    `whole_class`: the class of a list that has none, likewise. `corrections`: (sheet, row, key) → text instead of the
    cell. `without`: rows (sheet, row) taken without their
    rejected cells; `without_all`: every such row. `pupils`: (sheet, row) → pupil id, 'new' or 'same' (the one above).
    `leaving`: pupil id → how the missing pupil left. `layout`: sheet → header and columns.
    """

    classes: Mapping[str, str] = field(default_factory=dict)
    whole_class: str | None = None
    corrections: Mapping[tuple[str, int, str], str] = field(default_factory=dict)
    without: frozenset[tuple[str, int]] = frozenset()
    without_all: bool = False
    pupils: Mapping[tuple[str, int], str] = field(default_factory=dict)
    leaving: Mapping[str, Leave] = field(default_factory=dict)
    layout: Mapping[str, SheetLayout] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListHead:
    """A list that is read, for the preview's head: its sheet, its columns (source header → title), its header rows."""

    sheet: str
    header_rows: tuple[int, int]
    headers: Mapping[int, str]
    columns: Mapping[int, str]
    skipped: Mapping[str, int]
    """Reason → how many rows were passed over."""
    rows: int


@dataclass(frozen=True)
class IntakePlan:
    """All that an import would do; nothing of it is written yet."""

    kind: str
    title: str
    file: str
    sheet: str | None
    """The one sheet that is read, None when several are."""
    rows: Sequence[PlannedRow]
    change_set: ChangeSet
    findings: Sequence[IntakeFinding]
    heads: Sequence[ListHead]
    sheets: Sequence[str]
    """Titles of the sheets that are read, in the file's order."""
    all_sheets: Sequence[str]
    missing: Sequence[Missing] = ()
    notes: Sequence[str] = ()
    since: date | None = None
    """The day since which new rows without a date of their own hold, as shown in the preview; None where it plays no part."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Column key → title, of the columns that the preview shows."""
    trouble: str | None = None
    """The sentence of a file that cannot be used as it is: nothing can be imported."""
    counts: Mapping[RowState, int] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """All rows of the lists that are read."""
        return len(self.rows)

    @property
    def created(self) -> int:
        return self.counts.get(RowState.NEW, 0)

    @property
    def updated(self) -> int:
        return self.counts.get(RowState.CHANGED, 0)

    @property
    def unchanged(self) -> int:
        return self.counts.get(RowState.SAME, 0)

    @property
    def rejected(self) -> int:
        """Rows that are not taken in: rejected, or waiting for an answer."""
        return self.counts.get(RowState.REJECTED, 0) + self.counts.get(RowState.ASK, 0)

    @property
    def said_of_file(self) -> list[str]:
        """The notes on the file (what was hidden and read, what was left out) that are no findings too."""
        said = {finding.message for finding in self.findings}
        return [note for note in self.notes if not any(note.endswith(message) for message in said)]

    def as_json(self) -> dict[str, Any]:
        """The object of `import --json` (PRODUCT.md)."""
        by_sheet: dict[str, Counter[RowState]] = {name: Counter() for name in self.sheets}
        for row in self.rows:
            by_sheet.setdefault(row.sheet, Counter())[row.state] += 1
        return {
            "kind": self.kind, "file": self.file, "sheet": self.sheet and mask_people(self.sheet), **_figures(self.counts),
            "sheets": [{"sheet": mask_people(name), **_figures(counts)} for name, counts in by_sheet.items()],
            "findings": [finding.as_json() for finding in self.findings],
            "notes": [mask_people(note) for note in self.said_of_file],
        }  # fmt: skip

    def why(self) -> str:
        """One line on the rows that are not taken in: how many, and the first with its place and reason."""
        errors = [f for f in self.findings if f.severity == "error"]
        if not errors:
            return ""
        first = errors[0]
        column = f"「{first.column}」" if first.column else ""
        value = f"（{first.value}）" if first.value else ""
        return (
            f"{self.file}：{self.rejected} 行未导入；"
            f"表「{mask_people(first.sheet)}」第 {first.row} 行{column}{value}：{first.message}"
        )


def _figures(counts: Mapping[RowState, int]) -> dict[str, int]:
    rejected = counts.get(RowState.REJECTED, 0) + counts.get(RowState.ASK, 0)
    return {
        "rows_read": sum(counts.values()), "created": counts.get(RowState.NEW, 0),
        "updated": counts.get(RowState.CHANGED, 0), "unchanged": counts.get(RowState.SAME, 0), "rejected": rejected,
    }  # fmt: skip
