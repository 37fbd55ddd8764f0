"""上报: the workbook of a month, its lock, its stored copy, and every way it can be refused."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from tests.month.school import CODE, NAME, OCTOBER, ident, made, small_school
from xcedu_desktop.errors import FileUnusable, MonthLocked, WrongUsage
from xcedu_desktop.form import MonthView, Severity
from xcedu_desktop.forms.meals.tables import count_id
from xcedu_desktop.month.book import read_workbook, rows_of
from xcedu_desktop.month.check import findings
from xcedu_desktop.month.derive import derive, reported_models, same_rows, stored
from xcedu_desktop.month.export import ExportBlocked, export
from xcedu_desktop.month.file import file_name
from xcedu_desktop.month.life import reopen, state
from xcedu_desktop.periods import Month
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import LogEntry, MonthState, Revision


def rows_in(store: Store, model: type) -> int:
    with store.read() as session:
        return session.execute(select(func.count()).select_from(model)).scalar() or 0


def nothing_changed(store: Store) -> bool:
    with store.read() as session:
        life = state(session, CODE, OCTOBER)
    return not life.locked and life.revision == 0 and rows_in(store, Revision) == 0


def test_the_file_says_what_the_database_says(store: Store, tmp_path: Path, today: date) -> None:
    result = export(store, OCTOBER, tmp_path / "上报", today)
    assert result.file.name == f"薛城_{CODE}_{NAME}_2026-10_r1.xlsx"
    content = result.file.read_bytes()
    assert result.sha256 == hashlib.sha256(content).hexdigest()
    book = read_workbook(result.file)
    assert (book.changes, book.problems) == ([], [])
    header = book.header
    assert (header.school_code, header.month, header.revision) == (CODE, OCTOBER, 1)
    with store.read() as session:
        kept = stored(session, CODE, OCTOBER)
        live = derive(MonthView(session, CODE, OCTOBER, today))
        assert kept is not None
        assert same_rows(rows_of(book, today=today), kept, reported_models())
        assert same_rows(live, kept, list(live.tables))
    assert result.sheets["封面"] == 14
    assert sum(result.sheets.values()) + len(book.tables["r_cover_fact"]) == sum(
        map(len, book.tables.values())
    )


def test_a_second_export_copies_the_bytes(store: Store, tmp_path: Path, today: date) -> None:
    first = export(store, OCTOBER, tmp_path / "a", today)
    again = export(store, OCTOBER, tmp_path / "b", date(2027, 1, 9))
    same_place = export(store, OCTOBER, tmp_path / "a", today)
    assert first.file.read_bytes() == again.file.read_bytes() == same_place.file.read_bytes()
    assert (first.fresh, again.fresh, again.revision, again.sheets) == (True, False, 1, first.sheets)
    assert rows_in(store, Revision) == 1


def test_the_month_is_locked(store: Store, tmp_path: Path, today: date) -> None:
    export(store, OCTOBER, tmp_path, today)
    with store.read() as session:
        life = state(session, CODE, OCTOBER)
    assert (life.word, life.revision) == ("已上报", 1)
    count = Change("meal_staff_count", "x", None, {"day": date(2026, 10, 13), "meal": "晚餐", "heads": 4})
    with pytest.raises(MonthLocked), store.write("修改") as unit:
        unit.apply([count])
    with store.read() as session:
        acts = session.execute(select(LogEntry.act).order_by(LogEntry.seq.desc()).limit(1)).scalar()
    assert acts == "上报 2026年10月 第1次"


def test_a_month_to_come_is_refused(store: Store, tmp_path: Path, today: date) -> None:
    with pytest.raises(WrongUsage, match="2026年12月还没有开始"):
        export(store, Month(2026, 12), tmp_path / "out", today)
    assert not (tmp_path / "out").exists()
    assert rows_in(store, MonthState) == 0


def test_the_running_month_can_be_reported(store: Store, tmp_path: Path) -> None:
    result = export(store, OCTOBER, tmp_path / "out", date(2026, 10, 29))
    facts = {
        row.values["key"]: row.values.get("text") for row in read_workbook(result.file).tables["r_cover_fact"]
    }
    assert facts["reference_day"] == "2026年10月29日"
    assert facts["date"] == "2026年10月29日"
    assert facts["phone"] == "0632-4××××52"
    assert "head" in facts and facts["head"] is None


def test_errors_block_and_are_handed_over(store: Store, tmp_path: Path, today: date) -> None:
    with store.write("修改") as unit:
        unit.apply([made("club_session", 1, club_id=ident("club", 0), day=date(2026, 10, 4), present=2)])
    with pytest.raises(ExportBlocked) as caught:
        export(store, OCTOBER, tmp_path / "out", today)
    assert [finding.severity for finding in caught.value.findings] == [Severity.ERROR] * len(
        caught.value.findings
    )
    assert "没有上报" in caught.value.message
    assert nothing_changed(store)
    assert not (tmp_path / "out").exists()


def test_findings_travel_with_their_reason(store: Store, tmp_path: Path, today: date) -> None:
    with store.read() as session:
        found = findings(MonthView(session, CODE, OCTOBER, today))
    first = found[0]
    with store.write("说明") as unit:
        unit.apply(
            [
                made(
                    "explanation", 1, month=OCTOBER, rule=first.rule, record=first.record, reason="两位老师轮流",
                    basis=first.message,
                )
            ]
        )  # fmt: skip
    result = export(store, OCTOBER, tmp_path / "out", today)
    book = read_workbook(result.file)
    said = {
        (row.values["rule"], row.values["record"]): row.values["reason"]
        for row in book.tables["r_explanation"]
    }
    assert len(said) == len(found)
    assert said[first.rule, first.record] == "两位老师轮流"
    assert sorted(set(said.values())) == ["两位老师轮流", "未说明"]
    figures = {row.values["key"]: row.values["amount"] for row in book.tables["r_cover"]}
    assert figures["unexplained_warnings"] == len(found) - 1
    assert figures["heating_invested_fen"] == 1716000


@pytest.mark.parametrize(
    "obstacle", ["a file for a folder", "a folder for the file", "a folder that may not be made"]
)
def test_a_place_that_cannot_be_written(store: Store, tmp_path: Path, today: date, obstacle: str) -> None:
    out = tmp_path / "out"
    if obstacle == "a file for a folder":
        out.write_text("x")
    elif obstacle == "a folder for the file":
        (out / file_name(CODE, NAME, OCTOBER, 1)).mkdir(parents=True)
    else:
        out = Path("/proc/上报")
    with pytest.raises(FileUnusable):
        export(store, OCTOBER, out, today)
    assert nothing_changed(store)
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A place without room: a tiny disk as root, else the device that is always full."""
    place = tmp_path / "full"
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    )
    yield place if mounted else Path("/dev/full")
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(store: Store, full_disk: Path, tmp_path: Path, today: date) -> None:
    with pytest.raises(FileUnusable):
        export(store, OCTOBER, full_disk, today)
    assert nothing_changed(store)
    assert not full_disk.is_dir() or not list(full_disk.iterdir())
    assert export(store, OCTOBER, tmp_path / "room", today).fresh


