"""Import, export and check on the command line, process start included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.measure import Compared, least, process
from bench.schools import MONTH, ROSTER_ROWS, Schools

READ = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
"""
WRITE = """
import pickle, sys, openpyxl
book = openpyxl.Workbook()
book.remove(book.active)
for title, rows in pickle.load(open(sys.argv[1], "rb")):
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
book.save(sys.argv[1] + ".xlsx")
"""
READ_TABLES = """
import sqlite3, sys
file = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
names = [name for (name,) in file.execute("select name from sqlite_master where type = 'table'")]
rows = [file.execute(f'select * from "{name}"').fetchall() for name in names]
"""


def import_of_a_roster(schools: Schools) -> Iterator[Compared]:
    """A roster of 4,000 rows into an empty school, beside openpyxl reading the same file and doing nothing with it."""

    def ours() -> float:
        path = schools.copy(schools.empty)
        return process(["main.py", "import", "students", schools.roster, "--db", path])

    def peer() -> float:
        return process(["-c", READ, schools.roster])

    yield Compared(
        f"import of {ROSTER_ROWS} rows (read, plan, write)",
        least(ours),
        "openpyxl reads the file",
        least(peer),
    )


def export_of_a_month(schools: Schools) -> Iterator[Compared]:
    """The month of 800 pupils (check, derive, write, read back, lock), beside openpyxl writing the same cells."""
    out = schools.fresh()

    def ours() -> float:
        path = schools.copy(schools.of_800)
        return process(["main.py", "export", "--db", path, "--month", str(MONTH), "--out", schools.fresh()])

    process(["main.py", "export", "--db", schools.copy(schools.of_800), "--month", str(MONTH), "--out", out])
    cells = _cells(next(out.glob("*.xlsx")), out / "cells")

    def peer() -> float:
        return process(["-c", WRITE, cells])

    yield Compared(
        "export of a month, 800 pupils", least(ours), "openpyxl writes the same cells", least(peer)
    )


def _cells(workbook: Path, target: Path) -> Path:
    import pickle

    import openpyxl

    book = openpyxl.load_workbook(workbook, data_only=True)
    sheets = [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book]
    target.write_bytes(pickle.dumps(sheets))
    return target


def check_of_a_month(schools: Schools) -> Iterator[Compared]:
    """All rules over a month, beside the standard library reading every row of the file."""
    for words, school in (("800", schools.of_800), ("3000", schools.of_3000)):

        def ours(school: Path = school) -> float:
            return process(["main.py", "check", "--db", school, "--month", str(MONTH)])

        def peer(school: Path = school) -> float:
            return process(["-c", READ_TABLES, school])

        yield Compared(
            f"check of a month, {words} pupils", least(ours), "sqlite3 reads all tables", least(peer)
        )
