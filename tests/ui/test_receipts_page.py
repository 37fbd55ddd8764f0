"""回执 on the screen, by keys: opened, jumped from, answered, and what the overview and the check page say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.month.receipt_maker import given, profile, question, receipt_for
from tests.ui.month_school import MONTH, click, copy_of, make_school, settle, show_program, type_text
from ui.month.check_page import CheckPage
from ui.month.findings import Findings
from ui.month.overview import OverviewPage
from ui.month.reason_dialog import ReasonDialog
from ui.opening import Opening
from ui.receipts.model import ANSWER, CHIP, VERB
from ui.receipts.page import ReceiptPage
from ui.settings import settings
from ui.settings_page.page import SettingsPage
from ui.shell import Shell
from ui.wizard.schools import listed_schools
from ui.wizard.window import Wizard
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.tables import MealCount
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.places import clerk_folder
from xcedu_desktop.school.tables import ReceiptAnswer
from xcedu_desktop.store.peek import peek

TODAY = date(2026, 11, 6)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A school of 90 pupils whose October is reported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        folder = tmp_path_factory.mktemp("reported")
        path = make_school(folder)
        with Ledger.open(path) as ledger:
            ledger.export(MONTH, folder / "out")
        yield path


@pytest.fixture
def path(school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    today_is(TODAY)
    return copy_of(school, tmp_path)


@pytest.fixture
def receipt(path: Path, tmp_path: Path) -> Path:
    """The bureau asks about a lunch, a heater, a room that is gone and a count; one change by hand it took."""
    with Ledger.open(path) as ledger:
        count = ledger.rows(MealCount, MealCount.day == date(2026, 10, 20))[0]["id"]
        piece = ledger.rows(Equipment)[0]["id"]
        made = receipt_for(
            ledger.store,
            MONTH,
            question(count),
            question(piece, id="q2", table="r_equipment", column="power_w", sheet="取暖设备", place="空调"),
            question("gone", id="q3", table="r_room", column="name", sheet="房间", place="老教室"),
            question(
                "x", id="q4", table="r_service_pupil", column="pupils", sheet="课后服务学生", place="一(1)班"
            ),
            accepted=(question(count, id="a1", message="", old="8", new="7"),),
        )
    return given(tmp_path / "U盘", made)


def start(qtbot: QtBot, path: Path, received: Path | None = None) -> Shell:
    """The program's window, as a start on a file leaves it."""
    shell = show_program(qtbot, path)
    Opening(shell, path, received).begin()
    rest(qtbot, shell)
    return shell


def rest(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.ledger is not None and Findings.of(shell) is not None)
    settle(qtbot, shell)


def page_of(qtbot: QtBot, shell: Shell) -> ReceiptPage:
    rest(qtbot, shell)
    page = shell.page()
    assert isinstance(page, ReceiptPage)
    return page


