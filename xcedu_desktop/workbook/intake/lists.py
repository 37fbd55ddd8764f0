"""Finds the lists on a sheet: where their headers stand, which rows are data, and what is passed over."""

from collections.abc import Mapping, Sequence

from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import IntakeColumn, Vocabulary, is_serial
from xcedu_desktop.workbook.intake.layout import SCAN_ROWS, HeaderBlock, best_blocks, find_header
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.raw import RawSheet
from xcedu_desktop.workbook.intake.titles import units_above
from xcedu_desktop.workbook.intake.walk import Walk

NO_HEADER = -1
"""As `header_row`: the sheet has no header, its data begin in the first row; columns come from `assign`."""


def find_lists(
    sheet: RawSheet,
    columns: Sequence[IntakeColumn],
    *,
    header_row: int | None = None,
    assign: Mapping[int, str | None] | None = None,
) -> list[FoundList]:
    """The lists of this kind on the sheet, in reading order; empty where the sheet holds none.

    `header_row` (0-based, or NO_HEADER) and `assign` (0-based column to key, None for not imported) are a
    person's word and go over what is found. With `header_row` a list comes back even when nothing matches.
    """
    vocabulary = Vocabulary(columns)
    finder = _Finder(sheet, vocabulary, dict(assign or {}))
    if header_row is None:
        finder.search(0, 0, sheet.width - 1)
    else:
        finder.take(header_row)
    lists = sorted(finder.lists, key=lambda found: (found.header_rows, min(found.source_headers, default=0)))
    for found in lists:
        _remark(sheet, vocabulary, found)
        found.line_units = units_above(found)
    if lists:
        lists[0].notes.extend(finder.left_out())
    return lists


class _Finder:
    """Walks the sheet from one header to the next, and to the panels beside."""

    def __init__(self, sheet: RawSheet, vocabulary: Vocabulary, assign: dict[int, str | None]) -> None:
        self.lists: list[FoundList] = []
        self._sheet = sheet
        self._merges = MergeMap(sheet)
        self._vocabulary = vocabulary
        self._assign = assign
        self._windows: list[tuple[int, int, int]] = []

    def search(self, start: int, left: int, right: int) -> None:
        """Takes every list within these columns, one below another, then the panels to the right."""
        farthest = None
        top = start
        while start < len(self._sheet.rows) and left <= right:
            blocks = find_header(
                self._sheet, self._merges, self._vocabulary, range(start, start + SCAN_ROWS), left, right
            )
            if not blocks:
                break
            start = self._take_blocks(blocks, start)
            reached = max(block.right for block in blocks)
            farthest = reached if farthest is None else max(farthest, reached)
        if farthest is not None and farthest < right:
            self.search(top, farthest + 1, right)

    def take(self, header_row: int) -> None:
        """Takes the list whose header a person has pointed at."""
        width = self._sheet.width
        if header_row >= len(self._sheet.rows) or not width:
            return
        if header_row < 0:
            self._take_blocks([HeaderBlock(NO_HEADER, NO_HEADER, 0, width - 1)], 0, manual=True)
            return
        blocks = best_blocks(self._sheet, self._merges, self._vocabulary, header_row, 0, width - 1)
        self._take_blocks(blocks, 0, manual=True)

    def _take_blocks(self, blocks: list[HeaderBlock], start: int, *, manual: bool = False) -> int:
        """Reads the lists under these headers, which stand side by side; gives the row where they all ended."""
        ends = []
        for block in blocks:
            self._narrow(block, whole=manual and len(blocks) == 1)
            self._apply(block, only=len(blocks) == 1)
            walk = Walk(self._sheet, self._merges, self._vocabulary, block, start, stop_at_headers=not manual)
            self.lists.extend(walk.run())
            self._windows.append((block.first, block.left, block.right))
            ends.append(walk.end)
        return max(*ends, blocks[0].last + 1) if ends else len(self._sheet.rows)

    def _narrow(self, block: HeaderBlock, *, whole: bool) -> None:
        """Cuts the list's width to its known columns and the headers next to them; columns assigned belong."""
        if whole or not block.columns:
            return
        right = max(block.columns)
        while right + 1 <= block.right and right + 1 in block.headers:
            right += 1
        wanted = [
            column for column, key in self._assign.items() if key and block.left <= column <= block.right
        ]
        right = max([right, *wanted])
        block.headers = {column: text for column, text in block.headers.items() if column <= right}
        block.units = {column: unit for column, unit in block.units.items() if column <= right}
        block.right = right

    def _apply(self, block: HeaderBlock, *, only: bool) -> None:
        """A person's columns over the found ones."""
        for column, key in self._assign.items():
            if not only and not block.left <= column <= block.right:
                continue
            block.columns.pop(column, None)
            if key is not None:
                for other in [
                    at for at, own in block.columns.items() if own == key and at not in self._assign
                ]:
                    del block.columns[other]
                block.columns[column] = key
        block.columns = dict(sorted(block.columns.items()))

    def left_out(self) -> list[str]:
        """Names the columns with content beside the lists, so that nothing is lost in silence."""
        first = min(top for top, _, _ in self._windows)
        beyond: dict[int, int] = {}
        for row in range(max(first, 0), len(self._sheet.rows)):
            for column, cell in enumerate(self._sheet.rows[row]):
                if not cell.blank and not any(left <= column <= right for _, left, right in self._windows):
                    beyond[column] = beyond.get(column, 0) + 1
        # A stray remark beside the list is no second list.
        columns = sorted(beyond)
        if sum(beyond.values()) < 4:
            return []
        return [f"第 {'、'.join(column_name(column) for column in columns[:12])} 列另有内容，没有读。"]


def column_name(column: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _remark(sheet: RawSheet, vocabulary: Vocabulary, found: FoundList) -> None:
    """The Chinese notes on what was hidden and yet read, and on columns that come twice."""
    if found.hidden_rows_read:
        how = "被筛选隐藏" if sheet.filtered else "隐藏"
        found.notes.append(f"{how}的 {found.hidden_rows_read} 行照读。")
    hidden = [
        found.source_headers.get(column) or column_name(column)
        for column in found.columns
        if column in sheet.hidden_columns
    ]
    if hidden:
        found.notes.append(f"隐藏的 {len(hidden)} 列照读：{'、'.join(hidden)}。")
    found.notes.extend(mismatch.message for mismatch in found.totals)
    found.unknown_headers = {
        column: text
        for column, text in found.source_headers.items()
        if column not in found.columns and not is_serial(text)
    }
    for column, text in found.unknown_headers.items():
        match = vocabulary.match(text)
        used = found.column_of(match[0]) if match else None
        if used is not None:
            found.notes.append(
                f"「{text}」有两列，读了第 {column_name(used)} 列，第 {column_name(column)} 列没有读。"
            )
