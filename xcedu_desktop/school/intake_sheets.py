"""Which sheets of a file are lists of a kind, and what is said of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from xcedu_desktop.school.intake_job import ListIn
from xcedu_desktop.school.intake_persons import listing_others
from xcedu_desktop.school.intake_ticks import with_ticks
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.classes_across import find_across
from xcedu_desktop.workbook.intake.failure import IntakeFileError
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.kind import IntakeKind, Shape
from xcedu_desktop.workbook.intake.lists import find_lists, unread_columns
from xcedu_desktop.workbook.intake.month_grid import MonthGrid, find_month_grids
from xcedu_desktop.workbook.intake.plan import IntakeFinding, SheetLayout
from xcedu_desktop.workbook.intake.raw import BLANK, RawFile, RawSheet
from xcedu_desktop.workbook.marks import PREFIX

_NO_DATA = re.compile(r"填写说明|填表说明|使用说明|代码表|字典|数据验证|下拉|示例|样表|模板说明|^说明$")


@dataclass
class Found:
    """The lists and grids of a file, in its order; `sheets` names those that are read."""

    lists: list[ListIn] = field(default_factory=list)
    grids: list[MonthGrid] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    trouble: str | None = None
    left_out: list[str] = field(default_factory=list)
    """Sheets with content that are not read."""

    others: list[tuple[str, str]] = field(default_factory=list)
    """Sheets that could be read and are called after another kind, with the sentence that says so."""

    refused: list[str] = field(default_factory=list)
    """The sentences of sheets that could be read and list other persons than this kind's."""

    def findings(self) -> list[IntakeFinding]:
        """What is to be said of sheets as warnings: totals that do not add up, what was hidden, what was left out."""
        said = [
            IntakeFinding(sheet, 0, "", "other_kind", "warning", "", message)
            for sheet, message in self.others
        ]
        for listed in self.lists:
            said += _said(listed.found)
        for grid in self.grids:
            said += _said(grid)
        return said


def _said(one: FoundList | MonthGrid) -> list[IntakeFinding]:
    wrong = {total.message: total for total in one.totals}
    said: list[IntakeFinding] = []
    for note in one.notes:
        row, column = (wrong[note].row, wrong[note].header) if note in wrong else (0, "")
        code = "total_mismatch" if note in wrong else "sheet_note"
        said.append(IntakeFinding(one.sheet, row, column, code, "warning", "", note))
    return said


def find_all(
    raw: RawFile,
    kind: IntakeKind,
    *,
    sheet: str | None,
    layout: Mapping[str, SheetLayout],
    others: Sequence[IntakeKind],
) -> Found:
    """The file's lists of this kind. `trouble` says in one sentence why there is none.

    Raises IntakeFileError where `sheet` names none of the file's sheets.
    """
    found = Found()
    sheets = (
        [_named(raw, sheet)]
        if sheet is not None
        else [s for s in raw.sheets if s.name in layout or not _reported(s)]
    )
    if raw.sheets and not sheets:
        found.trouble = "这是本程序导出的上报表，不是名单，没有导入任何内容；确实要读其中一张表，请指明那张表"
        found.left_out = [one.name for one in raw.sheets if one.rows]
        return found
    ticked = next((column.key for column in kind.columns if column.ticked), None)
    by_sheet: list[tuple[RawSheet, list[ListIn], list[MonthGrid]]] = []
    for one in sheets:
        grids = (
            find_month_grids(one, kind.grid.intake_columns) if kind.grid and one.name not in layout else []
        )
        lists = [] if grids else _lists(one, kind, layout.get(one.name)) or _across(one, kind)
        if not grids and not lists and kind.one_class is not None:
            lists = _in_shapes(one, (kind.one_class,))
        if ticked is not None and one.name not in layout:
            lists = [with_ticks(listed, ticked) for listed in lists]
        if sheet is None and one.name not in layout:
            lists, grids = _of_own_measure(one, lists, grids, kind, found)
        if grids or lists:
            by_sheet.append((one, lists, grids))
    if sheet is None:
        by_sheet = _without_other_persons(by_sheet, kind, others, layout, raw.path.stem, found)
    if len(by_sheet) > 1:
        by_sheet = _without_others(by_sheet, kind, others, layout, found)
    for one, lists, grids in by_sheet:
        found.sheets.append(one.name)
        found.lists += lists
        found.grids += grids
        noticed = [*(listed.found.notes for listed in lists), *(grid.notes for grid in grids)]
        for noted in [*noticed, _unread(one, lists, grids)]:
            found.notes += [f"表「{one.name}」：{note}" if len(raw.sheets) > 1 else note for note in noted]
    found.left_out = [one.name for one in sheets if one.rows and one.name not in found.sheets]
    if found.sheets and found.left_out:
        found.notes.append(f"没有读的表：{'、'.join(found.left_out)}。")
    if not found.sheets and found.refused:
        found.trouble = found.refused[0]
    elif not found.sheets:
        found.trouble = _what_is_missing(sheets, kind)
    elif not any(listed.found.rows for listed in found.lists) and not any(grid.rows for grid in found.grids):
        found.trouble = f"表「{'、'.join(found.sheets)}」只有表头，没有要导入的行"
    return found


