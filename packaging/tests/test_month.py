"""The installed program does a school's month on Windows, and its workbook is the one that the same data gives on Linux."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Installed
from openpyxl import load_workbook
from wine import OFFSCREEN, ROOT, Done, wait_for

MONTH = "2026-10"
DECLARE = ("declare", "--month", MONTH, "--classes", "1", "--students", "1")
DECLARE_SEPTEMBER = ("declare", "--month", "2026-09", "--classes", "1", "--students", "1")
"""October is reported and locked in the school file of schema 1."""
ROSTER = ROOT / "tests" / "intake" / "files" / "roster.xls"
PROFILE = {
    "code": "2137040107", "name": "铁道游击队小学", "stage": "小学", "township": "沙沟镇", "village": True, "clerk": "王会计",
    "phone": "13906320001", "principal": "李校长",
}  # fmt: skip


def ours(*arguments: str) -> dict[str, Any]:
    """The same command from the source tree, on Linux."""
    done = subprocess.run(
        [sys.executable, "main.py", *arguments, "--json"], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "XCEDU_TODAY": "2026-10-30"},
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told(done: Done) -> dict[str, Any]:
    """The JSON object that a command printed (its last line, after warnings)."""
    found: dict[str, Any] = json.loads(next(line for line in done.out.splitlines() if line.startswith("{")))
    return found


def cells(path: Path) -> dict[str, dict[str, object]]:
    """Every cell of every sheet, the hidden ones too; of the seal all but the moment of the export."""
    found: dict[str, dict[str, object]] = {}
    for sheet in load_workbook(path).worksheets:
        found[sheet.title] = {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
    seal = json.loads(str(found["封存"]["B1"]))
    assert seal.pop("when", seal.pop("exported", None)), seal
    found["封存"]["B1"] = json.dumps(seal, sort_keys=True)
    return found


def test_the_installed_program_passes_its_self_test(either: Installed) -> None:
    done = either.windows.run(either.cli, "--self-test")
    assert (done.code, done.out.splitlines()[-1]) == (0, "自检：全部通过"), done


def test_the_windowed_program_passes_it_too(either: Installed) -> None:
    assert either.windows.run(either.window, "--self-test").code == 0


def test_a_demo_school_is_exported_as_on_linux(either: Installed, tmp_path: Path) -> None:
    windows, work = either.windows, either.windows.drive / "演示 学校"
    shutil.rmtree(work, ignore_errors=True)
    demo = ("demo", "--schools", "1", "--students", "120", "--month", MONTH)
    there = told(windows.run(either.cli, *demo, "--out", r"C:\演示 学校", "--json"))
    here = ours(*demo, "--out", str(tmp_path))
    school = windows.unix(there["schools"][0])
    checked = windows.run(either.cli, "check", "--db", there["schools"][0], "--month", MONTH, "--json")
    assert (checked.code, told(checked)["errors"]) == (0, 0), checked
    assert told(checked) == ours("check", "--db", here["schools"][0], "--month", MONTH)

    copied = shutil.copy(school, tmp_path / "windows.db")
    exported = told(
        windows.run(either.cli, "export", "--db", there["schools"][0], "--month", MONTH, "--out", r"C:\演示 学校\上报表", "--json")
    )  # fmt: skip
    windows_book = cells(windows.unix(exported["file"]))
    for db in (here["schools"][0], str(copied)):
        linux = ours("export", "--db", db, "--month", MONTH, "--out", str(tmp_path / Path(db).stem))
        assert linux["sheets"] == exported["sheets"]
        assert cells(Path(linux["file"])) == windows_book


def test_a_roster_in_xls_goes_in_and_the_month_comes_out_as_on_linux(
    either: Installed, tmp_path: Path
) -> None:
    windows, work = either.windows, either.windows.drive / "真实 学校"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    shutil.copy(ROSTER, work / "花名册.xls")
    (work / "概况.json").write_text(json.dumps(PROFILE, ensure_ascii=False), encoding="utf-8")
    db = r"C:\真实 学校\铁道游击队小学.xcedu"
    made = windows.run(either.cli, "init", "--db", db, "--profile", r"C:\真实 学校\概况.json")
    assert made.code == 0, made
    read = windows.run(either.cli, "import", "students", r"C:\真实 学校\花名册.xls", "--db", db, "--json")
    report = told(read)
    assert read.code == 1 and report["created"] == 1 and report["rejected"] == 4, read
    assert "**************0011" in read.out and "13906320001" not in read.out
    declared = windows.run(either.cli, *DECLARE, "--db", db)
    assert declared.code == 0, declared
    copied = shutil.copy(windows.unix(db), tmp_path / "windows.db")
    exported = told(
        windows.run(
            either.cli, "export", "--db", db, "--month", MONTH, "--out", r"C:\真实 学校\上报", "--json"
        )
    )
    linux = ours("export", "--db", str(copied), "--month", MONTH, "--out", str(tmp_path / "out"))
    assert cells(windows.unix(exported["file"])) == cells(Path(linux["file"]))


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("schema_1.db", None, None),
        ("newer.db", 99, "来自更新版本的程序"),
        ("foreign.db", -1, "不是学校数据文件"),
    ],
)
def test_a_file_of_an_older_a_newer_and_a_foreign_program(
    installed: Installed, name: str, version: int | None, says: str | None
) -> None:
    import sqlite3

    path = installed.windows.drive / "旧 数据" / name
    path.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / "tests" / "upgrade" / "schema_1.db", path)
    if version is not None:
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA {'user_version' if version > 0 else 'application_id'} = {version}")
        connection.commit()
        connection.close()
    before = path.read_bytes()
    done = installed.windows.run(installed.cli, *DECLARE_SEPTEMBER, "--db", rf"C:\旧 数据\{name}")
    if says is None:
        assert done.code == 0, done
        backups = list((path.parent / "备份" / "升级前").glob("schema_1_数据版本1_*.db"))
        assert len(backups) == 1 and path.read_bytes() != before
    else:
        assert done.code == 2 and says in done.out and len(done.out.strip().splitlines()) == 1, done
        assert path.read_bytes() == before


def test_the_window_opens_a_school_and_remembers_it(installed: Installed) -> None:
    """Offscreen: Wine 8 has not all that Qt's plugin for real Windows screens asks (docs/installer.md)."""
    windows = installed.windows
    demo = told(
        windows.run(installed.cli, "demo", "--schools", "1", "--students", "60", "--month", MONTH, "--out", r"C:\窗口", "--json")
    )["schools"][0]  # fmt: skip

    def remembered() -> bool:
        return any("last_file" in ini.read_text("utf-8") for ini in windows.home.rglob("window.ini"))

    with windows.started(installed.window, *OFFSCREEN, "--db", demo):
        wait_for("the school file is remembered", remembered)
        wait_for("the day's backup", lambda: list(windows.unix(r"C:\窗口").rglob("薛城备份_*.db")))
        locked = windows.run(installed.cli, *DECLARE, "--db", demo)
        assert locked.code == 2 and "正被另一个窗口或程序使用" in locked.out
    assert [path.read_text("utf-8") for path in windows.documents.rglob("出错报告*")] == []
