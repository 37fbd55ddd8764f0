"""校验与上报: explanations typed in the list, remedies, the export with its lock, the correction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.month_school import (
    MONTH,
    click,
    open_window,
    service,
    settle,
    spoil,
    type_text,
)
from tests.ui.rosters import when_dialog
from ui.month.check_model import REASON, VERB
from ui.month.check_page import CheckPage
from ui.month.check_table import OFFER_LINK
from ui.month.exporting import report_folder
from ui.month.reason_dialog import ReasonDialog
from ui.month.revisions_page import RevisionsPage
from ui.settings import settings
from ui.shell import Shell
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import ClassMembership, Explanation


@pytest.fixture
def window(qtbot: QtBot, path: Path) -> Shell:
    """The window on a month that cannot be reported yet."""
    spoil(path)
    return open_window(qtbot, path, "check")


@pytest.fixture
def whole(qtbot: QtBot, path: Path, tmp_path: Path) -> Shell:
    """The window on a month that can be reported; workbooks go to 上报表."""
    settings().setValue("report_folder", str(tmp_path / "上报表"))
    return open_window(qtbot, path, "check")


def page_of(window: Shell) -> CheckPage:
    page = window.page()
    assert isinstance(page, CheckPage)
    return page


def row_of(page: CheckPage, rule: str) -> int:
    return next(row for row, finding in enumerate(page.table.rows.findings) if finding.rule == rule)


def press_cell(qtbot: QtBot, page: CheckPage, row: int, column: int, right: int = 0) -> None:
    index = page.table.rows.index(row, column)
    page.table.scrollTo(index)
    box = page.table.visualRect(index)
    at = QPoint(box.left() + 20, box.center().y()) if not right else QPoint(right, box.center().y())
    click(qtbot, page.table.viewport(), at)


def editor_of(page: CheckPage) -> QLineEdit:
    editor = page.table.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    return editor


def export(qtbot: QtBot, page: CheckPage) -> None:
    """The main button, and the answer to its question."""
    assert page.header.main is not None
    click(qtbot, page.header.main)
    assert page.confirm.isVisible() and not page.header.main.isEnabled() and not page.exporting.running
    click(qtbot, page.confirm.yes)


def press_enter(qtbot: QtBot, page: CheckPage) -> None:
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.table.editing)


def reasons(window: Shell) -> dict[str, str]:
    assert window.ledger is not None
    return {row["rule"]: row["reason"] for row in window.ledger.rows(Explanation, Explanation.month == MONTH)}


def answer(act: Callable[[ReasonDialog], None]) -> None:
    """Does something in the dialog that is about to open."""

    def now(dialog: QDialog) -> None:
        assert isinstance(dialog, ReasonDialog)
        act(dialog)

    when_dialog(ReasonDialog, now)


def test_blocked_the_main_button_is_grey_and_its_reason_leads_to_the_first(
    qtbot: QtBot, window: Shell
) -> None:
    page = page_of(window)
    assert page.header.main is not None and not page.header.main.isEnabled()
    counts = service(window).counts
    assert page.header.reason.text() == f"还有 {counts.errors} 个错误、{counts.explain} 个须说明 ›"
    assert [name.text() for name in page.steps.names] == ["填报", "校验", "导出上报表"]
    assert page.steps.lefts[1].text() == f"还差 {counts.still} 项"
    click(qtbot, page.header.reason)
    assert window.current == "meals"


def test_the_tabs_count_and_filter(qtbot: QtBot, window: Shell) -> None:
    page, counts = page_of(window), service(window).counts
    words = [page.tabs.tabText(at) for at in range(page.tabs.count())]
    total = len(service(window).findings)
    assert words == [
        f"全部 {total}",
        f"错误 {counts.errors}",
        f"须说明 {counts.explain}",
        f"提醒 {counts.warnings}",
        "已说明 0",
    ]
    page.tabs.setFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert {str(finding.severity) for finding in page.table.rows.findings} == {"error"}
    assert page.table.rows.reason_text(0) == ("改正后自动消失", True)
    assert not page.table.rows.flags(page.table.rows.index(0, REASON)) & Qt.ItemFlag.ItemIsEditable


def test_an_empty_list_says_that_there_is_nothing(qtbot: QtBot, window: Shell) -> None:
    table, tabs = page_of(window).table, page_of(window).tabs
    assert table.model().rowCount() and not table.accessibleDescription()
    tabs.choose("explained")
    assert not table.model().rowCount() and table.accessibleDescription() == "没有这一类问题。"
    seen = table.viewport().grab().toImage()
    table.say_empty("")
    assert table.viewport().grab().toImage() != seen, "the words are not drawn"
    tabs.choose("all")
    assert not table.accessibleDescription()


def test_an_explanation_is_typed_in_place_counts_and_is_undone(qtbot: QtBot, window: Shell) -> None:
    page, before = page_of(window), service(window).counts.explain
    row = row_of(page, "H02")
    press_cell(qtbot, page, row, REASON)
    type_text(editor_of(page), "新餐厅在装修，11月10日前装 2 台")
    press_enter(qtbot, page)
    assert reasons(window)["H02"] == "新餐厅在装修，11月10日前装 2 台"
    assert page.table.rows.findings[row].explained
    settle(qtbot, window)
    assert service(window).counts.explain == before - 1
    assert page.tabs.tabText(4) == "已说明 1"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert "H02" not in reasons(window)
    assert service(window).counts.explain == before


def test_the_keys_alone_explain_and_take_back(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    row = row_of(page, "M03")
    page.table.setCurrentIndex(page.table.rows.index(row, REASON))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    type_text(editor_of(page), "当天全校秋游")
    press_enter(qtbot, page)
    settle(qtbot, window)
    assert reasons(window)["M03"] == "当天全校秋游"
    page.table.setCurrentIndex(page.table.rows.index(row_of(page, "M03"), REASON))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert editor_of(page).text() == "当天全校秋游"
    editor_of(page).selectAll()
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Delete)
    press_enter(qtbot, page)
    assert "M03" not in reasons(window)


def test_after_an_explanation_the_cursor_is_on_the_next_finding(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    row = row_of(page, "M03")
    following = page.table.rows.findings[row + 1]
    assert following.open
    page.table.setCurrentIndex(page.table.rows.index(row, REASON))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    type_text(editor_of(page), "当天全校秋游")
    press_enter(qtbot, page)
    settle(qtbot, window)
    at = page.table.currentIndex()
    assert at.column() == REASON and page.table.rows.findings[at.row()].record == following.record
    assert page.table.hasFocus()


def test_enter_presses_the_main_button(qtbot: QtBot, whole: Shell) -> None:
    main = page_of(whole).header.main
    assert main is not None
    main.setFocus()
    qtbot.keyClick(main, Qt.Key.Key_Return)
    assert not page_of(whole).exporting.running
    qtbot.keyClick(page_of(whole).confirm.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page_of(whole).locked)
    settle(qtbot, whole)
    assert page_of(whole).table.hasFocus()  # on no button: the next Enter must not press one by chance


def test_a_new_list_waits_for_the_editor(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    press_cell(qtbot, page, row_of(page, "H02"), REASON)
    type_text(editor_of(page), "写到一")
    pieces = ledger.rows(Equipment)
    window.wrote(ledger.apply(next(f.fix for f in service(window).findings if f.rule == "H05" and f.fix)))
    assert pieces
    settle(qtbot, window)
    assert page.table.editing and editor_of(page).text() == "写到一"
    type_text(editor_of(page), "半")
    press_enter(qtbot, page)
    assert reasons(window)["H02"] == "写到一半"
    settle(qtbot, window)
    assert not any(finding.rule == "H05" for finding in page.table.rows.findings)


def test_leaving_the_page_saves_what_is_being_typed(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    press_cell(qtbot, page, row_of(page, "H02"), REASON)
    type_text(editor_of(page), "等配件")
    assert window.open_page("overview")
    assert reasons(window)["H02"] == "等配件"


def test_a_reason_is_picked_from_those_often_true(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    row = row_of(page, "H02")
    assert "正在改造，本学期装好" in page.table.rows.reasons["H02"]
    press_cell(qtbot, page, row, REASON)
    editor = editor_of(page)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    popup = editor.completer().popup()
    assert popup.isVisible()
    chosen = str(popup.currentIndex().data())
    assert chosen == page.table.rows.reasons["H02"][0]
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.text() == chosen  # picked, and still to be changed before Enter saves it
    press_enter(qtbot, page)
    assert reasons(window)["H02"] == chosen


def test_last_months_words_are_offered_and_taken_by_a_click(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    row = next(row for row in range(page.table.rows.rowCount()) if page.table.rows.offer(row)[0])
    assert page.table.rows.offer(row) == ("上月说过：", "上月就这样")
    rule = page.table.rows.findings[row].rule
    assert rule not in reasons(window)
    page.table.scrollTo(page.table.rows.index(row, REASON))
    press_cell(qtbot, page, row, REASON, right=page.table.offer_box(row).center().x())
    assert reasons(window)[rule] == "上月就这样"
    assert not page.table.editing


def test_last_months_words_are_taken_by_the_key_that_stands_there(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    rows = page.table.rows
    row = next(row for row in range(rows.rowCount()) if rows.offer(row)[0])
    rule = rows.findings[row].rule
    assert "F4" in OFFER_LINK
    page.table.setFocus()
    page.table.setCurrentIndex(rows.index(0, REASON))
    assert rows.offer(0) == ("", "")  # an error offers nothing, and its row takes nothing
    qtbot.keyClick(page.table, Qt.Key.Key_F4)
    assert reasons(window) == {}
    for _ in range(row):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_F4)
    assert reasons(window) == {rule: "上月就这样"}
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert reasons(window) == {}


def test_words_in_use_for_months_are_flagged_and_lead_to_their_line(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    rows = page.table.rows
    row = next(row for row in range(rows.rowCount()) if rows.offer(row)[0])
    wanted = rows.findings[row]
    for back in (2, 3):  # last month's stand there already
        words = {
            "rule": wanted.rule,
            "record": wanted.record,
            "reason": "上月就这样",
            "basis": wanted.message,
        }
        ledger.insert("explanation", {**words, "month": MONTH.plus(-back)})
    page.table.go_to(row)
    qtbot.keyClick(page.table, Qt.Key.Key_F4)
    settle(qtbot, window)
    flagged = page.table.rows.findings[row_of(page, "X04")]
    assert "已连用 4 个月" in flagged.message and flagged.open
    assert window.go_to(flagged)
    at = page.table.currentIndex().row()
    assert window.current == "check" and rows.findings[at].rule == wanted.rule


def test_an_explanation_of_other_numbers_has_lapsed(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    finding = page.table.rows.findings[row_of(page, "C04")]
    ledger.insert(
        "explanation",
        {"month": MONTH, "rule": "C04", "record": finding.record, "reason": "有两人要退", "basis": "别的数"},
    )
    service(window).check()
    settle(qtbot, window)
    row = row_of(page, "C04")
    assert page.table.rows.findings[row].open
    assert page.table.rows.offer(row) == ("情况有变，原说明已失效：", "有两人要退")


def test_a_number_of_a_person_is_refused_as_explanation(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    press_cell(qtbot, page, row_of(page, "H02"), REASON)
    type_text(editor_of(page), "见 11010519491231002X")
    press_enter(qtbot, page)
    assert "H02" not in reasons(window)
    assert "请不要写身份证号" in window.status.middle.text()


def test_a_phone_in_an_explanation_is_masked_before_it_is_sent(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    row = row_of(page, "H02")
    press_cell(qtbot, page, row, REASON)
    type_text(editor_of(page), "等配件，可问王师傅 139 0632 0003")
    press_enter(qtbot, page)
    assert reasons(window)["H02"] == "等配件，可问王师傅 139****0003"
    assert page.table.rows.findings[row].reason == "等配件，可问王师傅 139****0003"
    assert "电话已遮住" in window.status.middle.text()


def test_the_verbs_put_right_or_go_there(qtbot: QtBot, window: Shell) -> None:
    page, ledger = page_of(window), window.ledger
    assert ledger is not None
    press_cell(qtbot, page, row_of(page, "H05"), VERB)
    settle(qtbot, window)
    assert ledger.rows(Equipment)[0]["room_id"] is None
    assert not any(finding.rule == "H05" for finding in page.table.rows.findings)
    assert window.status.act.text().endswith("移出")
    press_cell(qtbot, page, row_of(page, "H02"), VERB)
    assert page.table.editing
    qtbot.keyClick(editor_of(page), Qt.Key.Key_Escape)
    press_cell(qtbot, page, row_of(page, "M01"), VERB)
    assert window.current == "meals"


def test_what_will_be_sent_is_named_by_its_measure(window: Shell) -> None:
    cells = [cell.text() for cell in page_of(window).totals.cells]
    assert "在校学生 90 人" in cells
    assert any(cell.startswith("就餐登记学生 ") and cell.endswith(" 人") for cell in cells)
    assert any(cell.startswith("就餐：午餐 ") and cell.endswith(" 人次") for cell in cells)
    assert any(cell.startswith("本取暖季投入 ") and cell.endswith(" 元") for cell in cells)


def test_the_export_locks_says_what_is_next_and_copies_the_same_bytes(
    qtbot: QtBot, whole: Shell, tmp_path: Path, opened_folders: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, folder = page_of(whole), tmp_path / "上报表"
    assert page.header.main is not None and page.header.main.text() == "导出上报表"
    export(qtbot, page)
    assert not page.header.main.isEnabled()
    qtbot.waitUntil(lambda: page.locked)
    settle(qtbot, whole)
    (file,) = folder.glob("*.xlsx")
    assert file.name.endswith("_2026-10_r1.xlsx")
    assert page.header.quiet.text() == "10月 · 已上报（第 1 次）"
    assert whole.top.state.text == "已上报（第 1 次）"
    assert page.steps.after[0].text() == f"已导出 {file.name}"
    assert page.steps.link.text() == "打开文件夹 ›"
    assert opened_folders == [str(folder)]
    assert page.header.main.text() == "再导出一份" and page.header.main.isEnabled()
    assert not page.before.isEnabled()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    file.unlink()
    click(qtbot, page.header.main)
    qtbot.waitUntil(file.exists)
    settle(qtbot, whole)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
    stick = tmp_path / "U盘"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    click(qtbot, page.steps.second)
    qtbot.waitUntil(lambda: "逐字节核对一致" in whole.status.middle.text())
    assert (stick / file.name).read_bytes() == file.read_bytes()
    rows = page.table.rows
    assert not any(
        rows.flags(rows.index(row, REASON)) & Qt.ItemFlag.ItemIsEditable for row in range(rows.rowCount())
    )


def test_the_export_asks_once_and_escape_leaves_the_month_open(qtbot: QtBot, whole: Shell) -> None:
    page = page_of(whole)
    QTest.keyClick(whole, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert page.confirm.isVisible() and page.confirm.yes.hasFocus()
    assert "导出后 2026年10月锁定" in page.confirm.words.text()
    assert "成为第 2 次上报" in page.confirm.words.text()
    QTest.keyClick(page.confirm.yes, Qt.Key.Key_Escape)
    assert not page.confirm.isVisible() and page.table.hasFocus()
    # a double click on the main button answers nothing, nor does the question outlive the page
    assert page.header.main is not None
    assert page.header.main.isEnabled()
    qtbot.mouseDClick(page.header.main, Qt.MouseButton.LeftButton)
    click(qtbot, page.header.main)
    assert page.confirm.isVisible() and not page.exporting.running
    assert whole.open_page("overview") and whole.open_page("check")
    assert not page.confirm.isVisible()
    # an error that comes up meanwhile takes it away
    click(qtbot, page.header.main)
    assert whole.ledger is not None
    whole.wrote(whole.ledger.insert("pupil", {"name": "没有班级"})[1])
    settle(qtbot, whole)
    assert not page.confirm.isVisible() and not page.exporting.running and not page.locked


def test_the_key_says_why_nothing_is_exported(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not page.confirm.isVisible()
    assert window.status.middle.text().startswith("还有 ") and "处理完才能导出" in window.status.middle.text()


def test_a_locked_month_shows_what_was_exported(qtbot: QtBot, whole: Shell) -> None:
    page, ledger = page_of(whole), whole.ledger
    assert ledger is not None
    export(qtbot, page)
    qtbot.waitUntil(lambda: page.locked)
    settle(qtbot, whole)
    shown = list(page.table.rows.findings)
    assert shown and not any(finding.severity == "error" for finding in shown)
    leaver = ledger.rows(ClassMembership)[0]
    whole.wrote(ledger.delete("class_membership", [leaver["id"]]))  # G06, an error of today's rows
    settle(qtbot, whole)
    assert page.table.rows.findings == shown
    qtbot.waitUntil(
        lambda: page.header.quiet.text() == "10月 · 已上报（第 1 次） · 后来的改动影响已上报的数字，需更正"
    )
    press_cell(qtbot, page, row_of(page, shown[0].rule), VERB)
    assert whole.current != "check"


def test_a_correction_wants_its_reason_and_becomes_the_second_report(
    qtbot: QtBot, whole: Shell, tmp_path: Path
) -> None:
    page = page_of(whole)
    export(qtbot, page)
    qtbot.waitUntil(lambda: page.locked)
    settle(qtbot, whole)

    def refuse(dialog: ReasonDialog) -> None:
        type_text(dialog.edit, "   ")
        assert not dialog.ok.isEnabled()
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
        assert dialog.isVisible()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer(refuse)
    click(qtbot, page.correct)
    assert page.locked

    def give(dialog: ReasonDialog) -> None:
        type_text(dialog.edit, "四(2)班 20 日午餐填错")
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)

    answer(give)
    click(qtbot, page.correct)
    settle(qtbot, whole)
    assert not page.locked
    assert whole.top.state.kind == "reopened"
    assert whole.focusWidget() is page.table
    assert page.header.quiet.text() == "10月 · 更正中，将成为第 2 次上报"
    export(qtbot, page)
    qtbot.waitUntil(lambda: page.locked)
    settle(qtbot, whole)
    assert page.header.quiet.text() == "10月 · 已上报（第 2 次）"
    names = sorted(file.name[-8:] for file in (tmp_path / "上报表").glob("*.xlsx"))
    assert names == ["_r1.xlsx", "_r2.xlsx"]
    click(qtbot, page.history)
    history = whole.page()
    assert isinstance(history, RevisionsPage)
    assert [fact.reason for fact in history.facts] == ["", "四(2)班 20 日午餐填错"]
    qtbot.waitUntil(lambda: history.about.text() != "")
    assert history.about.text() == "第 2 次与第 1 次内容相同"  # nothing was changed after all
    qtbot.keyClick(history, Qt.Key.Key_Escape)
    assert whole.page() is page


def test_without_a_choice_workbooks_go_to_the_documents(home: Path) -> None:
    assert report_folder().parts[-2:] == ("薛城教体填报", "上报表")
    assert report_folder().is_relative_to(home)


def test_in_a_low_window_what_will_be_sent_is_a_tab(qtbot: QtBot, window: Shell) -> None:
    page = page_of(window)
    assert page.totals.isVisible()
    window.resize(1093, 548)
    qtbot.waitUntil(lambda: page.tabs.count() == 6)
    assert page.table.isVisible() and not page.totals.isVisible()
    page.tabs.choose("totals")
    assert page.totals.isVisible() and not page.table.isVisible()


def test_an_export_that_cannot_be_written_changes_nothing(qtbot: QtBot, whole: Shell, tmp_path: Path) -> None:
    blocker = tmp_path / "不是文件夹"
    blocker.write_text("x", encoding="utf-8")
    settings().setValue("report_folder", str(blocker))
    page = page_of(whole)
    assert page.header.main is not None
    with qtbot.captureExceptions() as raised:
        export(qtbot, page)
        qtbot.waitUntil(lambda: not page.exporting.running)
    assert len(raised) == 1
    settle(qtbot, whole)
    assert page.header.main is not None
    assert not page.locked and page.header.main.isEnabled()
    assert isinstance(whole.ledger, Ledger)
