"""Finds the lists on a sheet: where their headers stand, which rows are data, and what is passed over."""

from collections.abc import Iterable, Mapping, Sequence

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.found import FoundList
from xcedu_desktop.workbook.intake.header import IntakeColumn, Vocabulary, is_serial
from xcedu_desktop.workbook.intake.layout import SCAN_ROWS, HeaderBlock, best_blocks, find_header
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.other_list import columns_of_others, others_named
from xcedu_desktop.workbook.intake.raw import RawSheet
from xcedu_desktop.workbook.intake.row_kinds import total_kind
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
        found.line_units = units_above(found, sheet)
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
        self._unread: list[str] = []
        self._header: int | None = None
        """The row of another header, at which the last list ended."""

    def search(self, start: int, left: int, right: int) -> None:
        """Takes every list within these columns, one below another, then the panels to the right."""
        farthest = None
        top = start
        self._header = None
        before = len(self.lists)
        while start < len(self._sheet.rows) and left <= right:
            blocks = self._next(start, left, right)
            if not blocks:
                if len(self.lists) > before:
                    self._unread_below(start, left, right)
                break
            if len(self.lists) > before and blocks[0].first > (self._header or 0):
                self._unread_below(start, left, right, blocks[0].first)
            start = self._take_blocks(blocks, start)
            reached = max(block.right for block in blocks)
            farthest = reached if farthest is None else max(farthest, reached)
        if farthest is not None and farthest < right:
            self.search(top, farthest + 1, right)

    def _next(self, start: int, left: int, right: int) -> list[HeaderBlock]:
        """The next header: the one at which the list above ended, where this kind can read it, else any below."""
        places = [range(start, start + SCAN_ROWS)]
        if self._header is not None:
            places = [range(self._header, self._header + 1), range(self._header + 1, start + SCAN_ROWS)]
        for rows in places:
            blocks = find_header(self._sheet, self._merges, self._vocabulary, rows, left, right)
            if blocks:
                return blocks
        return []

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
            found = walk.run()
            self._windows.append((block.first, block.left, block.right))
            self._header = walk.next_header
            if not manual and self._is_of_others(block, found[0]):
                self._note_other(block.first, found[0].title_text or block.headers[min(block.headers)])
            else:
                self._inherit(found)
                self.lists.extend(found)
            ends.append(walk.end)
        return max(*ends, blocks[0].last + 1) if ends else len(self._sheet.rows)

    def _is_of_others(self, block: HeaderBlock, found: FoundList) -> bool:
        """Whether a further list on the sheet is about other persons than the first."""
        if not self.lists:
            return False
        first = self.lists[0]
        needed = [c for c, key in block.columns.items() if key in self._vocabulary.required]
        new = (found.title_text, *(block.headers.get(column, "") for column in needed))
        return others_named(
            self._vocabulary, (first.title_text, first.section, self._sheet.name), new
        ) or columns_of_others(self._vocabulary, first.source_headers.values(), block.headers.values())

    def _inherit(self, found: list[FoundList]) -> None:
        """A header of other columns further down, with no title over it, stands under the title of the list above."""
        if (
            self.lists
            and not found[0].title_text.strip()
            and found[0].header_rows[0] > self.lists[-1].header_rows[1]
        ):
            last = self.lists[-1]
            for one in found:
                one.title_text, one.above = last.title_text, last.above
                one.section = one.section or last.section

    def _note_other(self, row: int, title: str) -> None:
        said = " ".join(title.split())[:30]
        self._unread.append(f"第 {row + 1} 行起是另一份名单（{said}），没有读；要读请把它另存为一张表。")

    def _unread_below(self, start: int, left: int, right: int, end: int | None = None) -> None:
        """Names the rows under the last list that are another list, of which this kind knows no columns."""
        rows = [
            row
            for row in range(start, len(self._sheet.rows) if end is None else end)
            if sum(not cell.blank for cell in self._sheet.rows[row][left : right + 1]) > 0
        ]
        if len(rows) > 1:
            first = next(cell.text for cell in self._sheet.rows[rows[0]][left : right + 1] if not cell.blank)
            self._note_other(rows[0], first)

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
        """Names the lists that were not read, and the columns with content beside the lists, so that nothing is lost in silence."""
        first = min(top for top, _, _ in self._windows)
        beyond: dict[int, int] = {}
        for row in range(max(first, 0), len(self._sheet.rows)):
            for column, cell in enumerate(self._sheet.rows[row]):
                if not cell.blank and not any(left <= column <= right for _, left, right in self._windows):
                    beyond[column] = beyond.get(column, 0) + 1
        # A stray remark beside the list is no second list.
        columns = sorted(beyond)
        if sum(beyond.values()) < 4:
            return self._unread
        return [
            *self._unread,
            f"第 {'、'.join(column_name(column) for column in columns[:12])} 列另有内容，没有读。",
        ]


def unread_columns(sheet: RawSheet, unknown: Mapping[int, str], numbers: Iterable[int]) -> str:
    """The sentence that names the `unknown` columns that hold something in the rows of these numbers; blank where there are
    none. 序号 and 合计 are not worth a word."""
    rows = [number - 1 for number in numbers]
    named = [
        " ".join(text.split())[:20]
        for column, text in unknown.items()
        if not is_serial(text)
        and not total_kind(fold(text))
        and any(not sheet.cell(row, column).blank for row in rows)
    ]
    return f"没有读的列：{'、'.join(named)}。" if named else ""


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
        if used is not None and not vocabulary.gives_way(text, found.source_headers[used]):
            found.notes.append(
                f"「{text}」有两列，读了第 {column_name(used)} 列，第 {column_name(column)} 列没有读。"
            )
