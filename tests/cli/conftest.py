"""The command line: exit code, standard output and error, as a script of the bureau sees them."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xcedu_desktop import cli

ROOT = Path(__file__).resolve().parents[2]
PROFILE = {
    "code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "township": "沙沟镇", "village": True, "clerk": "孙丽",
    "phone": "13906320003", "principal": "周全",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def why(self) -> str:
        """The last line on stderr; there is never a traceback."""
        assert "Traceback" not in self.err, self.err
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Does a command in this process; `process` is the same with a start of its own."""

    def run(*arguments: object, today: str = "2026-10-31") -> Said:
        monkeypatch.setenv("XCEDU_TODAY", today)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True) for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = cli.run([str(argument) for argument in arguments])
            except SystemExit as end:
                code = int(end.code or 0)
        return said(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))

    return run


@pytest.fixture
def process() -> Callable[..., Said]:
    """Runs `python main.py` as a script does."""

    def run(*arguments: object, today: str = "2026-10-31") -> Said:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", env={**os.environ, "XCEDU_TODAY": today}, timeout=100,
        )  # fmt: skip
        return said(done.returncode, done.stdout, done.stderr)

    return run


def said(code: int, out: str, err: str) -> Said:
    """An answer; there is never a traceback in it."""
    assert "Traceback" not in err, err
    return Said(code, out, err)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(PROFILE, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def school(tmp_path: Path, profile: Path, command: Callable[..., Said]) -> Path:
    """A new school file with nothing in it but its profile."""
    path = tmp_path / "学校" / "s.db"
    assert command("init", "--db", path, "--profile", profile).code == 0
    return path


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str, list[list[Any]]], Path]:
    """Makes a workbook of one sheet from rows."""

    def make(name: str, rows: list[list[Any]]) -> Path:
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        path = tmp_path / f"{name}.xlsx"
        workbook.save(path)
        return path

    return make
