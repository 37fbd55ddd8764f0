"""How prints lie on paper: nothing is cut off, however long; no word over the table shrinks beyond reading."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QFontMetricsF, QPdfWriter
from pytestqt.qtbot import QtBot

from ui.printing.measuring import BODY_FAMILIES, SMALLEST_LINE, Measured, font_of, line_width, measure
from xcedu_desktop.printing import Align, PrintColumn, PrintSheet

PAPER = QSizeF(182, 267)
COLUMNS = (
    PrintColumn("序号", 4, Align.CENTRE), PrintColumn("资金来源", 7, Align.CENTRE), PrintColumn("发现的问题", 24),
    PrintColumn("整改措施", 24),
)  # fmt: skip
LONG = "墙面发黑，需要粉刷。" * 300
NAME = "枣庄市薛城区北临城街道办事处中心小学东校区（原临城街道张桥联合小学）"


@pytest.fixture
def device(qtbot: QtBot, tmp_path: Path) -> QPdfWriter:
    writer = QPdfWriter(str(tmp_path / "x.pdf"))
    writer.setResolution(300)
    return writer


def sheet(*rows: tuple[str, ...], **said: Any) -> PrintSheet:
    usual: dict[str, Any] = {
        "head": ((f"填报单位（盖章）：{NAME}", "填报月份：2026年10月", "单位：条"),),
        "foot": (("单位负责人：________", "审核人：________", "填表人：买买提·吐尔逊江·阿卜杜拉", "联系电话：137××××6091",
                  "填报日期：2026年10月30日"),),
    }  # fmt: skip
    return replace(PrintSheet("x", "自查与整改", COLUMNS, rows), **{**usual, **said})


def all_of(measured: Measured, column: int) -> str:
    return "".join(row[column].replace("\n", "") for row in measured.words)


def test_a_text_that_no_page_holds_goes_on_over_pages(device: QPdfWriter) -> None:
    measured = measure(sheet(("1", "专项", LONG, "粉刷")), device, PAPER)
    assert all_of(measured, 2) == LONG and all_of(measured, 3) == "粉刷"
    assert len(measured.pages) > 1
    room = PAPER.height() * measured.dot
    for page in measured.pages:
        assert sum(measured.rows[row] for row in page) + measured.head < room


def test_long_lines_over_and_under_the_table_become_two(device: QPdfWriter) -> None:
    measured = measure(sheet(("1", "专项", "插座松动", "更换"), unit="条"), device, PAPER)
    metrics = QFontMetricsF(font_of(SMALLEST_LINE, BODY_FAMILIES), device)
    assert len(measured.head_lines) == 2 and [len(line) for line in measured.foot_lines] == [3, 2]
    for line in (*measured.head_lines, *measured.foot_lines):
        assert line_width(line, metrics) <= measured.area.width()
    reason = f"更正理由：{'核对就餐人数时发现有误。' * 20}"
    told = measure(sheet(("1", "", "", ""), foot=((reason,),)), device, PAPER)
    assert len(told.foot_lines) > 1 and "".join(line[0] for line in told.foot_lines) == reason


def test_long_texts_get_what_short_columns_do_not_need(device: QPdfWriter) -> None:
    measured = measure(sheet(("1", "专项", LONG[:300], "粉刷")), device, PAPER)
    number, funding, found, done = measured.widths
    assert found > 2 * done > 0 and number < funding < found
    assert sum(measured.widths) == pytest.approx(measured.area.width(), rel=0.001)
    shown = QFontMetricsF(measured.font, device)
    assert measured.head < 2.5 * shown.height()  # 资金来源 stands in one line


def test_a_long_title_over_blank_cells_stands_in_two_lines(device: QPdfWriter) -> None:
    """Beside a name that takes all the room it would become a column of single characters."""
    columns = (PrintColumn("房间", 16), PrintColumn("本月最低室温（℃）", 11, Align.RIGHT))
    measured = measure(replace(sheet((NAME * 2, "")), columns=columns), device, PAPER)
    metrics = QFontMetricsF(font_of(measured.font.pointSizeF(), BODY_FAMILIES, bold=True), device)
    assert measured.widths[1] > metrics.horizontalAdvance("本月最低室")
    assert measured.head < 4 * metrics.lineSpacing()
