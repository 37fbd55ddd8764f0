"""What the rows of a file say of one club together: its leaders and its weekly slots with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xcedu_desktop.forms.clubs.intake_slots import Slot
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader
from xcedu_desktop.school.intake_job import IntakeJob, says_none
from xcedu_desktop.school.intake_staff import staff_by_name
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.values.text import clean_name
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_SEPARATOR = re.compile(r"[、,，;；/\\\n|+&]|\s{2,}")
_FROM_OUTSIDE = re.compile(
    r"[(（][^()（）]*(校外|外聘|外校|外请)[^)）]*[)）]?|(校外|外聘|外校|外请)的?(教师|老师|教练|人员)?[:：]?"
)
_OF_SCHOOL = re.compile(r"[(（](校内|本校|在编|专任|兼职)[^)）]*[)）]|^(校内|本校)(教师|老师)?[:：]")
_Key = tuple[Any, Any, Any]


@dataclass(frozen=True)
class Said:
    """What one row says: slots and leaders (None where it names none), and the place of its slots."""

    slots: tuple[Slot, ...] | None
    leaders: list[dict[str, Any]] | None
    place: str | None
    no_place: bool


@dataclass
class ClubRows:
    """A club of the file with the first of its rows; a further row names a further leader or slot."""

    club: Entry
    row: Row
    said: list[Said]


class Owned:
    """What hangs on the clubs: leaders and places by club, the staff by name."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._leaders: dict[str, list[Entry]] = {}
        self._places: dict[str, list[Entry]] = {}
        for entry in job.entries(ClubLeader).values():
            self._leaders.setdefault(entry.get("club_id") or "", []).append(entry)
        for entry in job.entries(PlaceUse).values():
            if entry.get("owner_table") == Club.__tablename__:
                self._places.setdefault(entry.get("owner_id") or "", []).append(entry)
        self._staff = staff_by_name(job)

    def read_leaders(self, row: Row) -> list[dict[str, Any]] | None:
        """The leaders that a row names: own staff by name, anybody else from outside; None where it names none."""
        texts = {
            key: row.get(key)
            for key in ("leaders", "outside")
            if row.get(key) and not says_none(row.cell(key))
        }
        if not texts:
            return [] if says_none(row.cell("leaders")) else None
        found: list[dict[str, Any]] = []
        for key, part in ((key, part) for key, text in texts.items() for part in self._parts(text)):
            outside = key == "outside" or bool(_FROM_OUTSIDE.search(part))
            parsed = clean_name(_FROM_OUTSIDE.sub("", _OF_SCHOOL.sub("", part)))
            name = parsed.value
            if name and name not in self._staff and len(name) > 3:
                name = name.removesuffix("老师")
            if parsed.error is not None and parsed.error.code == "mojibake":
                row.reject(key, parsed.error.code, parsed.error.message)
                return None
            if parsed.error is not None or name is None:
                row.reject(key, "not_a_name", f"「{part[:20]}」不是姓名")
                return None
            own = [] if outside else self._staff.get(name, [])
            if len(own) > 1:
                row.reject(key, "several", f"教职工里有 {len(own)} 个「{name}」，请先在社团里指定")
                return None
            if own:
                found.append({"staff_id": own[0].id})
            else:
                found.append({"outside_name": name, "outside_phone": row.get("phone")})
                if not outside:
                    row.warn("leaders", "outside_leader", f"教职工里没有「{name}」，按校外教师读入")
        return found

    def _parts(self, text: str) -> Iterator[str]:
        """The names in a text. One space stands within a name (张 三), but between two names of the staff too."""
        for part in filter(None, (p.strip() for p in _SEPARATOR.split(text))):
            words = part.split()
            yield from words if len(words) > 1 and all(word in self._staff for word in words) else [part]

    def put(self, rows: ClubRows) -> None:
        """The club's leaders and slots become those of its rows; of what no row names, nothing changes."""
        lists = [said.leaders for said in rows.said if said.leaders is not None]
        if lists:
            self._put_leaders(rows, [leader for leaders in lists for leader in leaders])
        if any(said.slots is not None for said in rows.said):
            self._put_slots(rows)
        else:
            self._put_place(rows)

    # -- leaders ---------------------------------------------------------------------------------------------------

    def _put_leaders(self, rows: ClubRows, leaders: list[dict[str, Any]]) -> None:
        there = self._leaders.setdefault(rows.club.id, [])
        kept: list[Entry] = []
        for leader in _each_once(leaders):
            same = next((e for e in there if _same_leader(e, leader)), None)
            if same is None:
                same = self._job.staging.make(ClubLeader, {"club_id": rows.club.id, **leader})
                there.append(same)
                rows.row.touch(RowState.CHANGED)
            else:
                self._job.put(rows.row, ClubLeader, same, leader, main=False)
            kept.append(same)
        self._drop(rows, there, [entry for entry in there if entry not in kept])

    def _drop(self, rows: ClubRows, there: list[Entry], gone: list[Entry]) -> None:
        for entry in gone:
            entry.gone = True
            there.remove(entry)
            rows.row.touch(RowState.CHANGED)

    # -- slots -----------------------------------------------------------------------------------------------------

    def _put_slots(self, rows: ClubRows) -> None:
        there = self._places.setdefault(rows.club.id, [])
        old = next((use.get("place") for use in there if use.get("place")), None)
        whole = [said for said in rows.said if said.slots is None and (said.place or said.no_place)]
        wanted: dict[_Key, tuple[Slot, Said]] = {}
        for said in rows.said:
            for slot in said.slots or ():
                key = (slot.weekday, slot.start, slot.end)
                if key not in wanted or not wanted[key][1].place:
                    wanted[key] = slot, said if said.place or said.no_place or not whole else whole[-1]
        surplus: list[Entry] = []
        for use in there:
            found = wanted.pop((use.get("weekday"), use.get("from_time"), use.get("to_time")), None)
            if found is None:
                surplus.append(use)
            else:
                self._place(rows, use, found[1])
        self._drop(rows, there, surplus)
        for slot, said in wanted.values():
            there.append(self._make(rows, said.place or (None if said.no_place else old), slot))

    def _put_place(self, rows: ClubRows) -> None:
        """No row names a slot: the place of the last that says one goes to each slot that the club has."""
        said = next((one for one in reversed(rows.said) if one.place or one.no_place), None)
        if said is None:
            return
        there = self._places.setdefault(rows.club.id, [])
        for use in there:
            self._place(rows, use, said)
        if not there and said.place:
            there.append(self._make(rows, said.place, None))

    def _place(self, rows: ClubRows, use: Entry, said: Said) -> None:
        if said.no_place:
            self._job.clear(rows.row, use, "place", main=False)
        else:
            self._job.put(rows.row, PlaceUse, use, {"place": said.place}, main=False)

    def _make(self, rows: ClubRows, place: str | None, slot: Slot | None) -> Entry:
        values: dict[str, Any] = {
            "owner_table": Club.__tablename__, "owner_id": rows.club.id, "place": place,
        }  # fmt: skip
        if slot is not None:
            values |= {"weekday": slot.weekday, "from_time": slot.start, "to_time": slot.end}
        rows.row.touch(RowState.CHANGED)
        return self._job.staging.make(PlaceUse, values)


def said_by(row: Row, slots: tuple[Slot, ...] | None, leaders: list[dict[str, Any]] | None) -> Said:
    """What a row says beside the club itself."""
    return Said(slots, leaders, row.get("place"), says_none(row.cell("place")))


def _each_once(leaders: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The leaders without repetition; a phone may stand in one of the rows only."""
    found: dict[str, dict[str, Any]] = {}
    for leader in leaders:
        first = found.setdefault(leader.get("staff_id") or leader["outside_name"], leader)
        if first is not leader and first.get("outside_phone") is None and "outside_phone" in leader:
            first["outside_phone"] = leader["outside_phone"]
    return list(found.values())


def _same_leader(entry: Entry, leader: dict[str, Any]) -> bool:
    key = "staff_id" if leader.get("staff_id") else "outside_name"
    return bool(entry.get(key) == leader[key])
