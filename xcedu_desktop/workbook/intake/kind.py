"""What can be imported: the kinds of list that forms declare, their columns taken from the tables' Fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xcedu_desktop.fields import NUMERIC, Field
from xcedu_desktop.values.units import Measure
from xcedu_desktop.workbook.intake.header import IntakeColumn


@dataclass(frozen=True)
class KindColumn:
    """A column of a kind of list: how it is read and checked (its Field), further header words; `ticked`: a list may say it by
    columns of ticks, one for each value (社团)."""

    key: str
    field: Field
    synonyms: tuple[str, ...] = ()
    ticked: bool = False

    @property
    def title(self) -> str:
        """What the column is called on screen and in messages."""
        return self.field.title


@dataclass(frozen=True)
class Shape:
    """One form that a kind of list takes: `columns`, and which of them must be there (`needs`).

    A list is only read in this form when some header of `proof` is there too (empty: `needs` is proof enough).
    """

    key: str
    columns: tuple[KindColumn, ...]
    needs: tuple[str, ...]
    proof: tuple[str, ...] = ()

    @cached_property
    def intake_columns(self) -> tuple[IntakeColumn, ...]:
        """The vocabulary for finding such lists."""
        return tuple(
            IntakeColumn(
                c.key,
                c.field.title,
                (*c.field.synonyms, *c.synonyms),
                c.key in self.needs,
                measured=c.field.measure not in (None, Measure.COUNT),
                summed=c.field.kind in NUMERIC,
                ticked=c.ticked,
            )
            for c in self.columns
        )

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Column key to Field."""
        return {c.key: c.field for c in self.columns}

    def needing(self, key: str, *needs: str, proof: Collection[str] = ()) -> Shape:
        """The same columns as another shape, with other columns needed."""
        return Shape(key, self.columns, needs, tuple(proof))


@dataclass(frozen=True)
class Across:
    """A list with a line a day and a column a class: the columns beside the classes, the Field of a class's cell, and
    the other lines (教职工) that have a column."""

    shape: Shape
    cell: Field
    lines: Collection[str]


@dataclass(frozen=True)
class IntakeKind:
    """One kind of list (学生名单…). `plan` turns the lists found (an intake job) into planned rows and changes.

    `shapes` are tried in order on each sheet. `grid`: the columns beside the days where such a list
    is also read as a month grid (班级 down, days across); `across`: where it is read with the days down; `one_class`: the list
    of one class, without a column 班级, tried last. `called` is a
    pattern of what such sheets are called, by which the sheets of a file of several kinds are told apart. `general`: its
    words stand in the names of other kinds' sheets too (课后服务学生), which are then theirs. `other_measure` tells of a title
    what else than this kind's counts it announces (餐费): numbers without a header of their own, one of `telling`, are then
    not read.
    """

    key: str
    title: str
    shapes: tuple[Shape, ...]
    plan: Callable[[Any], None]
    grid: Shape | None = None
    across: Across | None = None
    one_class: Shape | None = None
    called: str = ""
    other_measure: Callable[[str], str | None] | None = None
    telling: Collection[str] = ()
    general: bool = False

    @property
    def columns(self) -> tuple[KindColumn, ...]:
        """The columns a person may assign: those of all shapes, each once."""
        found: dict[str, KindColumn] = {}
        for shape in self.shapes:
            for column in shape.columns:
                found.setdefault(column.key, column)
        return tuple(found.values())


def columns_of(
    fields: Mapping[str, Field],
    keys: Collection[str] = (),
    *,
    words: Mapping[str, tuple[str, ...]] | None = None,
    leave_out: Collection[str] = (),
) -> tuple[KindColumn, ...]:
    """The columns of a table's Fields (`keys` in their order, or all but `leave_out`), with further header words."""
    words = words or {}
    chosen = keys or [key for key in fields if key not in leave_out]
    return tuple(KindColumn(key, fields[key], words.get(key, ())) for key in chosen)