def test_a_read_only_folder(store: Store, tmp_path: Path, today: date) -> None:
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o555)
    if os.geteuid() == 0:  # root writes where it likes; the attribute stops it too
        made_fast = (
            subprocess.run(["chattr", "+i", str(out)], capture_output=True, check=False).returncode == 0
        )
        out = out if made_fast else Path("/sys/上报")
    try:
        with pytest.raises(FileUnusable):
            export(store, OCTOBER, out, today)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", str(tmp_path / "out")], capture_output=True, check=False)
        (tmp_path / "out").chmod(0o755)
    assert nothing_changed(store)


def test_the_same_data_gives_the_same_bytes(
    tmp_path: Path, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import datetime

    monkeypatch.setattr("xcedu_desktop.month.export.now", lambda: datetime(2026, 11, 2, 9, 30))
    contents = []
    for name in ("one", "two"):
        with small_school(tmp_path / f"{name}.db") as store:
            contents.append(export(store, OCTOBER, tmp_path / name, today).file.read_bytes())
    assert contents[0] == contents[1]


def test_nobody_is_named_in_the_properties(store: Store, tmp_path: Path, today: date) -> None:
    properties = openpyxl.load_workbook(export(store, OCTOBER, tmp_path, today).file).properties
    assert not properties.creator and not properties.lastModifiedBy


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("CON/一小:?*", "CON_一小_"),
        ("  邹坞 小学. ", "邹坞_小学"),
        ("校" * 200, "校" * 40),
        ("", "学校"),
        ("😀小学", "😀小学"),
    ],
)
def test_file_names_fit_windows(name: str, plain: str) -> None:
    made_name = file_name(CODE, name, OCTOBER, 3)
    assert (
        made_name == f"薛城_{CODE}_{plain.rstrip('_')}_2026-10_r3.xlsx"
        or made_name == f"薛城_{CODE}_{plain}_2026-10_r3.xlsx"
    )
    assert len(made_name.encode()) < 240


def test_a_meal_without_rows_has_no_sheet(store: Store, tmp_path: Path, today: date) -> None:
    day, class_id = date(2026, 10, 13), ident("school_class", 0)
    titles = openpyxl.load_workbook(export(store, OCTOBER, tmp_path, today).file).sheetnames
    assert "就餐人数（午餐）" in titles and "就餐人数（晚餐）" not in titles
    reopen(store, OCTOBER, "补填晚餐")
    with store.write("补填") as unit:
        supplier = ident("meal_supplier", 1)
        price = made(
            "meal_price", 2, supplier_id=supplier, meal="晚餐", price_fen=900, from_date=date(2026, 9, 1)
        )
        heads = {"class_id": class_id, "day": day, "meal": "晚餐", "heads": 4}
        unit.apply([price, Change("meal_count", count_id(class_id, day, "晚餐"), None, heads)])
    result = export(store, OCTOBER, tmp_path, today)
    assert result.sheets["就餐人数（晚餐）"] == 1
    book = read_workbook(result.file)
    assert (book.changes, book.problems) == ([], [])
    assert {row.values["meal"] for row in book.tables["r_meal_heads"]} == {"午餐", "晚餐"}
