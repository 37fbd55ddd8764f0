"""The command line as a process of its own: what no call within Python shows."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Said
from xcedu_desktop.version import VERSION

Process = Callable[..., Said]


def test_version(process: Process) -> None:
    said = process("--version")
    assert (said.code, said.out, said.err) == (0, f"XCEdu Desktop {VERSION}\n", "")


def test_the_exit_code_and_the_chinese_sentence_reach_the_caller(process: Process, tmp_path: Path) -> None:
    said = process("check", "--db", tmp_path / "没有.db", "--month", "2026-10")
    assert (said.code, said.out) == (2, "")
    assert "没有.db" in said.why


def test_a_month_that_has_not_begun(process: Process, school: Path) -> None:
    assert process("check", "--db", school, "--month", "2026-12").code == 2
