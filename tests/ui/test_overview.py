"""总览: what is still missing, the pictures, the cover's figures, backup; the first paint without the core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from tests.ui.month_school import (
    MONTH,
    PAGES,
    TODAY,
    click,
    open_window,
    picture_of_study,
    service,
    settle,
    spoil,
)
from ui.forms.registry import PAGES as PAGES_OF_THE_PROGRAM
from ui.forms.registry import PageSpec
from ui.month.check_page import CheckPage
from ui.month.overview import OverviewPage
from ui.month.pictures import pictured
from ui.settings import settings
from ui.shell import Shell
from ui.widgets.text import ROLES
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.form import Form
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.tables import MealSignup
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Declared

FIRST_PAINT = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from ui.shell import Shell
from xcedu_desktop.store.peek import peek
app = QApplication(sys.argv[:1])
from ui.forms.registry import PAGES
window = Shell(peek(Path(sys.argv[1])), PAGES)
window.show()
window.show_glance()
app.processEvents()
page = window.page()
loaded = [name for name in ("sqlalchemy", "xcedu_desktop.ledger", "chinese_calendar", "openpyxl") if name in sys.modules]
print(json.dumps([page.header.title.text(), page.header.quiet.text(), len(page.list.findings()),
    page.pictures["heating"].head.figure.text(), page.cover.edits["classes"].text(), loaded]))
"""


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    """The window on a month with something left to do."""
    spoil(path)
    return open_window(qtbot, path, "overview")


def page_of(window: Shell) -> OverviewPage:
    page = window.page()
    assert isinstance(page, OverviewPage)
    return page


def press_link(qtbot: QtBot, rows: QListView, row: int) -> None:
    rows.scrollTo(rows.model().index(row, 0))
    box = rows.visualRect(rows.model().index(row, 0))
    click(qtbot, rows.viewport(), box.center())


def test_one_list_feeds_title_list_badge_and_check_page(window: Shell) -> None:
    page = page_of(window)
    counts = service(window).counts
    assert counts.errors >= 3 and counts.explain >= 1 and counts.warnings >= 2
    assert page.header.title.text() == f"10月还差 {counts.still} 项"
    words = f"{counts.errors} 个错误、{counts.explain} 个须说明，处理完才能上报；{counts.warnings} 个提醒，改正或说明一次"
    assert page.header.quiet.text() == words
    assert len(page.list.findings()) == counts.still
    check = window.navigation.item("check")
    assert check is not None and check.badge[0] == counts.still
    severities = [str(finding.severity) for finding in page.list.findings()]
    assert severities == sorted(severities, key=["error", "explain", "warning"].index)


