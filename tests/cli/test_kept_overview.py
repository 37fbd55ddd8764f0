"""A command that wrote leaves the overview's figures for the window's first paint."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import PROFILE, Said
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.overview import check
from xcedu_desktop.periods import Month
from xcedu_desktop.store.peek import peek

Command = Callable[..., Said]
OCTOBER = Month(2026, 10)


def kept(db: Path) -> dict[str, Any]:
    """What the first paint would show."""
    found = peek(db)
    assert found is not None and found.overview is not None
    overview: dict[str, Any] = found.overview["overview"]
    return overview


def computed(db: Path) -> dict[str, Any]:
    """What a check of the file gives now, as JSON keeps it."""
    with Ledger.open(db, readonly=True) as ledger:
        overview: dict[str, Any] = json.loads(json.dumps(check(ledger, OCTOBER).overview))
    return overview


@pytest.fixture
def db(command: Command, tmp_path: Path) -> Path:
    profile = tmp_path / "P.json"
    profile.write_text(json.dumps(PROFILE, ensure_ascii=False), encoding="utf-8")
    path = tmp_path / "s.db"
    assert command("init", "--db", path, "--profile", profile).code == 0
    return path


def test_a_new_file_has_them(db: Path) -> None:
    assert kept(db) == computed(db)
    assert kept(db)["pictures"][0]["blank"]


def test_each_command_that_writes_keeps_them(db: Path, command: Command, tmp_path: Path) -> None:
    rooms = tmp_path / "房间.csv"
    rooms.write_text("房间,用途,面积\n101,教室,60\n102,教室,60\n", encoding="utf-8")
    said = command("import", "rooms", rooms, "--db", db, "--json")
    assert said.code == 0, said.err
    overview = kept(db)
    assert overview == computed(db)
    assert not next(picture for picture in overview["pictures"] if picture["form"] == "heating")["blank"]
    assert command("declare", "--db", db, "--month", "2026-10", "--classes", 0, "--students", 0).code == 0
    assert kept(db)["cover"]["classes"] == 0
    assert command("backup", "--db", db, "--out", tmp_path / "备份").code == 0
    assert kept(db)["backup"] is not None
    assert kept(db) == computed(db)


def test_a_preview_writes_nothing(db: Path, command: Command, tmp_path: Path) -> None:
    rooms = tmp_path / "房间.csv"
    rooms.write_text("房间,用途,面积\n101,教室,60\n", encoding="utf-8")
    before = kept(db)
    assert command("import", "rooms", rooms, "--db", db, "--dry-run").code == 0
    assert kept(db) == before


def test_an_exported_month_is_kept_as_reported(command: Command, tmp_path: Path) -> None:
    assert command(
        "demo", "--out", tmp_path, "--students", 60, "--month", "2026-10", "--export", "--seed", 3
    ).code in (0, 1)
    (path,) = tmp_path.glob("*.db")
    overview = kept(path)
    assert overview["state"]["locked"] and overview["marks"] == []
    assert overview == computed(path)
