"""The small widgets that every page uses, by mouse and by keys."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.frame import FINDINGS
from ui.widgets.bars import BarList, BarRow, Day, DayBars
from ui.widgets.buttons import Button, LinkLabel
from ui.widgets.cards import Card, FigureHead
from ui.widgets.chips import CHIPS, Chip, chip_size, paint_chip
from ui.widgets.finding_list import FindingList
from ui.widgets.segmented import SegmentedControl
from ui.widgets.text import Text

MEALS = [("lunch", "午餐"), ("dinner", "晚餐"), ("staff", "教职工")]


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    widget.setFocus()


def test_segments_by_click_and_keys(qtbot: QtBot) -> None:
    control, said = SegmentedControl(MEALS), []
    shown(qtbot, control)
    control.chosen.connect(said.append)
    assert control.key() == "lunch"
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=control.tabRect(1).center())
    QTest.keyClick(control, Qt.Key.Key_Right)
    QTest.keyClick(control, Qt.Key.Key_Home)
    QTest.keyClick(control, Qt.Key.Key_End)
    QTest.keyClick(control, Qt.Key.Key_Left)
    assert said == ["dinner", "staff", "lunch", "staff", "dinner"]


def test_segments_renamed_keep_the_choice_and_say_nothing(qtbot: QtBot) -> None:
    control, said = SegmentedControl(MEALS), []
    shown(qtbot, control)
    control.choose("dinner")
    control.chosen.connect(said.append)
    control.set_items([("dinner", "晚餐 2"), ("lunch", "午餐 12")])
    assert (control.key(), said, control.tabText(0)) == ("dinner", [], "晚餐 2")
    assert control.accessibleName() or control.tabText(1) == "午餐 12"


def test_a_finding_is_opened_by_click_or_enter(qtbot: QtBot) -> None:
    view, opened = FindingList(), []
    view.set_findings(FINDINGS)
    view.resize(900, 200)
    shown(qtbot, view)
    view.activated_finding.connect(opened.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 33 + 10))
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [finding.rule for finding in opened] == ["H02", "M03"]


def test_a_finding_is_read_out_whole_and_bears_its_rule_in_the_tooltip(qtbot: QtBot) -> None:
    view = FindingList()
    qtbot.addWidget(view)
    view.set_findings(FINDINGS)
    index = view.model().index(0, 0)
    said = view.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "✕ 错误，表，二(1)班 · 20日，就餐 51 人，多于当日在校 45 人，去改"
    assert "规则 M01" in view.model().data(index, Qt.ItemDataRole.ToolTipRole)
    assert "M01" not in view.model().data(index, Qt.ItemDataRole.DisplayRole)


def test_a_link_is_pressed_by_enter_space_and_mouse(qtbot: QtBot) -> None:
    pressed: list[int] = []
    link = LinkLabel("去改 ›", lambda: pressed.append(1))
    shown(qtbot, link)
    QTest.keyClick(link, Qt.Key.Key_Return)
    QTest.keyClick(link, Qt.Key.Key_Space)
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert pressed == [1, 1, 1]
    assert link.accessibleName() == "去改 ›"


def test_chips_take_the_room_that_they_say(qtbot: QtBot) -> None:
    image = QImage(300, 40, QImage.Format.Format_ARGB32_Premultiplied)
    for kind in CHIPS:
        image.fill(0)
        painter = QPainter(image)
        box = paint_chip(painter, 10, 20, kind, "字")
        painter.end()
        assert box.size() == chip_size(kind, "字")
        painted = [x for x in range(300) if image.pixelColor(x, 20).alpha()]
        assert (painted[0], painted[-1]) == (10, 10 + box.width() - 1)
    chip = Chip("explained")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "✓ 已说明"
    chip.set("warning", "U 盘 6 天前")
    assert chip.accessibleName() == "! U 盘 6 天前"


def test_pictures_paint_and_say_what_they_show(qtbot: QtBot) -> None:
    card = Card("配餐人数")
    qtbot.addWidget(card)
    head, bars, days = FigureHead("配餐人数"), BarList(), DayBars()
    head.set_figure("369", "人登记就餐")
    bars.set_rows([BarRow("剪纸", 26 / 24, "! 26/24", "warning"), BarRow("足球", 0, "0/30")])
    days.set_days([Day(None, tip="1日 休"), Day(0, tip="2日 0"), Day(360, "warning", "3日 360")])
    for part in (head, bars, days, Button("备份", small=True), Text("长" * 200, elide=True)):
        card.body.addWidget(part)
    card.resize(300, 260)
    card.show()
    assert not card.grab().isNull()
    assert head.accessibleName() == "配餐人数 369 人登记就餐"
    assert bars.accessibleName() == "剪纸 ! 26/24；足球 0/30"
    assert days.accessibleName() == "2日 0；3日 360"


def test_typed_text_is_never_markup(qtbot: QtBot) -> None:
    label = Text("<b>二(1)班</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