def key(which: Qt.Key) -> None:
    """A key to whatever has the keyboard."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, which)


def answer_by_keys(qtbot: QtBot, page: ReceiptPage, text: str) -> None:
    """Enter, the words, Enter."""
    key(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    type_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.table.editing)


def correct(shell: Shell) -> list[str]:
    """Answers the next dialog 更正 with Enter alone; gives the reason that stood there."""
    reasons: list[str] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ReasonDialog):
            QTimer.singleShot(20, press)
            return
        reasons.append(dialog.reason)
        QTest.keyClick(dialog.edit, Qt.Key.Key_Return)

    QTimer.singleShot(20, press)
    return reasons


def drop(shell: Shell, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, buttons, none = QPoint(600, 300), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, buttons, none)
    QApplication.sendEvent(shell, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(shell, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, buttons, none))


# -- opened -----------------------------------------------------------------------------------------------------------


def test_a_double_click_opens_it_and_a_second_one_says_so(qtbot: QtBot, path: Path, receipt: Path) -> None:
    shell = start(qtbot, path, receipt)
    page = page_of(qtbot, shell)
    assert shell.month == MONTH
    assert page.header.title.text() == "回执：10月第 1 次上报"
    assert page.said.text() == "4 处要核对；手工改动的 1 处区里已认可，请把本机也改成一样。"
    assert page.table.hasFocus()
    drop(shell, receipt)
    page = page_of(qtbot, shell)
    assert shell.status.middle.text() == "这份回执 11月06日 已经读入过，再打开看"


def test_it_is_chosen_on_the_check_page(
    qtbot: QtBot, path: Path, receipt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[str] = []
    clerk_folder().parent.mkdir(parents=True)

    def choose(_parent: object, _title: str, folder: str, *_: object) -> tuple[str, str]:
        began.append(folder)
        return str(receipt), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    shell = start(qtbot, path)
    shell.open_page("check")
    check = shell.page()
    assert isinstance(check, CheckPage)
    assert not check.receipt.isVisible()
    button = next(b for b in check.header.children() if getattr(b, "text", str)() == "打开回执…")
    QTest.keyClick(button, Qt.Key.Key_Return)
    page_of(qtbot, shell)
    key(Qt.Key.Key_Escape)
    assert shell.page() is check and check.receipt.isVisible()
    clerk_folder().mkdir()
    settings().remove("received_folder")
    for _ in range(2):
        QTest.keyClick(button, Qt.Key.Key_Return)
        page_of(qtbot, shell)
        key(Qt.Key.Key_Escape)
    documents, clerk, last = map(Path, began)  # never the working directory
    assert documents == clerk_folder().parent and clerk == clerk_folder() and last == receipt.parent
    assert check.receipt.words.text() == "第 1 次上报：4 处要核对"
    QTest.keyClick(check.receipt.link, Qt.Key.Key_Return)
    page_of(qtbot, shell)


def test_a_wrong_file_is_one_sentence_and_nothing_changes(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    shell = start(qtbot, path)
    wrong = tmp_path / "表.xcr"
    wrong.write_text("班级", encoding="utf-8")
    with qtbot.captureExceptions() as caught:
        drop(shell, wrong)
        settle(qtbot, shell)
    said = [error for _, error, _ in caught]
    assert [getattr(error, "message", "") for error in said] == [
        "「表.xcr」不是回执，没有读入；请用区里发来的 .xcr 文件"
    ]
    assert not isinstance(shell.page(), ReceiptPage)


# -- used by keys -------------------------------------------------------------------------------------------------------------


def test_jumped_from_corrected_answered_by_keys_alone(qtbot: QtBot, path: Path, receipt: Path) -> None:
    shell = start(qtbot, path, receipt)
    page = page_of(qtbot, shell)
    assert page.header.main is not None and page.header.main.text() == "更正"
    key(Qt.Key.Key_Return)  # the month is locked: Enter goes to the cell
    assert shell.current == "meals"
    assert shell.status.middle.text() == "区里：10月20日午餐 8 人，比平时多，请核对"
    shell.open_page("check")
    check = shell.page()
    assert isinstance(check, CheckPage)
    QTest.keyClick(check.receipt.link, Qt.Key.Key_Return)
    page = page_of(qtbot, shell)
    assert page.table.currentIndex().row() == 0  # where it was left
    reasons = correct(shell)
    assert page.header.main is not None
    QTest.keyClick(page.header.main, Qt.Key.Key_Return)
    page = page_of(qtbot, shell)
    assert reasons == ["回执"]
    shell.activateWindow()  # no window manager does it offscreen
    qtbot.waitUntil(page.table.hasFocus)
    assert page.header.main is not None and page.header.main.text() == "去校验与上报"
    answer_by_keys(qtbot, page, "那天开家长会")
    rest(qtbot, shell)
    assert shell.ledger is not None
    assert [row["answer"] for row in shell.ledger.rows(ReceiptAnswer)] == ["那天开家长会"]
    model = page.table.rows
    assert (model.data(model.index(0, CHIP)), model.data(model.index(0, ANSWER))) == (
        "✓ 已答复",
        "那天开家长会",
    )
    assert page.table.currentIndex().row() == 1 and page.table.hasFocus()
    assert page.said.text().startswith("4 处要核对；还剩 3 处")
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, shell)
    assert shell.ledger.rows(ReceiptAnswer) == []
    assert model.data(model.index(0, CHIP)) == "？ 要核对"


def test_an_answer_that_may_not_travel_is_said_and_kept_out(qtbot: QtBot, path: Path, receipt: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.reopen(MONTH, "回执")
    shell = start(qtbot, path, receipt)
    answer_by_keys(qtbot, page_of(qtbot, shell), "打 13906320011 问")
    rest(qtbot, shell)
    assert shell.ledger is not None and shell.ledger.rows(ReceiptAnswer) == []
    assert shell.status.middle.text().startswith("答复要随上报表送区里，请不要写身份证号")


def test_what_is_gone_or_counted_says_so(qtbot: QtBot, path: Path, receipt: Path) -> None:
    shell = start(qtbot, path, receipt)
    page = page_of(qtbot, shell)
    model = page.table.rows
    assert [model.now(row) for row in (2, 3)] == ["这一行已不在", "由程序算出"]
    page.table.setCurrentIndex(model.index(2, VERB))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert shell.status.middle.text() == "房间 老教室：这一行已经不在了"
    assert shell.current == "heating"


def test_a_cell_put_right_is_known(qtbot: QtBot, path: Path, receipt: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.reopen(MONTH, "回执")
        count = ledger.rows(MealCount, MealCount.day == date(2026, 10, 20))[0]
        ledger.edit([CellEdit("meal_count", count["id"], "heads", str(count["heads"] - 1))], month=MONTH)
    shell = start(qtbot, path, receipt)
    page = page_of(qtbot, shell)
    model = page.table.rows
    assert [model.data(model.index(row, CHIP)) for row in (0, 1, 4)] == ["✎ 已改动", "？ 要核对", "＝ 已认可"]
    assert page.table.currentIndex().row() == 1  # the first that is still open
    shell.open_page("overview")
    rest(qtbot, shell)
    overview = shell.page()
    assert isinstance(overview, OverviewPage)
    assert overview.receipt.words.text() == "第 1 次上报：4 处要核对，还剩 3 处"


# -- the bureau's parameters -----------------------------------------------------------------------------------------------------


def test_a_profile_dropped_shows_in_the_settings_and_goes_back(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    shell = start(qtbot, path)
    limits = {"class_smallest": 20, "slot_earliest": 1600, "season_from": 1108}
    file = profile(
        tmp_path, 3, thresholds=limits, deadline_day=8,
        texts={"phone": "0632-4411234", "message": "取暖自查照片一并带来"},
    )  # fmt: skip
    drop(shell, file)
    rest(qtbot, shell)
    page = shell.page()
    assert isinstance(page, SettingsPage)
    assert page.norms.state.text() == "第 3 版，薛城区教育和体育局 2026年11月20日发，11月6日读入"
    assert page.norms.limits.text() == "班额下限 20 人；活动最早开始 16:00；供暖开始 11月8日；次月 8 日截止"
    assert page.norms.take.hasFocus()
    season = page.profile.inputs["season_from"]
    assert isinstance(season, QLineEdit) and season.placeholderText() == "空着按 11-08"
    shell.top.months.choose(MONTH.next())
    rest(qtbot, shell)
    assert shell.top.deadline.text().startswith("12月8日截止")
    shell.open_page("overview")
    overview = shell.page()
    assert isinstance(overview, OverviewPage)
    assert overview.bureau.isVisible() and overview.bureau.words.text() == "取暖自查照片一并带来"
    assert overview.bureau.phone.text() == "电话 0632-4411234"
    assert any("不足 20 人" in finding.message for finding in shell.findings)
    known = peek(path)
    assert known is not None and known.deadline_day == 8
    shell.open_page("settings")
    click(qtbot, page.norms.back)
    rest(qtbot, shell)
    assert page.norms.state.text() == "没有读入过，按程序自带的标准校验"
    assert not page.norms.back.isVisible() and page.norms.take.hasFocus()
    assert shell.top.deadline.text().startswith("12月5日截止")
    shell.open_page("overview")
    assert not overview.bureau.isVisible()


def test_the_bureaus_list_of_schools_is_that_of_the_next_school(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    listed = {"code": "2137040999", "name": "新城小学", "stage": "小学", "township": "新城街道"}
    with Ledger.open(path) as ledger:
        assert len(listed_schools(ledger)) == 80
        ledger.take_profile(profile(tmp_path, 1, schools=[listed]))
    shell = start(qtbot, path)
    wizard = Wizard(shell)
    qtbot.addWidget(wizard)
    wizard.show()
    QTest.keyClicks(wizard.form.found, "xcxx")
    QTest.keyClick(wizard.form.found, Qt.Key.Key_Return)
    code = wizard.form.inputs["code"]
    assert isinstance(code, QLineEdit) and code.text() == "2137040999"


def test_a_refused_month_is_corrected_from_the_receipt(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        refused = receipt_for(ledger.store, MONTH, is_accepted=False, reason="缺「就餐人数（晚餐）」")
    shell = start(qtbot, path, given(tmp_path / "U盘", refused))
    page = page_of(qtbot, shell)
    assert (page.chip.text, page.said.text()) == ("退回", "缺「就餐人数（晚餐）」")
    assert page.header.main is not None and page.header.main.text() == "更正"
    correct(shell)
    QTest.keyClick(page.header.main, Qt.Key.Key_Return)
    rest(qtbot, shell)
    assert shell.ledger is not None and shell.ledger.month_state(MONTH).reason == "回执"
    QTest.keyClick(page.header.main, Qt.Key.Key_Return)
    check = shell.page()
    assert isinstance(check, CheckPage)
    assert check.receipt.words.text() == "第 1 次上报：缺「就餐人数（晚餐）」"
    shell.top.months.choose(MONTH.previous())
    rest(qtbot, shell)
    assert not check.receipt.isVisible()


def earlier(qtbot: QtBot, path: Path, received: Path | None = None) -> OverviewPage:
    """The overview of November, on which October is an earlier month."""
    shell = start(qtbot, path, received)
    key(Qt.Key.Key_Escape)
    shell.open_page("overview")
    if shell.month == MONTH:
        shell.top.months.step(1)
    rest(qtbot, shell)
    page = shell.page()
    assert isinstance(page, OverviewPage)
    return page


def test_an_earlier_month_says_whether_the_bureau_took_it(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        taken = receipt_for(ledger.store, MONTH)
    card = earlier(qtbot, path, given(tmp_path / "U盘", taken)).months
    assert (card.name.text(), card.chip.text, card.link.text()) == ("10月", "已接收", "去看")


def test_an_earlier_month_that_is_asked_about_leads_to_its_receipt(
    qtbot: QtBot, path: Path, receipt: Path
) -> None:
    page = earlier(qtbot, path, receipt)
    assert page.months.chip.text == "已接收" and "区里问了 4 处" in page.months.words.text()
    click(qtbot, page.months.link)
    shown = page_of(qtbot, page.shell)
    assert page.shell.month == MONTH and shown.said.text().startswith("4 处要核对")


def test_an_earlier_month_that_was_refused_says_so(qtbot: QtBot, path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        refused = receipt_for(ledger.store, MONTH, is_accepted=False, reason="缺「就餐人数（晚餐）」")
    card = earlier(qtbot, path, given(tmp_path / "U盘", refused)).months
    assert (card.chip.text, card.link.text()) == ("退回", "看回执")


def test_words_that_a_column_cuts_off_stand_whole_under_the_table(
    qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    asked = "10月20日午餐 8 人，本班平时 31 人上下，请核对是否漏填；如确实如此请写明原因。" * 4
    with Ledger.open(path) as ledger:
        (count, *_) = ledger.rows(MealCount, MealCount.day == date(2026, 10, 20))
        made = receipt_for(
            ledger.store, MONTH, question(count["id"]), question(count["id"], id="q2", message=asked)
        )
    shell = start(qtbot, path, given(tmp_path / "U盘", made))
    page = page_of(qtbot, shell)
    assert not page.whole.isVisible()
    key(Qt.Key.Key_Down)
    assert page.whole.isVisible() and asked in page.whole.text()
    key(Qt.Key.Key_Up)
    assert not page.whole.isVisible()


# -- from the navigation ------------------------------------------------------------------------------------------------------


def test_the_navigation_opens_it_with_and_without_a_receipt(qtbot: QtBot, path: Path, receipt: Path) -> None:
    shell = start(qtbot, path)
    item = shell.navigation.item("receipt")
    assert item is not None
    click(qtbot, item)
    page = page_of(qtbot, shell)
    assert item.isChecked() and "还没有读入过回执" in page.empty.text()
    QTest.keyClick(shell.focusWidget() or shell, Qt.Key.Key_Escape)
    assert isinstance(shell.page(), OverviewPage) and not item.isChecked()
    drop(shell, receipt)
    assert "10月第 1 次上报" in page_of(qtbot, shell).header.title.text()
    assert item.isChecked()
    shell.open_page("check")
    click(qtbot, item)
    assert "10月第 1 次上报" in page_of(qtbot, shell).header.title.text()
