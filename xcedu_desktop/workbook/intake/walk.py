"""Goes down the rows under a header and tells data from all else that stands there."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake import row_kinds as kinds
from xcedu_desktop.workbook.intake.found import FoundList, FoundRow, SkippedRow
from xcedu_desktop.workbook.intake.header import EXACT, Vocabulary, header_core, is_serial
from xcedu_desktop.workbook.intake.layout import HeaderBlock, best_blocks
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.other_list import is_label, others_named
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet
from xcedu_desktop.workbook.intake.titles import is_title_line, names_section, new_lines, title_lines
from xcedu_desktop.workbook.intake.totals import Sums

_SECTION = "小标题"


class Walk:
    """One header's rows. After `run()`, `end` is the row where another header begins, or the sheet's end."""

    def __init__(
        self,
        sheet: RawSheet,
        merges: MergeMap,
        vocabulary: Vocabulary,
        block: HeaderBlock,
        start: int,
        *,
        stop_at_headers: bool = True,
    ) -> None:
        self.end = len(sheet.rows)
        self.next_header: int | None = None
        self._sheet = sheet
        self._merges = merges
        self._vocabulary = vocabulary
        self._block = block
        self._stop = stop_at_headers
        self._needed = frozenset(
            column for column, key in block.columns.items() if key in vocabulary.required
        ) or frozenset(block.columns)
        self._persons = frozenset(column for column in self._needed if block.columns.get(column) == "name")
        self._words = {text.strip() for text in block.headers.values()} | {
            word for column in vocabulary.columns for word in (column.title, *column.synonyms)
        }
        over = range(start, max(block.first, start))
        title = "\n".join(title_lines(sheet, merges, over, block.left, block.right))
        self._above = "\n".join(title_lines(sheet, merges, over, 0, sheet.width))
        self._lists = [self._new_list(title, "")]
        self._sums = Sums(block.columns, block.headers)

    def run(self) -> list[FoundList]:
        """The list, or several where section lines or new titles divide it; empty parts are left out."""
        headers = self._headers_below()
        titles = self._titles_of(headers)
        header = self._block.last
        row = self._block.last + 1
        while row < self.end:
            if row in titles:
                self._skip(row, kinds.REMARK)
            elif row in headers:
                row = self._repeat(row, [line for line in titles if titles[line] == row])
                header = row
            else:
                self._take(row, row - header)
            row += 1
        filled = [found for found in self._lists if found.rows]
        return filled or self._lists[:1]

    def _new_list(self, title: str, section: str) -> FoundList:
        block = self._block
        return FoundList(
            sheet=self._sheet.name,
            header_rows=(block.first, block.last),
            columns=dict(block.columns),
            source_headers=dict(block.headers),
            units=dict(block.units),
            unknown_headers={},
            title_text=title,
            section=section,
            above=self._above,
            epoch1904=self._sheet.epoch1904,
        )

    def _cells(self, row: int) -> dict[int, Cell]:
        line = self._sheet.rows[row]
        return {
            column: line[column]
            for column in range(self._block.left, min(self._block.right + 1, len(line)))
            if not line[column].blank
        }

    # Headers further down

    def _headers_below(self) -> dict[int, int]:
        """Rows below that are the same header again (with their last row); another header ends the walk."""
        repeated: dict[int, int] = {}
        row = self._block.last + 1
        while row < len(self._sheet.rows):
            again = None if self._lists_others(row) else self._is_header(row)
            if again is None:
                self.end = self._end_before(row)
                self.next_header = row
                break
            if again:
                repeated[row] = last = self._last_of_repeat(row)
                row = last
            row += 1
        return repeated

    def _lists_others(self, row: int) -> bool:
        """Whether a line alone is the title of a list of other persons, with rows of its own below it."""
        cells = self._cells(row)
        if not self._stop or len(cells) != 1 or row + 1 >= len(self._sheet.rows):
            return False
        text = next(iter(cells.values())).text
        below = next(
            (at for at in range(row + 1, min(row + 4, len(self._sheet.rows))) if self._cells(at)), None
        )
        return (
            below is not None
            and len(self._cells(below)) > 1
            and others_named(self._vocabulary, (self._lists[0].title_text, self._sheet.name), (text,))
        )

    def _is_header(self, row: int) -> bool | None:
        """True: this header again. False: no header. None: another header, another list."""
        texts = {
            column: cell.value for column, cell in self._cells(row).items() if isinstance(cell.value, str)
        }
        looked = self._needed | {column for column, text in texts.items() if text.strip() in self._words}
        keys = {
            column: found
            for column in looked & texts.keys()
            if (found := self._vocabulary.match(texts[column]))
        }
        if self._stop and self._labels_others(row, texts):
            return None
        if not keys and not self._counts_again(texts):
            return False
        block = self._block
        same = sum(block.columns.get(column) == key for column, (key, _) in keys.items())
        written = sum(fold(block.headers.get(column, "")) == fold(text) for column, text in texts.items())
        alike = max(same, written) * 10 >= len(block.columns) * 6 and (same > 1 or written)
        differing = self._differing(texts)
        if alike and (not differing or not self._stop):
            return True
        if differing and self._stop and (alike or self._counts_again(texts)):
            return None
        exact = [key for key, quality in keys.values() if quality == EXACT]
        if not self._stop or len(exact) < 2:
            return False
        for other in best_blocks(self._sheet, self._merges, self._vocabulary, row, block.left, block.right):
            if self._vocabulary.required <= set(other.columns.values()) and len(other.columns) > 1:
                return None
        return False

    def _labels_others(self, row: int, texts: Mapping[int, str]) -> bool:
        """Whether a row of texts has another list's label where a name should stand (教师姓名, 书名, 人数)."""
        if len(texts) < 2 or len(texts) < len(self._cells(row)):
            return False
        return any(
            is_label(texts[column])
            and fold(texts[column]) not in map(fold, self._block.headers.get(column, "").split(" · "))
            and (self._vocabulary.match(texts[column]) or ("",))[0] != self._block.columns[column]
            for column in self._persons & texts.keys()
        )

    def _counts_again(self, texts: Mapping[int, str]) -> bool:
        """Whether 序号 stands again in its column, with a text beside it in the name column: some list's header."""
        return any(
            is_serial(text) and fold(self._block.headers.get(column, "")) == fold(text)
            for column, text in texts.items()
        ) and bool(self._needed & texts.keys())

    def _differing(self, texts: Mapping[int, str]) -> list[int]:
        """The columns of a row like the header in which it says something else than the header did."""
        differing: list[int] = []
        for column, text in texts.items():
            levels = {fold(level) for level in self._block.headers.get(column, "").split(" · ")}
            found = self._vocabulary.match(text)
            known = self._block.columns.get(column)
            if fold(text) in levels or (found and found[0] == known):
                continue
            if header_core(text) not in {header_core(level) for level in levels}:
                differing.append(column)
        return differing

    def _last_of_repeat(self, row: int) -> int:
        """The last row of a repeated header: as deep as the first, where its rows are the same."""
        depth = 0
        for below in range(1, self._block.last - self._block.first + 1):
            known = {
                fold(cell.text) for cell in self._sheet.rows[self._block.first + below] if not cell.blank
            }
            texts = (
                [fold(cell.text) for cell in self._cells(row + below).values()]
                if row + below < self.end
                else []
            )
            if any(text not in known for text in texts):
                break
            depth = below
        return row + depth

    def _titles_of(self, headers: Mapping[int, int]) -> dict[int, int]:
        """Title lines above the headers further down, each with the row of its header."""
        titles: dict[int, int] = {}
        for header in headers:
            row = header - 1
            while row > self._block.last and header - row < 6 and row not in headers:
                if not self._may_be_title(row):
                    break
                row -= 1
            # A signature under the rows above is theirs; one below a title belongs to the title.
            row += 1
            while row < header and self._is_footer(row):
                row += 1
            titles.update({line: header for line in range(row, header) if self._cells(line)})
        return titles

    def _is_footer(self, row: int) -> bool:
        cells = self._cells(row)
        return not cells or kinds.is_footer(kinds.folded_texts(cells), cells, frozenset())

    def _may_be_title(self, row: int) -> bool:
        """Whether a row between data and a header further down can stand in that header's title."""
        cells = self._cells(row)
        if not cells:
            return True
        texts = kinds.folded_texts(cells)
        if not is_title_line(self._sheet, row, self._block.left, self._block.right):
            return False
        if any(kinds.total_kind(text) for text in texts.values()):
            return False
        if self._needed & cells.keys() and max(map(len, texts.values())) < 5:
            # A name alone in the name column is a person, unless it is a class or a meal or a gap sets it apart.
            text = max(texts.values(), key=len)
            return names_section(text) or meal_in(text) is not None or not self._cells(row - 1)
        return True

    def _end_before(self, row: int) -> int:
        """The end of this list above another header: its title lines belong to the other."""
        above = self._titles_of({row: row})
        return min([row, *above])

    def _repeat(self, row: int, titles: list[int]) -> int:
        """Passes over a repeated header; one under a new title begins a list of its own. Gives its last row."""
        last = self._last_of_repeat(row)
        for again in range(row, last + 1):
            self._skip(again, kinds.REPEATED)
        lines: list[str] = []
        for line in sorted(titles):
            lines += title_lines(
                self._sheet, self._merges, range(line, line + 1), self._block.left, self._block.right
            )
        current = self._lists[-1]
        if new_lines(lines, current.title_text):
            fresh = self._new_list("\n".join(lines), "")
            fresh.header_rows = (row, last)
            self._lists.append(fresh)
            self._sums = Sums(self._block.columns, self._block.headers)
        return last

    # Rows

    def _skip(self, row: int, reason: str) -> None:
        self._lists[-1].skipped.append(SkippedRow(row + 1, reason))

    def _take(self, row: int, below_header: int) -> None:
        """Puts one row where it belongs. `below_header` counts from the last header row: 1 is the next."""
        cells = self._cells(row)
        if not cells:
            return
        texts = kinds.folded_texts(cells)
        reason = self._reason(row, cells, texts, below_header)
        current = self._lists[-1]
        if reason is None:
            self._sums.add(cells)
            current.rows.append(self._data(row, cells))
            current.hidden_rows_read += row in self._sheet.hidden_rows
            return
        self._skip(row, reason)
        if reason == kinds.TOTAL:
            current.totals.extend(self._sums.compare(row + 1, cells))
        elif reason == _SECTION:
            self._lists.append(self._new_list(self._lists[0].title_text, next(iter(cells.values())).text))
        elif reason == kinds.REMARK:
            self._remark(row, next(iter(cells.values())).text)

    def _remark(self, row: int, text: str) -> None:
        """A line between the rows that nobody knows: it is said, and where the numbering begins again below it, it ends the
        class of the rows above."""
        current = self._lists[-1]
        below = next((at for at in range(row + 1, min(row + 4, self.end)) if len(self._cells(at)) > 1), None)
        if not current.rows or below is None or kinds.is_page_mark(text) or self._is_footer(below):
            return
        if kinds.names_part(text):
            return
        again = self._serial(below) == 1 and self._serial(current.rows[-1].number - 1) is not None
        if again:
            fresh = self._new_list(self._lists[0].title_text, text)
            fresh.new_group = True
            self._lists.append(fresh)
            current = fresh
        current.notes.append(
            f"第 {row + 1} 行「{text.strip()[:30]}」不是名单里的一行，没有读；如果是班级，请写成「三(2)班」的样子。"
        )

    def _serial(self, row: int) -> int | None:
        """The 序号 of a row; None where it has none."""
        column = next((c for c, text in self._block.headers.items() if is_serial(text)), None)
        value = None if column is None else self._sheet.cell(row, column).value
        if isinstance(value, str) and fold(value).isdecimal():
            return int(fold(value))
        return value if isinstance(value, int) else None

    def _reason(
        self, row: int, cells: Mapping[int, Cell], texts: Mapping[int, str], below: int
    ) -> str | None:
        """Why the row is no data; None for data."""
        if texts and kinds.is_sample(texts):
            return kinds.SAMPLE
        if below <= kinds.NEAR_HEADER:
            if kinds.is_codes(cells, texts):
                return kinds.CODES
            if kinds.is_instruction(cells, texts):
                return kinds.INSTRUCTION
            if kinds.is_units(cells, texts) and not self._needed <= cells.keys():
                self._block.units.update({c: t for c, t in texts.items() if c not in self._block.units})
                self._lists[-1].units = dict(self._block.units)
                return kinds.UNITS
        first = min(texts, default=-1)
        for column in {first, *self._needed} & texts.keys():
            total = kinds.total_kind(texts[column])
            if total is None and self._persons and kinds.is_statistics(texts[column]):
                total = kinds.SUMMARY
            if total and not self._is_person(row, column, cells, texts):
                return total
            if column in self._persons and kinds.is_nobody(texts[column]):
                self._lists[-1].notes.append(f"第 {row + 1} 行的姓名写的是「{texts[column]}」，没有读。")
                return kinds.NOBODY
        if kinds.is_footer(texts, cells, self._needed):
            return kinds.FOOTER
        known = cells.keys() & self._block.columns.keys()
        if len(cells) == 1 and texts:
            return self._alone(row, first, texts[first])
        if not known:
            numbers = all(isinstance(cell.value, int | float) for cell in cells.values())
            digits = all(text.isdecimal() for text in texts.values())
            return kinds.SERIAL_ONLY if (numbers or (texts and digits)) and len(cells) == 1 else kinds.NOTHING
        return self._incomplete(row, known)

    def _is_person(self, row: int, column: int, cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
        """Whether a total's word in the name column is the end of somebody's name (王合计); one that is left out is said."""
        text = texts[column]
        if column not in self._persons or not kinds.may_be_person(text):
            return False
        serial = self._serial(row) is not None
        if (
            serial
            or any(at != column and not other.isdecimal() for at, other in texts.items())
            or len(text) < 4
        ):
            return True
        self._lists[-1].notes.append(
            f"第 {row + 1} 行「{text}」当作合计行，没有读；如果是人名，请补上序号或性别。"
        )
        return False

    def _alone(self, row: int, column: int, text: str) -> str | None:
        """A row with one text: a section line, a remark, or a list of nothing but names."""
        wide = self._merges.width_of(row, column) > 1
        known = column in self._block.columns
        if names_section(text) and (wide or not known):
            return _SECTION
        if not known and text.isdecimal():
            return kinds.SERIAL_ONLY
        if kinds.is_page_mark(text) or wide or kinds.is_sentence(text) or not known:
            return kinds.REMARK
        return self._incomplete(row, {column})

    def _incomplete(self, row: int, known: AbstractSet[int]) -> str | None:
        """A row that lacks every needed column and has but one other is a prepared line nobody filled in."""
        if not self._vocabulary.required or known & self._needed or len(known) > 1:
            return None
        if any((cell := self._from_merge(row, column)) and not cell.blank for column in self._needed):
            return None
        missing = "、".join(
            self._vocabulary.titles[self._block.columns[column]] for column in sorted(self._needed)
        )
        return f"没有填「{missing}」"

    def _data(self, row: int, cells: Mapping[int, Cell]) -> FoundRow:
        values: dict[str, Cell] = {}
        filled: set[str] = set()
        for column, key in self._block.columns.items():
            cell = cells.get(column)
            if cell is None:
                cell = self._from_merge(row, column)
                if cell is None or cell.blank:
                    continue
                filled.add(key)
            values[key] = cell
        return FoundRow(row + 1, values, frozenset(filled) if filled else _NONE)

    def _from_merge(self, row: int, column: int) -> Cell | None:
        """What a merged range shows in a cell that is not its first; the header's own ranges do not count."""
        merge = self._merges.at(row, column)
        if merge is None or merge[0] <= self._block.last or (merge[0], merge[1]) == (row, column):
            return None
        anchor = self._block.columns.get(merge[1])
        if merge[1] != column and anchor in self._vocabulary.required:
            # A name merged over 性别 for its looks is no 性别.
            return None
        return self._sheet.cell(merge[0], merge[1])


_NONE: frozenset[str] = frozenset()
