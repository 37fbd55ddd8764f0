"""A file is imported: the preview mended, answered and written by keys and clicks, and taken back as one act."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.rosters import HEAD, id_number, messy_roster, pick_file, press_in_box, say, write_list
from ui.intake.files import folder_to_begin
from ui.intake.page import ImportPage
from ui.settings import settings
from ui.shell import Shell
from ui.work import Worker
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import ClassAlias, ClassMembership, Pupil, SchoolClass

FILES = Path(__file__).parents[1] / "intake" / "files"
POPUPS = "This plugin does not support grabbing the keyboard"
"""The offscreen platform says so of every menu."""


@pytest.fixture
def office(shell: Shell, ledger: Ledger, tmp_path: Path) -> Iterator[Shell]:
    """The window on the page of classes, with a worker; three pupils are there already."""
    known = [
        HEAD,
        ("买买提·吐尔逊", "男", id_number(33), "三(1)班"),
        ("王五", "男", id_number(55), "三(2)班"),
        ("冯十二", "男", id_number(99), "三(2)班"),
    ]
    ledger.commit_import(ledger.prepare_import("students", write_list(tmp_path / "旧.xlsx", known)))
    shell.worker = Worker(shell)
    shell.open_page("classes")
    yield shell
    shell.worker.stop()


def preview(qtbot: QtBot, office: Shell, path: Path, kinds: str | tuple[str, ...] = "students") -> ImportPage:
    """The import page with the file's plan on it."""
    assert office.open_import(kinds, path)
    page = office.page()
    assert isinstance(page, ImportPage)
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: ImportPage) -> None:
    """Waits until the worker has planned what was answered."""
    qtbot.waitUntil(lambda: not page.session.busy)
    QApplication.processEvents()


def texts(page: ImportPage, column: str) -> list[str]:
    """A column of the table as shown."""
    rows = page.view.table.rows
    at = [c.title for c in rows.columns].index(column)
    return [str(rows.data(rows.index(row, at))) for row in range(rows.rowCount())]


def chips(page: ImportPage) -> list[str]:
    rows = page.view.table.rows
    return [str(rows.data(rows.index(row, 1))) for row in range(rows.rowCount())]


def row_of(page: ImportPage, name: str) -> int:
    return texts(page, "姓名").index(name)


def open_cell(page: ImportPage, name: str) -> QLineEdit:
    """Enter on a row opens the cell that waits for the person."""
    table = page.view.table
    table.setCurrentIndex(table.rows.index(row_of(page, name), 0))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    return editor


