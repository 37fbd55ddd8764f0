"""Heads counted by sex (男, 女) where a list has no column of both: together they are the heads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from xcedu_desktop.workbook.intake.kind import KindColumn
from xcedu_desktop.workbook.intake.plan_rows import Row

_SEXES = {"boys": ("男", "男生", "男学生"), "girls": ("女", "女生", "女学生")}
_AFTER = ("", "数", "人数", "人次")


def by_sex(column: KindColumn, *, bare: bool = False) -> tuple[KindColumn, KindColumn]:
    """The columns of the boys and the girls of a count, as a header says them in one row or two. `bare`: 男 and 女 alone too."""
    said = (column.title, *column.field.synonyms, *column.synonyms)
    boys, girls = (
        KindColumn(
            f"{column.key}_{key}",
            replace(
                column.field,
                title=f"{words[1]}{column.title}",
                synonyms=tuple(
                    text
                    for sex in words
                    for after in _AFTER
                    for text in (
                        *(f"{name}{sex}{after}" for name in said),
                        *([f"{sex}{after}"] if bare else []),
                    )
                )
                + tuple(f"{sex}{name}" for sex in words for name in said),
                required=False,
            ),
        )
        for key, words in _SEXES.items()
    )
    return boys, girls


def add_sexes(row: Row, columns: Collection[str], total: str) -> None:
    """The row's count of both where the list has it by sex only."""
    boys, girls = f"{total}_boys", f"{total}_girls"
    if boys in columns and girls in columns and total not in columns:
        add_up(row, total, boys, girls)


def add_up(row: Row, total: str, boys: str, girls: str) -> None:
    """`total` is the sum of both counts; one of them blank is no zero."""
    if row.bad & {boys, girls}:
        row.values.pop(total, None)
        return
    one, other = row.get(boys), row.get(girls)
    if one is not None and other is not None:
        row.values[total] = one + other
    elif one is not None or other is not None:
        row.values.pop(total, None)
        blank = girls if other is None else boys
        row.reject(blank, "half_counted", "男、女人数只写了一个，不知道一共多少人；没有人请写 0")
