"""Canonical lines, cells and the pieces of the seal: exact both ways for whatever a person types."""

import json
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.values.text import clean_text
from xcedu_desktop.workbook.canonical import canonical_line, digest, row_of
from xcedu_desktop.workbook.cells import from_cell, same, to_cell
from xcedu_desktop.workbook.plan import Row
from xcedu_desktop.workbook.seal import pieces

FIELDS = {
    "name": Field("姓名"),
    "persons": Field("人数", Kind.INTEGER),
    "cost_fen": Field("金额", Kind.MONEY),
    "power_w": Field("功率", Kind.POWER),
    "lowest": Field("室温", Kind.DECIMAL, scale=1, places=1),
    "day": Field("日期", Kind.DAY),
    "month": Field("月份", Kind.MONTH),
    "at": Field("时间", Kind.TIME),
    "own": Field("本校", Kind.YES_NO),
}
typed = st.text(max_size=60).map(lambda text: clean_text(text).value).filter(bool)
whole = st.integers(-(10**11), 10**11)
rows = st.builds(
    Row,
    st.uuids().map(str),
    st.fixed_dictionaries(
        {},
        optional={
            "name": typed,
            "persons": whole,
            "cost_fen": whole,
            "power_w": whole,
            "lowest": whole,
            "day": st.dates(date(1900, 1, 1), date(2100, 12, 31)),
            "month": st.builds(Month, st.integers(1900, 2100), st.integers(1, 12)),
            "at": st.builds(time, st.integers(0, 23), st.integers(0, 59)),
            "own": st.booleans(),
        },
    ),
)


@given(rows)
def test_a_line_gives_its_row_back(row: Row) -> None:
    line = canonical_line(row)
    assert row_of(line, FIELDS) == row
    assert "\n" not in line and "_x" not in line
    assert list(json.loads(line)) == sorted(json.loads(line))


@given(rows)
def test_a_cell_gives_its_value_back(row: Row) -> None:
    for key, value in row.values.items():
        cell: Any = to_cell(FIELDS[key], value)
        assert same(FIELDS[key], value, cell)
        if key not in ("name", "month"):
            assert from_cell(FIELDS[key], cell) == value


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(2, 9))
def test_pieces_join_again(text: str, most: int) -> None:
    cut = pieces(text, most)
    assert "".join(cut) == text
    assert all(len(piece.encode("utf-16-le")) // 2 <= most for piece in cut)


def test_the_line_as_the_contract_says_it() -> None:
    row = Row("7d", {"name": "王𠮷", "day": date(2026, 10, 13), "persons": 0, "cost_fen": 1716000})
    line = canonical_line(Row(row.id, {**row.values, "note": None, "blank": ""}))
    assert line == '{"cost_fen":1716000,"day":"2026-10-13","id":"7d","name":"王𠮷","persons":0}'
    assert digest([line]) == digest([canonical_line(row)])


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Kind.INTEGER, 1200, "1,200"),
        (Kind.INTEGER, 35, 35.0),
        (Kind.INTEGER, 59, date(1900, 2, 28)),
        (Kind.MONEY, 30, 0.30000000000000004),
        (Kind.DAY, date(2026, 10, 13), 46308),
        (Kind.DAY, date(2026, 10, 13), "2026-10-13"),
        (Kind.TEXT, "0012", "0012 "),
        (Kind.TEXT, "12", 12.0),
        (Kind.TEXT, "一\n二", "一\r\n二"),
        (Kind.TEXT, "字_x005F_字", "字__字".replace("__", "_x005F_x005F_")),
    ],
)
def test_what_other_programs_make_of_a_cell_is_no_change(kind: Kind, value: Any, cell: Any) -> None:
    assert same(Field("栏", kind), value, cell)


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (Kind.INTEGER, 12, 13),
        (Kind.INTEGER, 0, None),
        (Kind.INTEGER, None, 0),
        (Kind.INTEGER, 1, True),
        (Kind.MONEY, 30, 0.301),
        (Kind.DAY, date(2026, 10, 13), "13日"),
        (Kind.TEXT, "12", "12岁"),
        (Kind.YES_NO, True, "也许"),
        (Kind.TIME, time(16, 30), "四点半"),
    ],
)
def test_a_change_is_seen(kind: Kind, value: Any, cell: Any) -> None:
    assert not same(Field("栏", kind), value, cell)
