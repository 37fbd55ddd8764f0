"""配餐人数, blocks: pasted over closed days, asked about before anything is written."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.grid_desk import answer_paste
from tests.ui.meals_desk import CTRL, SHIFT, MealsDesk
from ui.forms.meals.grid_source import LINE


def test_a_block_is_pasted_over_closed_days_filled_down_and_right(desk: MealsDesk) -> None:
    kept = desk.stored(19)
    desk.at(0, 15)
    desk.paste("1\t2\t\t\t3\n4\t5\t\t\t6\n")
    assert (desk.stored(15)[:2], desk.stored(16)[:2], desk.stored(19)[:2]) == ([1, 4], [2, 5], [3, 6])
    desk.undo()
    assert desk.stored(19) == kept
    desk.at(0, 29)
    desk.enter("9")
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Down, SHIFT, 2)
    desk.press(Qt.Key.Key_D, CTRL)
    assert desk.stored(29)[:3] == [9, 9, 9]
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Right, SHIFT)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.stored(30)[0] == 9
    assert desk.stored(30, "copied")[0] in (None, 0)


_CLOSED = "这一天是休息日，不能填写；要填请先改校历"


def test_what_falls_on_a_closed_day_is_asked_about_before_anything_is_written(desk: MealsDesk) -> None:
    """31 October is a Saturday."""
    names = [desk.source.text(row_id, LINE) for row_id in desk.classes]
    seen: list[str] = []
    before = desk.stored(30)
    desk.at(0, 30)
    answer_paste(accept=False, seen=seen)
    desk.paste("5\t6\n7\t8\n")
    assert seen == [f"{names[0]} 31日「6」：{_CLOSED}", f"{names[1]} 31日「8」：{_CLOSED}"]
    assert desk.stored(30) == before


def test_the_closed_day_stands_in_one_question_with_what_is_no_number(desk: MealsDesk) -> None:
    names = [desk.source.text(row_id, LINE) for row_id in desk.classes]
    seen: list[str] = []
    before = desk.stored(30)
    desk.at(0, 30)
    answer_paste(accept=True, seen=seen)
    desk.paste("5\t6\n休\t\n")
    assert seen == [f"{names[1]} 30日：「休」不是数", f"{names[0]} 31日「6」：{_CLOSED}"]
    assert desk.stored(30) == [5, *before[1:]]


def test_a_block_that_has_no_cell_at_all_is_said(desk: MealsDesk) -> None:
    desk.at(0, 31)
    desk.paste("6\n8\n")
    assert desk.said().startswith("2 格没有写入：这一天是休息日")
