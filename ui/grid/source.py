"""What a grid shows and where it writes: columns, cells, marks. One source a grid; pages derive their own.

A source keeps plain values only, read by `reload`. `write` and `delete` go through the Ledger and give back what was
done; the grid hands that to the shell (undo, findings) and back to `absorb`, so that a cell costs no re-reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ui.grid.cell_notes import CellNotes, Spot
from xcedu_desktop.editing import Edited
from xcedu_desktop.errors import UserError
from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.form import Severity
from xcedu_desktop.store.changes import Change, ChangeSet

NUMBER = "#"
"""Key of the column of running numbers (序号); the model fills it."""

_CENTRED = frozenset({Kind.CHOICE, Kind.YES_NO})
_DIGIT_KINDS = frozenset({Kind.DAY, Kind.MONTH, Kind.TIME, Kind.ID_NUMBER, Kind.STUDENT_NUMBER, Kind.PHONE})


@dataclass(frozen=True)
class Column:
    """One column. `width`: logical pixels, 0: from the field's characters; `stretch`: takes the room that is left.

    `align`: left, center, right, "" from the field. `editable` False: computed, drawn in ink2. `title` may have two
    lines. `frozen`: stays at the left while the others scroll (only leading columns).
    """

    key: str
    title: str
    field: Field | None = None
    width: int = 0
    align: str = ""
    editable: bool = True
    frozen: bool = False
    tooltip: str = ""
    stretch: bool = False

    @property
    def pixels(self) -> int:
        """The width at the start."""
        if self.width:
            return self.width
        characters = max(self.field.width if self.field else 8, 2 * max(map(len, self.title.split("\n"))))
        return 16 + round(characters * 7.5)

    @property
    def alignment(self) -> str:
        """left, center or right."""
        if self.align:
            return self.align
        if self.field is None:
            return "left"
        return "right" if self.field.numeric else "center" if self.field.kind in _CENTRED else "left"

    @property
    def numeric(self) -> bool:
        """Summable."""
        return self.field is not None and self.field.numeric

    @property
    def digits(self) -> bool:
        """Typed in digits: an input method is switched off, since it would catch them."""
        return self.numeric or (self.field is not None and self.field.kind in _DIGIT_KINDS)

    @property
    def masked(self) -> bool:
        """Shown masked; typing replaces, copying gives the mask."""
        return self.field is not None and self.field.masked


def column_of(key: str, field: Field, **rest: Any) -> Column:
    """The column of a declared Field, with its title and unit; `rest` as in Column."""
    title = rest.pop("title", field.title + (f" {field.unit}" if field.unit and field.numeric else ""))
    return Column(key, title, field, **rest)


class Mark(NamedTuple):
    """What is wrong with a cell: corner and ground by severity, message as tooltip."""

    severity: Severity
    message: str


class Cell(NamedTuple):
    """A cell and the text to be written into it."""

    row_id: str
    key: str
    text: str


class Option(NamedTuple):
    """A line of the type-ahead list: text; quiet detail (class); note with its tone (✓ 周三有空, "good").

    `value`: the stored value, written as it is where the text alone would not tell it (two of one name).
    """

    text: str
    detail: str = ""
    note: str = ""
    tone: str = "ink2"
    value: Any = None


def changed(change: Change) -> tuple[str, str, set[str]]:
    """Table, row and columns that a change touches; of a draft or a note, those of the cell that it lies in."""
    side = change.known()
    if change.table not in ("draft", "cell_note") or "table_name" not in side:
        return change.table, change.row_id, set(side)
    return str(side.get("table_name")), str(side.get("row_id")), {str(side.get("key"))}


class GridSource:
    """Base of all sources. Row ids are texts; one that is not in `row_ids` and is written to makes a row."""

    columns: Sequence[Column] = ()
    hint: str = ""
    """Words in the empty last row (输入姓名，新增一行); "" where no row can be added by typing."""
    table: str = ""
    """The live table whose findings are marked here."""
    total_spans: Mapping[str, int] = {}
    """Key of a cell in the footer's row 合计 that holds words → over how many columns it lies."""
    in_fixed_order: bool = False
    """Whether the columns have an order of their own (meetings by day): a header that was dragged goes back."""
    numbered: str = ""
    """Key of the column in which no two rows bear the same (资产编号): the fill handle counts XC-0001 on."""
    cell_notes: CellNotes | None = None
    """Where the notes (批注) of the cells are; None: these cells bear none."""
    _by_key: tuple[Sequence[Column], dict[str, Column]] | None = None

    # -- reading ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the rows again."""

    def row_ids(self) -> Sequence[str]:
        """All rows in their own order."""
        return ()

    def text(self, row_id: str, key: str) -> str:
        """What the cell shows; "" for a row that is not there."""
        return ""

    def value(self, row_id: str, key: str) -> Any:
        """The stored value, for sums and sorting."""
        return None

    def edit_text(self, row_id: str, key: str) -> str:
        """What an editor opened with F2 holds; what fill down and copy-within take."""
        return self.text(row_id, key)

    def reveal(self, row_id: str, key: str) -> str:
        """A masked cell's whole value; the source logs that it was shown."""
        return self.edit_text(row_id, key)

    def sort_key(self, row_id: str, key: str) -> Any:
        """By what the column sorts; equal kinds within a column, None last."""
        return self.value(row_id, key)

    def sort_group(self, row_id: str) -> int:
        """Rows of a higher group stand below, however the grid is sorted (who left)."""
        return 0

    def spot(self, row_id: str, key: str) -> Spot | None:
        """The live cell behind a cell; None for what is computed, or for a row that is not there."""
        return None

    def make_of(self, row_id: str, key: str) -> Mapping[str, Any] | None:
        """The values of the live row behind a cell that nobody wrote yet, so that a note can make it; None: it cannot."""
        return None

    def beside(self, row_id: str, key: str) -> str:
        """What is said quietly while the cell is the current one: 上月 31."""
        return ""

    # -- looks -----------------------------------------------------------------------------------------------------

    def mark(self, row_id: str, key: str) -> Mark | None:
        """What is wrong with the cell."""
        return None

    def note(self, row_id: str, key: str) -> str:
        """An explanation given (说明): a blue corner at the right, and a line in the tooltip."""
        return ""

    def cell_note(self, row_id: str, key: str) -> str:
        """The note (批注) that the clerk wrote on the cell."""
        spot = self.spot(row_id, key) if self.cell_notes is not None else None
        return self.cell_notes.text(spot) if spot is not None and self.cell_notes is not None else ""

    def is_draft(self, row_id: str, key: str) -> bool:
        """The cell holds text that is no value of its column."""
        return False

    def is_closed(self, row_id: str, key: str) -> bool:
        """Dark, passed over by Tab and Enter, filled by nobody; what stands in it can be deleted."""
        return False

    def is_copied(self, row_id: str, key: str) -> bool:
        """照抄, not confirmed: dotted underline."""
        return False

    def ground(self, row_id: str, key: str) -> str:
        """Name of a ground token (to_fill, to_confirm, window, accent_soft…), "" for the usual."""
        return ""

    def header_ground(self, key: str) -> str:
        """The same for the column's header."""
        return ""

    def ink(self, row_id: str, key: str) -> str:
        """Name of an ink token, "" for the usual."""
        return ""

    def is_bold(self, row_id: str, key: str) -> bool:
        return False

    def is_heading(self, row_id: str) -> bool:
        """A row that is a heading of those below: not selectable, its first text spans the row."""
        return False

    def tooltip(self, row_id: str, key: str) -> str:
        """More about a cell; the mark's message comes before it."""
        return ""

    # -- writing ---------------------------------------------------------------------------------------------------

    def refusal(self, row_id: str, key: str) -> str:
        """Why nothing may be typed here, as a sentence for the status line; "" where it may."""
        column = self.column(key)
        if column is None or not column.editable:
            return "这一格是算出来的，不能填写"
        if self.is_closed(row_id, key):
            return "这一天是休息日，不能填写；要填请先改校历"
        return ""

    def place(self, row_id: str, key: str) -> str:
        """How a person calls a cell (一(1)班 27日); "" where row number and column title say it."""
        return ""

    def check(self, cells: Sequence[Cell]) -> dict[tuple[str, str], str]:
        """What would be wrong with these texts, without writing."""
        return {}

    def write(self, cells: Sequence[Cell], title: str) -> Edited:
        """Write texts in one transaction; unknown row ids make rows. Raises UserError (locked month, full disk)."""
        raise NotImplementedError

    def choose(self, row_id: str, key: str, option: Option) -> Edited:
        """Write what was picked from the list."""
        return self.write([Cell(row_id, key, option.text)], "修改")

    def delete(self, ids: Sequence[str]) -> ChangeSet:
        """Delete rows. Raises UserError, for instance where others refer to them."""
        return ChangeSet("删除", ())

    def write_note(self, row_id: str, key: str, text: str) -> ChangeSet:
        """Put a note on the cell, "" takes it away. Raises UserError (a locked month, an ID number in it)."""
        spot = self.spot(row_id, key)
        if spot is None or self.cell_notes is None:
            raise UserError("这一格不能写批注")
        return self.cell_notes.write(spot, text, self.make_of(row_id, key))

    def open_before(self, row_id: str, before: str) -> bool:
        """A row `row_id` is about to be written that shall stand before another; False where rows have a fixed order."""
        return False

    def can_delete(self) -> bool:
        """Whether Ctrl+- does anything."""
        return False

    def absorb(self, change_set: ChangeSet) -> None:
        """Take over what was just written."""
        self.reload()

    def touched(self, change_set: ChangeSet) -> set[str] | None:
        """The rows that look otherwise after a write; None: any may."""
        return None

    def cell_changed(self, change: Change) -> tuple[str, str] | None:
        """The cell (row id, column key) where a change of the file shows; None where it does not. The row need not be
        there: a row that is made stands nowhere before, one that is deleted nowhere after."""
        table, row_id, keys = changed(change)
        if not self.table or table != self.table:
            return None
        made = change.table == self.table and (change.before is None or change.after is None)
        shown = (column.key for column in self.columns if column.key in keys and not made)
        return row_id, next(shown, "")

    # -- help ------------------------------------------------------------------------------------------------------

    def column(self, key: str) -> Column | None:
        """The column of a key."""
        if self._by_key is None or self._by_key[0] is not self.columns:
            # asked for each cell that is drawn: a month has 35 columns
            self._by_key = (self.columns, {column.key: column for column in self.columns})
        return self._by_key[1].get(key)

    def options(self, row_id: str, key: str) -> Sequence[Option]:
        """What the type-ahead list offers in this cell; filtered by the editor."""
        return ()

    def totals(self, ids: Iterable[str]) -> Mapping[str, str]:
        """Texts of the footer's row 合计 by key, over the rows shown."""
        return {}

    def lacking(self, ids: Iterable[str]) -> Mapping[str, str]:
        """By key, what a total of `totals` lacks (2 格没有填), over the rows shown; nothing where it is whole."""
        return {}
