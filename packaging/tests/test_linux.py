"""The .deb: installed on this Debian, run, removed; what a clerk made with it stays."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from wine import ROOT, files_under, wait_for

from xcedu_desktop.version import VERSION


def run(*command: str | Path, home: Path, check: bool = True) -> str:
    """A command of the installed program with a home of its own; its output."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "XCEDU_"))},
        "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "XCEDU_TODAY": "2026-10-30", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    done = subprocess.run(
        [str(part) for part in command], env=env, capture_output=True, text=True, check=False, timeout=120
    )
    assert not check or done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> object:
    """/usr/bin/xcedu of the installed package (root), else the program of the unpacked one."""
    deb = ROOT / "dist" / f"xcedu_{VERSION}_amd64.deb"
    assert deb.is_file(), "make installer first"
    if os.getuid() != 0:
        scratch = tmp_path_factory.mktemp("deb")
        subprocess.run(["dpkg-deb", "-x", deb, scratch], check=True)
        yield scratch / "opt" / "xcedu" / "xcedu"
        return
    subprocess.run(["dpkg", "-i", deb], check=True, capture_output=True)
    yield Path("/usr/bin/xcedu")
    subprocess.run(["dpkg", "-r", "xcedu"], check=True, capture_output=True)
    assert not Path("/opt/xcedu").exists() and not Path("/usr/bin/xcedu").is_symlink()


def test_self_test(program: Path, tmp_path: Path) -> None:
    assert run(program, "--self-test", home=tmp_path).splitlines()[-1] == "自检：全部通过"


def test_a_month_gives_the_same_bytes_as_the_source_tree(program: Path, tmp_path: Path) -> None:
    made = json.loads(
        run(program, "demo", "--out", tmp_path / "演示", "--schools", "1", "--students", "120", "--month", "2026-10",
            "--export", "--json", home=tmp_path)
    )  # fmt: skip
    workbook = Path(
        made["workbooks"][0]["file"] if isinstance(made["workbooks"][0], dict) else made["workbooks"][0]
    )
    again = json.loads(
        run(ROOT / ".venv/bin/python", ROOT / "main.py", "export", "--db", made["schools"][0], "--month", "2026-10",
            "--out", tmp_path / "源代码", "--json", home=tmp_path)
    )  # fmt: skip
    assert workbook.read_bytes() == Path(again["file"]).read_bytes()
    checked = json.loads(
        run(program, "check", "--db", made["schools"][0], "--month", "2026-10", "--json", home=tmp_path)
    )
    assert checked["errors"] == 0


def test_the_window_opens_a_school(program: Path, tmp_path: Path) -> None:
    made = json.loads(
        run(program, "demo", "--out", tmp_path, "--schools", "1", "--students", "60", "--month", "2026-10", "--json", home=tmp_path)
    )  # fmt: skip
    env = {
        **os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XCEDU_TODAY": "2026-10-30",
    }  # fmt: skip
    window = subprocess.Popen([str(program), "--db", made["schools"][0]], env=env)
    try:
        wait_for("the day's backup", lambda: list(tmp_path.rglob("薛城备份_*.db")))
        assert window.poll() is None
        assert [path.read_text("utf-8") for path in tmp_path.rglob("出错报告*")] == []
    finally:
        window.terminate()
        window.wait(30)


def test_licences_are_shipped_and_qt_can_be_replaced(program: Path) -> None:
    folder = program.resolve().parent
    listed = json.loads((folder / "_internal" / "licences" / "parts.json").read_text(encoding="utf-8"))
    texts = {name for part in listed for name in part["texts"]}
    assert texts <= files_under(folder / "_internal" / "licences")
    assert {"LGPL-3.0.txt", "GPL-3.0.txt"} <= {Path(name).name for name in texts}
    assert (folder / "_internal" / "PySide6" / "Qt" / "lib" / "libQt6Core.so.6").is_file()
    assert (folder / "_internal" / "stdnum" / "cn" / "ric.py").is_file()