def _unread(sheet: RawSheet, lists: Sequence[ListIn], grids: Sequence[MonthGrid]) -> list[str]:
    """The notes on columns that were not read, each once (a list in several parts has one header)."""
    places = [(o.found.unknown_headers, [row.number for row in o.found.rows]) for o in lists]
    for grid in grids:
        known = grid.columns.keys() | grid.day_columns.keys()
        others = {column: text for column, text in grid.source_headers.items() if column not in known}
        places.append((others, [row.number for row in grid.rows]))
    return list(
        dict.fromkeys(note for unknown, rows in places if (note := unread_columns(sheet, unknown, rows)))
    )


def _reported(sheet: RawSheet) -> bool:
    """A sheet of our own workbook says what a month was: enrolment by day is no meal count, a member who left no new pupil."""
    corner = sheet.cell(0, 0).value
    return isinstance(corner, str) and corner.startswith(PREFIX)


def _without_marks(sheet: RawSheet) -> RawSheet:
    """A sheet of our own workbook without its hidden key row and columns of ids, everything else where it stands."""
    if not _reported(sheet):
        return sheet
    hidden = {0, *sheet.hidden_columns}
    rows = [[BLANK if at in hidden else cell for at, cell in enumerate(row)] for row in sheet.rows]
    return replace(sheet, rows=[[], *rows[1:]])


def _named(raw: RawFile, name: str) -> RawSheet:
    for one in raw.sheets:
        if one.name == name:
            return _without_marks(one)
    for one in raw.sheets:
        if fold(one.name) == fold(name):
            return _without_marks(one)
    names = "、".join(f"「{one.name}」" for one in raw.sheets)
    raise IntakeFileError(f"「{raw.path.name}」里没有叫「{name}」的表，只有{names}")


def _lists(sheet: RawSheet, kind: IntakeKind, layout: SheetLayout | None) -> list[ListIn]:
    """The sheet's lists in the first of the kind's shapes that fits."""
    if layout is not None:
        assigned = {key for key in layout.assign.values() if key}
        shape = next((s for s in kind.shapes if set(s.needs) <= assigned), kind.shapes[0])
        lists = find_lists(sheet, shape.intake_columns, header_row=layout.header_row, assign=layout.assign)
        return [ListIn(shape, one) for one in lists]
    return _in_shapes(sheet, kind.shapes)


def _in_shapes(sheet: RawSheet, shapes: Sequence[Shape]) -> list[ListIn]:
    for shape in shapes:
        lists = [
            one
            for one in find_lists(sheet, shape.intake_columns)
            if not shape.proof or set(shape.proof) & set(one.columns.values())
        ]
        if lists:
            return [ListIn(shape, one) for one in lists]
    return []


def _across(sheet: RawSheet, kind: IntakeKind) -> list[ListIn]:
    """The sheet's lists with a line a day and a column a class, where the kind has that form."""
    found = find_across(sheet, kind.across) if kind.across is not None else None
    return [ListIn(found[0], one) for one in found[1]] if found is not None else []


_Sheet = tuple[RawSheet, list[ListIn], list[MonthGrid]]


def _without_other_persons(
    by_sheet: list[_Sheet],
    kind: IntakeKind,
    others: Sequence[IntakeKind],
    layout: Mapping[str, SheetLayout],
    file_stem: str,
    found: Found,
) -> list[_Sheet]:
    """The sheets but for those that list pupils where staff is read, and the other way round."""
    kept: list[_Sheet] = []
    for one in by_sheet:
        sheet, lists, _ = one
        other = None
        if lists and sheet.name not in layout:
            better = partial(_better_kind, lists, kind, others)
            other = listing_others(sheet, lists, kind, others, file_stem, better)
        if other is None:
            kept.append(one)
        else:
            found.refused.append(_left_out(sheet, other))
    found.notes += found.refused
    return kept


