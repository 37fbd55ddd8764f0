"""Where a list's header stands: one to three rows, anywhere on the sheet, found by what it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.header import EXACT, Vocabulary, is_serial, names_other_person
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.raw import RawSheet
from xcedu_desktop.workbook.intake.ticks import are_ticks

SCAN_ROWS = 60
DEEPEST = 3

# What stands in the cells beside 姓名 on a form for one person, and in lists of column names.
_FORM_LABELS = re.compile(
    r"(性别|民族|籍贯|出生(日期|年月)?|身份证号码?|家庭住址|住址|电话|联系电话|学校|班级|年级|政治面貌|健康状况|"
    r"照片|户口.*|监护人.*)[:：]?"
)


@dataclass(slots=True)
class HeaderBlock:
    """A header as found. Rows and columns 0-based, inclusive; `left` to `right` is the list's own width."""

    first: int
    last: int
    left: int
    right: int
    columns: dict[int, str] = field(default_factory=dict)
    exact: int = 0
    headers: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)


def read_block(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, rows: range, left: int, right: int
) -> list[HeaderBlock]:
    """The header in these rows, as one block, or several where two lists stand side by side."""
    levels: dict[int, list[str]] = {}
    matched: dict[int, tuple[str, int]] = {}
    for column in range(left, right + 1):
        texts = _levels(merges, rows, column)
        if not texts:
            continue
        levels[column] = texts
        found = None if _of_another(merges, rows[0], column) else vocabulary.match_levels(texts)
        if found and merges.at(rows[0], column) in (None, _own(merges, rows, column)):
            matched[column] = found
    blocks = []
    for start, end in _panels(vocabulary, levels, matched, left, right):
        block = HeaderBlock(rows[0], rows[-1], start, end)
        _fill(block, vocabulary, levels, matched)
        blocks.append(block)
    return blocks


def _of_another(merges: MergeMap, first: int, column: int) -> bool:
    """Whether a group header in the row above says that the column is about somebody else (家长)."""
    above = merges.value(first - 1, column).value
    return first > 0 and isinstance(above, str) and len(above) < 12 and names_other_person(above)


def _own(merges: MergeMap, rows: range, column: int) -> tuple[int, int, int, int] | None:
    """The merged range at the header's first row, where the column is its first or it is a group with levels."""
    found = merges.at(rows[0], column)
    if found is None or found[1] == column or len(_levels(merges, rows, column)) > 1:
        return found
    # A further column of a wide single cell: not a header of its own.
    return (-1, -1, -1, -1)


def _levels(merges: MergeMap, rows: range, column: int) -> list[str]:
    """The header texts of a column from the top row down, each once; what began above these rows is left out."""
    texts: list[str] = []
    for row in rows:
        merge = merges.at(row, column)
        if merge is not None and merge[0] < rows[0]:
            continue
        cell = merges.value(row, column)
        if isinstance(cell.value, str) and (not texts or texts[-1] != cell.value):
            texts.append(cell.value)
    return texts


def _panels(
    vocabulary: Vocabulary,
    levels: dict[int, list[str]],
    matched: dict[int, tuple[str, int]],
    left: int,
    right: int,
) -> Iterator[tuple[int, int]]:
    """The column ranges of the lists side by side: a new one begins where the needed headers come again."""
    start = left
    seen: dict[str, int] = {}
    leading = ""
    for column, (key, _) in sorted(matched.items()):
        if key in seen:
            rest = {other for at, (other, _) in matched.items() if at >= column}
            needed = vocabulary.required or seen.keys()
            cut = column
            # The second list's own 序号, and its columns before the repeated one, belong to it.
            while cut - 1 > start and cut - 1 not in matched and _again(levels, cut - 1):
                cut -= 1
            apart = cut - 1 > start and cut - 1 not in levels
            if (
                # A list may begin with another column than the needed one: 班级 姓名, 班级 姓名.
                (key in needed or key == leading)
                and needed <= rest
                and needed <= seen.keys()
                and (apart or len(seen.keys() & rest) * 2 > len(seen))
                # Another word for one column (名称 beside 供餐单位) begins no list of its own.
                and (apart or len(seen) > 1 or levels[column] == levels[seen[key]])
            ):
                yield start, cut - 1
                start, seen = cut, {}
        leading = leading if seen else key
        seen.setdefault(key, column)
    yield start, right


def _again(levels: dict[int, list[str]], column: int) -> bool:
    """Whether the header of this column is 序号, or stands further left too."""
    return column in levels and (
        is_serial(levels[column][-1])
        or any(levels[other] == levels[column] for other in levels if other < column)
    )


