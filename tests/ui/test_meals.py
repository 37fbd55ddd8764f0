"""配餐人数: a day filled by keys, copied and confirmed; what is wrong is marked at once; closed days; blocks; the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import CTRL, SHIFT, MealsDesk, without_a_day
from tests.ui.rosters import when_dialog
from ui.forms.meals.grid_source import LINE
from ui.forms.meals.month_columns import TOTAL
from ui.grid.paste import PasteQuestion
from ui.grid.pinyin import matches
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.form import Finding, Severity
from xcedu_desktop.forms.meals.tables import MealCount, MealSignup, count_id, day_log_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.changes import Change, ChangeSet


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", month_school.TODAY.isoformat())
        path = month_school.make_school(tmp_path_factory.mktemp("school"))
        without_a_day(path)
        return path


@pytest.fixture
def path(school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    today_is(month_school.TODAY)
    return month_school.copy_of(school, tmp_path)


@pytest.fixture
def desk(qtbot: QtBot, path: Path) -> MealsDesk:
    return MealsDesk(qtbot, path)


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


def test_what_stands_in_a_closed_day_is_marked_and_can_be_deleted(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        first = ledger.rows(MealCount)[0]["class_id"]
        day = date(2026, 10, 18)
        row = {"class_id": first, "day": day, "meal": "午餐", "heads": 6}
        ledger.apply(ChangeSet("导入", (Change("meal_count", count_id(first, day, "午餐"), None, row),)))
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


def read_paste(seen: list[str], accept: bool) -> None:
    """Reads the question that a paste is about to ask, and answers it."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, PasteQuestion)
        seen.extend(dialog.list.item(at).text() for at in range(dialog.list.count()))
        button = dialog.rest if accept else dialog.none
        button.click()

    when_dialog(PasteQuestion, answer)


_CLOSED = "这一天是休息日，不能填写；要填请先改校历"


def test_what_falls_on_a_closed_day_is_asked_about_before_anything_is_written(desk: MealsDesk) -> None:
    """31 October is a Saturday."""
    names = [desk.source.text(row_id, LINE) for row_id in desk.classes]
    seen: list[str] = []
    before = desk.stored(30)
    desk.at(0, 30)
    read_paste(seen, accept=False)
    desk.paste("5\t6\n7\t8\n")
    assert seen == [f"{names[0]} 31日「6」：{_CLOSED}", f"{names[1]} 31日「8」：{_CLOSED}"]
    assert desk.stored(30) == before


def test_the_closed_day_stands_in_one_question_with_what_is_no_number(desk: MealsDesk) -> None:
    names = [desk.source.text(row_id, LINE) for row_id in desk.classes]
    seen: list[str] = []
    before = desk.stored(30)
    desk.at(0, 30)
    read_paste(seen, accept=True)
    desk.paste("5\t6\n休\t\n")
    assert seen == [f"{names[1]} 30日：「休」不是数", f"{names[0]} 31日「6」：{_CLOSED}"]
    assert desk.stored(30) == [5, *before[1:]]


def test_a_block_that_has_no_cell_at_all_is_said(desk: MealsDesk) -> None:
    desk.at(0, 31)
    desk.paste("6\n8\n")
    assert desk.said().startswith("2 格没有写入：这一天是休息日")


