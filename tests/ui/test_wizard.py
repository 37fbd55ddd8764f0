"""The first run: a school is made by keys alone, a roster goes in, and nothing stays where the wizard is left."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.rosters import pick_file, press_in_box, say, when_dialog
from ui.help.dialog import HelpDialog
from ui.opening import Opening
from ui.shell import Shell
from ui.widgets.text import Text
from ui.wizard.profile_form import usual_place
from ui.wizard.window import CLASSES, DONE, SCHOOL, Wizard
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.school.tables import Pupil, School, SchoolClass

FILES = Path(__file__).parents[1] / "intake" / "files"
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def wizard(qtbot: QtBot, today_is: Callable[[date], None]) -> Wizard:
    """The wizard as it opens on 30 October 2026."""
    today_is(date(2026, 10, 30))
    made = Wizard()
    qtbot.addWidget(made)
    made.show()
    return made


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def alt(wizard: QWidget, key: Qt.Key) -> None:
    """A mnemonic; the button that it presses stays down for a moment before it acts."""
    press(wizard, key, ALT)
    QTest.qWait(150)


def fill_school(wizard: Wizard) -> None:
    """Two pinyin letters, Enter, and the three fields that the list does not know."""
    QTest.keyClicks(wizard.form.found, "bch")
    press(wizard.form.found, Qt.Key.Key_Return)
    form = wizard.form
    say(form.inputs["clerk"], "王芳")
    QTest.keyClicks(form.inputs["phone"], "0632-4412345")
    say(form.inputs["principal"], "李明")


def to_classes(wizard: Wizard) -> None:
    fill_school(wizard)
    press(wizard.form.inputs["principal"], Qt.Key.Key_Return)
    assert wizard.step == CLASSES


def test_a_school_and_its_roster_by_keys_alone(qtbot: QtBot, wizard: Wizard) -> None:
    to_classes(wizard)
    assert wizard.classes is not None and wizard.path == usual_place("邹坞镇北陈郝小学")
    assert wizard.path.is_file()
    pick_file(FILES / "roster.xls")
    press(wizard.classes.pick, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: wizard.classes is not None and wizard.classes.view.plan is not None)
    session, panel = wizard.classes.session, wizard.classes.view.panel
    assert session.plan is not None and session.plan.rows_read == 5  # one on a hidden sheet, without a class
    if panel.without.isVisible():
        press(panel.without, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not session.busy)
        QApplication.processEvents()
    assert wizard.main.text().startswith("导入：新增 4")
    alt(wizard, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: wizard.step == DONE)
    press(wizard.main, Qt.Key.Key_Return)
    assert wizard.result() == QDialog.DialogCode.Accepted
    with Ledger.open(wizard.path) as ledger:
        assert [row["name"] for row in ledger.rows(Pupil)] == ["张三", "李小红", "王五", "赵六"]
        assert {(row["entry_year"], row["number"]) for row in ledger.rows(SchoolClass)} == {
            (2024, 2),
            (2024, 1),
        }
        assert ledger.rows(School)[0]["phone"] is not None


def test_classes_by_grade(qtbot: QtBot, wizard: Wizard) -> None:
    to_classes(wizard)
    assert wizard.classes is not None
    alt(wizard, Qt.Key.Key_G)
    first = wizard.classes.counts[1]
    first.setFocus()
    first.selectAll()
    QTest.keyClicks(first, "2")
    press(wizard.classes.counts[6], Qt.Key.Key_Up)
    assert wizard.main.text() == "新建 3 个班(&N)"
    alt(wizard, Qt.Key.Key_N)
    assert wizard.step == DONE
    press(wizard.main, Qt.Key.Key_Return)
    assert wizard.path is not None
    with Ledger.open(wizard.path) as ledger:
        made = [(row["stage"], row["entry_year"], row["number"]) for row in ledger.rows(SchoolClass)]
    assert made == [("小学", 2026, 1), ("小学", 2026, 2), ("小学", 2021, 1)]


def test_alt_and_a_letter_types_nothing_where_its_button_is_grey(qtbot: QtBot, wizard: Wizard) -> None:
    wizard.activateWindow()
    assert QTest.qWaitForWindowActive(wizard)
    form = wizard.form
    QTest.keyClicks(form.inputs["name"], "abc")
    path = form.place.text()
    assert path and not wizard.main.isEnabled()
    for field in (form.place, form.inputs["name"], form.found):
        field.setFocus()
        field.selectAll()
        before = field.text()
        for key in (Qt.Key.Key_N, Qt.Key.Key_B, Qt.Key.Key_X):
            alt(field, key)
        assert field.text() == before
    assert wizard.step == SCHOOL
    form.place.setFocus()
    alt(form.place, Qt.Key.Key_S)  # a letter that a caption bears leads there
    assert form.found.hasFocus()


def test_what_is_said_of_a_field_stands_nearer_to_it_than_to_the_next_one(wizard: Wizard) -> None:
    form = wizard.form
    above, note, below = form.inputs["code"], form.said["code"], form.inputs["name"]
    (caption,) = (label for label in form.findChildren(Text) if label.buddy() is below)
    QApplication.processEvents()
    own = note.geometry().top() - above.geometry().bottom()
    assert caption.geometry().top() - note.geometry().bottom() >= own + 6


def test_each_field_is_checked_as_it_is_typed(wizard: Wizard) -> None:
    form = wizard.form
    assert wizard.reason.text() == "还没有填「学校标识码」 ›"
    QTest.keyClicks(form.inputs["code"], "21370401")
    assert form.said["code"].text() == "已输 8 位，应为 10 位"
    QTest.keyClicks(form.inputs["code"], "99")
    assert form.said["code"].text() == "不在区里的学校名单里，请核对"
    QTest.keyClicks(form.inputs["phone"], "123")
    assert "电话不对" in form.said["phone"].text()
    say(form.inputs["name"], "临时小学")
    assert form.path == usual_place("临时小学")
    press(wizard.reason, Qt.Key.Key_Return)
    assert form.inputs["stage"].hasFocus()
    assert not wizard.main.isEnabled()


def test_enter_goes_from_field_to_field_as_in_a_spreadsheet(wizard: Wizard) -> None:
    form = wizard.form
    QTest.keyClicks(form.found, "bch")
    press(form.found, Qt.Key.Key_Return)
    assert form.inputs["clerk"].hasFocus()
    say(form.inputs["clerk"], "王芳")
    press(form.inputs["clerk"], Qt.Key.Key_Return)
    assert form.inputs["phone"].hasFocus()
    QTest.keyClicks(form.inputs["phone"], "13906320001")
    press(form.inputs["phone"], Qt.Key.Key_Enter)
    assert form.inputs["principal"].hasFocus() and wizard.step == SCHOOL
    say(form.inputs["principal"], "李强")
    assert wizard.main.isEnabled()


def test_another_school_moves_the_file_along(wizard: Wizard) -> None:
    to_classes(wizard)
    first = wizard.path
    assert first is not None
    alt(wizard, Qt.Key.Key_B)
    wizard.form.found.clear()
    QTest.keyClicks(wizard.form.found, "blc")
    press(wizard.form.found, Qt.Key.Key_Return)
    alt(wizard, Qt.Key.Key_N)
    place, made = wizard.path, wizard.path is not None and wizard.path.is_file()
    press_in_box("不建了")
    wizard.close()
    assert place == usual_place("北临城小学") and made and not first.exists()


@pytest.mark.parametrize("place", ["/", "C:/", "~niemand/x", "a.db", "."])
def test_a_place_is_typed_letter_by_letter(wizard: Wizard, place: str) -> None:
    fill_school(wizard)
    box = wizard.form.place
    box.selectAll()
    QTest.keyClicks(box, place)
    assert wizard.reason.text() == "还没有选数据文件的位置 ›" and not wizard.main.isEnabled()


def test_a_folder_that_takes_no_file_is_told_in_a_sentence(wizard: Wizard) -> None:
    fill_school(wizard)
    box = wizard.form.place
    box.selectAll()
    QTest.keyClicks(
        box, "/proc/xuecheng/a.db" if sys.platform == "linux" else "C:/System Volume Information/a.db"
    )
    said: list[str] = []

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        said.append(dialog.text())
        dialog.accept()

    when_dialog(QMessageBox, read)
    press(box, Qt.Key.Key_Return)
    assert len(said) == 1 and wizard.step == SCHOOL
    assert "Errno" not in said[0]
    assert "/proc/xuecheng" in said[0] or sys.platform != "linux"


def test_enter_at_the_roster_asks_for_the_file(qtbot: QtBot, wizard: Wizard) -> None:
    to_classes(wizard)
    classes = wizard.classes
    assert classes is not None and wizard.focusWidget() is classes.ways[0]
    pick_file(FILES / "roster.xls")
    press(classes.ways[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: classes.view.plan is not None)
    press_in_box("不建了")
    wizard.close()


def test_back_and_forth_makes_one_file(wizard: Wizard) -> None:
    to_classes(wizard)
    first = wizard.path
    assert first is not None
    alt(wizard, Qt.Key.Key_B)
    assert wizard.step == SCHOOL
    say(wizard.form.inputs["principal"], "华")
    alt(wizard, Qt.Key.Key_N)
    assert (wizard.step, wizard.path) == (CLASSES, first)
    alt(wizard, Qt.Key.Key_L)
    alt(wizard, Qt.Key.Key_N)
    press(wizard.main, Qt.Key.Key_Return)
    with Ledger.open(first) as ledger:
        assert [row["principal"] for row in ledger.rows(School)] == ["李明华"]


def test_left_half_way_nothing_stays(wizard: Wizard, home: Path) -> None:
    to_classes(wizard)
    path = wizard.path
    assert path is not None
    press_in_box("接着建")
    press(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible() and path.exists()
    press_in_box("不建了")
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert not path.parent.exists()


def test_a_file_that_is_there_is_opened_not_overwritten(wizard: Wizard) -> None:
    place = usual_place("邹坞镇北陈郝小学")
    Ledger.create(place, {"code": "2137040107", "name": "邹坞镇北陈郝小学", "stage": "小学"}).close()
    fill_school(wizard)
    assert wizard.reason.text() == "数据文件已经存在 ›"
    press(wizard.form.existing, Qt.Key.Key_Return)
    assert (wizard.result(), wizard.path) == (QDialog.DialogCode.Accepted, place)


def test_without_a_file_the_program_begins_with_the_wizard(
    qtbot: QtBot, today_is: Callable[[date], None]
) -> None:
    today_is(date(2026, 10, 30))
    shell = Shell(None)
    qtbot.addWidget(shell)
    shell.show()

    def make(dialog: QDialog) -> None:
        assert isinstance(dialog, Wizard)
        assert QTest.qWaitForWindowActive(dialog)
        to_classes(dialog)
        assert dialog.classes is not None
        press(dialog.classes.ways[2], Qt.Key.Key_Space)
        press(dialog.classes.ways[2], Qt.Key.Key_Return)
        press(dialog.main, Qt.Key.Key_Return)

    when_dialog(Wizard, make)
    opening = Opening(shell, None)
    opening.begin()
    qtbot.waitUntil(lambda: shell.ledger is not None)
    assert shell.windowTitle() == "薛城教体填报 — 邹坞镇北陈郝小学"
    qtbot.waitUntil(lambda: not opening.worker.busy)


def test_f1_opens_the_page_of_the_guide_over_the_wizard(wizard: Wizard) -> None:
    press(wizard.form.found, Qt.Key.Key_F1)
    shown = wizard.findChild(HelpDialog)
    assert shown is not None and shown.isVisible()
    assert shown.reader.toPlainText().startswith("新建学校") and "从名单里找" in shown.reader.toPlainText()
    press(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible() and wizard.isVisible() and wizard.step == SCHOOL
