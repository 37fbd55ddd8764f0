"""班级与学生 and 教职工 as the clerk uses them: choosing a class, adding, moving and leaving, masks, counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, Desk
from ui.forms.registry import PAGES
from ui.grid.view import Grid
from ui.later import Later
from ui.school.pupils_page import CLASSES, PUPILS, PupilsPage
from ui.school.pupils_source import ALL, LEFT
from ui.school.staff_page import StaffPage
from ui.shell import Shell
from xcedu_desktop.form import Finding, Severity
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.store.changes import Change, ChangeSet
from xcedu_desktop.store.peek import peek

Key = Qt.Key
ID_NUMBER = "11010519491231002X"
SEPTEMBER = date(2026, 9, 1)


def fill(ledger: Ledger) -> None:
    """一(1)班 with three pupils, one of whom left on 16 October; 一(2)班 with one; 二(1)班 empty; one pupil nowhere."""
    rows = [
        Change("school_class", "c1", None, {"stage": "小学", "entry_year": 2026, "number": 1}),
        Change("school_class", "c2", None, {"stage": "小学", "entry_year": 2026, "number": 2}),
        Change("school_class", "c3", None, {"stage": "小学", "entry_year": 2025, "number": 1}),
    ]
    pupils: list[tuple[str, str, str | None, dict[str, Any]]] = [
        ("p1", "张舒然", "c1", {"sex": "女", "id_number": ID_NUMBER, "student_number": "G" + ID_NUMBER}),
        ("p2", "孙一", "c1", {"sex": "男", "to_date": date(2026, 10, 16), "leaving": "转出"}),
        ("p3", "李梓轩", "c1", {"sex": "男"}),
        ("p4", "王欣怡", "c2", {"sex": "女"}),
        ("p5", "赵雨桐", None, {}),
    ]
    for row_id, name, class_id, values in pupils:
        rows.append(Change("pupil", row_id, None, {"name": name, **values}))
        if class_id is not None:
            member = {"pupil_id": row_id, "class_id": class_id, "from_date": SEPTEMBER}
            rows.append(Change("class_membership", f"m{row_id}", None, member))
    rows.append(Change("staff", "s1", None, {"name": "李强", "phone": "13806321230"}))
    rows.append(Change("staff", "s2", None, {"name": "周红", "to_date": date(2026, 8, 31)}))
    ledger.apply(ChangeSet("准备", tuple(rows)))


class PupilDesk(Desk):
    """The same hands on the pupils' page."""

    def __init__(self, shell: Shell, path: Path) -> None:
        self.tab_grid: Grid | None = None
        super().__init__(shell, path)

    def open(self, key: str) -> None:
        self.shell.open_page("pupils")
        page = self.shell.page()
        assert isinstance(page, PupilsPage)
        self.pupils = page
        self.grid.setFocus()

    @property
    def grid(self) -> Grid:
        return self.tab_grid or self.pupils.grid

    def choose(self, name: str) -> None:
        """Clicks a class in the list at the left."""
        listed = self.pupils.list
        at = [listed.source.text(row_id, "name").strip() for row_id in listed.model.ids].index(name)
        where = listed.table.visualRect(listed.model.index(at, 0)).center()
        QTest.mouseClick(listed.table.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def tab(self, key: str) -> None:
        tabs = self.pupils.tabs
        at = next(at for at in range(tabs.count()) if tabs.tabData(at) == key)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        self.tab_grid = self.pupils.classes if key == CLASSES else None

    def listed(self) -> dict[str, str]:
        """The list at the left, once the figures have followed what was written."""
        while any(later.isActive() for later in self.pupils.findChildren(Later)):
            QTest.qWait(10)
        source = self.pupils.list.source
        return {source.text(i, "name").strip(): source.text(i, "count") for i in source.row_ids()}

    def memberships(self, pupil: str) -> list[tuple[object, ...]]:
        return self.stored(
            "SELECT class_id, m.from_date, m.to_date FROM class_membership m JOIN pupil p ON p.id = m.pupil_id "
            f"WHERE p.name = '{pupil}' ORDER BY m.from_date"
        )


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> PupilDesk:
    today_is(date(2026, 10, 30))
    fill(ledger)
    window = Shell(peek(school_file), PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.current = "pupils"
    window.show()
    window.set_ledger(ledger)
    return PupilDesk(window, school_file)


def test_the_list_counts_who_is_there_on_the_day(desk: PupilDesk) -> None:
    assert desk.listed() == {
        "全校": "3", "一年级": "3", "一(1)班": "2", "一(2)班": "1", "二年级": "0", "二(1)班": "0", "未编班": "1", "已离校": "1",
    }  # fmt: skip
    assert desk.pupils.header.quiet.text() == "3 人在校（男 1、女 2） · 2 个班有学生 · 按 10月30日"


def test_who_left_stands_grey_at_the_end(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    assert desk.column("name") == ["张舒然", "李梓轩", "孙一"]
    assert [desk.grid.source.ink(i, "name") for i in desk.grid.model.ids] == ["", "", "ink3"]
    assert desk.column("#") == ["1", "2", "—"]
    desk.header("name")
    assert desk.column("name") == ["李梓轩", "张舒然", "孙一"]


def test_a_new_pupil_is_one_act_with_the_class(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    desk.at(3, "name")
    desk.enter("吴桐")
    assert desk.memberships("吴桐") == [("c1", "2026-10-30", None)]
    assert desk.listed()["一(1)班"] == "3"
    assert len(desk.shell.history.done) == 1
    assert desk.shell.status.act.text() == "新增学生"
    desk.press(Key.Key_Z, CTRL)
    assert desk.stored("SELECT count(*) FROM pupil WHERE name = '吴桐'") == [(0,)]
    assert desk.stored("SELECT count(*) FROM class_membership") == [(4,)]
    assert desk.listed()["一(1)班"] == "2"


def test_a_newcomer_is_in_the_class_from_the_day_of_entry(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    desk.at(3, "name")
    desk.enter("周迟到")
    row = desk.grid.model.ids.index(desk.stored("SELECT id FROM pupil WHERE name = '周迟到'")[0][0])
    desk.at(row, "from_date")
    desk.enter("2026-10-12")
    assert desk.memberships("周迟到") == [("c1", "2026-10-12", None)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.memberships("周迟到") == [("c1", "2026-10-30", None)]
    # whoever came in an earlier school year keeps the class as it is
    desk.at(desk.grid.model.ids.index("p1"), "from_date")
    desk.enter("2024-9-1")
    assert desk.memberships("张舒然") == [("c1", "2026-09-01", None)]


def test_the_first_pupils_of_a_class_are_in_since_september(desk: PupilDesk) -> None:
    desk.choose("二(1)班")
    desk.at(0, "name")
    desk.clip("甲\t男\n乙\t女\n")
    desk.paste()
    assert desk.memberships("甲") == [("c3", "2026-09-01", None)]
    assert desk.memberships("乙") == [("c3", "2026-09-01", None)]
    assert desk.listed()["二(1)班"] == "2"


def test_a_pasted_list_with_classes(desk: PupilDesk) -> None:
    desk.at(5, "name")
    desk.clip("甲\t男\t\t\t一(2)班\n乙\t女\t\t\t1.1\n丙\t\t\t\t\n")
    desk.paste()
    assert desk.memberships("甲") == [("c2", "2026-10-30", None)]
    assert desk.memberships("乙") == [("c1", "2026-10-30", None)]
    assert desk.memberships("丙") == []
    assert desk.listed()["未编班"] == "2"


def test_moving_to_another_class_is_dated(desk: PupilDesk, qtbot: QtBot) -> None:
    desk.choose("一(1)班")
    desk.at(0, "class_id")
    desk.type("2.1")
    desk.press(Key.Key_Return)
    assert desk.memberships("张舒然") == [("c1", "2026-09-01", "2026-10-29"), ("c3", "2026-10-30", None)]
    qtbot.waitUntil(lambda: desk.column("name") == ["李梓轩", "孙一"])
    assert desk.here == (0, "class_id")
    assert desk.listed()["二(1)班"] == "1"
    assert desk.shell.status.act.text() == "调班"
    desk.choose("二(1)班")
    desk.at(0, "class_id")
    desk.enter("一(1)班")  # a mistake of the same day leaves no trace
    assert desk.memberships("张舒然") == [("c1", "2026-09-01", None)]


def test_moving_from_the_day_that_was_asked(desk: PupilDesk) -> None:
    box = desk.pupils.since_box
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "10.12")
    QTest.keyClick(box, Key.Key_Return)
    assert box.text() == "2026-10-12"
    desk.choose("一(2)班")
    desk.at(0, "class_id")
    desk.type("1.1")
    desk.press(Key.Key_Return)
    assert desk.memberships("王欣怡") == [("c2", "2026-09-01", "2026-10-11"), ("c1", "2026-10-12", None)]


def test_a_wrong_class_of_the_first_day_is_put_right_in_place(desk: PupilDesk) -> None:
    desk.pupils.since_box.setText("2026-9-1")
    desk.pupils.since_box.editingFinished.emit()
    desk.choose("一(2)班")
    desk.at(0, "class_id")
    desk.enter("一(1)班")
    assert desk.memberships("王欣怡") == [("c1", "2026-09-01", None)]


def test_a_class_that_is_none_changes_nothing(desk: PupilDesk) -> None:
    desk.choose("一(2)班")
    desk.at(0, "class_id")
    desk.enter("9.9")
    assert "没有改动" in desk.said()
    assert desk.column("class_id") == ["一(2)班"]
    desk.at(0, "class_id")
    desk.press(Key.Key_Delete)
    assert desk.memberships("王欣怡") == [("c2", "2026-09-01", None)]
    assert "离校日期" in desk.said()


def test_a_pupil_without_class_gets_one(desk: PupilDesk) -> None:
    desk.choose("未编班")
    assert desk.column("name") == ["赵雨桐"]
    desk.at(0, "class_id")
    desk.enter("二(1)班")
    assert desk.memberships("赵雨桐") == [("c3", "2026-09-01", None)]
    assert "未编班" not in desk.listed()


def test_leaving_counts_out(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    desk.at(1, "to_date")
    desk.enter("10.28")
    assert desk.listed()["一(1)班"] == "1"
    assert desk.stored("SELECT to_date FROM pupil WHERE id = 'p3'") == [("2026-10-28",)]
    desk.shell.refresh()
    desk.choose("已离校")
    assert desk.column("name") == ["孙一", "李梓轩"]


def test_a_pupil_typed_by_mistake_goes_with_the_class(desk: PupilDesk) -> None:
    desk.choose("一(2)班")
    desk.at(0, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert desk.stored("SELECT count(*) FROM pupil WHERE id = 'p4'") == [(0,)]
    assert desk.stored("SELECT count(*) FROM class_membership WHERE pupil_id = 'p4'") == [(0,)]
    desk.press(Key.Key_Z, CTRL)
    assert desk.memberships("王欣怡") == [("c2", "2026-09-01", None)]
    assert desk.column("name") == ["王欣怡"]


def test_a_member_of_a_club_cannot_be_deleted(desk: PupilDesk, ledger: Ledger) -> None:
    ledger.insert("club", {"id": "k", "name": "剪纸社"})
    ledger.insert("club_member", {"club_id": "k", "pupil_id": "p4"})
    desk.choose("一(2)班")
    desk.at(0, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert "不能删除" in desk.said()
    assert desk.memberships("王欣怡") == [("c2", "2026-09-01", None)]


def test_numbers_are_masked_until_they_are_asked_for(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    assert desk.column("id_number")[0] == "**************002X"
    assert desk.column("student_number")[0] == "***************002X"
    QTest.mouseClick(desk.pupils.reveal_button, Qt.MouseButton.LeftButton)
    assert desk.said().startswith("先选中")
    desk.at(0, "id_number")
    QTest.mouseClick(desk.pupils.reveal_button, Qt.MouseButton.LeftButton)
    editor = desk.focus()
    assert isinstance(editor, QLineEdit) and editor.text() == ID_NUMBER
    desk.press(Key.Key_Escape)
    assert desk.stored("SELECT field, old FROM change_log WHERE act = '显示号码'") == [
        ("id_number", "**************002X")
    ]


def test_a_wrong_number_is_kept_masked_and_marked(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    desk.at(1, "id_number")
    desk.enter("110105194912310021")
    assert desk.grid.source.is_draft("p3", "id_number")
    assert desk.column("id_number")[1] == "**************0021"
    assert "110105194912310021" not in desk.said()
    mark = desk.grid.source.mark("p3", "id_number")
    assert mark is not None and "19491231" not in mark.message


def test_the_birth_date_is_edited_below(desk: PupilDesk) -> None:
    desk.choose("一(2)班")
    panel = desk.pupils.panel
    assert panel.name.text() == "王欣怡"
    assert panel.classes.text() == "编班　一(2)班 2026-09-01 至 今"
    panel.birth.setFocus()
    QTest.keyClicks(panel.birth, "2020.3.5")
    QTest.keyClick(panel.birth, Key.Key_Return)
    assert desk.stored("SELECT birth_date FROM pupil WHERE id = 'p4'") == [("2020-03-05",)]
    assert panel.birth.text() == "2020-03-05"


def test_a_finding_leads_to_its_pupil(desk: PupilDesk) -> None:
    desk.choose("一(2)班")
    found = Finding(
        "G02", Severity.ERROR, "ground", "基础资料", "pupil", "p3", "id_number", "李梓轩", "号码有两个"
    )
    desk.shell.set_findings([found])
    assert desk.pupils.still.text() == "本页 1 项"
    desk.press(Key.Key_F8)
    assert desk.here == (1, "id_number")
    assert desk.column("name")[1] == "李梓轩"
    mark = desk.grid.source.mark("p3", "id_number")
    assert mark is not None and mark.message == "号码有两个"
    item = desk.shell.navigation.item("pupils")
    assert item is not None


def test_classes_are_added_by_their_name(desk: PupilDesk) -> None:
    desk.tab(CLASSES)
    assert desk.column("name") == ["一(1)班", "一(2)班", "二(1)班"]
    assert desk.column("count") == ["2", "1", "0"]
    desk.at(3, "name")
    desk.enter("三(2)班")
    assert desk.stored("SELECT stage, entry_year, number FROM school_class WHERE entry_year = 2024") == [
        ("小学", 2024, 2)
    ]
    desk.at(4, "name")
    desk.enter("2024级2班")
    assert "已经有" in desk.said()
    desk.at(4, "name")
    desk.enter("某班")
    assert "没有改动" in desk.said()
    assert desk.stored("SELECT count(*) FROM school_class") == [(4,)]
    desk.tab(PUPILS)
    assert "三(2)班" in desk.listed()


def test_the_classes_count_a_pupil_who_was_just_moved(desk: PupilDesk) -> None:
    desk.tab(CLASSES)
    desk.tab(PUPILS)
    desk.at(desk.column("name").index("李梓轩"), "class_id")
    desk.enter("一2")
    desk.tab(CLASSES)
    assert desk.column("count") == ["1", "2", "0"]


def test_a_head_teacher_is_picked_by_initials(desk: PupilDesk) -> None:
    desk.tab(CLASSES)
    desk.at(0, "head_teacher")
    desk.type("lq")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT head_teacher FROM school_class WHERE id = 'c1'") == [("s1",)]


def test_a_class_with_pupils_stays(desk: PupilDesk) -> None:
    desk.tab(CLASSES)
    desk.at(0, "name")
    desk.press(Key.Key_Minus, CTRL)
    assert "编班" in desk.said()
    assert desk.stored("SELECT count(*) FROM school_class") == [(3,)]


def test_names_follow_the_month(desk: PupilDesk) -> None:
    desk.shell.top.months.step(-4)  # June: the year before
    assert "二(1)班" not in desk.listed()
    assert desk.listed()["一(1)班"] == "0"


def test_the_filter_finds_by_initials(desk: PupilDesk) -> None:
    desk.choose("全校")
    QTest.keyClicks(desk.pupils.filter_box, "wxy")
    assert desk.column("name") == ["王欣怡"]


def test_what_is_listed_survives_a_refresh(desk: PupilDesk) -> None:
    desk.choose("一(2)班")
    desk.shell.refresh()
    assert desk.pupils.shown == "c2"
    assert desk.column("name") == ["王欣怡"]
    desk.choose("全校")
    assert desk.pupils.shown == ALL
    desk.choose("已离校")
    assert desk.pupils.shown == LEFT
    assert desk.grid.model.rowCount() == 1  # nobody is added among those who left


def test_staff(desk: PupilDesk) -> None:
    desk.shell.open_page("staff")
    page = desk.shell.page()
    assert isinstance(page, StaffPage)
    assert page.header.quiet.text() == "1 人在岗"
    desk.tab_grid = page.grid
    assert desk.column("name") == ["李强", "周红"]
    assert desk.column("phone") == ["138****1230", ""]
    desk.at(2, "name")
    desk.enter("王芳")
    assert page.header.quiet.text() == "2 人在岗"
    assert desk.stored("SELECT name FROM staff ORDER BY position") == [("李强",), ("周红",), ("王芳",)]


def test_ins_in_the_list_of_classes_makes_a_pupil_of_the_class_and_types_over_nobody(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    QTest.keyClick(desk.pupils.list.table, Key.Key_Insert)
    desk.type("周小雨")
    desk.press(Key.Key_Tab)
    desk.type("女")
    desk.press(Key.Key_Return)
    assert [row[0] for row in desk.stored("SELECT name FROM pupil WHERE id = 'p1'")] == ["张舒然"]
    assert desk.stored("SELECT sex FROM pupil WHERE name = '周小雨'") == [("女",)]
    assert [row[0] for row in desk.memberships("周小雨")] == ["c1"]


def test_a_name_the_class_lacks_is_looked_for_in_the_whole_school(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    box = desk.pupils.filter_box
    QTest.keyClicks(box, "zsr")
    assert desk.column("name") == ["张舒然"] and desk.pupils.shown == "c1"
    box.clear()
    QTest.keyClicks(box, "wxy")
    assert desk.column("name") == ["王欣怡"] and desk.pupils.shown == ALL
    assert box.text() == "wxy"


def test_undo_of_a_new_pupil_leaves_a_cell_to_go_on_from(desk: PupilDesk) -> None:
    desk.press(Key.Key_Insert)
    desk.type("周小雨")
    desk.press(Key.Key_Tab)
    desk.enter("女")
    desk.press(Key.Key_Z, CTRL)
    row = desk.here[0]
    assert desk.column("name")[row] == "周小雨"
    desk.press(Key.Key_Z, CTRL)
    assert "周小雨" not in desk.column("name")
    assert desk.grid.table.currentIndex().isValid() and desk.grid.table.hasFocus()
    assert desk.here[0] == row


def test_undo_of_a_change_of_class_goes_to_the_pupil_in_the_class_it_shows(desk: PupilDesk) -> None:
    desk.choose("一(1)班")
    desk.at(desk.column("name").index("李梓轩"), "name")
    desk.enter("李梓萱")
    desk.choose("一(2)班")
    desk.grid.setFocus()
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("name")[desk.here[0]] == "李梓轩" and desk.here[1] == "name"


def test_a_new_pupil_is_numbered_as_it_stands(desk: PupilDesk) -> None:
    """Who left stands below and has no number: the new row comes after them until the page is read again."""
    assert desk.column("#")[-1] == "—"
    numbers = [text for text in desk.column("#") if text.isdigit()]
    desk.press(Key.Key_Insert)
    desk.type("周小雨")
    desk.press(Key.Key_Tab)
    at = desk.column("name").index("周小雨")
    assert desk.column("#")[at] == str(len(numbers) + 1)


def test_a_first_class_is_no_change_of_class(desk: PupilDesk) -> None:
    desk.at(desk.column("name").index("赵雨桐"), "class_id")
    desk.enter("1-2")
    assert desk.shell.status.act.text() == "编班"
    desk.at(desk.column("name").index("王欣怡"), "class_id")
    desk.enter("1-1")
    assert desk.shell.status.act.text() == "调班"


def test_a_school_without_pupils_has_no_empty_brackets(
    qtbot: QtBot, school_file: Path, ledger: Ledger
) -> None:
    window = Shell(peek(school_file), PAGES)
    qtbot.addWidget(window)
    window.show()
    window.set_ledger(ledger)
    window.open_page("pupils")
    page = window.page()
    assert page is not None
    assert page.header.quiet.text().startswith("0 人在校 · ") and "「导入名单」" in page.header.quiet.text()