def test_a_copied_day_is_confirmed_by_a_key(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    assert set(desk.stored(29, "copied")) == {1}
    desk.press(Qt.Key.Key_Return, CTRL)
    assert set(desk.stored(29, "copied")) <= {0, None}


def test_heads_and_subsidised_are_confirmed_apart(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    desk.segment(desk.page.measures, "subsidised")
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    assert set(desk.stored(29, "copied_subsidised")) == set(desk.stored(29, "copied")) == {1}
    desk.press(Qt.Key.Key_Return, CTRL)
    assert set(desk.stored(29, "copied_subsidised")) == {0}
    assert set(desk.stored(29, "copied")) == {1}
    desk.settle()
    found = [(f.field, f.verb) for f in desk.shell.findings if f.rule == "M11"]
    assert found == [("heads", "确认")]


def test_one_cell_is_confirmed_by_space_and_all_by_one_key(desk: MealsDesk) -> None:
    desk.at(0, 29)
    desk.press(Qt.Key.Key_R, CTRL)
    desk.at(0, 30)
    desk.press(Qt.Key.Key_Delete, times=1)
    for row in range(1, len(desk.classes)):
        desk.at(row, 30)
        desk.press(Qt.Key.Key_Delete)
    desk.at(0, 30)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.page.bar.confirm_all.isVisible()
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Space)
    assert desk.stored(29, "copied")[:2] == [0, 1]
    assert desk.here == (1, "2026-10-29")
    desk.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert set(desk.stored(29, "copied")) == set(desk.stored(30, "copied")) == {0}
    assert not desk.page.bar.confirm.isVisible()
    desk.undo()
    assert desk.title(30) == "待确认"


def test_the_staffs_copy_waits_to_be_confirmed_too(desk: MealsDesk) -> None:
    desk.segment(desk.page.measures, "staff")
    desk.at(0, 29)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.title(29) == "待确认"
    assert desk.asked("SELECT copied FROM meal_staff_count WHERE day = '2026-10-29'") == [(1,)]
    desk.press(Qt.Key.Key_Space)
    assert desk.title(29) == "四"


def test_last_months_signups_are_carried_over_in_one_stroke(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        rows = ledger.rows(MealSignup, MealSignup.month == month_school.MONTH)
        ledger.delete("meal_signup", [row["id"] for row in rows])
        before = {
            row["class_id"]: row["persons"]
            for row in ledger.rows(MealSignup, MealSignup.month == month_school.MONTH.previous())
        }
    assert before
    desk = MealsDesk(qtbot, path)
    count = len(desk.classes)
    assert any(f.verb == "沿用9月" and f.cells == count for f in desk.shell.findings)
    desk.at(0, "persons")
    assert desk.page.bar.same.text() == "沿用9月登记　Ctrl+R"
    desk.enter("3")
    desk.press(Qt.Key.Key_R, CTRL)
    held = dict(desk.asked("SELECT class_id, persons FROM meal_signup WHERE month = '2026-10'"))
    assert [held[line] for line in desk.classes] == [3, *(before[line] for line in desk.classes[1:])]
    assert f"登记 {count - 1} 格待确认" in desk.said() or desk.page.grid.heads.signed_copied == count - 1
    desk.at(1, "persons")
    desk.press(Qt.Key.Key_Space)
    assert desk.page.grid.heads.signed_copied == count - 2
    desk.press(Qt.Key.Key_Return, CTRL)
    assert desk.page.grid.heads.signed_copied == 0
    assert not desk.page.bar.same.isEnabled()
    desk.settle()
    assert not any(f.rule == "M11" for f in desk.shell.findings)


def test_enter_under_the_last_class_asks_for_the_days_log_and_goes_on(desk: MealsDesk) -> None:
    for row in range(len(desk.classes)):
        desk.at(row, 30)
        desk.press(Qt.Key.Key_Delete)
    desk.at(0, 29)
    for _ in desk.classes:
        desk.enter("5")
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
    for row in range(len(desk.classes)):
        desk.at(row, 30)
        desk.press(Qt.Key.Key_Delete)
    desk.at(0, 29)
    for _ in desk.classes:
        desk.enter("5")
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


def test_a_number_in_a_closed_day_is_cleared_or_the_calendar_changed(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        first = ledger.rows(MealCount)[0]["class_id"]
        day = date(2026, 10, 18)
        row = {"class_id": first, "day": day, "meal": "午餐", "heads": 26}
        ledger.apply(ChangeSet("导入", (Change("meal_count", count_id(first, day, "午餐"), None, row),)))
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


def test_a_new_price_ends_the_old_one_in_the_same_act(desk: MealsDesk) -> None:
    desk.click(desk.page.views.buttons["suppliers"])
    panel = desk.page.views.suppliers
    assert panel is not None
    grid = panel.grids["meal_price"]
    old = grid.source.row_ids()[0]
    grid.new_row()
    row = grid.table.currentIndex().row()
    grid.table.go_to(row, grid.model.column_of("price_fen"))
    desk.enter("6.8")
    grid.table.go_to(row, grid.model.column_of("from_date"))
    desk.enter("10.12")
    prices = "SELECT price_fen, from_date, to_date FROM meal_price WHERE meal = '午餐' ORDER BY from_date"
    assert desk.asked(prices)[0][2] == "2026-10-11"
    assert desk.asked(prices)[1] == (680, "2026-10-12", None)
    assert grid.source.text(old, "to_date") == "2026-10-11"
    desk.undo()
    assert desk.asked(prices)[0][2] is None


def test_a_class_that_is_not_served_any_more_needs_no_counts(desk: MealsDesk) -> None:
    count = len(desk.classes)
    assert f"缺 {count} 格" in desk.said()
    desk.click(desk.page.views.buttons["suppliers"])
    panel = desk.page.views.suppliers
    assert panel is not None
    grid = panel.grids["meal_service"]
    assert grid.show_cell(grid.source.row_ids()[0], "to_date")
    desk.enter("10.28")
    desk.click(desk.page.views.buttons["suppliers"])
    assert desk.title(29) == "四"
    assert "缺" not in desk.said()


def test_the_month_stands_beside_last_months(desk: MealsDesk) -> None:
    desk.click(desk.page.views.buttons["compare"])
    comparison = desk.page.views.comparison
    assert comparison is not None
    desk.qtbot.waitUntil(lambda: comparison.grid is not None)
    assert comparison.words.text().startswith("全校午餐：本月每上课日 ")
    assert comparison.grid is not None
    source = comparison.grid.source
    line = source.row_ids()[0]
    sql = "SELECT class_id, avg(heads) FROM meal_count WHERE meal = '午餐' AND day >= '2026-10-01' GROUP BY class_id"
    heads = dict(desk.asked(sql))[line]
    assert isinstance(heads, float) and source.text(line, "午餐now") == f"{heads:.1f}"
    assert source.text(line, "午餐before") != ""
    assert source.text(line, "午餐moved")[0] in "多少不"
    desk.click(desk.page.views.buttons["compare"])
    assert desk.page.grid.isVisible()
    moved = Finding(
        "M12", Severity.WARNING, "meals", "配餐人数", "meal_count", "x", "heads", "午餐", "午餐每上课日…"
    )
    assert desk.shell.go_to(moved)
    assert comparison.isVisible()


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


def test_subsidised_above_heads_is_marked_and_the_staff_have_one_line(desk: MealsDesk) -> None:
    desk.segment(desk.page.measures, "subsidised")
    desk.at(0, 28)
    desk.enter("50")
    assert desk.stored(28, "subsidised")[0] == 50
    severity, words = desk.mark(0, 28) or (None, "")
    assert severity is Severity.ERROR and "受资助 50 人，多于就餐" in words
    desk.segment(desk.page.measures, "staff")
    assert desk.source.text("staff", "line") == "教职工"
    desk.at(0, 29)
    desk.enter("21")
    assert desk.asked("SELECT heads FROM meal_staff_count WHERE day = '2026-10-29'") == [(21,)]


def test_dinner_is_a_grid_of_its_own(desk: MealsDesk) -> None:
    desk.segment(desk.page.meals, "晚餐")
    assert set(desk.shown(28)) == {""}
    desk.at(0, 28)
    desk.enter("4")
    assert desk.asked("SELECT heads FROM meal_count WHERE meal = '晚餐'") == [(4,)]
    desk.segment(desk.page.meals, "午餐")
    assert desk.shown(28)[0] != "4"


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


def test_without_classes_the_page_says_that_they_come_first(
    qtbot: QtBot, school_file: Path, today_is: Callable[..., None]
) -> None:
    today_is(month_school.TODAY)
    desk = MealsDesk(qtbot, school_file)
    page = desk.page
    assert page.no_classes.isVisible() and "先在「班级与学生」里新建班级" in page.no_classes.words.text()
    assert not page.grid.isVisible() and not page.below.isVisible()
    assert desk.focus() is page.no_classes.button
    desk.press(Qt.Key.Key_Return)
    assert desk.shell.current == "pupils"
    assert desk.shell.ledger is not None
    made = desk.shell.ledger.insert("school_class", {"stage": "小学", "entry_year": 2026, "number": 1})[1]
    desk.shell.wrote(made)
    assert desk.shell.open_page("meals")
    assert page.grid.isVisible() and not page.no_classes.isVisible()
    assert desk.focus() is page.grid.table


def test_suppliers_prices_and_service_stand_behind_a_button(desk: MealsDesk) -> None:
    desk.click(desk.page.views.buttons["suppliers"])
    panel = desk.page.views.suppliers
    assert panel is not None and panel.isVisible()
    grid = panel.grids["meal_price"]
    price = grid.source.row_ids()[0]
    assert grid.show_cell(price, "price_fen")
    desk.enter("6.5")
    assert desk.asked("SELECT price_fen FROM meal_price")[0] == (650,)
    assert "午餐 6.50 元" in desk.page.header.quiet.text()
    desk.click(desk.page.views.buttons["suppliers"])
    assert desk.page.grid.isVisible()


def test_the_suppliers_of_a_reported_month_take_what_is_typed(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    with Ledger.open(path) as ledger:
        ledger.export(month_school.MONTH, tmp_path / "上报")
    desk = MealsDesk(qtbot, path)
    sent = desk.page.header.quiet.text()
    desk.click(desk.page.views.buttons["suppliers"])
    panel = desk.page.views.suppliers
    assert panel is not None and "可以改" in panel.about["meal_supplier"].text()
    grid = panel.grids["meal_supplier"]
    assert grid.show_cell(grid.source.row_ids()[0], "phone")
    desk.enter("13900000000")
    assert desk.asked("SELECT phone FROM meal_supplier")[0] == ("13900000000",)
    assert desk.page.header.quiet.text() == sent  # the prices there are those that were sent


def test_a_reported_month_is_read_only_and_says_so(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        result = ledger.export(month_school.MONTH, tmp_path / "上报")
        assert result.file.exists()
    desk = MealsDesk(qtbot, path)
    assert "2026年10月已上报锁定；要改请到「校验与上报」点「更正」" in desk.page.header.quiet.text()
    before = desk.stored(28)
    desk.at(0, 28)
    desk.type("5")
    assert desk.said() == "2026年10月已上报锁定；要改请到「校验与上报」点「更正」"
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_R, CTRL)
    assert desk.stored(28) == before
    assert not desk.page.bar.same.isEnabled()
    assert desk.page.below.card.companion.isReadOnly()


def test_the_month_fits_the_width_of_a_large_text_screen(desk: MealsDesk) -> None:
    for width, height in ((1366, 728), (1092, 600)):
        desk.shell.resize(width, height)
        desk.qtbot.waitUntil(lambda width=width: desk.shell.width() == width)
        assert desk.page.grid.table.horizontalScrollBar().maximum() == 0
        assert desk.page.bar.next.geometry().right() <= desk.page.main.width()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.below.low


def test_the_list_below_leaves_its_room_to_the_classes_and_nothing_moves(desk: MealsDesk) -> None:
    """At 1366×768 a school of 12 classes is seen whole, whether much is to be done on the page or nothing."""
    below = desk.page.below
    finding = Finding(
        "M12", Severity.WARNING, "meals", "配餐人数", "meal_count", "", "heads", "三(2)班", "话" * 30
    )
    heights = []
    for findings in ([], [finding] * 8):
        below.show_findings(findings)
        QApplication.processEvents()
        heights.append((below.minimumHeight(), below.height()))
    assert heights[0] == heights[1] and heights[0][0] <= 74


def test_a_finding_says_with_what_it_was_compared_on_a_second_line(desk: MealsDesk) -> None:
    below = desk.page.below
    words = (
        "四(2)班 4日就餐 21 人，比上月每供餐日平均少很多，上月平均 341.5 人，请核对是不是漏了，或者写一句说明"
        * 2
    )
    long = Finding(
        "M12", Severity.WARNING, "meals", "配餐人数", "meal_count", "", "heads", "四(2)班 · 4日", words
    )
    short = Finding(
        "M12", Severity.WARNING, "meals", "配餐人数", "meal_count", "", "heads", "四(2)班 · 5日", "少"
    )
    below.show_findings([long, short])
    QApplication.processEvents()
    rows = below.findings
    heights = [rows.visualRect(rows.model().index(at, 0)).height() for at in range(2)]
    assert heights[0] > heights[1] + 10
    assert words in rows.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
