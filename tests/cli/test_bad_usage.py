"""What a person can do wrong: one clear Chinese sentence, exit 2, nothing changed."""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import PROFILE, Said

Command = Callable[..., Said]


def test_version_and_help(command: Command) -> None:
    assert command("--version").out.startswith("XCEdu Desktop ")
    assert "export" in command("--help").out


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--month", "2026-10"], ["nonsense"], ["export", "--db", "x.db", "--month", "10月", "--out", "o"],
        ["declare", "--db", "x.db", "--month", "2026-10", "--classes", "十", "--students", "3"],
        ["import", "pupils", "x.xlsx", "--db", "x.db"], ["import", "students", "x.xlsx", "--db", "x.db", "--from", "昨天"],
    ],
)  # fmt: skip
def test_a_command_written_wrong(command: Command, words: list[str]) -> None:
    said = command(*words)
    assert said.code == 2
    assert said.why and any("\u4e00" <= c <= "\u9fff" for c in said.why)
    assert len(said.err.strip().splitlines()) == 1


def test_no_file_no_school(command: Command, tmp_path: Path) -> None:
    said = command("check", "--db", tmp_path / "没有.db", "--month", "2026-10")
    assert (said.code, "没有找到" in said.why) == (2, True)
    assert not (tmp_path / "没有.db").exists()


def test_a_month_not_begun(command: Command, school: Path, tmp_path: Path) -> None:
    for name, more in (("check", []), ("export", ["--out", tmp_path / "o"])):
        said = command(name, "--db", school, "--month", "2026-11", *more)
        assert (said.code, "还没有开始" in said.why) == (2, True)
    assert not (tmp_path / "o").exists()


def test_init_refuses_what_is_there_and_what_is_wrong(command: Command, school: Path, tmp_path: Path) -> None:
    before = school.read_bytes()
    said = command("init", "--db", school, "--profile", tmp_path / "p.json")
    assert (said.code, "已经存在" in said.why) == (2, True)
    assert school.read_bytes() == before
    for spoiled, word in (
        ({"stage": "大学"}, "学段"),
        ({"code": "12"}, "标识码"),
        ({"name": ""}, "学校名称"),
        ({"township": "火星镇"}, "镇街"),
    ):
        path = tmp_path / "wrong.json"
        path.write_text(json.dumps({**PROFILE, **spoiled}, ensure_ascii=False), encoding="utf-8")
        said = command("init", "--db", tmp_path / "new.db", "--profile", path)
        assert (said.code, word in said.why) == (2, True), said
        assert not (tmp_path / "new.db").exists()
    (tmp_path / "wrong.json").write_text("not json")
    assert command("init", "--db", tmp_path / "new.db", "--profile", tmp_path / "wrong.json").code == 2


def test_files_that_cannot_be_used(command: Command, school: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    newer = tmp_path / "newer.db"
    newer.write_bytes(school.read_bytes())
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    for path, word in ((foreign, "别的程序"), (newer, "更新版本"), (tmp_path, "文件夹")):
        for name, more in (
            ("check", ["--month", "2026-10"]),
            ("verify", []),
            ("backup", ["--out", tmp_path / "b"]),
        ):
            said = command(name, "--db", path, *more)
            assert (said.code, word in said.why) == (2, True), said


def test_import_of_what_is_no_list(command: Command, school: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "没有.xlsx", tmp_path):
        said = command("import", "students", path, "--db", school)
        assert said.code == 2 and said.why
    with (tmp_path / "a.csv").open("w", encoding="utf-8") as file:
        file.write("姓名,性别\n张三,男\n")
    said = command("import", "students", tmp_path / "a.csv", "--db", school)
    assert said.code in (1, 2) and "班级" in said.why


def test_reopen_and_explain_say_what_is_missing(command: Command, school: Path) -> None:
    said = command("reopen", "--db", school, "--month", "2026-10", "--reason", "改数")
    assert (said.code, "还没有上报" in said.why) == (2, True)
    said = command(
        "explain", "--db", school, "--month", "2026-10", "--rule", "Z99", "--record", "x", "--reason", "因为"
    )
    assert said.code == 2


def test_an_unwritable_folder(command: Command, profile: Path, school: Path) -> None:
    """`school` has loaded the modules, which the user nobody may not be able to read; root may write everywhere."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        folder = place / "ro"
        Path(shutil.copy(profile, place / "p.json")).chmod(0o644)
        folder.mkdir()
        folder.chmod(0o555)
        place.chmod(0o755)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            said = command("init", "--db", folder / "s.db", "--profile", place / "p.json")
        finally:
            os.seteuid(user)
    assert (said.code, "没有权限" in said.why) == (2, True), said.why


def test_backup_restore_verify(command: Command, school: Path, tmp_path: Path) -> None:
    said = command("backup", "--db", school, "--out", tmp_path / "备份", "--json")
    assert said.code == 0
    backup = said.json["file"]
    assert (
        command("declare", "--db", school, "--month", "2026-10", "--classes", 3, "--students", 30).code == 0
    )
    assert command("verify", "--db", school, "--json").json["backups"][0]["ok"] is True
    said = command("restore", backup, "--db", school, "--json")
    assert said.code == 0 and Path(said.json["kept"]).exists()
    report = command("verify", "--db", school, "--json").json
    assert report["ok"] is True and report["integrity"] == "ok"


@pytest.mark.parametrize(
    "arguments",
    [
        ("declare", "--classes", 1, "--students", 1),
        ("explain", "--rule", "H13", "--record", "x", "--reason", "已报备"),
        ("sent", "--revision", 1),
        ("check",),
        ("export", "--out", "."),
    ],
)
def test_a_month_that_has_not_begun_is_refused_by_every_command(
    command: Callable[..., Said], school: Path, arguments: tuple[object, ...]
) -> None:
    said = command(*arguments, "--db", school, "--month", "2026-11")
    assert said.code == 2
    assert "2026年11月还没有开始" in said.why
