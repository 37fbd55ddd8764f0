"""设置: the profile saved as typed, backups and restoring, the numbering after a lost file, light and dark."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from tests.ui.month_school import MONTH, TODAY, click, copy_of, make_school, settle, show_program, type_text
from ui import settings, theme
from ui.month.findings import Findings
from ui.opening import Opening
from ui.settings_page.page import SettingsPage
from ui.settings_page.profile_card import Entry
from ui.shell import Shell
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.backup import back_up
from xcedu_desktop.store.tables import LogEntry


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    before = os.environ.get("XCEDU_TODAY")
    os.environ["XCEDU_TODAY"] = TODAY.isoformat()
    yield make_school(tmp_path_factory.mktemp("demo"))
    if before is None:
        os.environ.pop("XCEDU_TODAY", None)


@pytest.fixture
def path(school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    today_is(TODAY)
    return copy_of(school, tmp_path)


def start(qtbot: QtBot, path: Path) -> Shell:
    """The program's window on a file, as a start leaves it: checked, the day's backup made."""
    shell = show_program(qtbot, path)
    Opening(shell, path).begin()
    rest(qtbot, shell)
    return shell


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.ledger is not None and Findings.of(shell) is not None)
    settle(qtbot, shell)


def page_of(shell: Shell) -> SettingsPage:
    if not isinstance(shell.page(), SettingsPage):
        item = shell.navigation.item("settings")
        assert item is not None
        QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    page = shell.page()
    assert isinstance(page, SettingsPage)
    return page


def row_of(shell: Shell) -> dict[str, object]:
    assert shell.ledger is not None
    return shell.ledger.rows(School)[0]


def entry(page: SettingsPage, key: str) -> Entry:
    found = page.profile.inputs[key]
    assert isinstance(found, Entry)
    return found


def type_over(qtbot: QtBot, edit: Entry, text: str) -> None:
    """Clicks into a field, replaces what stands there and leaves with Enter."""
    click(qtbot, edit)
    QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    if text.isascii():
        QTest.keyClicks(edit, text)
    else:
        type_text(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def answered(qtbot: QtBot, text: str) -> list[str]:
    """Presses a button of the next message box; the list gets what it said."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        said.append(f"{box.text()}\n{box.informativeText()}")
        button = next(b for b in box.buttons() if b.text() == text)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(20, press)
    return said


