"""A damaged school file replaced by a backup: it always goes, no revision number is used twice, what is lost is said."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Said
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.periods import Month

Command = Callable[..., Said]
PAGE = 4096


class Twice(NamedTuple):
    """A school whose October was reported twice, a backup made before the second time, and that one's digest."""

    db: Path
    backup: Path
    digest: str


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("restore")
    october = Month(2026, 10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", "2026-10-31")
        db = make_demo(folder, schools=1, students=60, month=october, seed=7, export=True).schools[0]
        with Ledger.open(db) as ledger:
            backup = ledger.back_up(folder / "b")
            ledger.reopen(october, "改数")
            second = ledger.export(october, folder / "x")
    assert second.revision == 2
    with contextlib.closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Twice(db, backup, second.sha256)


def goes_on(command: Command, db: Path, out: Path, digest: str) -> Said:
    """The month's next export: the bytes of the second report, or the third; never a second one with other bytes."""
    said = command("export", "--db", db, "--month", "2026-10", "--out", out, "--json")
    if said.code:
        assert "更正理由" in said.why
        assert command("reopen", "--db", db, "--month", "2026-10", "--reason", "硬盘坏了").code == 0
        said = command("export", "--db", db, "--month", "2026-10", "--out", out, "--json")
    assert said.code == 0, said.err
    assert said.json["revision"] == 3 or (said.json["revision"], said.json["sha256"]) == (2, digest)
    return said


SPOILS: dict[str, Callable[[random.Random], bytes]] = {
    "ones": lambda dice: b"\xff" * 64,
    "zeros": lambda dice: bytes(PAGE),
    "anything": lambda dice: dice.randbytes(PAGE),
    "in the middle": lambda dice: b"",
}


@pytest.mark.parametrize("how", SPOILS)
def test_pages_of_the_file_overwritten(how: str, twice: Twice, command: Command, tmp_path: Path) -> None:
    whole, backup, digest = twice
    good = whole.read_bytes()
    pages = len(good) // PAGE
    dice = random.Random(how)
    for turn in range(5):
        spoiled = bytearray(good)
        for page in dice.sample(range(1, pages), 1 if turn < 3 else pages // 20):
            words = SPOILS[how](dice)
            at = page * PAGE + (0 if words else 1000)
            words = words or dice.randbytes(900)
            spoiled[at : at + len(words)] = words
        db = tmp_path / str(turn) / "s.db"
        db.parent.mkdir()
        db.write_bytes(spoiled)
        said = command("restore", backup, "--db", db, "--json")
        assert said.code == 0, (turn, said.err)
        aside = Path(said.json["kept"])
        assert "恢复前" in aside.name and aside.stat().st_size == len(spoiled)
        assert command("verify", "--db", db).code == 0
        assert command("check", "--db", db, "--month", "2026-10").code in (0, 1)
        goes_on(command, db, tmp_path / f"o{turn}", digest)


def pages_of(db: Path, *names: str) -> set[int]:
    """The pages of a table and its indexes, from 1."""
    connection = sqlite3.connect(db)
    try:
        marks = ", ".join("?" * len(names))
        rows = connection.execute(
            f"SELECT pageno FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name IN ({marks}))",
            names,
        )
        return {int(row[0]) for row in rows}
    except sqlite3.OperationalError:
        pytest.skip("this SQLite has no dbstat")
    finally:
        connection.close()


def spoiled(whole: Path, copy: Path, *tables: str) -> Path:
    """A copy of a school file in which every page of these tables is overwritten."""
    content = bytearray(whole.read_bytes())
    for page in pages_of(whole, *tables):
        content[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    copy.write_bytes(content)
    return copy


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        (("month_state",), "上报记录没有读全，读到的是：2026年10月第 2 次"),
        (("school",), ""),
        (("revision",), "2026年10月第 2 次上报的工作簿没有读出来"),
        (("month_state", "revision"), "再导出是第 3 次"),
        (("r_class", "r_meal_heads", "r_cover"), ""),
        (("receipt", "bureau_profile"), "没有读全：区里的回执、区级参数"),
    ],
)
def test_tables_of_the_file_gone(
    gone: tuple[str, ...], told: str, twice: Twice, command: Command, tmp_path: Path
) -> None:
    whole, backup, digest = twice
    db = spoiled(whole, tmp_path / "s.db", *gone)
    said = command("restore", backup, "--db", db)
    assert said.code == 0, said.err
    assert told in said.out
    assert bool(told) == bool(said.out.splitlines()[1:])
    again = goes_on(command, db, tmp_path / "o", digest)
    assert again.json["revision"] == (3 if "revision" in gone else 2)
    assert command("verify", "--db", db).code == 0


def test_rows_of_a_carried_report_are_those_of_its_workbook(
    twice: Twice, command: Command, tmp_path: Path
) -> None:
    whole, backup, _ = twice
    db = spoiled(whole, tmp_path / "s.db", "r_meal_heads")
    assert command("restore", backup, "--db", db).code == 0

    def rows(path: Path, table: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(f"SELECT * FROM {table} WHERE revision = 2 ORDER BY id").fetchall()
        finally:
            connection.close()

    for table in ("r_meal_heads", "r_class", "r_cover", "r_explanation", "r_equipment", "r_price"):
        mine, theirs = rows(db, table), rows(whole, table)
        assert len(mine) == len(theirs)
    assert rows(db, "r_meal_heads") == rows(whole, "r_meal_heads")


def test_a_file_that_cannot_be_opened_at_all(twice: Twice, command: Command, tmp_path: Path) -> None:
    whole, backup, digest = twice
    db = tmp_path / "s.db"
    good = whole.read_bytes()
    db.write_bytes(b"\xff" * 5000 + good[5000:])
    said = command("restore", backup, "--db", db)
    assert said.code == 0
    assert "读到的是：2026年10月第 2 次" in said.out and "接着上次的编号" in said.out
    assert goes_on(command, db, tmp_path / "o", digest).json["revision"] == 3


@pytest.mark.parametrize("left", [b"", b"\xff" * 9000, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_nothing_of_the_file_is_left(left: bytes, twice: Twice, command: Command, tmp_path: Path) -> None:
    _, backup, _ = twice
    db = tmp_path / "s.db"
    db.write_bytes(left)
    said = command("restore", backup, "--db", db)
    assert said.code == 0, said.err
    assert "上报记录没有读出来" in said.out and "接着上次的编号" in said.out
    # the clerk knows that October was reported twice
    assert command("reopen", "--db", db, "--month", "2026-10", "--reason", "硬盘坏了").code == 0
    noted = command(
        "sent", "--db", db, "--month", "2026-10", "--revision", 2, "--reason", "硬盘坏了", "--json"
    )
    assert noted.json == {"month": "2026-10", "revision": 2, "reason": "硬盘坏了"}
    third = command("export", "--db", db, "--month", "2026-10", "--out", tmp_path / "o", "--json")
    assert third.json["revision"] == 3


def test_a_restore_where_no_file_is(twice: Twice, command: Command, tmp_path: Path) -> None:
    _, backup, _ = twice
    said = command("restore", backup, "--db", tmp_path / "新" / "s.db")
    assert said.code == 0
    assert "原来的文件不在" in said.out and "接着上次的编号" in said.out


def test_a_restore_by_a_process_of_its_own_knows_every_table(
    twice: Twice, process: Command, tmp_path: Path
) -> None:
    whole, backup, _ = twice
    db = tmp_path / "s.db"
    shutil.copy(whole, db)
    assert process("restore", backup, "--db", db).code == 0
    with contextlib.closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT count(*) FROM r_meal_heads WHERE revision = 2").fetchone()[0]


def test_a_sound_file_is_replaced_without_a_word(twice: Twice, command: Command, tmp_path: Path) -> None:
    whole, backup, digest = twice
    db = tmp_path / "s.db"
    shutil.copy(whole, db)
    said = command("restore", backup, "--db", db, "--json")
    assert said.json["lost"] == []
    assert goes_on(command, db, tmp_path / "o", digest).json["sha256"] == digest


def test_the_sentence_about_a_damaged_file_names_it_once(
    twice: Twice, command: Command, book: Callable[..., Path], tmp_path: Path
) -> None:
    whole, _, _ = twice
    db = spoiled(whole, tmp_path / "学校.db", "pupil")
    roster = book("名单", [["房间", "用途"], ["101", "教室"]])
    for arguments in (
        ("verify", "--db", db),
        ("backup", "--db", db, "--out", tmp_path / "b"),
        ("import", "rooms", roster, "--db", db),
    ):
        said = command(*arguments)
        assert said.code == 2
        assert said.why.count("学校.db") == 1 and said.why.count("损坏") == 1, said.why
        assert ".part" not in said.why and "备份恢复" in said.why


def test_backups_made_since_are_still_known(twice: Twice, command: Command, tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    shutil.copy(twice.db, db)
    later = command("backup", "--db", db, "--out", tmp_path / "U盘", "--json").json["file"]
    assert command("restore", twice.backup, "--db", db).code == 0
    known = {found["file"]: found["ok"] for found in command("verify", "--db", db, "--json").json["backups"]}
    assert known == {str(twice.backup): True, later: True}, "an erasure has to find them"