def _without_others(
    by_sheet: list[_Sheet],
    kind: IntakeKind,
    others: Sequence[IntakeKind],
    layout: Mapping[str, SheetLayout],
    found: Found,
) -> list[_Sheet]:
    """Of several sheets that could be such a list, those that are not plainly another kind, a code table or a form."""
    kept: list[_Sheet] = []
    for one in by_sheet:
        sheet, lists, grids = one
        better = None if grids or sheet.name in layout else _better_kind(lists, kind, others)
        if better is None and not _NO_DATA.search(fold(sheet.name)):
            kept.append(one)
        elif better is not None:
            found.notes.append(_left_out(sheet, better))
    kept = kept or by_sheet
    own: list[_Sheet] = []
    for one in kept:
        sheet, _, grids = one
        other = None if grids or sheet.name in layout else _called_otherwise(sheet.name, kind, others)
        if other is None:
            own.append(one)
        else:
            found.others.append((sheet.name, _left_out(sheet, other)))
    if not own:
        found.others.clear()
    return own or kept


def _left_out(sheet: RawSheet, other: IntakeKind) -> str:
    """What is said of a sheet that holds lists of another kind."""
    return f"表「{sheet.name}」像是{other.title}的表，没有读；要读请指明这张表"


def _called_otherwise(name: str, kind: IntakeKind, others: Sequence[IntakeKind]) -> IntakeKind | None:
    """The other kind that a sheet is called after (学生名单 in a file from which 课后服务 is read)."""
    plain = fold(name)
    named = [o for o in others if o.key != kind.key and o.called and re.search(o.called, plain)]
    if kind.called and re.search(kind.called, plain):
        # 课后服务学生 says 学生, and is a list of 课后服务.
        return next((o for o in named if kind.general and not o.general), None)
    return next(iter(sorted(named, key=lambda o: o.general)), None)


def _of_own_measure(
    sheet: RawSheet, lists: list[ListIn], grids: list[MonthGrid], kind: IntakeKind, found: Found
) -> tuple[list[ListIn], list[MonthGrid]]:
    """The sheet's lists and grids but for those of bare numbers that the title says to be something else (餐费, 请假)."""
    if kind.other_measure is None:
        return lists, grids
    other: dict[str, None] = {}

    def own(one: FoundList | MonthGrid) -> bool:
        labelled = isinstance(one, MonthGrid) and any(day.label for day in one.day_columns.values())
        if kind.other_measure is None or labelled or set(kind.telling) & set(one.columns.values()):
            return True
        said = kind.other_measure(f"{one.title_text}\n{sheet.name}")
        if said is not None:
            other[said] = None
        return said is None

    lists, grids = [one for one in lists if own(one.found)], [grid for grid in grids if own(grid)]
    if other:
        words = f"表「{sheet.name}」的标题或表名写的是「{'、'.join(other)}」，不像是{kind.title}，没有读；要读请指明这张表"
        (found.notes if lists or grids else found.refused).append(words)
    return lists, grids


def _better_kind(
    lists: Sequence[ListIn], kind: IntakeKind, others: Sequence[IntakeKind]
) -> IntakeKind | None:
    """Another kind that knows clearly more of the list's headers than this one does."""
    own = sum(len(listed.found.columns) for listed in lists)
    best: tuple[int, IntakeKind] | None = None
    for other in others:
        if other.key == kind.key:
            continue
        known = max((_knows(lists, shape) for shape in other.shapes), default=0)
        if known >= own + 2 and (best is None or known > best[0]):
            best = known, other
    return best[1] if best else None


def _knows(lists: Sequence[ListIn], shape: Shape) -> int:
    vocabulary = Vocabulary(shape.intake_columns)
    total = 0
    for listed in lists:
        keys = {
            match[0]
            for header in listed.found.source_headers.values()
            if (match := vocabulary.match_levels(header.split(" · ")))
        }
        if not set(shape.needs) <= keys:
            return 0
        total += len(keys)
    return total


def _what_is_missing(sheets: Sequence[RawSheet], kind: IntakeKind) -> str:
    """The sentence of a file without such a list: which columns were looked for and not found."""
    seen: set[str] = set()
    vocabulary = Vocabulary(kind.shapes[0].intake_columns)
    for one in sheets:
        for row in one.rows[:40]:
            seen |= {
                match[0]
                for cell in row
                if isinstance(cell.value, str) and (match := vocabulary.match(cell.value))
            }
    shape = kind.shapes[0]
    wanted = [shape.fields[key].title for key in shape.needs if key not in seen]
    if not wanted and shape.proof and not seen & set(shape.proof):
        wanted = [shape.fields[shape.proof[0]].title]
    columns = "、".join(
        f"「{title}」" for title in wanted or [shape.fields[key].title for key in shape.needs]
    )
    return f"没有找到{columns}列，不像是{kind.title}的表，没有导入任何内容；请核对文件，或在导入窗口里指定表头和列"
