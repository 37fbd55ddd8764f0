"""打印: each page's prints in the preview, one club picked, the PDF; a locked month prints what was reported."""

import re
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QGraphicsView, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.month_school import MONTH, click, open_window
from ui.forms.registry import PAGES
from ui.help.dialog import HelpDialog
from ui.printing.preview import Preview
from ui.shell import Shell
from ui.widgets.buttons import Button
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.clubs.reported import ReportedClub
from xcedu_desktop.forms.clubs.tables import Club, ClubMember, ClubSession
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.reported import ReportedStaffHeads
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.prints import titles
from xcedu_desktop.printing import PrintSheet
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.changes import Change, ChangeSet


@pytest.fixture
def ledger_of_demo(path: Path) -> Ledger:
    return Ledger.open(path)


def opened(qtbot: QtBot, window: Shell) -> Preview:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Preview))
    found = QApplication.activeModalWidget()
    assert isinstance(found, Preview)
    qtbot.waitUntil(lambda: found.pages.text() != "")
    return found


def button(preview: Preview, words: str) -> Button:
    return next(b for b in preview.findChildren(Button) if b.text() == words)


def pdf_pages(path: Path) -> int:
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    return len(re.findall(rb"/Type /Page\b", content))


def test_the_months_report_is_one_key_away_and_saved_as_pdf(
    qtbot: QtBot, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, path, "meals", PAGES)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = opened(qtbot, window)
    assert "配餐月报" in preview.windowTitle()
    target = tmp_path / "月报.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    click(qtbot, button(preview, "存为 PDF…"))
    assert pdf_pages(target) == len(preview.sheets)
    assert "已存为 月报.pdf" in preview.pages.text()
    target.unlink()
    target.mkdir()  # what cannot be written is said, and leaves nothing half done
    click(qtbot, button(preview, "存为 PDF…"))
    assert "没有写成" in preview.pages.text()
    assert list(tmp_path.glob(".~*")) == []
    preview.reject()


def test_the_preview_fits_a_small_window_and_has_its_help(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "meals", PAGES)
    window.resize(683, 373)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = opened(qtbot, window)
    assert preview.width() <= window.width() and preview.height() <= window.height()
    for shown in (preview.main, button(preview, "存为 PDF…")):
        assert shown.visibleRegion().boundingRect() == shown.rect()
    QTest.keyClick(preview, Qt.Key.Key_F1)
    help_page = preview.findChild(HelpDialog)
    assert help_page is not None and help_page.reader.toPlainText().startswith("配餐人数")
    QTest.keyClick(help_page, Qt.Key.Key_F1)
    assert not help_page.isVisible() and preview.isVisible()
    preview.reject()


def test_a_page_higher_than_the_window_is_shown_from_its_top(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "heating", PAGES)
    window.resize(1093, 582)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = opened(qtbot, window)
    pages = preview.view.findChild(QGraphicsView)
    assert pages is not None
    for number in (1, 2):
        qtbot.waitUntil(lambda number=number: preview.view.currentPage() == number)
        tops = sorted(item.sceneBoundingRect().top() for item in pages.scene().items())
        qtbot.waitUntil(lambda top=tops[number - 1]: pages.mapFromScene(0, top).y() >= 0)
        click(qtbot, button(preview, "下一页"))
    preview.reject()


