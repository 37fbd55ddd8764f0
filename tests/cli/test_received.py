"""receipt and profile: what the bureau sends, taken in by a command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said
from tests.month.receipt_maker import given, profile, question, receipt_for
from tests.month.school import CODE, OCTOBER, ident, small_school
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.receipt_file import Receipt

Command = Callable[..., Said]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    small_school(tmp_path / "school.db").close()
    return tmp_path / "school.db"


def exported(db: Path, command: Command, **said: Any) -> Receipt:
    """The month reported, and the bureau's word on it."""
    assert command("export", "--db", db, "--month", "2026-10", "--out", db.parent / "out").code == 0
    with Ledger.open(db) as ledger:
        asked = (
            question("x", message="", old="8", new="9"),
            question(ident("room", 0), id="q2", table="r_room", column="name", sheet="房间", place="教室1"),
        )
        return receipt_for(ledger.store, OCTOBER, *asked, **said)


def test_a_receipt_is_told_and_told_again(db: Path, command: Command, tmp_path: Path) -> None:
    file = given(tmp_path / "stick", exported(db, command))
    said = command("receipt", file, "--db", db)
    assert said.code == 0 and said.err == ""
    assert said.out.splitlines() == [
        "2026年10月第 1 次上报：已接收",
        "要核对  就餐人数（午餐）  一(1)班 · 20日  表上改成了 9，原来是 8（这一行已经不在了）",
        "要核对  房间  教室1  10月20日午餐 8 人，比平时多，请核对",
    ]
    again = command("receipt", file, "--db", db, "--json", today="2026-11-09")
    assert again.code == 0
    report = again.json
    assert (report["month"], report["revision"], report["result"], report["fresh"]) == (
        "2026-10",
        1,
        "已接收",
        False,
    )
    assert [(q["table"], q["there"], q["now"], q["was"]) for q in report["questions"]] == [
        ("meal_count", False, "", ""),
        ("room", True, "教室1", "教室1"),
    ]
    assert "已经读入过" in command("receipt", file, "--db", db).out


def test_a_refused_workbook_says_why(db: Path, command: Command, tmp_path: Path) -> None:
    receipt = exported(db, command, is_accepted=False, reason="缺「就餐人数（晚餐）」")
    said = command("receipt", given(tmp_path / "stick", receipt), "--db", db)
    assert said.code == 0
    assert said.out.splitlines()[:2] == ["2026年10月第 1 次上报：退回", "缺「就餐人数（晚餐）」"]


@pytest.mark.parametrize(
    "name", ["没有.xcr", "../../etc/x.xcr", "a" * 300 + ".xcr", ".", "/dev/zero", "-x.xcr"]
)
def test_a_file_that_cannot_be_one_is_code_two(db: Path, command: Command, name: str) -> None:
    before = db.read_bytes()
    for verb in ("receipt", "profile"):
        said = command(verb, name, "--db", db)
        assert said.code == 2 and said.out == "" and len(said.err.strip().splitlines()) == 1
    assert db.read_bytes() == before


def test_a_profile_is_in_force_until_it_goes_back(db: Path, command: Command, tmp_path: Path) -> None:
    file = profile(tmp_path, 3, thresholds={"class_smallest": 10, "slot_earliest": 1610}, deadline_day=8)
    said = command("profile", file, "--db", db)
    assert (said.code, said.out.strip()) == (
        0,
        "现在用区级参数第 3 版：班额下限 10 人；活动最早开始 16:10",
    )
    checked = command("check", "--db", db, "--month", "2026-10", "--json").json
    assert checked["rules"].endswith("+3")
    assert sum(f["rule"] == "G05" for f in checked["findings"]) == 3
    assert "按区级参数第 3 版" in command("check", "--db", db, "--month", "2026-10").out
    assert command("profile", file, "--db", db).why.endswith("现在用的就是这一版（第 3 版）")
    back = command("profile", "--back", "--db", db, "--json")
    assert back.json == {"version": 0, "issued": None, "thresholds": {}, "deadline_day": 5}
    assert command("profile", "--back", "--db", db).why == "没有读入过区级参数，没有可退回的"
    for arguments in ((), (file, "--back")):
        assert command("profile", *arguments, "--db", db).code == 2


def test_a_receipt_of_another_school_changes_nothing(db: Path, command: Command, tmp_path: Path) -> None:
    receipt = exported(db, command, school_code="2137040999", school_name="沙沟小学")
    said = command("receipt", given(tmp_path / "stick", receipt), "--db", db)
    assert said.code == 2 and said.why.endswith("是给沙沟小学（2137040999）的回执，不是本校的，没有读入")
    assert CODE not in said.why
