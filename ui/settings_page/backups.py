"""The backups there are (备份列表): those that the file knows of and those that lie in its folders. Runs in the worker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xcedu_desktop.errors import UserError
from xcedu_desktop.store.backup import FileCheck, integrity, verify

if TYPE_CHECKING:
    from xcedu_desktop.ledger import Ledger

AUTOMATIC = "自动"
"""The name of the folder that the program's own backups lie in."""
_STAMP = re.compile(r"(\d{8}-\d{6})(?:_\d+)?\.db$")


@dataclass(frozen=True)
class KnownBackup:
    """One backup: where, when, made by the program itself or by hand, and '' or what is wrong with it."""

    path: Path
    taken: datetime
    automatic: bool
    problem: str

    @property
    def spoken(self) -> str:
        """2026年10月30日 08:01."""
        at = self.taken
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def list_backups(ledger: Ledger, folders: Sequence[Path]) -> tuple[list[KnownBackup], FileCheck]:
    """Every backup, the newest first, and the check of the file itself. `folders`: where others may lie."""
    check = verify(ledger.store.path)
    found = {
        Path(known.file): KnownBackup(
            Path(known.file),
            datetime.fromisoformat(known.taken),
            _automatic(Path(known.file)),
            "" if known.ok else "不在或改动过",
        )
        for known in check.backups
    }
    for folder in folders:
        for path in _lying_in(folder, ledger.store.school_code):
            stamp = _STAMP.search(path.name)
            if path not in found and stamp is not None:
                taken = datetime.strptime(stamp[1], "%Y%m%d-%H%M%S")
                found[path] = KnownBackup(path, taken, _automatic(path), _problem(path))
    return sorted(found.values(), key=lambda backup: backup.taken, reverse=True), check


def _problem(path: Path) -> str:
    try:
        return integrity(path) and "已损坏"
    except UserError:
        return "读不出来"


def _automatic(path: Path) -> bool:
    return path.parent.name == AUTOMATIC


def _lying_in(folder: Path, code: str) -> list[Path]:
    try:
        return [path.resolve() for path in folder.glob(f"薛城备份_{code}_*.db")]
    except OSError:
        return []  # a stick that is not plugged in