def _fill(
    block: HeaderBlock,
    vocabulary: Vocabulary,
    levels: dict[int, list[str]],
    matched: dict[int, tuple[str, int]],
) -> None:
    """Gives each key its best column (exact before loose, its title before other words and those before general ones, then the
    leftmost; a column left over by what else it can mean); notes texts and units."""
    best: dict[str, tuple[int, tuple[int, int]]] = {}
    for column in range(block.left, block.right + 1):
        if column not in levels:
            continue
        block.headers[column] = " · ".join(levels[column])
        if unit := vocabulary.unit_of(levels[column]):
            block.units[column] = unit
        if column in matched:
            key, quality = matched[column]
            fits = quality, vocabulary.closeness(key, levels[column][-1])
            if key not in best or fits > best[key][1]:
                best[key] = (column, fits)
    used = {column for column, _ in best.values()}
    for column in sorted(matched.keys() & block.headers.keys() - used):
        for key in vocabulary.further(levels[column][-1]):
            if key not in best:
                best[key] = (column, (EXACT, 0))
                break
    block.columns = {column: key for key, (column, _) in sorted(best.items(), key=lambda item: item[1][0])}
    block.exact = sum(quality == EXACT for _, (quality, _) in best.values())


def best_blocks(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, first: int, left: int, right: int
) -> list[HeaderBlock]:
    """The header that begins in this row, as deep as it says most; its blocks from left to right."""
    best: list[HeaderBlock] = []
    for depth in range(1, DEEPEST + 1):
        if first + depth > len(sheet.rows) or (
            depth > 1 and _is_data(merges, vocabulary, range(first, first + depth), left, right)
        ):
            break
        blocks = read_block(sheet, merges, vocabulary, range(first, first + depth), left, right)
        if not best or _total(blocks) > _total(best):
            best = blocks
    deeper = _bottom(sheet, merges, best[0]) if best else first
    if best and deeper > best[0].last:
        best = read_block(sheet, merges, vocabulary, range(first, deeper + 1), left, right)
    return best


def _is_data(merges: MergeMap, vocabulary: Vocabulary, rows: range, left: int, right: int) -> bool:
    """Whether the last of these rows is data: under a header that is complete by itself stands another text."""
    for column in range(left, right + 1):
        top, below = merges.value(rows[0], column), merges.value(rows[-1], column)
        if not isinstance(top.value, str) or below.blank or merges.width_of(rows[0], column) > 1:
            continue
        merge = merges.at(rows[-1], column)
        if merge is not None and merge[0] <= rows[0]:
            continue
        found = vocabulary.match(top.value)
        if found and not (isinstance(below.value, str) and vocabulary.match(below.value)):
            return True
    return False


def _total(blocks: list[HeaderBlock]) -> tuple[int, int]:
    return sum(len(block.columns) for block in blocks), sum(block.exact for block in blocks)


def _bottom(sheet: RawSheet, merges: MergeMap, block: HeaderBlock) -> int:
    """The header's last row: cells merged downwards reach it, or a row of sub-headers under nothing but groups."""
    bottom = block.last
    for column in block.headers:
        merge = merges.at(block.first, column)
        if merge is not None and merge[0] == block.first and merge[2] - block.first < DEEPEST:
            bottom = max(bottom, merge[2])
    if bottom == block.last and block.columns and bottom - block.first < DEEPEST - 1:
        below = {column for column in block.headers if not sheet.cell(bottom + 1, column).blank}
        grouped = {column for column in below if merges.width_of(block.first, column) > 1}
        if below and below == grouped and not below & block.columns.keys():
            bottom += 1
    return bottom


def find_header(
    sheet: RawSheet, merges: MergeMap, vocabulary: Vocabulary, rows: range, left: int, right: int
) -> list[HeaderBlock]:
    """The first good header within rows and columns: its blocks side by side; empty where there is none."""
    candidates: list[list[HeaderBlock]] = []
    for first in rows:
        if first >= len(sheet.rows):
            break
        if not any(
            isinstance(cell.value, str) and vocabulary.match(cell.value)
            for row in sheet.rows[first : _reaches(merges, first, left, right) + 1]
            for cell in row[left : right + 1]
        ):
            continue
        if _begins_above(merges, first, left, right):
            continue
        blocks = best_blocks(sheet, merges, vocabulary, first, left, right)
        if (
            blocks
            and blocks[0].last > first
            and (
                _is_alone(sheet, merges, first, left, right)
                or _says_pairs(sheet, vocabulary, first, left, right)
            )
        ):
            continue
        blocks = [block for block in blocks if _acceptable(sheet, vocabulary, block)]
        if blocks:
            candidates.append(blocks)
    if not candidates:
        return []
    most = max(_total(blocks)[0] for blocks in candidates)
    # A line above that merely mentions some of the words must not win over the header itself.
    good = [blocks for blocks in candidates if _total(blocks)[0] * 10 >= most * 6]
    first_good = good[0]
    return max(
        (
            blocks
            for blocks in good
            if blocks[0].first - first_good[0].first < DEEPEST
            and not _data_between(sheet, vocabulary, first_good[0], blocks[0].first)
        ),
        key=lambda blocks: (_total(blocks), -blocks[0].first),
    )


