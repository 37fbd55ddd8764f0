"""复制到 U 盘: the same bytes there, or one clear sentence and nothing left behind."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.month.school import OCTOBER
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.month.export import export
from xcedu_desktop.month.hand_over import copy_workbook
from xcedu_desktop.store.school_file import Store


def test_the_stick_holds_the_reported_bytes(store: Store, tmp_path: Path, today: date) -> None:
    with pytest.raises(WrongUsage, match="还没有上报"):
        copy_workbook(store, OCTOBER, tmp_path)
    first = export(store, OCTOBER, tmp_path / "上报", today)
    first.file.write_bytes(b"opened and saved by somebody")  # what is handed over is what was reported
    stick = tmp_path / "U盘"
    stick.mkdir()
    (stick / first.file.name).write_bytes(b"an older one")
    copied = copy_workbook(store, OCTOBER, stick)
    again = export(store, OCTOBER, tmp_path / "再", today)
    assert copied.read_bytes() == again.file.read_bytes()
    assert [path.name for path in stick.iterdir()] == [first.file.name]


def test_a_stick_that_is_gone_or_full_is_said(store: Store, tmp_path: Path, today: date) -> None:
    export(store, OCTOBER, tmp_path / "上报", today)
    with pytest.raises(FileUnusable, match="没有这个文件或文件夹"):
        copy_workbook(store, OCTOBER, tmp_path / "拔掉了")
    full = tmp_path / "满"
    full.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(full)], capture_output=True, check=False
    )
    if done.returncode:  # no right to mount here: a file stands where the folder should be
        full = tmp_path / "文件"
        full.write_bytes(b"")
    try:
        with pytest.raises(FileUnusable, match="请换一个 U 盘或文件夹"):
            copy_workbook(store, OCTOBER, full)
        assert full.is_file() or os.listdir(full) == []
    finally:
        if not done.returncode:
            subprocess.run(["umount", str(full)], check=True)
