"""Reported rows as they are derived and read back: plain values that no session minds."""

from __future__ import annotations

import pytest

from xcedu_desktop.month.derive import placed
from xcedu_desktop.periods import Month
from xcedu_desktop.school.reported import Enrolment


def test_a_row_says_nothing_of_what_it_was_not_given() -> None:
    row = Enrolment(id="1", pupils=38)
    assert (row.pupils, row.class_id, row.day, row.school_code) == (38, None, None, None)


def test_rows_are_told_whose_they_are_and_where_they_stand() -> None:
    rows = placed([Enrolment(id="a"), Enrolment(id="b")], "2137000001", Month(2026, 10), 2)
    assert [(row.id, row.position, row.revision, str(row.month)) for row in rows] == [
        ("a", 1, 2, "2026-10"),
        ("b", 2, 2, "2026-10"),
    ]


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError, match="Enrolment has no column"):
        Enrolment(id="1", boys=3)