def _data_between(sheet: RawSheet, vocabulary: Vocabulary, block: HeaderBlock, row: int) -> bool:
    """Whether rows of a list stand between its header and another one: then that one begins the next list."""
    needed = [column for column, key in block.columns.items() if key in vocabulary.required]
    for between in range(block.last + 1, row):
        cells = [sheet.cell(between, column) for column in needed]
        filled = sum(not cell.blank for cell in sheet.rows[between][block.left : block.right + 1])
        if cells and filled > 1 and not any(cell.blank or vocabulary.match(cell.text) for cell in cells):
            return True
    return False


def _reaches(merges: MergeMap, row: int, left: int, right: int) -> int:
    """The last row that a column's header beginning in this row is merged down to: its groups may say no column."""
    last = row
    for column in range(left, right + 1):
        merge = merges.at(row, column)
        if merge is not None and merge[0] == row and merge[1] == merge[3] and merge[2] - row < DEEPEST:
            last = max(last, merge[2])
    return last


def _is_alone(sheet: RawSheet, merges: MergeMap, row: int, left: int, right: int) -> bool:
    """Whether a row with one text stands above a header: a title that is worded like a column (晚餐人数) is a title."""
    filled = sum(not cell.blank for cell in sheet.rows[row][left : right + 1])
    return filled == 1 and _reaches(merges, row, left, right) == row


def _says_pairs(sheet: RawSheet, vocabulary: Vocabulary, row: int, left: int, right: int) -> bool:
    """Whether a row says 班级：| 三年级5班, each label with its value beside it: it stands above a header."""
    texts = [fold(cell.text) for cell in sheet.rows[row][left : right + 1] if not cell.blank]
    if any((found := vocabulary.match(text)) and found[0] in vocabulary.required for text in texts):
        return False
    return any(text.endswith(":") and not value.endswith(":") for text, value in pairwise(texts))


def _begins_above(merges: MergeMap, row: int, left: int, right: int) -> bool:
    """Whether a header cell merged downwards reaches into this row: then the header begins with that cell."""
    for column in range(left, right + 1):
        merge = merges.at(row, column)
        if merge is not None and merge[0] < row and merge[2] - merge[0] < DEEPEST:
            text = merges.value(row, column).value
            if merge[1] == merge[3] and isinstance(text, str):
                return True
    return False


def _acceptable(sheet: RawSheet, vocabulary: Vocabulary, block: HeaderBlock) -> bool:
    """Every needed column is there, and below it stands data, not the labels of a form or a table of columns."""
    keys = set(block.columns.values())
    if not keys or not vocabulary.required <= keys:
        return False
    needed = [column for column, key in block.columns.items() if key in vocabulary.required] or list(
        block.columns
    )
    values: list[str] = []
    below = range(block.last + 1, min(block.last + 40, len(sheet.rows)))
    for row in below:
        values.extend(cell.text for column in needed if not (cell := sheet.cell(row, column)).blank)
    if len(keys) == 1 and (
        not values or (len(block.headers) > 4 and not _is_ticked(sheet, vocabulary, block, below))
    ):
        return False
    headers = {
        fold(cell.text)
        for row in range(max(block.first, 0), block.last + 1)
        for cell in sheet.rows[row][block.left : block.right + 1]
    }
    strange = 0
    for text in values[:12]:
        plain = fold(text)
        # The header repeated for a printed page is no sign of a form, nor is what has a number of its own (教室101).
        named = not plain[-1:].isdecimal() and vocabulary.match(text)
        if plain not in headers and (_FORM_LABELS.fullmatch(plain) or named):
            strange += 1
    return strange * 2 <= len(values[:12])


def _is_ticked(sheet: RawSheet, vocabulary: Vocabulary, block: HeaderBlock, rows: range) -> bool:
    """Whether the kind of list may have columns of ticks, and two of this one's are such in the rows below."""
    others = [column for column in block.headers if column not in block.columns] if vocabulary.ticked else []
    return sum(are_ticks([sheet.cell(row, column) for row in rows]) for column in others) > 1
