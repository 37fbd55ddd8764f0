"""Commands about the school's file itself: backup, restore, verify."""

from __future__ import annotations

import argparse
from pathlib import Path

from xcedu_desktop.commands.parser import Commands, fail, say


def add_to(commands: Commands) -> None:
    """Declares them."""
    command = commands.add("backup", _backup, "备份学校数据文件")
    command.add_argument("--out", type=Path, required=True)
    command = commands.add("restore", _restore, "用备份恢复")
    command.add_argument("backup", type=Path)
    commands.add("verify", _verify, "检查学校数据文件是否完好")


def _backup(options: argparse.Namespace) -> int:
    from xcedu_desktop.commands.school_file import keep
    from xcedu_desktop.ledger import Ledger

    with Ledger.open(options.db) as ledger:
        path = ledger.back_up(options.out)
        keep(ledger)  # it says when the last backup was
    say(options, {"file": str(path)}, f"备份：{path}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from xcedu_desktop.month.restoring import restore

    done = restore(options.backup, options.db)
    report = {"file": str(options.db), "kept": str(done.kept) if done.kept else None, "lost": list(done.lost)}
    where = f"；原来的文件留作 {done.kept}" if done.kept else ""
    say(options, report, "\n".join((f"已恢复：{options.db}{where}", *done.lost)))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from xcedu_desktop.store.backup import verify

    found = verify(options.db)
    report = {
        "ok": found.ok, "schema": found.schema, "integrity": found.integrity,
        "backups": [{"file": b.file, "taken": b.taken, "ok": b.ok} for b in found.backups],
    }  # fmt: skip
    say(options, report, "完好" if found.ok else "不完好")
    return 0 if found.ok else fail(found.problem, 2)