def chosen_in_dialog(path: Path) -> None:
    """Types a file into the next file dialog and takes it."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, choose)
            return
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.selectAll()
        type_text(line, str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(20, choose)


# -- the profile ------------------------------------------------------------------------------------------------------


def test_the_page_stands_at_the_foot_of_the_navigation(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    items = shell.navigation.items()
    assert [item.spec.key for item in items[-2:]] == ["settings", "help"]
    assert items[-1].geometry().bottom() > shell.navigation.height() - 20
    assert items[-2].y() - items[-3].geometry().bottom() > 40
    shell.resize(800, 420)
    qtbot.waitUntil(lambda: shell.navigation.height() < 360)
    boxes = [item.geometry() for item in shell.navigation.items()]
    assert all(one.bottom() < other.top() for one, other in pairwise(boxes))
    assert boxes[-1].bottom() <= shell.navigation.height()


def test_every_column_is_there_and_saved_as_it_is_left(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    village = bool(row_of(shell)["village"])
    assert set(page.profile.inputs) == {
        c for c in row_of(shell) if c not in ("id", "school_code", "position")
    }
    type_over(qtbot, entry(page, "name"), "北陈郝中心小学")
    type_over(qtbot, entry(page, "season_from"), "11/8")
    tick = page.profile.inputs["village"]
    qtbot.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(8, tick.height() // 2))
    row = row_of(shell)
    assert (row["name"], row["season_from"], row["village"]) == ("北陈郝中心小学", "11-08", not village)
    assert shell.windowTitle().endswith("北陈郝中心小学")
    assert shell.status.saved.text().startswith("已保存")
    click(qtbot, entry(page, "head"))
    QTest.keyClick(entry(page, "head"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bool(row_of(shell)["village"]) is village
    for _ in range(2):
        QTest.keyClick(entry(page, "head"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row_of(shell)["name"] != "北陈郝中心小学"
    assert shell.windowTitle().endswith(str(row_of(shell)["name"]))


def test_what_is_no_value_is_kept_and_marked(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    type_over(qtbot, entry(page, "canteen_licence_until"), "2027-13-40")
    assert page.profile.said["canteen_licence_until"].text()
    assert entry(page, "canteen_licence_until").text() == "2027-13-40"
    assert row_of(shell)["canteen_licence_until"] is None
    type_over(qtbot, entry(page, "season_to"), "三月")
    assert "应写成 11-15 这样" in page.profile.said["season_to"].text()
    assert "还没有保存" in shell.status.middle.text()
    type_over(qtbot, entry(page, "head"), "周红")
    assert entry(page, "season_to").text() == "三月"
    click(qtbot, entry(page, "season_to"))
    QTest.keyClick(entry(page, "season_to"), Qt.Key.Key_Escape)
    QTest.keyClick(entry(page, "season_to"), Qt.Key.Key_Return)
    assert page.profile.said["season_to"].text() == ""
    type_over(qtbot, entry(page, "canteen_licence_until"), "2027-8-31")
    assert row_of(shell)["canteen_licence_until"] == date(2027, 8, 31)
    assert page.profile.said["canteen_licence_until"].text() == ""


def test_the_phone_is_masked_shown_on_demand_and_logged(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    phone, whole = entry(page, "phone"), str(row_of(shell)["phone"])
    assert "*" in phone.text() and whole not in phone.text()
    click(qtbot, phone)
    assert phone.selectedText() == phone.text()
    qtbot.mouseClick(page.profile.show_phone, Qt.MouseButton.LeftButton)
    assert phone.text() == whole
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert "*" in phone.text()
    assert shell.ledger is not None
    with shell.ledger.store.read() as session:
        lines = session.execute(select(LogEntry.field, LogEntry.old).where(LogEntry.act == "显示号码")).all()
    assert [tuple(line) for line in lines] == [("phone", phone.text())]
    click(qtbot, phone)
    QTest.keyClicks(phone, "13806321234")
    QTest.keyClick(phone, Qt.Key.Key_Return)
    assert row_of(shell)["phone"] == "13806321234"
    assert phone.text() == "138****1234"


def test_the_code_is_put_right_before_the_first_report_only(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    before = row_of(shell)["code"]
    type_over(qtbot, entry(page, "code"), "123")
    assert "标识码" in page.profile.said["code"].text() and row_of(shell)["code"] == before
    type_over(qtbot, entry(page, "code"), "2137040199")
    row = row_of(shell)
    assert (row["code"], row["school_code"]) == ("2137040199", "2137040199")
    assert page.profile.said["code"].text() == ""
    rest(qtbot, shell)
    assert shell.ledger is not None
    shell.ledger.export(MONTH, tmp_path / "上报")
    shell.refresh()
    assert entry(page, "code").isReadOnly()
    assert "不能再改" in page.profile.said["code"].text()


def test_a_finding_of_the_profile_leads_to_its_field(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        from xcedu_desktop.editing import CellEdit

        ledger.edit([CellEdit("school", ledger.rows(School)[0]["id"], "principal", "")])
    shell = start(qtbot, path)
    found = next(f for f in shell.findings if f.table == "school" and f.field == "principal")
    service = Findings.of(shell)
    assert service is not None and service.act(found)
    page = page_of(shell)
    assert entry(page, "principal").hasFocus()
    assert page.profile.said["principal"].text() == "没有填"


# -- backups ----------------------------------------------------------------------------------------------------------


def test_the_day_has_one_automatic_backup(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    folder = path.parent / "备份" / "自动"
    assert len(list(folder.glob("*.db"))) == 1
    assert shell.status.backup.text().startswith("上次备份 今天")
    shell.close()
    second = start(qtbot, path)
    assert len(list(folder.glob("*.db"))) == 1
    page = page_of(second)
    qtbot.waitUntil(lambda: page.backups.table.rows.rowCount() == 1)
    assert page.file.result.text() == "完好"


def test_a_backup_that_cannot_be_made_is_said_quietly(qtbot: QtBot, path: Path) -> None:
    (path.parent / "备份").write_text("a file where the folder would be")
    shell = start(qtbot, path)
    assert QApplication.activeModalWidget() is None
    assert shell.status.backup.text() == "今天没能自动备份"
    assert "备份没有做成" in shell.status.backup.toolTip()
    (path.parent / "备份").unlink()
    page = page_of(shell)
    click(qtbot, page.backups.now)
    qtbot.waitUntil(lambda: shell.status.backup.text().startswith("上次备份 今天"))
    rest(qtbot, shell)


def test_a_backup_is_restored_after_one_question(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    qtbot.waitUntil(lambda: page.backups.restore.isEnabled())
    before = row_of(shell)["head"]
    type_over(qtbot, entry(page, "head"), "改错的人")
    answered(qtbot, "不恢复")
    click(qtbot, page.backups.restore)
    assert row_of(shell)["head"] == "改错的人"
    said = answered(qtbot, "恢复")
    click(qtbot, page.backups.restore)
    assert "2026年10月30日" in said[0] and "恢复前" in said[0]
    qtbot.waitUntil(lambda: shell.ledger is None)
    rest(qtbot, shell)
    fresh = page_of(shell)
    assert fresh is not page
    assert row_of(shell)["head"] == before
    kept = next(path.parent.glob("*恢复前*.db"))
    assert str(kept) in fresh.backups.notice.text()
    with sqlite3.connect(kept) as old:
        assert old.execute("SELECT head FROM school").fetchone() == ("改错的人",)
    old.close()
    type_over(qtbot, entry(fresh, "head"), "周红")
    assert row_of(shell)["head"] == "周红"
    rest(qtbot, shell)


def test_what_a_restore_cannot_carry_over_is_said(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        code, backup = ledger.store.school_code, back_up(ledger.store, tmp_path / "盘")
    month = str(MONTH.plus(-3))
    with sqlite3.connect(
        path
    ) as file:  # reported three times, and the bytes of the last workbook are spoiled
        file.execute("INSERT INTO month_state VALUES (?, ?, 1, 3, NULL)", (code, month))
        file.execute(
            "INSERT INTO revision (school_code, month, revision, file_name, sha256, exported_at, exported_by, sheets, content)"
            " VALUES (?, ?, 3, 'x.xlsx', 'x', '2026-08-01 10:00:00', '孙丽', '{}', x'00')",
            (code, month),
        )
    file.close()
    shell = start(qtbot, path)
    page = page_of(shell)
    assert not page.backups.lost.isVisible()
    chosen_in_dialog(backup)
    answered(qtbot, "恢复")
    click(qtbot, page.backups.other)
    qtbot.waitUntil(lambda: shell.ledger is None)
    rest(qtbot, shell)
    fresh = page_of(shell)
    assert fresh is not page and fresh.backups.lost.isVisible()
    assert "第 3 次上报的工作簿没有读出来" in fresh.backups.lost.text()
    ledger = shell.ledger
    assert ledger is not None
    state = ledger.month_state(MONTH.plus(-3))
    assert (state.revision, state.locked) == (3, False)
    rest(qtbot, shell)


def test_a_file_that_does_not_open_is_restored_at_the_start(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        backup = back_up(ledger.store, tmp_path / "盘")
    path.write_bytes(b"\xff" * 8192)
    said = answered(qtbot, "从备份恢复")
    chosen_in_dialog(backup)
    shell = start(qtbot, path)
    assert "不是学校数据文件（或已损坏）" in said[0]
    assert row_of(shell)["code"]
    page = page_of(shell)
    assert "恢复前" in page.backups.notice.text()
    assert "上报记录没有读出来" in page.backups.lost.text() and page.backups.lost.isVisible()
    rest(qtbot, shell)


def test_a_damaged_backup_leaves_the_file_open(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        damaged = back_up(ledger.store, tmp_path / "盘")
    damaged.write_bytes(b"not a database")
    shell = start(qtbot, path)
    page = page_of(shell)
    qtbot.waitUntil(lambda: page.backups.table.rows.rowCount() > 0)
    row = [b.path.name for b in page.backups.table.rows.backups].index(damaged.name)
    table = page.backups.table
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not page.backups.restore.isEnabled()
    chosen_in_dialog(damaged)
    answered(qtbot, "恢复")
    with qtbot.captureExceptions() as caught:
        click(qtbot, page.backups.other)
        qtbot.waitUntil(lambda: bool(caught))
    assert "不是学校数据文件" in str(caught[0][1])
    rest(qtbot, shell)
    assert shell.isEnabled() and row_of(shell)["code"]
    rest(qtbot, shell)


def test_the_file_is_checked_in_words(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    qtbot.waitUntil(lambda: page.file.result.text() == "完好")
    click(qtbot, page.file.check)
    assert page.file.result.text() == "正在检查…"
    qtbot.waitUntil(lambda: page.file.result.text() == "完好")
    assert page.file.check.isEnabled()


# -- after a lost file ------------------------------------------------------------------------------------------------


def test_numbering_goes_on_after_the_last_revision_sent(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    sent = page.sent
    assert not sent.save.isEnabled()
    click(qtbot, sent.count)
    QTest.keyClicks(sent.count, "2")
    QTest.keyClick(sent.count, Qt.Key.Key_Return)
    assert "下次导出是第 3 次上报，导出前还要写理由" in sent.said.text()
    rest(qtbot, shell)
    lacking = next(f for f in shell.findings if f.rule == "X03")
    shell.open_page("overview")
    service = Findings.of(shell)
    assert service is not None and service.act(lacking)
    assert sent.reason.hasFocus()
    type_text(sent.reason, "电脑损坏，重新录入")
    click(qtbot, sent.save)
    rest(qtbot, shell)
    assert not [f for f in shell.findings if f.rule == "X03"]
    click(qtbot, sent.count)
    QTest.keyClick(sent.count, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(sent.count, "22")  # mistyped, and put right again
    click(qtbot, sent.save)
    assert "下次导出是第 23 次上报" in sent.said.text()
    click(qtbot, sent.count)
    QTest.keyClick(sent.count, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(sent.count, "2")
    QTest.keyClick(sent.count, Qt.Key.Key_Return)
    assert "下次导出是第 3 次上报" in sent.said.text()
    assert shell.ledger is not None
    assert shell.ledger.export(MONTH, tmp_path / "上报").revision == 3
    shell.refresh()
    assert not sent.count.isEnabled() and "锁定" in sent.said.text()


def test_the_canteens_licence_is_gone_to_where_it_stands(qtbot: QtBot, path: Path) -> None:
    with Ledger.open(path) as ledger:
        school = ledger.rows(School)[0]["id"]
        licence = {"canteen_licence": "JY33704030001234", "canteen_licence_until": "2026-9-30"}
        ledger.edit([CellEdit("school", school, key, text) for key, text in licence.items()])
    shell = start(qtbot, path)
    expired = next(f for f in shell.findings if f.rule == "M08")
    assert expired.message == "许可证已于 2026年9月30日到期"
    assert shell.go_to(expired)
    assert shell.current == "settings" and entry(page_of(shell), "canteen_licence_until").hasFocus()


# -- another school, light and dark -----------------------------------------------------------------------------------


def test_another_school_is_opened_in_the_same_window(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一所.db"
    profile = {"code": "2137040188", "name": "常庄街道中心小学", "stage": "小学", "clerk": "李明"}
    Ledger.create(other, profile).close()
    shell = start(qtbot, path)
    page = page_of(shell)
    type_over(qtbot, entry(page, "head"), "周红")
    chosen_in_dialog(other)
    click(qtbot, page.file.other)
    qtbot.waitUntil(lambda: shell.windowTitle().endswith("常庄街道中心小学"))
    rest(qtbot, shell)
    assert shell.current == "overview"
    assert row_of(shell)["code"] == "2137040188"
    assert settings.last_file() == other
    QTest.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row_of(shell)["name"] == "常庄街道中心小学"  # nothing of the other file is undone here
    with Ledger.open(path) as ledger:  # it was let go of
        assert ledger.rows(School)[0]["head"] == "周红"


def test_a_file_that_cannot_be_opened_leaves_the_school_open(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "名单.db"
    foreign.write_text("不是数据文件", encoding="utf-8")
    shell = start(qtbot, path)
    page = page_of(shell)
    said = answered(qtbot, "知道了")
    chosen_in_dialog(foreign)
    click(qtbot, page.file.other)
    assert "不是学校数据文件" in said[0]
    assert shell.page() is page and row_of(shell)["code"]


def test_light_and_dark_are_chosen_at_once_and_kept(qtbot: QtBot, path: Path) -> None:
    shell = start(qtbot, path)
    page = page_of(shell)
    strip = page.look.scheme
    try:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(2).center())
        assert theme.Theme.current().dark
        assert settings.theme_setting() == "dark"
    finally:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.tabRect(1).center())
    assert not theme.Theme.current().dark and settings.theme_setting() == "light"
    link: QWidget = page.look.terms
    click(qtbot, link)
    assert shell.current == "calendar"
