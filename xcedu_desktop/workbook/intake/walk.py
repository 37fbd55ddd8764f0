"""Goes down the rows under a header and tells data from all else that stands there."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from xcedu_desktop.values.class_names import names_class
from xcedu_desktop.values.class_texts import says_class_in_cells
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake import row_kinds as kinds
from xcedu_desktop.workbook.intake.found import FoundList, FoundRow, SkippedRow
from xcedu_desktop.workbook.intake.header import Vocabulary
from xcedu_desktop.workbook.intake.layout import HeaderBlock
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet
from xcedu_desktop.workbook.intake.titles import names_section, new_lines, title_lines
from xcedu_desktop.workbook.intake.totals import Sums
from xcedu_desktop.workbook.intake.walk_headers import HeadersBelow

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
        self._sheet = sheet
        self._merges = merges
        self._vocabulary = vocabulary
        self._block = block
        over = range(start, max(block.first, start))
        title = "\n".join(title_lines(sheet, merges, over, block.left, block.right))
        self._below = HeadersBelow(sheet, merges, vocabulary, block, title, stop=stop_at_headers)
        self._needed, self._persons = self._below.needed, self._below.persons
        self._above = "\n".join(title_lines(sheet, merges, over, 0, sheet.width))
        self._lists = [self._new_list(title, "")]
        self._sums = self._no_sums()

    @property
    def end(self) -> int:
        """The row where another list begins, or the sheet's end."""
        return self._below.end

    @property
    def next_header(self) -> int | None:
        """The row of the other list's header."""
        return self._below.next_header

    def run(self) -> list[FoundList]:
        """The list, or several where section lines or new titles divide it; empty parts are left out."""
        headers = self._below.repeated()
        titles = self._below.titles_of(headers)
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

    def _no_sums(self) -> Sums:
        summed = {c: key for c, key in self._block.columns.items() if key in self._vocabulary.summed}
        return Sums(summed, self._block.headers)

    def _repeat(self, row: int, titles: list[int]) -> int:
        """Passes over a repeated header; one under a new title begins a list of its own. Gives its last row."""
        last = self._below.last_of_repeat(row)
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
            self._sums = self._no_sums()
        return last

    # Rows

    def _skip(self, row: int, reason: str) -> None:
        self._lists[-1].skipped.append(SkippedRow(row + 1, reason))

    def _take(self, row: int, below_header: int) -> None:
        """Puts one row where it belongs. `below_header` counts from the last header row: 1 is the next."""
        cells = self._below.cells(row)
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
            text = next(iter(cells.values())).text
            text += "班" if text.strip().isdecimal() else ""
            self._lists.append(self._new_list(self._lists[0].title_text, text))
        elif reason == kinds.REMARK:
            self._remark(row, next(iter(cells.values())).text)

    def _remark(self, row: int, text: str) -> None:
        """A line between the rows that nobody knows: it is said, and where the numbering begins again below it, it ends the
        class of the rows above."""
        current = self._lists[-1]
        below = next(
            (at for at in range(row + 1, min(row + 4, self.end)) if len(self._below.cells(at)) > 1), None
        )
        if not current.rows or below is None or kinds.is_page_mark(text) or self._below.is_footer(below):
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

    def _is_class_number(self, row: int, cells: Mapping[int, Cell]) -> bool:
        """Whether a number alone (302) is a class: the numbering begins again below it."""
        ((column, cell),) = cells.items()
        number = fold(cell.text)
        return (
            bool(self._persons)
            and column not in self._block.columns
            and len(number) == 3
            and names_class(f"{number}班")
            and row + 1 < self.end
            and self._serial(row + 1) == 1
        )

    def _serial(self, row: int) -> int | None:
        """The 序号 of a row; None where it has none."""
        column = next(iter(self._below.serials), None)
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
        if (
            self._persons
            and len(texts) == len(cells)
            and says_class_in_cells([texts[c] for c in sorted(texts)])
        ):
            return _SECTION
        if len(cells) == 1 and self._is_class_number(row, cells):
            return _SECTION
        for column in {first, *self._needed} & texts.keys():
            total = kinds.total_kind(texts[column])
            if total is None and self._persons and kinds.is_statistics(texts[column]):
                total = kinds.SUMMARY
            if total and not self._is_person(row, column, texts):
                return total
            if column in self._below.people and kinds.labels_somebody(texts[column], len(cells)):
                return kinds.FOOTER
            if column in self._persons and kinds.is_nobody(texts[column]):
                if texts[column].endswith(("姓名", "名字")):
                    return kinds.REPEATED
                self._lists[-1].notes.append(f"第 {row + 1} 行的姓名写的是「{texts[column]}」，没有读。")
                return kinds.NOBODY
        if self._is_below_total(row):
            return kinds.TOTAL
        if len(cells) == 1 and self._is_day_of_rows(row, texts.get(first, "")):
            return _SECTION
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

    def _is_day_of_rows(self, row: int, text: str) -> bool:
        """Whether a line with a day alone stands over rows of counts of that day; in a list of persons it says nothing."""
        below = self._below.cells(row + 1) if row + 1 < self.end else {}
        return (
            not self._persons
            and kinds.is_day_line(text)
            and len(below) > 1
            and not self._below.is_footer(row + 1)
        )

    def _is_below_total(self, row: int) -> bool:
        """Whether a 合计 that stands beside several rows is merged down to this one."""
        merged = (self._from_merge(row, column) for column in self._block.columns)
        return any(
            cell is not None
            and isinstance(cell.value, str)
            and kinds.total_kind(fold(cell.value)) is not None
            for cell in merged
        )

    def _is_person(self, row: int, column: int, texts: Mapping[int, str]) -> bool:
        """Whether a total's word in the name column is the end of somebody's name (王合计); one that is left out is said."""
        text = texts[column]
        if column not in self._persons:
            return False
        serial = self._serial(row) is not None
        if not kinds.may_be_person(text):
            # No total has a number of its own and a sex: nobody is lost for bearing a total's word as a name.
            sexed = any(
                key == "sex" and texts.get(at) in ("男", "女") for at, key in self._block.columns.items()
            )
            return serial and sexed and len(text) < 4
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
        if kinds.is_heading(text):
            return _SECTION
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
        known = self._block.columns
        rest = {at: cell for at, cell in cells.items() if at in self._block.headers and at not in known}
        return FoundRow(row + 1, values, frozenset(filled) if filled else _NONE, rest)

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
