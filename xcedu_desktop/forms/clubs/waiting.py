"""The waiting list (候补) of a club: who stands on it in which order, how many places are free, moving up (递补).

Moving up is offered and never done by itself: the family of the next child has to be asked first, and a register that
says 正式 before anybody asked would be untrue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from xcedu_desktop.forms.clubs.tables import STATUSES, ClubMember
from xcedu_desktop.store.changes import Change, ChangeSet, altered

IN, WAITING, OUT = STATUSES
_TABLE = ClubMember.__tablename__
Row = Mapping[str, Any]
"""A member row as plain values, with `id`."""


def queue(rows: Iterable[Row], day: date) -> list[Row]:
    """Those who wait on a day, the first to move up first: by day of entry, then in the order in which they came."""
    waiting = [
        row
        for row in rows
        if row["status"] == WAITING and row["pupil_id"] and (row["to_date"] is None or row["to_date"] >= day)
    ]
    return sorted(waiting, key=lambda row: row["from_date"] or date.max)


def opening_days(capacity: int | None, rows: Iterable[Row], day: date) -> list[date] | None:
    """Since when each of the free places is one, from `day` on, the earliest first; None: the club has no limit.

    A last day is a day in the club, so the place of who leaves is free the day after. Given away on that day itself, it would
    put the club one over its capacity, perhaps on the very day on which the month is counted.
    """
    if capacity is None:
        return None
    staying, leaving = 0, []
    for row in rows:
        last = row["to_date"]
        if row["status"] == OUT and last is not None and last >= day:
            leaving.append(last + timedelta(days=1))
        elif row["status"] == IN and (last is None or last >= day):
            staying += 1
    there = capacity - staying - len(leaving)
    return [day] * there + sorted(leaving)[max(0, -there) :]


def status_for_new(free: int | None, waiting: int) -> str:
    """What somebody becomes who joins now: 候补 where no place is free, or others wait for it."""
    return IN if free is None or free > waiting else WAITING


def moved_up(row: Row, day: date) -> dict[str, Any]:
    """The values of a row that moves up: 正式 from `day` on; since when it waited goes into the note, where that is blank."""
    since = row["from_date"]
    if since is None or since >= day:
        return {"status": IN}
    note = row["note"] or f"{since.month}月{since.day}日起候补"
    return {"status": IN, "from_date": day, "note": note}


def moving_up(rows: Sequence[Row], names: Sequence[str], days: Sequence[date]) -> ChangeSet:
    """The first of the queue get the free places, in one change; `names` are theirs, `days` since when each has one."""
    changes = [
        altered(_TABLE, row["id"], row, moved_up(row, day)) for row, day in zip(rows, days, strict=True)
    ]
    who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 人"
    return ChangeSet(f"递补 {who}", tuple(change for change in changes if change is not None))


def joining_changes(
    club_id: str, days: Mapping[str, date], openings: Sequence[date] | None, waiting: int, ids: Sequence[str]
) -> tuple[list[Change], int]:
    """New rows for the pupils of `days` in order, with how many of them have to wait; `ids`: the rows' ids."""
    changes, waits = [], 0
    left = list(openings) if openings is not None else None
    for row_id, (pupil_id, day) in zip(ids, days.items(), strict=True):
        status, day = place_for_new(left, waiting, day)
        if status == WAITING:
            waiting, waits = waiting + 1, waits + 1
        values = {"club_id": club_id, "pupil_id": pupil_id, "status": status, "from_date": day}
        changes.append(Change(_TABLE, row_id, None, values))
    return changes, waits


def place_for_new(openings: list[date] | None, waiting: int, day: date) -> tuple[str, date]:
    """Status and first day of somebody who joins on `day`; the place is taken from `openings`, after those who wait."""
    status = status_for_new(None if openings is None else len(openings), waiting)
    if status == IN and openings:
        day = max(day, openings.pop(waiting))
    return status, day
