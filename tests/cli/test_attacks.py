"""What an attacker and a bureau officer tried at the command line, each once found broken."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xcedu_desktop.month.restoring import restore
from xcedu_desktop.store.backup import verify
from xcedu_desktop.store.school_file import open_file

ENGLISH = re.compile(r"required|argument|invalid|choose|unrecognized|expected|usage|positional|show this")
MAIN = Path(__file__).resolve().parents[2] / "main.py"
AS_ANYONE = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)
"""Before a command: root without the right to write where modes forbid it."""
Command = Callable[..., Any]


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("nonsense",), ("check",), ("check", "--db", "a.db"), ("check", "--db"), ("import", "foo", "a.xlsx", "--db", "a.db"),
        ("check", "--db", "a.db", "--month", "2026-10", "--wat"), ("verify", "--db", "a.db", "--json=1"), ("bureau", "merge", "x"),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_in_chinese(command: Command, arguments: tuple[str, ...]) -> None:
    said = command(*arguments)
    assert said.code == 2
    assert said.why.startswith("命令写得不对") and not ENGLISH.search(said.why)


@pytest.mark.parametrize("arguments", [("--help",), ("import", "--help")])
def test_help_is_chinese(command: Command, arguments: tuple[str, ...]) -> None:
    said = command(*arguments)
    assert said.code == 0 and "写法" in said.out and not ENGLISH.search(said.out)


@pytest.mark.parametrize("month", ["1900-01", "1999-12", "2100-12"])
def test_a_month_beyond_the_school_is_wrong_usage(command: Command, school: Path, month: str) -> None:
    for words in (
        ("check",),
        ("export", "--out", school.parent),
        ("declare", "--classes", 1, "--students", 1),
    ):
        said = command(*words, "--db", school, "--month", month)
        assert said.code == 2 and "之内" in said.why


def test_an_id_number_in_a_column_of_words_goes_nowhere(
    command: Command, school: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "rooms.csv"
    numbers = ("11010519491231002X", "G37040320160315101X", "3704 0320 1603 1510 1X")
    with sheet.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["房间", "用途"], *([f"张三{n}", "办公"] for n in numbers), ["教" * 40000, "办公"]]
        )
    said = command("import", "rooms", sheet, "--db", school, "--json")
    assert said.code == 1 and said.json["rejected"] == 4
    assert [f["code"] for f in said.json["findings"]] == ["id_in_text"] * 3 + ["too_long"]
    assert max(len(f["message"]) for f in said.json["findings"]) < 100
    checked = command("check", "--db", school, "--month", "2026-10", "--json")
    for text in (said.out, said.err, checked.out):
        assert "11010519491231002X" not in text and "16031510" not in text


def test_a_phone_beside_a_name_is_no_name(command: Command, school: Path, book: Any) -> None:
    sheet = book(
        "s", [["姓名", "性别", "班级"], ["张三13906320000", "男", "一(1)班"], ["李四", "女", "一(1)班"]]
    )
    said = command("import", "students", sheet, "--db", school, "--json")
    assert (said.json["created"], said.json["rejected"]) == (1, 1)
    assert "13906320000" not in said.out + said.err


def test_a_serial_number_without_a_birth_date_is_words(command: Command, school: Path, book: Any) -> None:
    sheet = book(
        "r", [["房间", "用途"], ["库房 913704030012345678", "办公"], ["123456789012345678901234", "办公"]]
    )
    assert command("import", "rooms", sheet, "--db", school).code == 0


def test_a_second_reopening_says_where_the_month_stands(command: Command, tmp_path: Path) -> None:
    made = command(
        "demo", "--out", tmp_path / "d", "--students", 20, "--month", "2026-10", "--export", "--json"
    )
    db = made.json["schools"][0]
    assert command("reopen", "--db", db, "--month", "2026-10", "--reason", "人数有误").code == 0
    said = command("reopen", "--db", db, "--month", "2026-10", "--reason", "再来")
    assert said.code == 2 and "已经重新打开" in said.why and "还没有上报" not in said.why


@pytest.mark.parametrize("name", ["schools.csv", "2137040303.db"])
def test_a_demo_leaves_what_is_in_the_folder(command: Command, tmp_path: Path, name: str) -> None:
    mine = tmp_path / name
    mine.write_text("mine")
    said = command("demo", "--out", tmp_path, "--schools", 2, "--students", 20)
    assert said.code == 2 and name in said.why
    assert mine.read_text() == "mine" and [p.name for p in tmp_path.iterdir()] == [name]


def test_restore_keeps_a_link_to_the_school_file(command: Command, school: Path, tmp_path: Path) -> None:
    made = command("backup", "--db", school, "--out", tmp_path / "b", "--json").json["file"]
    link = tmp_path / "link.db"
    link.symlink_to(school)
    command("declare", "--db", school, "--month", "2026-10", "--classes", 1, "--students", 1)
    assert command("restore", made, "--db", link).code == 0
    assert link.is_symlink()
    check = command("check", "--db", school, "--month", "2026-10", "--json")
    assert {f["rule"] for f in check.json["findings"]} == {"G01"}


@pytest.fixture
def locked_stick(school: Path, tmp_path: Path) -> Path:
    """A folder that cannot be written, with a school file in it, as on a write-protected stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(school, stick / "s.db")
    (stick / "s.db").chmod(0o444)
    stick.chmod(0o555)
    return stick


