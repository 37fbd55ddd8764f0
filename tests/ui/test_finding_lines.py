"""A finding's message on one line, or on two where one does not hold it."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from ui.widgets.finding_list import lines_of


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetricsF:
    return QFontMetricsF(qapp.font())


def test_what_fits_stays_on_one_line(metrics: QFontMetricsF) -> None:
    assert lines_of("登记 31 人", metrics, 500) == ["登记 31 人"]


def test_what_does_not_fit_goes_on_after_a_mark(metrics: QFontMetricsF) -> None:
    text = "四(2)班 4日就餐 21 人，登记 36 人，请核对"
    width = int(metrics.horizontalAdvance("四(2)班 4日就餐 21 人，登记")) + 1
    assert lines_of(text, metrics, width) == ["四(2)班 4日就餐 21 人，", "登记 36 人，请核对"]


def test_without_a_mark_it_is_broken_where_the_line_ends(metrics: QFontMetricsF) -> None:
    text = "一二三四五六七八九十"
    first, rest = lines_of(text, metrics, int(metrics.horizontalAdvance("一二三四五六")) + 1)
    assert first + rest == text and first == "一二三四五六"


@pytest.mark.parametrize("width", [0, -4, 1])
def test_no_room_breaks_nothing(metrics: QFontMetricsF, width: int) -> None:
    assert "".join(lines_of("一二三", metrics, width)) == "一二三"


def test_a_mark_is_passed_over_where_the_rest_would_not_fit(metrics: QFontMetricsF) -> None:
    text = "四(2)班就餐 21 人，比上月每天平均少三分之一多"
    width = int(metrics.horizontalAdvance("四(2)班就餐 21 人，比上")) + 1
    first, rest = lines_of(text, metrics, width)
    assert first == "四(2)班就餐 21 人，比上" and first + rest == text
