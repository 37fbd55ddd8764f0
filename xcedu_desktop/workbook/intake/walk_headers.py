"""What stands further down under a header: the same header again, with or without a title, or another list's."""

from collections.abc import Mapping

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake import row_kinds as kinds
from xcedu_desktop.workbook.intake.header import EXACT, Vocabulary, header_core, is_serial
from xcedu_desktop.workbook.intake.layout import HeaderBlock, best_blocks
from xcedu_desktop.workbook.intake.merges import MergeMap
from xcedu_desktop.workbook.intake.month_title import meal_in
from xcedu_desktop.workbook.intake.other_list import is_label, others_named, persons_of
from xcedu_desktop.workbook.intake.raw import Cell, RawSheet
from xcedu_desktop.workbook.intake.titles import is_title_line, names_section


class HeadersBelow:
    """The headers below one header. `end` is the row where another list begins, or the sheet's end; `next_header` the row
    of the other list's header, or of its title where it has none."""

    def __init__(
        self,
        sheet: RawSheet,
        merges: MergeMap,
        vocabulary: Vocabulary,
        block: HeaderBlock,
        title: str,
        *,
        stop: bool,
    ) -> None:
        self.end = len(sheet.rows)
        self.next_header: int | None = None
        self._sheet = sheet
        self._merges = merges
        self._vocabulary = vocabulary
        self._block = block
        self._title = title
        self._stop = stop
        self.needed = frozenset(
            column for column, key in block.columns.items() if key in vocabulary.required
        ) or frozenset(block.columns)
        self.persons = frozenset(column for column in self.needed if block.columns.get(column) == "name")
        self.people = self.persons if persons_of(vocabulary.columns) else frozenset()
        """The name columns of lists of pupils or staff; those of clubs or suppliers are not among them."""
        self.serials = {column: fold(text) for column, text in block.headers.items() if is_serial(text)}
        """The columns of 序号, with the header's word folded."""
        self._words = {text.strip() for text in block.headers.values()} | {
            word for column in vocabulary.columns for word in (column.title, *column.synonyms)
        }

    def cells(self, row: int) -> dict[int, Cell]:
        """What a row holds within the list's own width."""
        line = self._sheet.rows[row]
        return {
            column: line[column]
            for column in range(self._block.left, min(self._block.right + 1, len(line)))
            if not line[column].blank
        }

    def repeated(self) -> dict[int, int]:
        """Rows below that are the same header again (with their last row); another header ends the walk."""
        repeated: dict[int, int] = {}
        row = self._block.last + 1
        while row < len(self._sheet.rows):
            cells = self.cells(row)
            again = None if self._lists_others(row, cells) else self._is_header(row, cells)
            if again is None:
                self.end = self._end_before(row)
                self.next_header = row
                break
            if again:
                repeated[row] = last = self.last_of_repeat(row)
                row = last
            row += 1
        return repeated

    def _lists_others(self, row: int, cells: Mapping[int, Cell]) -> bool:
        """Whether a line alone is the title of a list of other persons, with rows of its own below it."""
        if not self._stop or len(cells) != 1 or row + 1 >= len(self._sheet.rows):
            return False
        text = next(iter(cells.values())).text
        below = next(
            (at for at in range(row + 1, min(row + 4, len(self._sheet.rows))) if self.cells(at)), None
        )
        return (
            below is not None
            and len(self.cells(below)) > 1
            and others_named(self._vocabulary, (self._title, self._sheet.name), (text,))
        )

    def _is_header(self, row: int, cells: Mapping[int, Cell]) -> bool | None:
        """True: this header again. False: no header. None: another header, another list."""
        texts = {column: cell.value for column, cell in cells.items() if isinstance(cell.value, str)}
        looked = self.needed | {column for column, text in texts.items() if text.strip() in self._words}
        keys = {
            column: found
            for column in looked & texts.keys()
            if (found := self._vocabulary.match(texts[column]))
        }
        if self._stop and self._labels_others(cells, texts):
            return None
        if not keys and not self._counts_again(texts):
            return False
        block = self._block
        same = sum(block.columns.get(column) == key for column, (key, _) in keys.items())
        written = sum(fold(block.headers.get(column, "")) == fold(text) for column, text in texts.items())
        alike = max(same, written) * 10 >= len(block.columns) * 6 and (same > 1 or written > 0)
        if not self._stop:
            return alike
        if (alike or self._counts_again(texts)) and (self._differs(texts) or self._goes_further(row)):
            return None
        if alike:
            return True
        exact = [key for key, quality in keys.values() if quality == EXACT]
        if len(exact) < 2:
            return False
        for other in best_blocks(self._sheet, self._merges, self._vocabulary, row, block.left, block.right):
            if self._vocabulary.required <= set(other.columns.values()) and len(other.columns) > 1:
                return None
        return False

    def _labels_others(self, cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
        """Whether a row of texts has another list's label where a name should stand (教师姓名, 书名, 人数)."""
        if len(texts) < 2 or len(texts) < len(cells):
            return False
        return any(
            is_label(texts[column])
            and fold(texts[column]) not in map(fold, self._block.headers.get(column, "").split(" · "))
            and (self._vocabulary.match(texts[column]) or ("",))[0] != self._block.columns[column]
            for column in self.persons & texts.keys()
        )

    def _counts_again(self, texts: Mapping[int, str]) -> bool:
        """Whether 序号 stands again in its column, with a text beside it in the name column: some list's header."""
        return bool(self.needed & texts.keys()) and any(
            column in texts and fold(texts[column]) == word for column, word in self.serials.items()
        )

    def _goes_further(self, row: int) -> bool:
        """Whether a row like the header has further columns beyond the list's own, which it did not have."""
        line = self._sheet.rows[row]
        for column in range(self._block.right + 1, len(line)):
            text = line[column].value
            if not isinstance(text, str):
                return False
            found = self._vocabulary.match(text)
            if found and found[0] not in self._block.columns.values():
                return True
        return False

    def _differs(self, texts: Mapping[int, str]) -> bool:
        """Whether a row like the header says something else in one of its columns than the header did."""
        for column, text in texts.items():
            levels = {fold(level) for level in self._block.headers.get(column, "").split(" · ")}
            found = self._vocabulary.match(text)
            known = self._block.columns.get(column)
            unit, own = self._vocabulary.unit_of([text]), self._block.units.get(column)
            if found and unit and own and fold(unit) != fold(own):
                return True
            if fold(text) in levels or (found and found[0] == known):
                continue
            if header_core(text) not in {header_core(level) for level in levels}:
                return True
        return False

    def last_of_repeat(self, row: int) -> int:
        """The last row of a repeated header: as deep as the first, where its rows are the same."""
        depth = 0
        for below in range(1, self._block.last - self._block.first + 1):
            known = {
                fold(cell.text) for cell in self._sheet.rows[self._block.first + below] if not cell.blank
            }
            texts = (
                [fold(cell.text) for cell in self.cells(row + below).values()]
                if row + below < self.end
                else []
            )
            if any(text not in known for text in texts):
                break
            depth = below
        return row + depth

    def titles_of(self, headers: Mapping[int, int]) -> dict[int, int]:
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
            while row < header and self.is_footer(row):
                row += 1
            titles.update({line: header for line in range(row, header) if self.cells(line)})
        return titles

    def is_footer(self, row: int) -> bool:
        """Whether a row is blank or a signature."""
        cells = self.cells(row)
        return not cells or kinds.is_footer(kinds.folded_texts(cells), cells, frozenset())

    def _may_be_title(self, row: int) -> bool:
        """Whether a row between data and a header further down can stand in that header's title."""
        cells = self.cells(row)
        if not cells:
            return True
        texts = kinds.folded_texts(cells)
        if not is_title_line(self._sheet, row, self._block.left, self._block.right):
            return False
        if any(kinds.total_kind(text) for text in texts.values()):
            return False
        if self.needed & cells.keys() and max(map(len, texts.values())) < 5:
            # A name alone in the name column is a person, unless it is a class or a meal or a gap sets it apart.
            text = max(texts.values(), key=len)
            if names_section(text) or meal_in(text) is not None or not self.cells(row - 1):
                return True
            # The short title of a page that is printed again (花名册).
            return fold(text) in map(fold, self._title.split("\n"))
        return True

    def _end_before(self, row: int) -> int:
        """The end of this list above another header: its title lines belong to the other."""
        above = self.titles_of({row: row})
        return min([row, *above])
