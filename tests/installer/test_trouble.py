"""What the frozen program leaves behind where it failed, and where it keeps things: the clerk's folder, or the stick."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ui import settings
from ui.crash import take_last_words
from xcedu_desktop import trouble
from xcedu_desktop.about import LIBRARIES, about
from xcedu_desktop.places import FOLDER, PORTABLE_MARK, clerk_folder, portable, trouble_folder
from xcedu_desktop.store.schema import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program on a USB stick, with the mark of the portable one."""
    home = tmp_path / "U盘" / "薛城教体填报"
    home.mkdir(parents=True)
    (home / PORTABLE_MARK).write_text("便携版", encoding="utf-8")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(home / "XCEdu.exe"))
    return home


def test_an_installed_program_keeps_the_clerks_files_in_the_documents(
    stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (stick / PORTABLE_MARK).unlink()
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "文档"))
    assert portable() is None
    assert clerk_folder() == tmp_path / "文档" / FOLDER
    assert trouble_folder().parent == clerk_folder()


def test_a_stick_keeps_files_and_settings_beside_the_program_and_opens_them_under_another_letter(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = clerk_folder() / "邹坞小学.xcedu"
    school.parent.mkdir()
    school.touch()
    settings.remember_file(school)
    assert clerk_folder() == stick / "数据" and settings.last_file() == school

    moved = stick.parents[1] / "E"
    stick.parent.rename(moved)
    monkeypatch.setattr(sys, "executable", str(moved / stick.name / "XCEdu.exe"))
    assert settings.last_file() == moved / stick.name / "数据" / "邹坞小学.xcedu"


def test_a_report_is_left_for_the_clerk_and_old_ones_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    for number in range(25):
        path = trouble.leave(f"出错报告 {number}")
        assert path is not None and path.parent == trouble_folder()
    kept = sorted(path.read_text(encoding="utf-8") for path in trouble_folder().glob("*.txt"))
    assert len(kept) == 20 and "出错报告 24" in kept and "出错报告 4" not in kept


def test_a_folder_that_cannot_be_written_leaves_no_report_and_no_second_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FOLDER).write_text("一个文件占着文件夹的名字", encoding="utf-8")
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    assert trouble.leave("出错报告") is None


def test_the_last_words_of_a_run_that_ended_at_once_become_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    words = tmp_path / "last_words.txt"
    assert take_last_words(words) is None
    words.write_text("", encoding="utf-8")
    assert take_last_words(words) is None
    words.write_text(
        'Fatal Python error: Segmentation fault\n  File "ui/app.py", line 5 in run\n', encoding="utf-8"
    )
    left = take_last_words(words)
    assert left is not None
    text = left.read_text(encoding="utf-8")
    assert "上一次运行中途停止" in text and "Segmentation fault" in text and "ui/app.py" in text


def test_about_names_every_locked_library_with_its_licence() -> None:
    locked = {
        line.split("==")[0]
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    assert {name.lower().replace("_", "-") for name in LIBRARIES} == locked - {
        "greenlet",
        "pycparser",
        "tzdata",
    }
    found = about()
    assert found.schema == SCHEMA_VERSION and len(found.parts) == len(LIBRARIES)
    assert [part.name for part in found.parts if not part.licence or not part.version] == []
