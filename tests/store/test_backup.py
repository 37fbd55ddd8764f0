"""Backup, restore and verify on real files: damaged, foreign, full, and with rows still in the write-ahead log."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.restoring import restore
from xcedu_desktop.periods import Month
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.backup import back_up, verify
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store, create, open_file
from xcedu_desktop.store.tables import MonthState


def _names(path: Path) -> list[str]:
    with open_file(path, readonly=True) as store, store.read() as session:
        return [str(name) for name in session.execute(select(Pupil.name).order_by(Pupil.position)).scalars()]


def _damage(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    for offset in range(4096 * 3, len(content) - 4096, max(4096, len(content) // 40)):
        content[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))


def test_a_backup_holds_what_is_only_in_the_log_yet(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "备份 夹")
    assert _names(path) == ["张三", "李四"]
    assert not list(path.parent.glob("*.part"))
    found = verify(store.path)
    assert (found.ok, [b.ok for b in found.backups]) == (True, [True])
    path.write_bytes(b"spoiled")
    assert [b.ok for b in verify(store.path).backups] == [False]


def test_restore_brings_back_and_keeps_what_was_there(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "b")
    with store.write("修改") as unit:
        unit.apply([Change("pupil", "p1", {"name": "张三"}, {"name": "改错"})])
    store.close()
    kept = restore(path, store.path).kept
    assert _names(store.path)[0] == "张三"
    assert kept is not None and _names(kept)[0] == "改错"


def test_restore_carries_the_export_records_over(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "b")
    with store.write("上报") as unit:
        unit.connection.execute(
            insert(MonthState).values(
                school_code=store.school_code, month=Month(2026, 10), locked=True, revision=2, reason=None
            )
        )
    store.close()
    restore(path, store.path)
    with open_file(store.path) as again, again.read() as session:
        state = session.execute(select(MonthState)).scalar_one()
    assert (state.revision, state.locked) == (2, True)


def test_a_damaged_file_is_told_and_can_be_restored_over(store: Store, tmp_path: Path) -> None:
    path = back_up(store, tmp_path / "b")
    store.close()
    _damage(store.path)
    found = verify(store.path)
    assert not found.ok
    assert "损坏" in found.problem
    damaged = store.path.read_bytes()
    kept = restore(path, store.path).kept
    assert _names(store.path) == ["张三", "李四"]
    assert kept is not None and kept.read_bytes() == damaged
    _damage(path)
    with pytest.raises(FileUnusable, match="损坏"):
        restore(path, store.path)
    assert _names(store.path) == ["张三", "李四"]


def test_another_schools_backup_is_refused(store: Store, tmp_path: Path) -> None:
    with create(tmp_path / "other.db", "2137000004") as other:
        with other.write("新建") as unit:
            unit.apply([Change("school", "s", None, {"code": "2137000004", "name": "别校"})])
        path = back_up(other, tmp_path / "b")
    store.close()
    with pytest.raises(FileUnusable, match="2137000004"):
        restore(path, store.path)
    assert _names(store.path) == ["张三", "李四"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, where this user may mount one."""
    folder = tmp_path / "小盘"
    folder.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]).returncode
    ):
        # Without the right to mount, the kernel's always-full device shows the same refusal for a single file.
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_loses_nothing(store: Store, small_disk: Path) -> None:
    store.close()
    path = small_disk / "s.db"
    shutil.copy(store.path, path)
    with open_file(path) as full:
        room = shutil.disk_usage(small_disk).free
        (small_disk / "ballast").write_bytes(b"x" * max(0, room - 8192))
        with pytest.raises(FileUnusable, match=r"磁盘已满|磁盘出错"), full.write("修改") as unit:
            unit.apply([Change("pupil", f"n{i}", None, {"name": "王" * 200}) for i in range(400)])
        with pytest.raises(FileUnusable, match="磁盘已满"):
            back_up(full, small_disk / "b")
        assert not list((small_disk / "b").glob("*"))
    (small_disk / "ballast").unlink()
    assert _names(path) == ["张三", "李四"]
    assert verify(path).ok
