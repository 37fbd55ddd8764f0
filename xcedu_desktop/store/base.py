"""The declarative base, the live and the reported row, and the column that carries its Field.

Modules that declare tables do without `from __future__ import annotations`: the mapper would read each annotation from its
text, which makes a start of the program 40 ms longer.
"""

import hashlib
import uuid
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeEngine

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.store.types import DayType, MonthType, TimeType, WholeType, YesNoType

NAMESPACE = uuid.UUID("6f1b0c52-8a2e-5d0f-9f53-370403000000")
"""Namespace of the row ids that are made from a key (UUIDv5). Never changes: ids in sent workbooks depend on it."""
_SPACE = NAMESPACE.bytes

_TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    Kind.INTEGER: WholeType,
    Kind.DECIMAL: WholeType,
    Kind.POWER: WholeType,
    Kind.MONEY: WholeType,
    Kind.DAY: DayType,
    Kind.MONTH: MonthType,
    Kind.TIME: TimeType,
    Kind.YES_NO: YesNoType,
}


def new_id() -> str:
    """A fresh row id."""
    return str(uuid.uuid4())


def key_id(table: str, *key: object) -> str:
    """The row id made from a table's name and a key (class, day, meal…): the same key gives the same id everywhere."""
    # uuid5 by hand: a month's grid asks for thousands, and the library's is four times slower
    name = "\x1f".join([table, *(str(part) for part in key)])
    digest = bytearray(hashlib.sha1(_SPACE + name.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def col(declared: Field) -> MappedColumn[Any]:
    """A nullable column bearing its Field: required and unique are rules, since a row is saved as it is typed."""
    return mapped_column(_TYPES.get(declared.kind, Text)(), nullable=True, info={"field": declared})


def ref(declared: Field) -> MappedColumn[Any]:
    """A nullable reference to another live row; checked when the transaction ends, so that order does not matter."""
    target = "school_class" if declared.kind is Kind.CLASS else declared.references
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    return mapped_column(Text(), key, nullable=True, index=True, info={"field": declared})


class Base(DeclarativeBase):
    """All tables of a school's file and of the bureau's database."""


class Live(Base):
    """A live row (现行数据): what is entered. `position` keeps the order of entry, also over delete and undo."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True}
    month_key: ClassVar[str | None] = None
    """The column by whose month the row is locked once that month is reported; None: never locked."""
    title: ClassVar[str] = ""
    label_key: ClassVar[str] = "name"
    """The column that names the row to a person."""
    place_keys: ClassVar[tuple[str, ...]] = ()
    """The columns that say where the row stands on its screen (class, day, meal): typing into a cell makes the row with
    them, nobody types them. () where a row is typed as a line of a list."""

    id: Mapped[str] = mapped_column(Text(), primary_key=True)
    school_code: Mapped[str] = mapped_column(Text(), nullable=False)
    position: Mapped[int | None] = mapped_column(WholeType(), nullable=True)


class ReportedRow(Base):
    """A reported row (上报数据): what a month and revision says. Unique by school, month, revision and id."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True}

    school_code: Mapped[str] = mapped_column(Text(), primary_key=True)
    month: Mapped[Month] = mapped_column(MonthType(), primary_key=True)
    revision: Mapped[int] = mapped_column(WholeType(), primary_key=True)
    id: Mapped[str] = mapped_column(Text(), primary_key=True)
    position: Mapped[int] = mapped_column(WholeType(), nullable=False)
    """Order on the sheet, from 1; layout, outside the seal."""

    def __init__(self, **values: Any) -> None:
        # A month derives thousands of rows and only reads them; they are stored by INSERT, never through a session. So
        # their values skip the mapper's bookkeeping of changes, which costs ten times as much.
        blank = _blank(type(self))
        if not values.keys() <= blank.keys():
            raise TypeError(f"{type(self).__name__} has no column {sorted(values.keys() - blank.keys())}")
        self.__dict__.update(blank)
        self.__dict__.update(values)


@cache
def _blank(model: type[ReportedRow]) -> dict[str, None]:
    """A row of the class with nothing in it."""
    return dict.fromkeys(table_of(model).c.keys())


def table_of(model: type[Base]) -> Table:
    """The Core table of a mapped class."""
    table = model.__table__
    assert isinstance(table, Table)
    return table


def fields_of(model: type[Base]) -> dict[str, Field]:
    """Key to Field, in the order of declaration, of the columns that bear one."""
    return {column.key: column.info["field"] for column in table_of(model).columns if "field" in column.info}