def test_one_club_is_picked_from_the_menu_of_prints(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "clubs", PAGES)
    page = window.page()
    assert page is not None
    click(qtbot, next(b for b in page.header.findChildren(Button) if b.text() == "打印"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [a.text() for a in menu.actions()] == ["社团花名册", "社团签到表"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    preview = opened(qtbot, window)
    assert preview.choice.count() == len(preview.sheets) + 1
    assert preview.chosen() == (preview.sheets[0],)  # the club that stands on the page
    preview.choice.setCurrentIndex(2)
    assert preview.chosen() == (preview.sheets[1],)
    qtbot.waitUntil(lambda: "共 1 页" in preview.pages.text() or "共 2 页" in preview.pages.text())
    preview.reject()


def test_a_page_without_prints_says_where_they_are(qtbot: QtBot, path: Path) -> None:
    window = open_window(qtbot, path, "calendar", PAGES)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "没有可以打印的" in window.status.middle.text()


def test_what_is_printed_is_what_is_reported(ledger_of_demo: Ledger) -> None:
    with ledger_of_demo as ledger:
        reported, totals = ledger.reported(MONTH), ledger.totals(MONTH)
        rosters = ledger.print_sheets(MONTH, "rosters")
        assert [sheet.name for sheet in rosters] == [club.name for club in reported.rows(ReportedClub)]
        (lunch, *_) = ledger.print_sheets(MONTH, "meals")
        assert lunch.total is not None
        assert lunch.total[-1] == f"{totals['meal_heads_lunch']:,}"
        staff = [row.heads or 0 for row in reported.rows(ReportedStaffHeads) if row.meal == "午餐"]
        assert (
            f" {sum(staff):,} 人次" in lunch.notes[1] and sum(staff) > 0
        )  # beside the pupils, not among them
        assert sum(int(row[-1].replace(",", "")) for row in lunch.rows) == totals["meal_heads_lunch"]
        assert [len(row) for row in lunch.rows] == [len(lunch.columns)] * len(lunch.rows)
        (cover,) = ledger.print_sheets(MONTH, "cover")
        figures = {row[0]: row[1] for row in cover.rows}
        assert figures["在校学生"] == str(totals["students"])
        assert "尚未导出" in cover.subtitle
        (issues,) = ledger.print_sheets(MONTH, "issues")
        assert len(issues.rows) == len(ledger.findings(MONTH)) > 0


def test_a_meeting_called_off_is_no_column_to_sign(ledger_of_demo: Ledger) -> None:
    with ledger_of_demo as ledger:
        (first, *_) = ledger.print_sheets(MONTH, "sign-in")
        days = [column.title for column in first.columns[3:]]
        club = next(row for row in ledger.rows(Club) if row["name"] == first.name)
        session = next(
            row for row in ledger.rows(ClubSession) if row["club_id"] == club["id"] and row["day"].month == 10
        )
        ledger.edit([CellEdit("club_session", session["id"], "called_off", "是")], month=MONTH)
        (first, *_) = ledger.print_sheets(MONTH, "sign-in")
        gone = set(days) - {column.title for column in first.columns[3:]}
    assert [title.split("日")[0] for title in gone] == [str(session["day"].day)]


def test_who_left_by_a_day_alone_signs_in_no_more(ledger_of_demo: Ledger) -> None:
    """A last day without the word 退出, as an older list has it: at the roster's end as 退出, on no sheet to sign."""
    with ledger_of_demo as ledger:
        (roster, *_) = ledger.print_sheets(MONTH, "rosters")
        (sheet, *_) = ledger.print_sheets(MONTH, "sign-in")
        club = next(row for row in ledger.rows(Club) if row["name"] == roster.name)
        member = next(row for row in ledger.rows(ClubMember) if row["club_id"] == club["id"])
        ledger.apply(
            ChangeSet(
                "", (Change("club_member", member["id"], {"to_date": None}, {"to_date": date(2026, 10, 12)}),)
            )
        )
        (after, *_) = ledger.print_sheets(MONTH, "rosters")
        (signed, *_) = ledger.print_sheets(MONTH, "sign-in")
    assert len(signed.rows) == len(sheet.rows) - 1
    assert "退出" in after.rows[-1] and "2026-10-12" in after.rows[-1]


def test_no_number_of_a_pupil_is_printed(ledger_of_demo: Ledger) -> None:
    with ledger_of_demo as ledger:
        numbers = {row["id_number"] for row in ledger.rows(Pupil)} | {
            row["student_number"] for row in ledger.rows(Pupil)
        }
        words = {
            cell for key in titles() for sheet in ledger.print_sheets(MONTH, key) for cell in all_words(sheet)
        }
    assert not {n for n in numbers if n} & words
    assert not [cell for cell in words if re.search(r"\d{17}|1[3-9]\d{9}", cell)]


def all_words(sheet: PrintSheet) -> list[str]:
    lines = [*sheet.rows, *sheet.head, *sheet.foot, sheet.notes, sheet.total or ()]
    return [cell for line in lines for cell in line]


def test_a_locked_month_prints_its_revision_with_the_check_code(
    ledger_of_demo: Ledger, tmp_path: Path
) -> None:
    with ledger_of_demo as ledger:
        for finding in ledger.findings(MONTH):
            if finding.blocks:
                ledger.explain(MONTH, finding.rule, finding.record, "已报修")
        ledger.export(MONTH, tmp_path)
        before = ledger.print_sheets(MONTH, "heating")[0]
        piece = ledger.rows(Equipment)[0]
        ledger.edit([CellEdit("equipment", piece["id"], "brand", "换了牌子")])
        assert ledger.print_sheets(MONTH, "heating")[0] == before
        (cover,) = ledger.print_sheets(MONTH, "cover")
        assert re.fullmatch(r"校验码：[0-9A-F]{4}-[0-9A-F]{4}", cover.foot[-1][-1])
        assert "尚未导出" not in cover.subtitle
