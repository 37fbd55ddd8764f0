"""A change to live rows, as data: what was, what is. The one form in which anything is written, logged and undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xcedu_desktop.store.base import key_id


@dataclass(frozen=True, slots=True)
class Change:
    """One row made (`before` None), altered (both bear the same keys) or deleted (`after` None; `before` is whole)."""

    table: str
    row_id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def known(self) -> dict[str, Any]:
        """What the change says of its row, by column: the values after it, before it where the row is gone."""
        return {**(self.before or {}), **(self.after or {})}

    def inverse(self) -> Change:
        return Change(self.table, self.row_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one act of a person did: applied in one transaction, undone in one. `title` is shown (修改 二(1)班 20日)."""

    title: str
    changes: tuple[Change, ...]

    def inverse(self) -> ChangeSet:
        return ChangeSet(self.title, tuple(change.inverse() for change in reversed(self.changes)))

    def __bool__(self) -> bool:
        return bool(self.changes)


def draft_id(table: str, row_id: str, key: str) -> str:
    """The id of the draft of a cell: a cell has one at most."""
    return key_id("draft", table, row_id, key)


def altered(table: str, row_id: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Change | None:
    """The change from `old` to `new` in the keys of `new`, without those that stay equal; None where all do."""
    keys = [key for key, value in new.items() if old.get(key) != value]
    if not keys:
        return None
    return Change(table, row_id, {key: old.get(key) for key in keys}, {key: new[key] for key in keys})
