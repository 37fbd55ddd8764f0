"""The window as a clerk uses it: keys and clicks on navigation, month, findings, status line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.frame import FINDINGS, PAGES, PlainPage
from ui.search import Hit
from ui.shell import Shell
from ui.theme import NAVIGATION, NAVIGATION_FOLDED
from ui.topbar import deadline_of, deadline_text
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.meals.tables import count_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month, month_at_start
from xcedu_desktop.school.tables import Declared
from xcedu_desktop.store.peek import peek
from xcedu_desktop.thresholds import DEADLINE_DAY

OCTOBER = Month(2026, 10)


def plain(shell: Shell) -> PlainPage:
    page = shell.page()
    assert isinstance(page, PlainPage)
    return page


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def test_first_look(shell: Shell) -> None:
    assert shell.windowTitle() == "薛城教体填报 — 邹坞镇北陈郝小学"
    assert shell.month == OCTOBER
    assert shell.top.state.accessibleName() == "● 填报中"
    assert shell.top.deadline.text() == "11月5日截止，还有 6 天"
    assert shell.status.clerk.text() == "填表人 王芳"
    assert shell.current == "overview"
    assert plain(shell).read == 1


def test_a_click_opens_a_page(shell: Shell) -> None:
    item = shell.navigation.item("meals")
    assert item is not None
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert shell.current == "meals"
    assert item.isChecked()
    assert plain(shell).header.title.text() == "配餐人数"
    assert plain(shell).read == 1


def test_arrows_move_and_enter_opens(shell: Shell) -> None:
    first, second = shell.navigation.items()[:2]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    press(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert shell.current == "overview"
    press(second, Qt.Key.Key_Return)
    assert shell.current == "classes"
    press(second, Qt.Key.Key_Up)
    press(first, Qt.Key.Key_Space)
    assert shell.current == "overview"


def test_numbers_open_pages(shell: Shell) -> None:
    press(shell, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert shell.current == "meals"
    press(shell, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert shell.current == "overview"


def test_a_page_can_hold_its_month(shell: Shell) -> None:
    plain(shell).held = True
    press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.month == OCTOBER and plain(shell).read == 1
    plain(shell).held = False
    press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.month == OCTOBER.previous() and plain(shell).read == 2


def test_a_page_can_hold_the_clerk_back(shell: Shell) -> None:
    plain(shell).held = True
    item = shell.navigation.item("meals")
    assert item is not None
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert shell.current == "overview"
    assert not item.isChecked()
    plain(shell).held = False


@pytest.mark.parametrize(
    ("key", "modifier", "month"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, Month(2026, 9)),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier, Month(2026, 9)),
        # November has not begun on 30 October
        (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier, OCTOBER),
        (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier, OCTOBER),
    ],
)
def test_keys_change_the_month(
    shell: Shell, key: Qt.Key, modifier: Qt.KeyboardModifier, month: Month
) -> None:
    press(shell, key, modifier)
    assert shell.month == month
    assert plain(shell).read == (2 if month != OCTOBER else 1)


def test_clicks_change_the_month(shell: Shell) -> None:
    chooser = shell.top.months
    left, right = QPoint(8, 16), QPoint(chooser.width() - 8, 16)
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=left)
    assert shell.month == Month(2026, 8)
    assert shell.top.deadline.text() == "9月5日已截止，过了 55 天"
    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=right)
    assert shell.month == Month(2026, 9)
    assert chooser.accessibleName() == "月份 2026年9月"


# the offscreen platform says so of every popup
@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_month_menu(shell: Shell, qtbot: QtBot) -> None:
    chooser = shell.top.months
    chooser.setFocus()
    press(chooser, Qt.Key.Key_Return)
    menu = chooser.findChild(QMenu)
    assert menu is not None
    assert menu.actions()[0].text() == "2026年10月"
    press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Down)
    press(menu, Qt.Key.Key_Return)
    assert shell.month == Month(2026, 8)


def test_badges_say_what_is_open(shell: Shell) -> None:
    shell.set_findings(FINDINGS)
    badges = {item.spec.key: item.badge for item in shell.navigation.items()}
    assert badges["meals"] == (2, True)
    assert badges["heating"] == (1, False)
    assert badges["check"] == (3, True)
    assert badges["overview"].number == 0
    meals = shell.navigation.item("meals")
    assert meals is not None
    assert meals.accessibleName() == "配餐人数，还差 2 项"


def test_f8_walks_through_what_is_open(shell: Shell) -> None:
    shell.set_findings(FINDINGS)
    for where, page in (("二(1)班 · 20日", "meals"), ("29日", "meals"), ("餐厅", "heating")):
        press(shell, Qt.Key.Key_F8)
        assert (plain(shell).focused[-1], shell.current) == (where, page)


def test_f8_with_nothing_open_says_so(shell: Shell) -> None:
    press(shell, Qt.Key.Key_F8)
    assert shell.status.middle.text() == "没有要处理的了"


def test_undo_and_redo_by_keys(shell: Shell, ledger: Ledger) -> None:
    shell.wrote(ledger.declare(OCTOBER, 10, 413))
    assert shell.status.saved.text().startswith("已保存 ")
    press(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ledger.rows(Declared) == []
    assert shell.status.act.text() == "已撤销：填写本月封面"
    press(shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [row["students"] for row in ledger.rows(Declared)] == [413]
    press(shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert shell.status.middle.text() == "没有可恢复的了"


def test_undo_names_what_was_typed(shell: Shell, ledger: Ledger) -> None:
    def undone() -> str:
        press(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        return shell.status.act.text()

    second = ledger.insert("school_class", {"stage": "小学", "entry_year": 2025, "number": 1})[0]
    room = ledger.insert("room", {"name": "餐厅"})[0]
    other = ledger.insert("room", {"name": "功能室"})[0]
    day = date(2026, 10, 20)
    count, made = count_id(second, day, "午餐"), {"class_id": second, "day": day, "meal": "午餐"}
    shell.wrote(ledger.edit([CellEdit("meal_count", count, "heads", "31", made)], month=OCTOBER).change_set)
    shell.wrote(ledger.edit([CellEdit("meal_count", count, "heads", "3o", made)], month=OCTOBER).change_set)
    shell.wrote(ledger.edit([CellEdit("room", room, "area", "54")]).change_set)
    shell.wrote(ledger.edit([CellEdit("room", at, "use", "食堂") for at in (room, other)]).change_set)
    shell.wrote(ledger.edit([CellEdit("school_class", second, "number", "2")]).change_set)
    assert undone() == "已撤销：修改班级 二(1)班"
    assert undone() == "已撤销：修改房间 2 行"
    assert undone() == "已撤销：修改房间 餐厅"
    assert undone() == "已撤销：修改就餐人数 二(1)班 · 20日"
    assert undone() == "已撤销：修改就餐人数 二(1)班 · 20日"
    press(shell, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert shell.status.act.text() == "已恢复：修改就餐人数 二(1)班 · 20日"


def test_the_status_line_begins_at_its_margin(shell: Shell) -> None:
    status = shell.status
    shell.say("没有要处理的了")
    QApplication.processEvents()
    assert not status.saved.isVisible() and status.middle.x() == 16
    status.say_act("已粘贴 3 格", shell.undo)
    QApplication.processEvents()
    assert status.act.x() == 16 and status.undo.x() - status.act.geometry().right() < 12
    status.say(status.saved, "已保存 08:00:00")
    QApplication.processEvents()
    assert status.saved.x() == 16


def test_the_undo_link(shell: Shell, ledger: Ledger) -> None:
    shell.wrote(ledger.declare(OCTOBER, 10, 413), "已填写 本月封面")
    assert shell.status.undo.isVisible()
    shell.status.undo.setFocus()
    press(shell.status.undo, Qt.Key.Key_Return)
    assert ledger.rows(Declared) == []
    assert not shell.status.undo.isVisible()


def test_narrow_windows_fold_the_navigation(shell: Shell, qtbot: QtBot) -> None:
    assert shell.navigation.width() == NAVIGATION
    shell.resize(1092, 560)
    assert shell.navigation.width() == NAVIGATION_FOLDED
    bottom = max(item.geometry().bottom() for item in shell.navigation.items())
    assert bottom <= shell.navigation.height()
    shell.resize(1366, 728)
    assert shell.navigation.width() == NAVIGATION


def test_last_known_state_stands_in_the_first_paint(
    qtbot: QtBot, school_file: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2026, 10, 30))
    with Ledger.open(school_file) as ledger:
        ledger.remember_overview(
            {
                "overview": {
                    "month": "2026-10",
                    "marks": [["meal_count", "meals", "error", 3], ["meal_price", "meals", "warning", 1]],
                    "state": {"word": "填报中", "revision": 0, "locked": False, "reason": ""},
                    "backup": "2026-10-30T08:01:00",
                }
            }
        )
    window = Shell(peek(school_file), PAGES)
    qtbot.addWidget(window)
    window.show()
    meals = window.navigation.item("meals")
    assert meals is not None
    assert meals.badge == (4, True)
    assert window.status.backup.text() == "上次备份 今天 08:01"
    assert window.page() is None


def test_the_blue_button_says_why_it_is_grey(shell: Shell) -> None:
    page, went = plain(shell), []
    main = page.header.main
    assert main is not None
    QTest.mouseClick(main, Qt.MouseButton.LeftButton)
    page.block_main("还有 3 个错误", lambda: went.append(1))
    assert page.header.reason.text() == "还有 3 个错误 ›"
    QTest.mouseClick(main, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.header.reason, Qt.MouseButton.LeftButton)
    assert (page.pressed, went) == (1, [1])
    page.allow_main()
    press(main, Qt.Key.Key_Space)
    assert page.pressed == 2
    assert not page.header.reason.isVisible()


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 10, 30), "11月5日截止，还有 6 天"),
        (date(2026, 11, 5), "今天截止"),
        (date(2026, 11, 8), "11月5日已截止，过了 3 天"),
    ],
)
def test_deadline(day: date, text: str) -> None:
    assert deadline_text(deadline_of(OCTOBER), day) == text


def test_up_to_the_deadline_the_clerk_works_on_last_month() -> None:
    assert month_at_start(date(2026, 11, 5), DEADLINE_DAY) == OCTOBER
    assert month_at_start(date(2026, 11, 6), DEADLINE_DAY) == Month(2026, 11)
    assert month_at_start(date(2026, 11, 2), DEADLINE_DAY, {OCTOBER}) == Month(2026, 11)
    assert month_at_start(date(2026, 11, 2), DEADLINE_DAY, {Month(2026, 9)}) == OCTOBER
    assert deadline_of(Month(2026, 12)) == date(2027, 1, 5)


def test_search_goes_to_what_is_found(shell: Shell, qtbot: QtBot) -> None:
    went: list[str] = []
    names = {"zs": "张三", "zsy": "张思远", "ls": "李四"}

    def find(text: str) -> list[Hit]:
        return [
            Hit(name, "三(2)班", lambda name=name: went.append(name))
            for initials, name in names.items()
            if initials.startswith(text)
        ]

    box = shell.set_search(find)
    qtbot.waitUntil(box.isVisible)
    press(shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    QTest.keyClicks(box, "zs")
    qtbot.waitUntil(lambda: shell.findChild(QListWidget).isVisible())
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Return)
    assert (went, box.text()) == (["张思远"], "")
    QTest.keyClicks(box, "xx")
    press(box, Qt.Key.Key_Return)
    assert went == ["张思远"]
    assert shell.findChild(QListWidget).item(0).text() == "没有找到"
    press(box, Qt.Key.Key_Escape)
    assert not shell.findChild(QListWidget).isVisible()


def test_a_page_is_read_again_only_after_a_write(shell: Shell, ledger: Ledger) -> None:
    page = plain(shell)
    shell.open_page("meals")
    shell.open_page("overview")
    assert page.read == 1
    shell.open_page("meals")
    ledger.insert("room", {"name": "餐厅"})
    shell.open_page("overview")
    assert page.read == 2
