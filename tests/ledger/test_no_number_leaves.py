"""Numbers of persons typed where nobody expects them (a file's name, a remark, a club's name) leave the program masked or not
at all: workbook, prints, class files, change log, feedback, what commands say, settings and temporary files.
"""

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from xcedu_desktop import cli, feedback
from xcedu_desktop.change_log import write_log
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.editing import CellEdit
from xcedu_desktop.forms.clubs.tables import Club
from xcedu_desktop.forms.heating.tables import Equipment, HeatingWork, Inspection, Room
from xcedu_desktop.forms.meals.tables import MealDayLog
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.prints import titles
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil, Staff

TODAY, OCTOBER = date(2026, 10, 30), Month(2026, 10)
NUMBER, OTHER, PHONE, LANDLINE = "11010519491231002X", "37040320160315101X", "13906327788", "06324411352"
PUPIL_NUMBER = f"G{NUMBER}"
ALL = (NUMBER, OTHER, PHONE, LANDLINE)


@pytest.fixture
def ledger(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Ledger]:
    """A school that can be reported, its file named with numbers, phones in its remarks."""
    today_is(TODAY)
    made = make_demo(tmp_path / "学校", schools=1, students=60, month=OCTOBER).schools[0]
    path = made.rename(made.with_name(f"{NUMBER}_{PHONE}.db"))
    with Ledger.open(path) as opened:
        edits = [
            ("pupil", Pupil, "note", f"家长{PHONE}"),
            ("staff", Staff, "note", f"家里{LANDLINE}"),
            ("club", Club, "name", f"剪纸社{PHONE}"),
            ("room", Room, "name", f"一楼教室{PHONE}"),
            ("equipment", Equipment, "note", f"维修 {PHONE}"),
            ("heating_work", HeatingWork, "name", f"安装师傅{PHONE}"),
            ("inspection", Inspection, "finding", f"已联系电工{PHONE}"),
            ("meal_day_log", MealDayLog, "note", f"食堂 {LANDLINE}"),
        ]
        opened.edit(
            [CellEdit(table, opened.rows(model)[0]["id"], key, words) for table, model, key, words in edits],
            month=OCTOBER,
        )
        yield opened


def roster(folder: Path) -> Path:
    """A teacher's list whose name, sheet and remarks bear numbers; one row of it is wrong."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"表{PHONE}"
    sheet.append(["姓名", "性别", "身份证号", "学籍号", "班级", "备注"])
    sheet.append(["张问天", "女", NUMBER, PUPIL_NUMBER, "一(1)班", f"家长{PHONE}"])
    sheet.append([f"钱{PHONE}", "女", OTHER, None, "一(1)班", None])
    path = folder / f"花名册_{NUMBER}_{PHONE}.xlsx"
    book.save(path)
    return path


def found_in(data: bytes) -> list[str]:
    return [word for word in ALL if word.encode() in data or word.encode("utf-16-le") in data]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_handed_out_bears_none(ledger: Ledger, tmp_path: Path) -> None:
    result = ledger.export(OCTOBER, tmp_path / "上报")
    sent, _, _ = ledger.give_out(OCTOBER, tmp_path / "班级")
    for path in (result.file, *sent):
        assert not found_in(path.name.encode())
        assert {name: found for name, data in parts_of(path).items() if (found := found_in(data))} == {}
    shared = parts_of(result.file)["xl/sharedStrings.xml"].decode()
    assert "剪纸社139****7788" in shared and "已联系电工139****7788" in shared
    assert ledger.rows(Equipment)[0]["note"] == f"维修 {PHONE}"  # in the school's own file it stays as typed
    for key in titles():
        assert not found_in(repr(ledger.print_sheets(OCTOBER, key)).encode()), key


def test_what_is_kept_about_acts_bears_none(ledger: Ledger, tmp_path: Path, home: Path) -> None:
    plan = ledger.prepare_import("students", roster(tmp_path))
    ledger.commit_import(plan)
    with ledger.store.read() as session:
        log = session.execute(text("SELECT act, old, new FROM change_log")).all()
        runs = session.execute(text("SELECT title FROM import_run")).all()
    assert runs and not found_in(repr([tuple(row) for row in (*log, *runs)]).encode())
    assert "家长139****7788" in repr(log)
    write_log(ledger.change_log(OCTOBER), tmp_path / "修改记录.xlsx")
    assert not any(found_in(data) for data in parts_of(tmp_path / "修改记录.xlsx").values())
    packed = feedback.pack(feedback.gather(ledger.store), tmp_path / "反馈.zip")
    assert not any(found_in(data) for data in parts_of(packed).values())
    assert [path for path in home.rglob("*") if path.is_file() and found_in(path.read_bytes())] == []


@pytest.mark.parametrize("json", [True, False])
def test_what_commands_say_bears_none(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str], json: bool
) -> None:
    db, listed = str(ledger.store.path), roster(tmp_path)
    ledger.close()
    also = ["--json"] if json else []
    broken = tmp_path / f"坏了{PHONE}.xlsx"
    broken.write_bytes(b"no spreadsheet")
    for arguments in (
        ["import", "students", str(listed), "--db", db, *also],
        ["import", "students", str(broken), "--db", db, *also],
        ["import", "meals", str(listed), "--db", db, *also],
        ["import", "students", str(tmp_path / f"没有{NUMBER}.xlsx"), "--db", db, *also],
        ["check", "--db", db, "--month", "2026-10", *also],
        ["explain", "--db", db, "--month", "2026-10", "--rule", "C04", "--record", "x", "--reason", NUMBER],
        ["check", "--db", str(tmp_path / f"不在{NUMBER}.db"), "--month", "2026-10", *also],
    ):
        cli.run(arguments)
        said = capsys.readouterr()
        assert not found_in((said.out + said.err).encode()), arguments
        assert said.out or said.err