def give_up(office: Shell, page: ImportPage) -> None:
    """Leaves a preview in which something was decided."""
    press_in_box("不导入，离开")
    QTest.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert office.page() is not page


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def test_the_preview_says_what_would_be_done(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    assert page.header.title.text() == "导入学生"
    assert page.header.quiet.text() == "花名册.xlsx · 2 张表中 1 张是学生名单：「花名册」"
    assert page.header.main is not None and page.header.main.text() == "导入：新增 3、修改 1"
    assert chips(page) == [
        "＋ 新增", "＋ 新增", "✎ 修改", "＝ 不变", "✕ 未导入", "✕ 未导入", "？ 请选", "＋ 新增", "？ 名单没有",
    ]  # fmt: skip
    segments = page.view.segments
    assert [segments.tabText(at) for at in range(segments.count())] == [
        "全部 9", "新增 3", "修改 1", "不变 1", "未导入 2", "请选 1", "名单里没有 1",
    ]  # fmt: skip
    assert page.view.note.text().startswith("已略过合计 1 行；隐藏的 1 行照读")
    assert texts(page, "班级")[2] == "三(1)班 → 三(2)班"
    shown = "".join(text for column in ("姓名", "身份证号", "说明") for text in texts(page, column))
    assert id_number(11) not in shown and "*" * 14 + id_number(11)[-4:] in shown
    assert [cell.accessibleName() for cell in page.view.strip.cells][-1] == "表头在：第 3–4 行"


def test_only_what_wants_the_person(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    QTest.mouseClick(page.view.only, Qt.MouseButton.LeftButton)
    assert texts(page, "姓名") == ["孙八", "周九", "吴十", "冯十二"]
    QTest.mouseClick(page.view.only, Qt.MouseButton.LeftButton)
    assert len(chips(page)) == 9
    page.view.segments.setFocus()
    press(page.view.segments, Qt.Key.Key_Right)
    assert set(chips(page)) == {"＋ 新增"}


def test_a_wrong_number_is_mended_in_place(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    editor = open_cell(page, "孙八")
    assert editor.text() == "" and editor.placeholderText() == "输入新号码"
    QTest.keyClicks(editor, id_number(77))
    press(editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert chips(page)[row_of(page, "孙八")] == "＋ 新增"
    assert page.view.main_text == "导入：新增 4、修改 1"
    assert page.view.table.currentIndex().row() == row_of(page, "孙八")
    give_up(office, page)


def test_an_unknown_class_is_asked_once_and_remembered(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    path = messy_roster(tmp_path / "花名册.xlsx")
    page = preview(qtbot, office, path)
    editor = open_cell(page, "吴十")
    QTest.keyClicks(editor, "2")
    press(editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert texts(page, "班级")[row_of(page, "吴十")] == "三(2)班"
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.page() is not page)
    assert [row["name"] for row in ledger.rows(ClassAlias)] == ["启明星班"]
    again = preview(qtbot, office, path)
    assert "？ 请选" not in chips(again)


def test_a_class_that_the_school_lacks_is_typed(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    editor = open_cell(page, "吴十")
    say(editor, "五(1)班")
    press(editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert texts(page, "班级")[row_of(page, "吴十")] == "五(1)班"
    give_up(office, page)


def test_who_is_missing_left_on_a_day(qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    day = page.view.panel.last_day
    day.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(day, "20261012")
    press(day, Qt.Key.Key_Return)
    editor = open_cell(page, "冯十二")
    press(editor, Qt.Key.Key_Down)
    press(editor, Qt.Key.Key_Down)
    press(editor, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 3、修改 1、离校 1"
    assert texts(page, "说明")[-1] == "转出，最后在校日 2026-10-12"
    main = page.header.main
    assert main is not None
    QTest.mouseClick(main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: office.page() is not page)
    left = [row for row in ledger.rows(Pupil) if row["name"] == "冯十二"]
    assert [(row["to_date"], row["leaving"]) for row in left] == [(date(2026, 10, 12), "转出")]


def test_the_buttons_below_are_for_all_who_are_missing(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    assert page.view.panel.missing_head.text() == "名单里没有的 1 人"
    QTest.mouseClick(page.view.panel.finished, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.view.main_text.endswith("离校 1")
    QTest.mouseClick(page.view.panel.stay, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 3、修改 1"


def test_rows_are_taken_without_their_numbers(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    without = page.view.panel.without
    assert without.text() == "这 2 人不带身份证号导入"
    QTest.mouseClick(without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 5、修改 1"
    assert without.text() == "这 2 人还是先不导入"
    QTest.mouseClick(without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 3、修改 1"


def test_what_is_left_for_later_is_said(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("姓名", "班级", "身份证号"), ("张一", "一(1)班", 3.70403e17), ("李二", "一(1)班", None)):
        sheet.append(row)
    book.save(tmp_path / "名单.xlsx")
    page = preview(qtbot, office, tmp_path / "名单.xlsx")
    panel = page.view.panel
    assert panel.rows_head.text() == "未导入的 1 行"
    QTest.mouseClick(panel.without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert panel.rows_head.text() == "1 人缺的那一格先空着，以后补" and panel.rows_head.isVisible()
    QTest.mouseClick(panel.without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert panel.rows_head.text() == "未导入的 1 行"


def test_the_list_for_the_class_teacher(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    target = tmp_path / "给班主任.xlsx"
    pick_file(target)
    QTest.mouseClick(page.view.panel.save, Qt.MouseButton.LeftButton)
    assert office.status.middle.text() == "已另存 3 行到 给班主任.xlsx"
    sheet = openpyxl.load_workbook(target).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "花名册.xlsx 未导入的 3 行"
    head = [str(text) for text in rows[1]]
    assert (head[0], head[-1]) == ("行", "原因")
    found = {row[head.index("姓名")]: row for row in rows[2:]}
    assert set(found) == {"孙八", "周九", "吴十"}
    assert found["吴十"][head.index("班级")] == "启明星班"
    assert "370403201709112211" not in str(rows) and "2211" in str(found["周九"])


def test_imported_and_taken_back_as_one_act(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    before = (ledger.rows(Pupil), ledger.rows(ClassMembership), ledger.rows(SchoolClass))
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    main = page.header.main
    assert main is not None
    QTest.mouseClick(main, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: office.page() is not page)
    assert office.current == "classes"
    assert office.status.act.text() == "已导入 花名册.xlsx：新增 3、修改 1"
    assert len(ledger.rows(Pupil)) == 6
    assert ledger.last_backup() is not None
    QTest.mouseClick(office.status.undo, Qt.MouseButton.LeftButton)
    assert (ledger.rows(Pupil), ledger.rows(ClassMembership), ledger.rows(SchoolClass)) == before


def test_an_undo_under_the_preview_plans_it_again(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    more = write_list(tmp_path / "新.xlsx", [HEAD, ("李小红", "女", id_number(22), "三(2)班")])
    office.wrote(ledger.commit_import(ledger.prepare_import("students", more)))
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    assert page.view.main_text == "导入：新增 2、修改 1"
    press(office, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 3、修改 1"


@pytest.mark.qt_log_ignore(POPUPS, extend=True)
def test_a_column_is_assigned_by_keys(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    rows = [("姓名", "所属", "性别"), ("张三", "三(2)班", "男"), ("李四", "三(1)班", "女")]
    page = preview(qtbot, office, write_list(tmp_path / "表.xlsx", rows))
    assert page.view.obstacle == "还没有班级"
    cell = next(cell for cell in page.view.strip.cells if cell.value == "不导入")
    assert cell.caption == "所属"
    cell.setFocus()
    press(cell, Qt.Key.Key_Return)
    menu = cell.findChild(QMenu)
    assert menu is not None
    under = menu.findChild(QMenu)
    assert under is not None
    press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Right)
    for _ in range(20):
        chosen = under.activeAction()
        if chosen is not None and chosen.text() == "班级":
            break
        press(under, Qt.Key.Key_Down)
    press(under, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert texts(page, "班级") == ["三(2)班", "三(1)班", "三(1)班", "三(2)班", "三(2)班"]
    assert page.view.obstacle == ""
    give_up(office, page)


@pytest.mark.qt_log_ignore(POPUPS, extend=True)
def test_the_header_is_pointed_at(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    rows = [("张三", "三(2)班"), ("李四", "三(1)班")]
    page = preview(qtbot, office, write_list(tmp_path / "无表头.xlsx", rows))
    assert page.view.obstacle == "没有找到名单"
    assert "没有找到「姓名」列" in page.view.sentence.text()
    where = page.view.strip.cells[-1]
    QTest.mouseClick(where, Qt.MouseButton.LeftButton)
    menu = where.findChild(QMenu)
    assert menu is not None
    assert menu.actions()[-1].text() == "没有表头，从第一行起就是数据"
    press(menu, Qt.Key.Key_Up)
    press(menu, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.view.plan is not None and page.view.plan.heads
    give_up(office, page)


def test_a_list_without_class_gets_one(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    page = preview(
        qtbot, office, write_list(tmp_path / "名单.xlsx", [("姓名", "性别"), ("张三", "男"), ("李四", "女")])
    )
    assert (page.view.obstacle, page.view.whole.isVisible()) == ("还没有班级", True)
    line = page.view.whole.box.lineEdit()
    assert line is not None
    say(line, "二(3)班")
    press(line, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 2"
    assert texts(page, "班级") == ["二(3)班", "二(3)班"]
    give_up(office, page)


@pytest.mark.parametrize(
    ("name", "words"),
    [("password.xls", "设了打开密码"), ("password.ods", "设了打开密码"), ("没有.xlsx", "找不到文件")],
)
def test_a_file_that_cannot_be_used(
    qtbot: QtBot, office: Shell, tmp_path: Path, name: str, words: str
) -> None:
    page = preview(qtbot, office, FILES / name)
    assert words in page.view.sentence.text()
    assert page.view.obstacle == "这个文件不能导入"
    pick_file(messy_roster(tmp_path / "花名册.xlsx"))
    press(page.view.other_file, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert page.view.main_text == "导入：新增 3、修改 1"


def test_a_file_dropped_on_the_window(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(messy_roster(tmp_path / "花名册.xlsx")))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    offered = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(600, 300), offered, data, left, none)
    enter.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(office, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(600, 300), offered, data, left, none)
    drop.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(office, drop)
    # a move would have the file manager take the list away from its folder
    assert (enter.dropAction(), drop.dropAction()) == (Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
    page = office.page()
    assert isinstance(page, ImportPage)
    settle(qtbot, page)
    assert page.header.title.text() == "导入学生"


def test_the_likeliest_kind_is_taken(qtbot: QtBot, office: Shell, tmp_path: Path) -> None:
    rows = [("房间名称", "用途", "面积", "取暖方式"), ("一楼东", "教室", 56, "空调")]
    page = preview(
        qtbot, office, write_list(tmp_path / "房间.xlsx", rows), ("students", "rooms", "circuits", "heating")
    )
    assert page.session.kind == "rooms"


def test_another_month_loses_no_answer(qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path) -> None:
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    QTest.mouseClick(page.view.panel.without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    before = office.month
    QTest.keyClick(page.view.table, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)  # asks nothing
    settle(qtbot, page)
    assert office.month == before.previous() and office.page() is page and page.session.answered
    give_up(office, page)


def test_esc_goes_back_and_asks_only_where_something_would_be_lost(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    before = ledger.version
    page = preview(qtbot, office, messy_roster(tmp_path / "花名册.xlsx"))
    press(page.view.table, Qt.Key.Key_Escape)
    assert not isinstance(office.page(), ImportPage)
    page = preview(qtbot, office, tmp_path / "花名册.xlsx")
    QTest.mouseClick(page.view.panel.without, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    press_in_box("留在这里")
    press(page.view.table, Qt.Key.Key_Escape)
    assert office.page() is page
    press_in_box("不导入，离开")
    QTest.mouseClick(page.cancel_button, Qt.MouseButton.LeftButton)
    assert not isinstance(office.page(), ImportPage)
    assert ledger.version == before


def test_the_day_since_when_is_changed_for_all(
    qtbot: QtBot, office: Shell, ledger: Ledger, tmp_path: Path
) -> None:
    rows = [HEAD, ("赵一", "男", id_number(12), "三(2)班"), ("钱二", "女", id_number(14), "三(2)班")]
    page = preview(qtbot, office, write_list(tmp_path / "新生.xlsx", rows))
    assert page.view.since.text() == "2026-10-30"
    page.view.since.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(page.view.since, "20261019")
    press(page.view.since, Qt.Key.Key_Return)
    settle(qtbot, page)
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.page() is not page)
    new = {row["id"] for row in ledger.rows(Pupil) if row["name"] in ("赵一", "钱二")}
    assert {row["from_date"] for row in ledger.rows(ClassMembership) if row["pupil_id"] in new} == {
        date(2026, 10, 19)
    }


def test_the_dialog_opens_where_the_last_list_was_or_on_the_desktop(tmp_path: Path) -> None:
    settings().setValue("import_folder", str(tmp_path / "拔掉的U盘"))
    assert folder_to_begin().is_dir() and folder_to_begin() != Path.cwd()
    settings().setValue("import_folder", str(tmp_path))
    assert folder_to_begin() == tmp_path