def test_a_file_where_nothing_can_be_written_is_read(
    locked_stick: Path, tmp_path: Path, school: Path
) -> None:
    """A backup on a locked stick is checked, looked at and restored; root, who may write anywhere, loses that for it."""
    home = tmp_path / "home"
    home.mkdir()

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*AS_ANYONE, sys.executable, str(MAIN), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "XCEDU_TODAY": "2026-10-31", "HOME": str(home)},
        )  # fmt: skip

    stick = locked_stick / "s.db"
    assert run("verify", "--db", stick).returncode == 0
    looked = run("check", "--db", stick, "--month", "2026-10")
    assert looked.returncode == 1 and "还不能上报" in looked.stderr
    assert run("restore", stick, "--db", home / "new.db").returncode == 0
    refused = run("declare", "--db", stick, "--month", "2026-10", "--classes", 1, "--students", 1)
    assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 1
    assert [p.name for p in locked_stick.iterdir()] == ["s.db"]


def test_rows_that_lie_in_the_log_are_never_passed_over(school: Path, tmp_path: Path) -> None:
    """A copy with its -wal: all rows of it are there, in a check, in a restore."""
    with open_file(school) as store:
        with store.write("t") as unit:
            unit.connection.exec_driver_sql("UPDATE school SET clerk = '新人'")
        for tail in ("", "-wal", "-shm"):
            shutil.copy(school.with_name(school.name + tail), tmp_path / f"copy.db{tail}")
    assert verify(tmp_path / "copy.db").ok
    restore(tmp_path / "copy.db", tmp_path / "new.db")
    with open_file(tmp_path / "new.db", readonly=True) as store, store.read() as session:
        assert session.connection().exec_driver_sql("SELECT clerk FROM school").scalar() == "新人"


@pytest.mark.parametrize(
    "words",
    [("backup", "--db", "{school}", "--out", "{out}"), ("restore", "{school}", "--db", "{out}/new.db")],
)
def test_a_copy_that_does_not_fit_leaves_nothing(
    school: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Neither an unfinished copy nor SQLite's journal of it: both hold pupils."""
    out = tmp_path / "out"
    arguments = [word.format(school=school, out=out) for word in words]
    limited = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000,) * 2); sys.argv[1:] = {arguments!r}"
    done = subprocess.run(
        [sys.executable, "-c", f"{limited}; runpy.run_path({str(MAIN)!r}, run_name='__main__')"],
        capture_output=True, text=True, encoding="utf-8", cwd=MAIN.parent,
    )  # fmt: skip
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert {path.name for path in out.iterdir()} <= {"new.db.lock"}


@pytest.mark.parametrize("kind", ["meals", "students", "participants", "classes", "works"])
def test_our_own_workbook_is_no_list(command: Command, tmp_path: Path, kind: str) -> None:
    """Its enrolment by day was read as lunches, a member who had left as a new pupil. A sheet named outright is read."""
    made = command(
        "demo", "--out", tmp_path, "--students", 60, "--month", "2026-10", "--export", "--json"
    ).json
    db, workbook = made["schools"][0], made["workbooks"][0]
    said = command("import", kind, workbook, "--db", db, "--json")
    assert said.code == 2 and "上报表" in said.why
    named = command("import", "rooms", workbook, "--db", db, "--sheet", "房间", "--json")
    assert named.code == 0 and named.json["unchanged"] > 0
