"""配餐人数, what stands beside the counts: suppliers, prices, service, last month, dinner, the list below, a reported month."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import CTRL, MealsDesk
from xcedu_desktop.form import Finding, Severity
from xcedu_desktop.ledger import Ledger


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


def test_what_is_said_over_the_suppliers_is_whole_on_a_large_text_screen(desk: MealsDesk) -> None:
    desk.click(desk.page.views.buttons["suppliers"])
    desk.shell.resize(1092, 600)
    desk.qtbot.waitUntil(lambda: desk.shell.width() == 1092)
    assert desk.page.views.suppliers is not None
    for said in desk.page.views.suppliers.about.values():
        assert said.shown_words() == said.text()


def test_the_canteen_of_the_profile_is_named_beside_the_suppliers(desk: MealsDesk) -> None:
    assert desk.page.header.quiet.text().startswith("山东惠民中央厨房有限公司、本校食堂 · 午餐 6.00 元")
    desk.click(desk.page.views.buttons["suppliers"])
    assert desk.page.views.suppliers is not None
    assert "本校食堂按「设置」里的食堂许可证" in desk.page.views.suppliers.about["meal_supplier"].text()


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


def test_under_few_classes_the_list_takes_the_room_that_is_left(desk: MealsDesk) -> None:
    finding = Finding("M03", Severity.WARNING, "meals", "配餐人数", "meal_count", "", "heads", "29日", "没填")
    desk.page.below.show_findings([finding] * 6)
    QApplication.processEvents()
    bar = desk.page.below.findings.verticalScrollBar()
    assert bar.maximum() == 0 and desk.page.below.height() >= 150


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
