"""The lines of the preview (预览行): what a plan holds as a table shows it, filtered by what becomes of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ui.grid.source import Option
from ui.intake.kinds import all_kinds
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.workbook.intake.plan import IntakePlan, Leave, Missing, PlannedRow, RowState

NUMBER, STATE, SHEET, REMARK, DECISION = "#row", "#state", "#sheet", "#remark", "#decision"
"""Keys of the columns that are no columns of the kind."""
STAY = "保留"
LEAVING = ("转出", "毕业", "休学", "其他")
ALL, TODO, MISSING = "all", "todo", "missing"
SEGMENTS = (
    (ALL, "全部"), ("new", "新增"), ("changed", "修改"), ("same", "不变"), ("rejected", "未导入"), ("ask", "请选"),
    (MISSING, "名单里没有"),
)  # fmt: skip
EMPTY = "（空）"
ASK_TEXT = "？ 请选 ▾"
MISSING_REMARK = "名单里没有这个人：转出、毕业，还是保留？"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file, or a pupil whom the file lacks (then with what was decided of him)."""

    row: PlannedRow | None = None
    missing: Missing | None = None
    leave: Leave | None = None

    @property
    def chip(self) -> str:
        """The kind of its chip (ui/widgets/chips.py), which is its segment too."""
        return str(self.row.state) if self.row is not None else MISSING

    @property
    def todo(self) -> bool:
        """Whether it waits for the person."""
        if self.row is not None:
            return self.row.state in (RowState.REJECTED, RowState.ASK)
        return self.leave is None

    @property
    def identity(self) -> tuple[str, int]:
        """What finds it again in the next plan."""
        if self.row is not None:
            return self.row.sheet, self.row.number
        return (self.missing.pupil_id if self.missing is not None else ""), -1


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of the preview table; `field` where it is a declared one."""

    key: str
    title: str
    field: Field | None = None

    @property
    def align(self) -> str:
        """left, center or right."""
        if self.key == NUMBER:
            return "right"
        if self.field is None:
            return "left"
        return "right" if self.field.numeric else "center" if self.field.kind is Kind.CHOICE else "left"


def columns_of(plan: IntakePlan) -> list[PreviewColumn]:
    """The table's columns: the kind's in the file's order, between row number and 说明."""
    fields = {column.key: column.field for column in all_kinds()[plan.kind].columns}
    by_title = {title: key for key, title in plan.shown.items()}
    in_file: list[str] = []
    for head in plan.heads[:1]:
        in_file = [by_title[title] for _, title in sorted(head.columns.items()) if title in by_title]
    keys = [*in_file, *(key for key in plan.shown if key not in in_file)]
    if (
        "class_id" in keys and "class_id" not in in_file and "name" in keys
    ):  # said by the sheet's name or title
        keys.remove("class_id")
        keys.insert(keys.index("name") + 1, "class_id")
    columns = [PreviewColumn(NUMBER, "行"), PreviewColumn(STATE, "")]
    if len(plan.sheets) > 1:
        columns.append(PreviewColumn(SHEET, "表"))
    columns += [PreviewColumn(key, plan.shown[key], fields.get(key)) for key in keys]
    columns.append(PreviewColumn(REMARK, "说明"))
    if plan.missing:
        columns.append(PreviewColumn(DECISION, ""))
    return columns


def lines_of(plan: IntakePlan, leaving: Mapping[str, Leave]) -> list[Line]:
    """All lines: the file's rows in their order, then who is missing."""
    lines = [Line(row=row) for row in plan.rows]
    lines += [Line(missing=one, leave=leaving.get(one.pupil_id)) for one in plan.missing]
    return lines


def counts_of(lines: Sequence[Line]) -> dict[str, int]:
    """How many lines each segment has."""
    counts = dict.fromkeys((key for key, _ in SEGMENTS), 0)
    counts[ALL] = len(lines)
    for line in lines:
        counts[line.chip] += 1
    counts[TODO] = sum(line.todo for line in lines)
    return counts


def fits(line: Line, segment: str) -> bool:
    """Whether the line is shown under a segment."""
    return segment == ALL or (line.todo if segment == TODO else line.chip == segment)


def text_of(line: Line, column: PreviewColumn) -> str:
    """What a cell says. Every text of a plan is masked."""
    key = column.key
    if line.missing is not None:
        return _missing_text(line.missing, line.leave, key)
    row = line.row
    assert row is not None
    if key == NUMBER:
        return str(row.number)
    if key == SHEET:
        return row.sheet
    if key == REMARK:
        return row.remark
    if key in (STATE, DECISION):
        return ""
    if row.state is RowState.ASK and key == row.ask and row.choices:
        return ASK_TEXT if key == "class_id" else f"{row.cells.get(key) or row.raw.get(key, '')}　{ASK_TEXT}"
    text = row.cells.get(key) or (row.raw.get(key, "") if key in row.bad else "")
    if key in row.old:
        return f"{row.old[key] or EMPTY} → {text or EMPTY}"
    if not text and (key in row.bad or (column.field is not None and column.field.masked)):
        return EMPTY
    return text


def _missing_text(missing: Missing, leave: Leave | None, key: str) -> str:
    if key == DECISION:
        return f"{STAY} ▾" if leave is None else f"{leave.reason} ▾"
    if key == REMARK:
        if leave is None:
            return MISSING_REMARK
        return f"{leave.reason}，最后在校日 {leave.day.isoformat()}"
    texts = {
        NUMBER: "—", "name": missing.name, "sex": missing.sex, "class_id": missing.class_name,
        "id_number": missing.id_number or EMPTY,
    }  # fmt: skip
    return texts.get(key, "")


def options_of(line: Line, column: PreviewColumn) -> list[Option]:
    """What a cell may be chosen from: the answers of a question, how a missing pupil left, the choices of a column."""
    if line.missing is not None:
        return [Option(text) for text in (STAY, *LEAVING)] if column.key == DECISION else []
    row = line.row
    assert row is not None
    if row.state is RowState.ASK and column.key == row.ask:
        return [Option(choice.label, value=choice.value) for choice in row.choices]
    if column.field is not None and column.field.choices:
        return [Option(text) for text in column.field.choices]
    return []
