"""Month grids side by side on a sheet (午餐 on the left, 晚餐 on the right): each is cut out, so that it is read like one alone."""

from dataclasses import replace

from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.layout import SCAN_ROWS
from xcedu_desktop.workbook.intake.month_days import day_of
from xcedu_desktop.workbook.intake.month_header import FEWEST_DAYS
from xcedu_desktop.workbook.intake.raw import BLANK, Cell, RawSheet


def cut_apart(sheet: RawSheet, vocabulary: Vocabulary) -> list[RawSheet]:
    """The sheet itself; where a row of days begins again, a copy for each run of days, blank but for its own columns.

    A run without a column of classes of its own goes by that of the first (午餐 and 晚餐 over the same lines).
    """
    for at, row in enumerate(sheet.rows[:SCAN_ROWS]):
        runs = _runs(row, sheet.epoch1904)
        if not runs or not _has_needed(sheet, vocabulary, at, range(runs[0][0])):
            continue
        # The first row of days decides: below it counts may rise and begin again by chance.
        if len(runs) > 1 and all(len(run) >= FEWEST_DAYS for run in runs):
            spans = _spans(sheet, vocabulary, at, runs)
            return [_only(sheet, at, columns) for columns in spans] or [sheet]
        if len(runs[0]) >= FEWEST_DAYS:
            break
    return [sheet]


def _runs(row: list[Cell], epoch1904: bool) -> list[list[int]]:
    """The columns of the days of a row, a run ending where the days begin again."""
    runs: list[list[int]] = []
    last = 0
    for column, cell in enumerate(row):
        found = day_of(cell, epoch1904)
        if found is None:
            if isinstance(cell.value, int | float):
                return []
            continue
        if not runs or found[0] <= last:
            runs.append([])
        runs[-1].append(column)
        last = found[0]
    return runs


def _spans(sheet: RawSheet, vocabulary: Vocabulary, at: int, runs: list[list[int]]) -> list[frozenset[int]]:
    """The columns of each run; none where the days do not begin again alike."""
    shared = range(runs[0][0])
    if len({sheet.rows[at][run[0]].text for run in runs}) > 1:
        return []
    spans: list[frozenset[int]] = []
    for number, run in enumerate(runs):
        before = range(runs[number - 1][-1] + 1, run[0]) if number else shared
        own = before if _has_needed(sheet, vocabulary, at, before) else shared
        end = runs[number + 1][0] if number + 1 < len(runs) else sheet.width
        after = range(run[-1] + 1, end)
        if number + 1 < len(runs) and _has_needed(sheet, vocabulary, at, after):
            after = range(0)
        spans.append(frozenset([*own, *range(run[0], run[-1] + 1), *after]))
    return spans


def _has_needed(sheet: RawSheet, vocabulary: Vocabulary, at: int, columns: range) -> bool:
    """Whether a needed column's header stands in these columns, in the row of the days or up to two rows above."""
    for row in sheet.rows[max(at - 2, 0) : at + 1]:
        for column in columns:
            text = row[column].value if column < len(row) else None
            if isinstance(text, str) and (vocabulary.match(text) or ("",))[0] in vocabulary.required:
                return True
    return False


def _only(sheet: RawSheet, at: int, columns: frozenset[int]) -> RawSheet:
    """The sheet with these columns only; a line alone above the days is the title of all runs."""
    rows = [
        row
        if number < at and sum(not cell.blank for cell in row) == 1
        else [cell if column in columns else BLANK for column, cell in enumerate(row)]
        for number, row in enumerate(sheet.rows)
    ]
    return replace(sheet, rows=rows)