def test_a_line_goes_to_its_page_and_the_main_button_to_the_first(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    first = page.list.findings()[0]
    assert page.header.main is not None
    click(qtbot, page.header.main)
    assert window.current == "meals"
    window.open_page("overview")
    at = next(n for n, f in enumerate(page.list.findings()) if f.form == "clubs")
    press_link(qtbot, page.list, at)
    assert window.current == "clubs"
    window.open_page("overview")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.current != "overview"
    assert service(window).next_finding() == first
    assert service(window).next_finding(first) == page.list.findings()[1]


def test_what_needs_a_word_opens_the_check_page_at_its_line(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    at = next(n for n, f in enumerate(page.list.findings()) if f.verb == "说明")
    wanted = page.list.findings()[at]
    press_link(qtbot, page.list, at)
    assert window.current == "check"
    check = window.page()
    assert isinstance(check, CheckPage)
    table = check.table
    assert table.rows.findings[table.currentIndex().row()].where == wanted.where
    assert table.editing


def test_a_remedy_of_one_step_is_done_at_once_and_undone(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    before = service(window).counts.still
    at = next(n for n, f in enumerate(page.list.findings()) if f.rule == "H05")
    press_link(qtbot, page.list, at)
    settle(qtbot, window)
    assert ledger.rows(Equipment)[0]["room_id"] is None
    assert service(window).counts.still < before
    assert page.header.title.text() == f"10月还差 {service(window).counts.still} 项"
    window.undo()
    settle(qtbot, window)
    assert ledger.rows(Equipment)[0]["room_id"] is not None
    assert service(window).counts.still == before


def test_what_is_filled_in_each_day_is_pictured_first() -> None:
    assert [spec.key for spec in pictured(PAGES_OF_THE_PROGRAM)] == ["meals", "clubs", "heating"]


def test_the_pictures_show_one_figure_each_with_its_measure(window: Shell) -> None:
    heads = {
        card.head.name.text(): (card.head.figure.text(), card.head.measure.text())
        for card in page_of(window).pictures.values()
    }
    assert heads["配餐人数"][1] == "人登记就餐" and int(heads["配餐人数"][0]) > 0
    assert heads["课后服务·社团"][1].startswith("人参加 · ")
    assert heads["取暖设备"][1] == "间已有取暖" and "/" in heads["取暖设备"][0]
    assert "29日未填" in page_of(window).pictures["meals"].note.text()


def test_a_month_in_which_nothing_was_typed_says_so_and_no_zero(
    qtbot: QtBot, path: Path, today_is: Callable[[date], None]
) -> None:
    """Zero and blank are different things: nobody said that no one ate in November."""
    today_is(date(2026, 12, 1))
    window = open_window(qtbot, path, "overview")
    window.top.months.choose(Month(2026, 11))
    settle(qtbot, window)
    head = page_of(window).pictures["meals"].head
    assert (head.figure.text(), head.measure.text()) == ("—", "人登记就餐")
    assert head.figure.foregroundRole() == ROLES["ink3"]
    window.open_page("check")
    check = window.page()
    assert isinstance(check, CheckPage)
    said = [cell.text() for cell in check.totals.cells]
    assert {"就餐登记学生 —", "就餐：午餐 —", "就餐：晚餐 —"} <= set(said)
    assert check.totals.cells[said.index("就餐登记学生 —")].foregroundRole() == ROLES["ink3"]
    assert any(text.startswith("在校学生 ") and text.endswith(" 人") for text in said)


def test_a_zero_that_was_typed_is_a_zero(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        signed = ledger.rows(MealSignup, MealSignup.month == MONTH)
        ledger.edit([CellEdit("meal_signup", row["id"], "persons", "0") for row in signed], month=MONTH)
    window = open_window(qtbot, path, "overview")
    assert page_of(window).pictures["meals"].head.figure.text() == "0"


def test_a_new_school_has_blank_pictures(
    qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]
) -> None:
    today_is(TODAY)
    window = open_window(qtbot, school_file, "overview")
    figures = {key: card.head.figure.text() for key, card in page_of(window).pictures.items()}
    assert figures == {"clubs": "—", "meals": "—", "heating": "—"}
    assert page_of(window).pictures["clubs"].head.measure.text() == "人参加"
    window.open_page("check")
    check = window.page()
    assert isinstance(check, CheckPage)
    assert all(cell.text().endswith(" —") for cell in check.totals.cells)


def test_a_new_form_brings_its_own_picture(qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = Form("study", "晚自习", live=(), reported=(), rules=(), picture=picture_of_study)
    monkeypatch.setattr("xcedu_desktop.overview.FORMS", (*FORMS, form))
    study = PageSpec("study", "晚自习", "自习", "本月填报", "tests.ui.frame:PlainPage", picture=True)
    window = open_window(qtbot, path, "overview", (*PAGES, study))
    cards = page_of(window).pictures
    assert list(cards) == ["clubs", "meals", "heating", "study"]
    head = cards["study"].head
    assert (head.name.text(), head.figure.text(), head.measure.text()) == ("晚自习", "12", "间教室")


def test_the_declared_figures_are_saved_as_typed(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    edit = page.cover.edits["students"]
    before = edit.text()
    assert page.cover.lasts["students"].text().startswith("上月 ")
    click(qtbot, edit)
    edit.selectAll()
    qtbot.keyClicks(edit, "91")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert [row["students"] for row in ledger.rows(Declared) if row["month"] == MONTH] == [91]
    settle(qtbot, window)
    assert any(f.rule == "X02" for f in service(window).findings)
    window.undo()
    assert [row["students"] for row in ledger.rows(Declared) if row["month"] == MONTH] == [int(before)]
    settle(qtbot, window)
    edit.clearFocus()
    window.refresh()
    assert edit.text() == before


def test_what_is_no_count_is_not_saved_and_said(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    edit = page.cover.edits["classes"]
    was = [row["classes"] for row in ledger.rows(Declared) if row["month"] == MONTH]
    click(qtbot, edit)
    edit.selectAll()
    qtbot.keyClicks(edit, "6x")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert [row["classes"] for row in ledger.rows(Declared) if row["month"] == MONTH] == was
    assert edit.text() == "6x" and edit.toolTip()
    assert "还没有保存" in window.status.middle.text() and edit.hasFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == str(was[0]) and not edit.toolTip()
    assert "还没有保存" not in window.status.middle.text()


def test_enter_goes_from_one_declared_figure_to_the_next(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None and page.cover.focus_figure("classes")
    qtbot.keyClicks(page.cover.edits["classes"], "7")
    qtbot.keyClick(page.cover.edits["classes"], Qt.Key.Key_Return)
    students = page.cover.edits["students"]
    assert students.hasFocus()
    qtbot.keyClicks(students, "88")
    qtbot.keyClick(students, Qt.Key.Key_Return)
    rows = [row for row in ledger.rows(Declared) if row["month"] == MONTH]
    assert [(row["classes"], row["students"]) for row in rows] == [(7, 88)]


def test_a_backup_is_made_and_said(qtbot: QtBot, window: Shell, tmp_path: Path) -> None:
    page = page_of(window)
    assert page.backup.chip.text == "还没有备份过"
    settings().setValue("backup_folder", str(tmp_path / "U盘"))
    click(qtbot, page.backup.button)
    qtbot.waitUntil(lambda: page.backup.chip.text == "今天已备份")
    assert len(list((tmp_path / "U盘").glob("*.db"))) == 1
    settle(qtbot, window)
    assert window.status.backup.text().startswith("上次备份 今天")


def test_a_whole_month_can_be_reported(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        for finding in ledger.findings(MONTH):
            if finding.open:
                ledger.explain(MONTH, finding.rule, finding.record, "看过了，没有问题")
    window = open_window(qtbot, path, "overview")
    page = page_of(window)
    assert page.header.title.text() == "10月已齐，可以上报"
    assert not page.list.isVisible() and page.empty.text() == "没有要处理的问题。"
    assert page.header.main is not None and page.header.main.text() == "去上报"
    click(qtbot, page.header.main)
    assert window.current == "check"


def test_a_month_in_which_nothing_stands_is_not_called_ready(
    qtbot: QtBot, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(TODAY)
    path = tmp_path / "新学校.db"
    profile = {"code": "2137040199", "name": "新学校", "stage": "小学", "township": "沙沟镇", "clerk": "王芳"}
    with Ledger.create(path, {**profile, "phone": "13906320001", "principal": "李强"}) as ledger:
        ledger.declare(MONTH, classes=0, students=0)
    window = open_window(qtbot, path, "overview", PAGES_OF_THE_PROGRAM)
    page = page_of(window)
    assert service(window).counts.still == 0
    assert page.header.title.text() == "10月还空着 3 张表"
    for title in ("配餐人数", "课后服务·社团", "取暖设备"):
        assert title in page.empty.text()
    assert {card.note.text() for card in page.pictures.values()} == {
        "本月还没有就餐人数", "还没有社团，也没有登记谁参加课后服务", "还没有登记房间和设备",
    }  # fmt: skip
    window.open_page("check")
    check = window.page()
    assert isinstance(check, CheckPage) and check.steps.lefts[0].text() == "还有 3 张表空着"
    assert check.header.main is not None
    click(qtbot, check.header.main)
    assert "配餐人数、课后服务·社团、取暖设备还空着" in check.confirm.words.text()
    check.confirm.no.click()
    window.open_page("overview")
    assert page.header.main is not None
    click(qtbot, page.header.main)
    assert window.current == "meals"


def test_a_school_without_classes_is_told_where_to_begin(
    qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]
) -> None:
    today_is(TODAY)
    window = open_window(qtbot, school_file, "overview", PAGES_OF_THE_PROGRAM)
    page = page_of(window)
    assert page.begin.isVisible() and "先建班级" in page.begin.words.text()
    page.begin.link.setFocus()
    qtbot.keyClick(page.begin.link, Qt.Key.Key_Return)
    assert window.current == "pupils"


def test_a_school_with_classes_is_not_told_where_to_begin(window: Shell) -> None:
    assert not page_of(window).begin.isVisible()


def test_a_reported_month_says_so(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.export(MONTH, tmp_path / "out")
    window = open_window(qtbot, path, "overview")
    page = page_of(window)
    assert page.header.title.text() == "10月已上报（第 1 次）"
    # the figures of the month are locked, the registers are not
    assert "当月的数只能看" in page.empty.text() and "照常登记" in page.empty.text()
    assert window.ledger is not None
    piece = window.ledger.rows(Equipment)[0]
    assert window.ledger.edit([CellEdit("equipment", piece["id"], "model", "KFR-35")])
    assert not page.cover.edits["classes"].isEnabled()
    check = window.navigation.item("check")
    assert check is not None and check.badge[0] == 0
    # the card speaks of the months before this one, which was reported
    assert page.months.words.text() == "前 6 个月没有上报过"


def test_another_month_shows_its_own(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    window.top.months.step(-1)
    assert page.header.title.text() == "9月"
    assert not page.list.findings()
    settle(qtbot, window)
    assert page.header.title.text().startswith("9月")
    assert service(window).checked is not None and service(window).checked.month == MONTH.previous()
    window.top.months.step(1)
    settle(qtbot, window)
    assert page.header.title.text() == f"10月还差 {service(window).counts.still} 项"


def test_the_next_start_paints_the_figures_before_the_core_is_loaded(window: Shell, path: Path) -> None:
    page = page_of(window)
    expected: list[object] = [
        page.header.title.text(),
        page.header.quiet.text(),
        len(page.list.findings()),
        page.pictures["heating"].head.figure.text(),
        page.cover.edits["classes"].text(),
        [],
    ]
    assert PAGES[0].glance
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        check=True,
    )
    assert json.loads(done.stdout) == expected


def test_a_clock_set_back_is_said(qtbot: QtBot, path: Path, today_is: Callable[[date], None]) -> None:
    today_is(date(2026, 10, 12))
    window = open_window(qtbot, path, "overview", PAGES_OF_THE_PROGRAM)
    settle(qtbot, window)
    page = window.page()
    assert isinstance(page, OverviewPage) and page.clock.isVisible()
    assert "2026年10月12日，可是上次修改是 2026年10月30日" in page.clock.words.text()
