"""修改记录 in words: rows and references by name, filtered by form, day and cell; masked; exported as a workbook."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.month.school import OCTOBER, ident, small_school
from xcedu_desktop.change_log import LogLine, tables_of_form, write_log
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Ledger]:
    today_is(date(2026, 10, 30))
    small_school(tmp_path / "s.db").close()
    today_is(date(2026, 11, 2))
    with Ledger.open(tmp_path / "s.db") as opened:
        yield opened


def said(line: LogLine) -> tuple[str, str, str, str]:
    return line.place, line.column, line.old, line.new


def test_a_cells_history_newest_first(ledger: Ledger) -> None:
    piece = ident("equipment", 0)
    for power in ("2.2", "2.4"):
        ledger.edit([CellEdit("equipment", piece, "power_w", power)], month=OCTOBER)
    ledger.edit([CellEdit("equipment", piece, "brand", "美的")], month=OCTOBER)
    lines = ledger.change_log(OCTOBER, cell=("equipment", piece, "power_w"))
    assert [said(line) for line in lines][:2] == [
        ("设备 · QN-0000", "功率", "2.20", "2.40"), ("设备 · QN-0000", "功率", "1.50", "2.20"),
    ]  # fmt: skip
    assert (lines[-1].column, lines[-1].act) == ("功率", "准备")
    whole = ledger.change_log(OCTOBER, cell=("equipment", piece, ""))
    assert (whole[0].column, whole[0].new) == ("品牌", "美的")
    assert {line.who for line in lines} == {"王芳"}


def test_references_and_classes_are_named_and_the_deleted_are_said(ledger: Ledger) -> None:
    ledger.edit([CellEdit("equipment", ident("equipment", 0), "room_id", "教室2")], month=OCTOBER)
    line = ledger.change_log(OCTOBER)[0]
    assert said(line) == ("设备 · QN-0000", "所在房间", "教室1", "教室2")
    note, change = ledger.insert("room", {"name": "临时房", "use": "办公"})
    ledger.delete("room", [note])
    newest = ledger.change_log(OCTOBER)[0]
    assert newest.gone and newest.place == "房间 · 已删除的行"
    assert ledger.change_log(OCTOBER, cell=("room", note, "name"))
    assert change


def test_filters_by_form_and_day(ledger: Ledger) -> None:
    ledger.edit([CellEdit("club", ident("club", 0), "capacity", "33")], month=OCTOBER)
    clubs = ledger.change_log(OCTOBER, tables=tables_of_form("clubs"), first=date(2026, 11, 2))
    assert [said(line)[1:] for line in clubs] == [("名额", "40", "33")]
    assert ledger.change_log(OCTOBER, tables=tables_of_form("meals"), first=date(2026, 11, 2)) == []
    assert ledger.change_log(OCTOBER, last=date(2026, 10, 29)) == []
    few = ledger.change_log(OCTOBER, first=date(2026, 10, 30), last=date(2026, 10, 30), most=7)
    assert sum(not line.only_place for line in few) == 7


def test_numbers_stay_masked_and_the_export_says_what_is_shown(ledger: Ledger, tmp_path: Path) -> None:
    number = "11010519491231002X"
    ledger.edit([CellEdit("pupil", ident("pupil", "0-0"), "id_number", number)], month=OCTOBER)
    lines = ledger.change_log(OCTOBER, most=3)
    assert lines[0].new == "**************002X"
    out = tmp_path / "记录.xlsx"
    write_log(lines, out)
    sheet = openpyxl.load_workbook(out).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("时间", "填表人", "做了什么")
    assert [row[3] for row in rows[1:]] == [line.place for line in lines]
    assert not [cell for row in rows for cell in row if number in str(cell)]
    out.unlink()
    out.mkdir()
    with pytest.raises(FileUnusable, match="不能写"):
        write_log(lines, out)
    assert [path.name for path in tmp_path.glob(".~*")] == []


def test_reports_and_corrections_stand_in_it(ledger: Ledger, tmp_path: Path) -> None:
    ledger.export(OCTOBER, tmp_path / "上报")
    ledger.reopen(OCTOBER, "补记一人")
    lines = ledger.change_log(OCTOBER, most=3)
    assert [(line.place, line.column, line.new) for line in lines[:2]] == [
        ("上报 2026-10", "更正理由", "补记一人"), ("上报 2026-10", "状态", "更正中"),
    ]  # fmt: skip
