"""Copy and paste with Excel, WPS, LibreOffice and browsers: what those programs really put on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.grid_desk import CTRL, SHIFT, STAFF, Desk, answer_paste, open_desk
from ui.grid.clipboard import blank_mime, from_html, from_mime, from_tsv, to_html, to_tsv
from xcedu_desktop.ledger import Ledger

Key = Qt.Key

FILES = Path(__file__).parent / "clipboard"


# Made up in the shape of what WPS Office ET writes (its saved pages are public): no WPS was at hand
WPS = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml"\r\nxmlns:o="urn:schemas-microsoft-com:office:office"\r\n'
    'xmlns:x="urn:schemas-microsoft-com:office:excel"\r\nxmlns="http://www.w3.org/TR/REC-html40">\r\n<head>\r\n'
    '<meta name=ProgId content=Excel.Sheet>\r\n<meta name=Generator content="WPS Office ET">\r\n<style>\r\n<!--\r\n'
    '.et2\r\n\t{mso-number-format:"\\@";}\r\n-->\r\n</style>\r\n</head>\r\n<body link="blue" vlink="purple">\r\n'
    '<!--StartFragment-->\r\n<table width="216" border="0" cellpadding="0" cellspacing="0">\r\n'
    ' <col width="72" span="3" style=\'width:54.00pt;\'/>\r\n <tr height="19" style=\'height:14.25pt;\'>\r\n'
    '  <td class="et2" height="19" width="72" x:str>张&#160;三</td>\r\n'
    '  <td class="et3" width="72" x:num="46266">2026/9/1</td>\r\n  <td width="72"></td>\r\n </tr>\r\n'
    ' <tr height="19">\r\n  <td class="et2" colspan="2" x:str><font class="font0">李</font><font class="font1">四</font></td>\r\n'
    "  <td>第一行<br/>\r\n    第二行</td>\r\n </tr>\r\n</table>\r\n<!--EndFragment-->\r\n</body>\r\n</html>\r\n"
)
WPS_TEXT = '张\xa0三\t2026/9/1\t\r\n李四\t\t"第一行\n第二行"\r\n'


@pytest.fixture
def desk(qtbot: QtBot, school_file: Path, ledger: Ledger, today_is: Callable[[date], None]) -> Desk:
    today_is(date(2026, 10, 30))
    return open_desk(qtbot, school_file, ledger)


# -- formats


def kept(name: str) -> QMimeData:
    """A clipboard with the bytes of another program."""
    mime = blank_mime()
    mime.setData("text/plain", (FILES / f"{name}.txt").read_bytes())
    mime.setData("text/html", (FILES / f"{name}.html").read_bytes())
    return mime


def test_libreoffice() -> None:
    assert from_mime(kept("libreoffice-7.4-block")) == [
        ["教学楼", "一(1)班\n教室", "54.5", "2026/9/1"],
        ["", '图书室 & "阅览室"', "1,200", "2026年10月8日"],
        ["009", "109", "是", ""],
        ["张 三", " 尾空格 ", "a b", "-"],
    ]
    assert from_mime(kept("libreoffice-7.4-cell")) == [["一(1)班\n教室"]]


def test_libreoffice_table_alone() -> None:
    mime = kept("libreoffice-7.4-block")
    mime.removeFormat("text/plain")
    assert from_mime(mime)[:2] == [
        ["教学楼", "一(1)班\n教室", "54.5", "2026/9/1"],
        ["", '图书室 & "阅览室"', "1,200", "2026年10月8日"],
    ]


def test_libreoffice_into_the_grid(desk: Desk) -> None:
    desk.at(0, "post")
    QApplication.clipboard().setMimeData(kept("libreoffice-7.4-cell"))
    desk.paste()
    assert desk.stored("SELECT post FROM staff WHERE id = 's0'") == [("一(1)班\n教室",)]


def test_wps() -> None:
    expected = [["张 三", "2026/9/1", ""], ["李四", "", "第一行\n第二行"]]
    assert from_html(WPS) == expected
    assert [[cell.replace("\xa0", " ") for cell in row] for row in from_tsv(WPS_TEXT)] == expected


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("38\r\n36\r\n", [["38"], ["36"]]),
        ("a\tb", [["a", "b"]]),
        ("a\tb\nc", [["a", "b"], ["c", ""]]),
        ('"a ""b"" c"\td', [['a "b" c', "d"]]),
        ('"5 寸\t6 寸', [['"5 寸', "6 寸"]]),  # a lone quote is a character like any other
        ('5"\t6"', [['5"', '6"']]),
        ('"a"b\tc', [['"a"b', "c"]]),
        ('"x\r\ny"\tz\r\n', [["x\ny", "z"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
    ],
)
def test_tab_separated_text(text: str, block: list[list[str]]) -> None:
    assert from_tsv(text) == block


cell = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\t\n"'), max_size=8)
blocks = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(cell, min_size=wide, max_size=wide), min_size=1, max_size=4)
)


@given(blocks)
def test_text_comes_back_as_it_went(block: list[list[str]]) -> None:
    if block != [[""]]:
        assert from_tsv(to_tsv(block)) == block


@given(blocks)
def test_a_table_comes_back_but_for_blanks(block: list[list[str]]) -> None:
    def plain(text: str) -> str:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()

    found = from_html(to_html(block, [True] * len(block[0])))
    assert [[plain(text) for text in row] for row in found] == [
        [plain(text) for text in row] for row in block
    ]


# -- in the grid


def test_a_block_lands_where_the_cursor_is(desk: Desk) -> None:
    desk.at(1, "post")
    desk.clip("班主任\t语文\r\n教师\t数学\r\n")
    desk.paste()
    assert desk.column("post") == ["", "班主任", "教师", ""]
    assert desk.stored("SELECT post, subject FROM staff ORDER BY position") == [
        (None, None),
        ("班主任", "语文"),
        ("教师", "数学"),
        (None, None),
    ]
    assert desk.shell.status.act.text() == "已粘贴 4 格"
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("post") == [""] * 4


def test_only_a_table_is_read_too(desk: Desk) -> None:
    desk.at(0, "name")
    desk.clip(html=WPS)
    seen: list[str] = []
    answer_paste(True, seen)
    desk.paste()
    assert seen == ["第 1 行 性别：「2026/9/1」不在可选项内：男、女"]
    assert desk.column("name")[:2] == ["张三", "李四"]  # a name's inner blank is dropped by its field


def test_cells_with_line_breaks_stay_one_cell(desk: Desk) -> None:
    desk.at(0, "note")
    desk.clip('"第一行\n第二行"\r\n后面\r\n')
    desk.paste()
    assert desk.stored("SELECT note FROM staff ORDER BY position LIMIT 2") == [("第一行\n第二行",), ("后面",)]


def test_more_rows_than_there_are_make_rows(desk: Desk) -> None:
    desk.at(3, "name")
    desk.clip("甲\t男\n乙\t女\n\n丙\t男\n")
    desk.paste()
    assert desk.column("name") == [*STAFF[:3], "甲", "乙", "丙"]
    assert desk.column("sex")[3:] == ["男", "女", "男"]
    desk.press(Key.Key_Z, CTRL)
    assert desk.column("name") == list(STAFF)
    desk.press(Key.Key_Y, CTRL)
    assert desk.column("name") == [*STAFF[:3], "甲", "乙", "丙"]


def test_one_value_fills_the_selection(desk: Desk) -> None:
    desk.select(0, "post", 2, 1)
    desk.clip("教师")
    desk.paste()
    assert desk.column("post") == ["教师", "教师", "教师", ""]
    assert desk.column("subject") == ["教师", "教师", "教师", ""]


def test_what_does_not_fit_is_asked_about(desk: Desk) -> None:
    desk.at(0, "note")
    desk.clip("a\tb\tc\n")
    seen: list[str] = []
    answer_paste(False, seen)
    desk.paste()
    assert seen == ["第 1 行「b」：右边没有这么多列", "第 1 行「c」：右边没有这么多列"]
    assert desk.column("note")[0] == ""


def test_texts_that_are_wrong_and_texts_that_do_not_fit_stand_in_one_question(desk: Desk) -> None:
    desk.at(0, "to_date")
    desk.clip("soon\tgut\tzu viel\n")
    seen: list[str] = []
    answer_paste(True, seen)
    desk.paste()
    assert len(seen) == 2
    assert "soon" in seen[0] and seen[1] == "第 1 行「zu viel」：右边没有这么多列"
    assert desk.column("note")[0] == "gut"


def test_errors_are_shown_at_once_and_the_good_are_pasted(desk: Desk) -> None:
    desk.at(0, "from_date")
    desk.clip("2021-9-1\nsoon\n2021-9-3\nlater\n")
    seen: list[str] = []
    answer_paste(True, seen)
    desk.paste()
    assert len(seen) == 2
    assert seen[0].startswith("第 2 行 到校日期：") and "soon" in seen[0]
    assert desk.column("from_date") == ["2021-09-01", "2020-09-02", "2021-09-03", "2020-09-04"]


def test_or_nothing_is_pasted(desk: Desk) -> None:
    desk.at(0, "from_date")
    desk.clip("2021-9-1\nsoon\n")
    answer_paste(False, [])
    desk.paste()
    assert desk.column("from_date")[:2] == ["2020-09-01", "2020-09-02"]
    assert desk.said() == "没有粘贴"
    assert not desk.shell.history.done


def test_a_mask_is_refused(desk: Desk) -> None:
    desk.at(0, "phone")
    desk.press(Key.Key_C, CTRL)
    desk.at(1, "phone")
    seen: list[str] = []
    answer_paste(False, seen)
    desk.paste()
    assert "遮住" in seen[0]
    assert desk.stored("SELECT phone FROM staff WHERE id = 's1'") == [("13806321231",)]


def test_blank_cells_empty_what_is_there(desk: Desk) -> None:
    desk.at(0, "sex")
    desk.clip("女\n\n男\n")
    desk.paste()
    assert desk.column("sex") == ["女", "", "男", "女"]


def test_cut_and_paste_moves(desk: Desk) -> None:
    desk.at(0, "note")
    desk.enter("memo")
    desk.at(0, "note")
    desk.press(Key.Key_X, CTRL)
    assert desk.column("note")[0] == ""
    desk.at(2, "note")
    desk.paste()
    assert desk.column("note") == ["", "", "memo", ""]


def test_copy_of_a_block_pastes_back(desk: Desk) -> None:
    desk.select(0, "name", 1, 1)
    desk.press(Key.Key_C, CTRL)
    desk.at(4, "name")
    desk.paste()
    assert desk.column("name") == [*STAFF, STAFF[0], STAFF[1]]
    assert desk.column("sex")[4:] == ["男", "女"]


def test_an_empty_clipboard_is_said(desk: Desk) -> None:
    QApplication.clipboard().clear()
    desk.at(0, "note")
    desk.press(Key.Key_V, CTRL)
    assert desk.said() == "剪贴板里没有可以粘贴的内容"


def test_numbers_go_as_numbers_and_codes_as_text(desk: Desk) -> None:
    desk.open("rooms")
    desk.select(0, "use", 0, 1)
    desk.press(Key.Key_C, CTRL)
    html = QApplication.clipboard().mimeData().html()
    assert "<td>54</td>" in html
    assert '<td style="mso-number-format:\'\\@\'" sdnum="1033;0;@">教室</td>' in html
    desk.press(Key.Key_Left, SHIFT)


def test_copy_gives_text_and_table_with_masks(desk: Desk) -> None:
    desk.select(0, "phone", 1, 1)
    desk.press(Key.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == "138****1230\t2020-09-01\n138****1231\t2020-09-02\n"
    assert 'sdnum="1033;0;@">138****1230</td>' in mime.html()
    assert "13806321230" not in mime.html()
    assert desk.said() == "号码复制出去是遮住的；完整的号码按 F2 显示"


def test_lines_below_a_list_make_no_rows(desk: Desk) -> None:
    desk.at(4, "name")
    desk.clip("甲\t男\n乙\t女\n合计\t2\n单位负责人：\t\n")
    seen: list[str] = []
    answer_paste(True, seen)
    desk.paste()
    assert desk.column("name") == [*STAFF, "甲", "乙"]
    assert seen == [
        "第 7 行「合计」：合计、签字一类的行不算一行内容",
        "第 7 行「2」：合计、签字一类的行不算一行内容",
        "第 8 行「单位负责人：」：合计、签字一类的行不算一行内容",
    ]


def test_the_header_copied_along_makes_no_row(desk: Desk) -> None:
    desk.clip("姓名\t性别\t职务\n孙悦\t女\t教师\n")
    desk.at(4, "name")
    seen: list[str] = []
    answer_paste(True, seen)
    desk.paste()
    assert [line for line in seen if "这是表头，不算一行内容" in line] == seen != []
    assert desk.column("name") == [*STAFF, "孙悦"]
    assert desk.shell.status.act.text() == "已粘贴 3 格，增加 1 行"


def test_a_line_break_survives_f2(desk: Desk) -> None:
    desk.at(0, "note")
    desk.clip('"one\ntwo"\n')
    desk.paste()
    desk.press(Key.Key_F2)
    desk.type("x")
    desk.press(Key.Key_Return)
    assert desk.stored("SELECT note FROM staff WHERE id = 's0'") == [("one\ntwox",)]
