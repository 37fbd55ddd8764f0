"""配餐人数, typed: a day filled by keys and copied; what is wrong is marked at once; closed days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import CTRL, SHIFT, MealsDesk
from ui.forms.meals.month_columns import PERSONS, TOTAL
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.meals.tables import MealCount, count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.changes import Change, ChangeSet


def test_the_page_opens_on_the_day_that_lacks_and_a_day_is_filled_by_keys(desk: MealsDesk) -> None:
    assert desk.here == (0, "2026-10-29")
    assert desk.title(29) == "未填"
    assert desk.page.grid.table.hasFocus()
    for number in range(len(desk.classes)):
        desk.enter(str(10 + number % 2))
    assert desk.stored(29) == [10 + number % 2 for number in range(len(desk.classes))]
    assert desk.title(29) == "四"
    assert desk.foot("sum", 29) == str(sum(10 + number % 2 for number in range(len(desk.classes))))
    desk.settle()
    assert not any(f.rule == "M03" for f in desk.shell.findings)


def test_zero_is_a_count_and_blank_is_none(desk: MealsDesk) -> None:
    count = len(desk.classes)
    assert f"缺 {count} 格" in desk.said()
    desk.enter("0")
    assert desk.stored(29)[0] == 0
    assert desk.shown(29)[0] == "0"
    assert f"缺 {count - 1} 格" in desk.said()
    desk.press(Qt.Key.Key_Up)
    desk.press(Qt.Key.Key_Delete)
    assert desk.stored(29)[0] is None
    assert desk.shown(29)[0] == ""
    assert f"缺 {count} 格" in desk.said()


def test_same_as_the_day_before_fills_blanks_only_and_waits_to_be_confirmed(desk: MealsDesk) -> None:
    desk.enter("7")
    before = desk.stored(28)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.stored(29) == [7, *before[1:]]
    assert desk.stored(29, "copied") == [None, *[1] * (len(before) - 1)]
    assert desk.title(29) == "待确认"
    assert f"{len(before) - 1} 格待确认" in desk.said()
    # what is typed over is confirmed by that, in the same change
    desk.at(1, 29)
    desk.enter("8")
    assert desk.stored(29)[:2] == [7, 8]
    assert desk.stored(29, "copied")[:2] == [None, 0]
    assert desk.page.bar.confirm.text() == "29日是照抄的，确认无误　Ctrl+Enter"
    desk.click(desk.page.bar.confirm)
    assert set(desk.stored(29, "copied")) <= {None, 0}
    assert desk.title(29) == "四"
    assert not desk.page.bar.confirm.isVisible()
    desk.undo()
    assert desk.title(29) == "待确认"
    desk.undo()
    desk.undo()
    assert desk.stored(29)[0] == 7
    assert set(desk.stored(29)[1:]) == {None}


def test_a_day_is_not_filled_until_the_last_class_and_an_impossible_count_is_not_copied(
    desk: MealsDesk,
) -> None:
    desk.at(0, 28)
    desk.enter("999")
    desk.at(1, 29)
    desk.enter("8")
    assert desk.title(29) == "未填"
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.stored(29)[:2] == [None, 8] and None not in desk.stored(29)[1:]
    assert desk.shell.status.act.text().startswith("29日同 28 日（1 格人数不可能，没有照抄）")
    assert desk.title(29) == "待确认"
    desk.click(desk.page.bar.confirm)
    assert desk.title(29) == "未填"
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.said() == "28日有 1 格的人数在29日不可能，没有照抄；请直接填"
    desk.at(0, 29)
    desk.enter("7")
    assert desk.title(29) == "四"


def test_a_count_above_the_enrolment_is_an_error_on_the_spot_and_the_check_says_the_same(
    desk: MealsDesk,
) -> None:
    desk.enter("51")
    severity, words = desk.mark(0, 29) or (None, "")
    assert severity is Severity.ERROR
    assert words.startswith("10月29日就餐 51 人，多于当日在校 ")
    assert "含 1 处错误" in desk.said()
    assert desk.stored(29)[0] == 51
    desk.settle()
    assert words in [f.message for f in desk.shell.findings if f.rule == "M01"]
    # F8 comes back to the cell, and a better number takes the mark away at once
    desk.at(3, 8)
    desk.press(Qt.Key.Key_F8)
    assert desk.here == (0, "2026-10-29")
    desk.enter("5")
    assert desk.mark(0, 29) is None


def test_signups_above_the_pupils_of_the_month_are_marked(desk: MealsDesk) -> None:
    desk.at(0, "persons")
    desk.enter("99")
    severity, words = desk.mark(0, "persons") or (None, "")
    assert severity is Severity.ERROR
    assert words.startswith("登记 99 人，多于本月在校 ")


def test_what_was_explained_is_a_note_and_no_mark_any_more(desk: MealsDesk) -> None:
    desk.at(0, "persons")
    desk.enter("3")
    desk.at(0, 29)
    desk.enter("12")
    desk.settle()
    (found,) = [f for f in desk.shell.findings if f.rule == "M14" and "10月29日" in f.message]
    assert desk.mark(0, 29) == (Severity.WARNING, found.message)
    assert desk.shell.ledger is not None
    desk.shell.wrote(desk.shell.ledger.explain(month_school.MONTH, "M14", found.record, "两人临时来吃"))
    desk.settle()
    assert desk.mark(0, 29) is None
    assert desk.source.note(desk.classes[0], desk.key(29)) == f"{found.message}　已说明：两人临时来吃"


def test_what_is_no_number_is_kept_as_a_draft(desk: MealsDesk) -> None:
    desk.enter("3o")
    assert desk.shown(29)[0] == "3o"
    assert desk.stored(29)[0] is None
    assert desk.source.is_draft(desk.classes[0], desk.key(29))
    assert desk.asked("SELECT text FROM draft") == [("3o",)]
    desk.press(Qt.Key.Key_Up)
    desk.enter("30")
    assert desk.asked("SELECT text FROM draft") == []
    desk.undo()
    assert desk.shown(29)[0] == "3o"


def test_tab_passes_over_closed_days_and_nothing_can_be_typed_there(desk: MealsDesk) -> None:
    desk.at(0, 16)
    desk.press(Qt.Key.Key_Tab)
    assert desk.here == (0, "2026-10-19")
    desk.press(Qt.Key.Key_Left)
    assert desk.here == (0, "2026-10-18")
    desk.type("5")
    assert "休息日" in desk.said()
    assert desk.asked("SELECT id FROM meal_count WHERE day = '2026-10-18'") == []
    assert desk.title(18) == "休"
    assert desk.title(10) == "六班"


def eaten_on_the_18th(path: Path, heads: int) -> str:
    """A count on a Sunday, as an import brings it; the class it is of."""
    day = date(2026, 10, 18)
    with Ledger.open(path) as ledger:
        first = str(ledger.rows(MealCount)[0]["class_id"])
        row = {"class_id": first, "day": day, "meal": "午餐", "heads": heads}
        ledger.apply(ChangeSet("导入", (Change("meal_count", count_id(first, day, "午餐"), None, row),)))
    return first


def test_what_stands_in_a_closed_day_is_marked_and_can_be_deleted(qtbot: QtBot, path: Path) -> None:
    first = eaten_on_the_18th(path, 6)
    desk = MealsDesk(qtbot, path)
    row_at = desk.classes.index(first)
    assert desk.shown(18)[row_at] == "6"
    severity, words = desk.mark(row_at, 18) or (None, "")
    assert severity is Severity.ERROR and "不上课" in words
    desk.press(Qt.Key.Key_F8)
    assert desk.here == (row_at, "2026-10-18")
    desk.press(Qt.Key.Key_Delete)
    assert desk.shown(18)[row_at] == ""
    assert desk.mark(row_at, 18) is None


def test_a_number_in_a_closed_day_is_cleared_or_the_calendar_changed(qtbot: QtBot, path: Path) -> None:
    first = eaten_on_the_18th(path, 26)
    desk = MealsDesk(qtbot, path)
    row_at = desk.classes.index(first)
    narrow = desk.page.grid.table.columnWidth(desk.page.grid.model.column_of("2026-10-17"))
    wide = desk.page.grid.table.columnWidth(desk.page.grid.model.column_of("2026-10-18"))
    assert wide > narrow  # two digits can be read
    desk.at(row_at, 18)
    assert [b.text() for b in (desk.page.bar.same, desk.page.bar.fill)] == ["清除这一格　Delete", "改校历"]
    desk.click(desk.page.bar.fill)
    page = desk.shell.page()
    assert page is not None and page.spec.key == "calendar"
    desk.shell.open_page("meals")
    desk.at(row_at, 18)
    desk.click(desk.page.bar.same)
    assert desk.shown(18)[row_at] == ""
    assert desk.page.bar.fill.text() == "向下填充　Ctrl+D"


def test_a_count_of_a_day_to_come_is_marked_and_said(
    qtbot: QtBot, path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2026, 10, 29))
    desk = MealsDesk(qtbot, path)
    assert desk.mark(0, 30) == (Severity.WARNING, "10月30日还没到，已有人数")
    assert f"{len(desk.classes)} 格还没到日子，没有计入" in desk.said()
    ledger = desk.shell.ledger
    assert ledger is not None
    heads = ledger.totals(month_school.MONTH)["meal_heads_lunch"]
    assert desk.foot("sum", TOTAL) == f"{heads:,}"  # what the window adds up is what would be reported
    assert int(desk.foot("sum", 30)) > 0
    assert desk.foot("companion", 30) in ("✓", "")


def test_the_sum_of_the_selection_follows_what_is_cleared(desk: MealsDesk) -> None:
    desk.at(0, 28)
    desk.press(Qt.Key.Key_Down, SHIFT, 2)
    assert "和 " in desk.said()
    desk.press(Qt.Key.Key_Delete)
    assert "和 " not in desk.said()


def test_the_selection_is_summed_beside_what_the_total_lacks(desk: MealsDesk) -> None:
    desk.at(0, 28)
    desk.press(Qt.Key.Key_Down, SHIFT)
    total = sum(int(text) for text in desk.shown(28)[:2])
    assert desk.said().startswith(f"选中 2 格　和 {total}　平均 ")
    assert desk.said().endswith(f"合计未定：缺 {len(desk.classes)} 格")


def test_enter_under_the_last_class_of_the_signed_up_goes_on_with_the_first_day_to_fill(
    desk: MealsDesk,
) -> None:
    """Else who types on from class to class would write over the last one again and again."""
    desk.press(Qt.Key.Key_Home, CTRL)
    assert desk.here == (0, PERSONS)
    for number in range(len(desk.classes)):
        desk.enter(str(20 + number))
    assert desk.here == (0, "2026-10-29")
    assert desk.shown(PERSONS)[-1] == str(20 + len(desk.classes) - 1)


def test_dinner_is_served_as_long_as_it_is_counted(desk: MealsDesk) -> None:
    """Which meal is served is said by its counts: the first one makes days to fill of the others, the last one ends that."""
    desk.segment(desk.page.meals, "晚餐")
    desk.at(0, 28)
    desk.enter("zs")
    assert desk.foot("companion", 27) == "" and desk.title(27) == "二"
    desk.at(0, 28)
    desk.enter("4")
    assert desk.foot("companion", 27) == "☐" and desk.title(27) == "未填"
    desk.at(0, 28)
    desk.press(Qt.Key.Key_Delete)
    assert desk.foot("companion", 27) == "" and desk.title(27) == "二"
