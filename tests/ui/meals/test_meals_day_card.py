"""配餐人数, the log of a day (陪餐与留样) on its card under the grid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pypinyin import Style, lazy_pinyin
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.meals_desk import CTRL, MealsDesk
from ui.grid.pinyin import matches
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.meals.tables import day_log_id
from xcedu_desktop.ledger import Ledger


def fill_the_29th(desk: MealsDesk) -> None:
    """Every class's count, by Enter after Enter; the 30th has none yet."""
    for row in range(len(desk.classes)):
        desk.at(row, 30)
        desk.press(Qt.Key.Key_Delete)
    desk.at(0, 29)
    for _ in desk.classes:
        desk.enter("5")


def test_enter_under_the_last_class_asks_for_the_days_log_and_goes_on(desk: MealsDesk) -> None:
    fill_the_29th(desk)
    card = desk.page.below.card
    assert card.companion.hasFocus() and card.title.text().startswith("29日")
    name = card.companion.options[0].text
    desk.enter(name)
    desk.enter("130")
    desk.press(Qt.Key.Key_Return)
    assert desk.here == (0, "2026-10-30")
    assert desk.page.grid.table.hasFocus()
    found = desk.asked("SELECT companion, sample_grams FROM meal_day_log WHERE day = '2026-10-29'")
    assert found == [(name, 130)]


def test_who_leaves_the_log_for_later_goes_on_with_esc(desk: MealsDesk) -> None:
    fill_the_29th(desk)
    desk.press(Qt.Key.Key_Escape)
    assert desk.here == (0, "2026-10-30")
    desk.enter("6")
    assert desk.stored(30)[0] == 6


def test_tab_takes_the_lit_name_and_a_name_written_out_stays(desk: MealsDesk) -> None:
    card = desk.page.below.card
    name = card.companion.options[0].text
    card.go_to("companion")
    desk.type("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))
    desk.press(Qt.Key.Key_Tab)
    assert not card.companion.text().isascii()
    card.go_to("companion")
    desk.type("家长代表")
    desk.press(Qt.Key.Key_Return)
    assert desk.asked("SELECT companion FROM meal_day_log WHERE day = '2026-10-29'") == [("家长代表",)]


def test_after_a_name_is_chosen_the_grams_are_typed_over(desk: MealsDesk) -> None:
    desk.at(0, 28)
    card = desk.page.below.card
    before, other = card.companion.text(), card.companion.options[-1].text
    assert card.grams.text() and before != other
    card.go_to("companion")
    desk.enter("".join(lazy_pinyin(other, style=Style.FIRST_LETTER)))
    desk.enter("150")
    assert card.note.hasFocus()
    desk.enter("试吃")
    found = desk.asked("SELECT companion, sample_grams, note FROM meal_day_log WHERE day = '2026-10-28'")
    assert found == [(other, 150, "试吃")]


def test_the_box_in_the_foot_leads_to_the_days_card(desk: MealsDesk) -> None:
    desk.at(0, 28)
    desk.enter("3")
    desk.at(0, 29)
    assert desk.foot("companion", 29) == "☐"
    assert desk.page.below.card.title.text() == "29日（周四）陪餐与留样"
    grid = desk.page.grid
    assert grid.footer is not None
    index = grid.footer.model.index(1, grid.footer.model.column_of("2026-10-29"))
    desk.qtbot.mouseClick(
        grid.foot.viewport(), Qt.MouseButton.LeftButton, pos=grid.foot.visualRect(index).center()
    )
    card = desk.page.below.card
    assert card.companion.hasFocus()
    name = card.companion.options[0].text
    desk.type(name)
    desk.press(Qt.Key.Key_Return)
    assert card.grams.hasFocus()
    desk.enter("12o")
    assert desk.asked("SELECT text FROM draft") == [("12o",)]
    desk.press(Qt.Key.Key_Backtab)
    assert card.grams.text() == "12o"
    desk.enter("130")
    desk.type("加菜")
    desk.press(Qt.Key.Key_Return)
    found = desk.asked("SELECT companion, sample_grams, note FROM meal_day_log WHERE day = '2026-10-29'")
    assert found == [(name, 130, "加菜")]
    assert desk.foot("companion", 29) == desk.foot("sample_grams", 29) == "✓"
    assert grid.table.hasFocus()
    desk.undo()
    assert desk.foot("companion", 29) == "✓"
    assert card.note.text() == ""


def test_letters_left_without_choosing_are_no_name(desk: MealsDesk) -> None:
    card = desk.page.below.card
    name = card.companion.options[0].text
    card.go_to("companion")
    desk.type("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))
    desk.press(Qt.Key.Key_Escape)  # closes the list
    desk.at(0, 29)
    assert desk.asked("SELECT companion FROM meal_day_log WHERE day = '2026-10-29'") == []
    assert "不是姓名，没有保存" in desk.said() and card.companion.text() == ""


def test_a_staff_name_is_found_by_its_initials(desk: MealsDesk) -> None:
    card = desk.page.below.card
    name = card.companion.options[0].text
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    alike = [o.text for o in card.companion.options if matches(o.text, initials)]
    card.go_to("companion")
    desk.type(initials)
    assert card.companion.popup is not None and card.companion.popup.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert card.companion.text() in alike
    assert desk.asked("SELECT companion FROM meal_day_log WHERE day = '2026-10-29'") == [
        (card.companion.text(),)
    ]


def test_the_card_of_a_closed_day_says_so_and_takes_nothing(desk: MealsDesk) -> None:
    card = desk.page.below.card
    desk.at(0, 1)  # a holiday
    assert card.day == date(2026, 10, 1) and card.closed.isVisible() and not card.entry.isVisible()
    assert card.why.text() == "1日（周四）是休息日，不用填；要填请先"
    foot = desk.page.grid.foot
    column = desk.page.grid.model.column_of(desk.key(1))
    foot.go_to(1, column)
    foot.setFocus()
    desk.press(Qt.Key.Key_Space)
    assert desk.focus() is foot and "1日（周四）是休息日" in desk.said()
    desk.at(0, 28)
    assert card.entry.isVisible() and not card.closed.isVisible()


def test_the_card_of_a_closed_day_lets_what_stands_there_be_deleted(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        row_id = day_log_id(ledger.store.school_code, date(2026, 10, 1), "午餐")
        make = {"day": date(2026, 10, 1), "meal": "午餐"}
        ledger.edit([CellEdit("meal_day_log", row_id, "note", "abc", make)])
    desk = MealsDesk(qtbot, path)
    desk.at(0, 1)
    card = desk.page.below.card
    assert card.entry.isVisible() and card.companion.isReadOnly() and not card.note.isReadOnly()
    QTest.mouseClick(card.companion, Qt.MouseButton.LeftButton)
    desk.type("x")
    assert card.companion.text() == "" and "1日（周四）是休息日" in desk.said()
    QTest.mouseClick(card.note, Qt.MouseButton.LeftButton)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Return)
    assert desk.asked("SELECT note FROM meal_day_log WHERE day = '2026-10-01'") in ([], [(None,)])


def test_initials_of_nobody_are_no_name(desk: MealsDesk) -> None:
    card = desk.page.below.card
    card.go_to("companion")
    desk.type("vvx")
    desk.press(Qt.Key.Key_Return)
    assert desk.asked("SELECT companion FROM meal_day_log WHERE day = '2026-10-29'") == []
    assert "没有拼音首字母是「vvx」的人" in desk.said() and card.companion.text() == ""
