"""Import of clubs (社团): of the day's term, with leaders, weekly slots and place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from typing import Any

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.clubs.intake_slots import Slot, parse_slots
from xcedu_desktop.forms.clubs.tables import Club, ClubLeader
from xcedu_desktop.periods import term_name, term_of
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_staff import staff_by_name
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.text import clean_name
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row, refused

_LEADERS = Field(
    "指导教师",
    synonyms=(
        "指导老师", "辅导教师", "辅导老师", "负责人", "教师", "任课教师", "授课教师", "社团教师", "教师姓名", "老师",
        "任课老师", "授课老师", "社团负责人", "负责教师", "指导教师姓名",
    ),
)  # fmt: skip
_SLOTS = Field(
    "活动时间",
    synonyms=("上课时间", "时间", "社团时间", "活动时间段", "课程时间", "时间安排", "每周活动时间"),
)
_WEEKDAY = Field("星期", synonyms=("周几", "活动日", "活动星期", "上课日", "星期几"))
_PLACE = Field("活动地点", synonyms=("地点", "场地", "活动场地", "上课地点", "教室", "活动教室", "场所"))
_TERM = Field("学期", synonyms=("所属学期", "开设学期"))
_OUTSIDE = Field("校外教师电话", Kind.PHONE, synonyms=("外聘教师电话", "教师电话"))
_OWN = ("name", "category", "capacity", "fee_fen", "note")

CLUBS = Shape(
    "clubs",
    (
        *columns_of(
            fields_of(Club), _OWN,
            words={"name": ("社团项目", "活动名称", "项目", "社团全称"), "capacity": ("人数", "招生人数", "最多人数", "定员")},
        ),
        KindColumn("leaders", _LEADERS),
        KindColumn("phone", _OUTSIDE),
        KindColumn("slots", _SLOTS),
        KindColumn("weekday", _WEEKDAY),
        *columns_of(fields_of(PlaceUse), ("from_time", "to_time"), words={"from_time": ("开始时间",), "to_time": ("结束时间",)}),
        KindColumn("place", _PLACE),
        KindColumn("term", _TERM),
    ),
    ("name",),
    proof=("category", "capacity", "fee_fen", "leaders", "slots", "place", "weekday"),
)  # fmt: skip

_SEPARATOR = re.compile(r"[、,，;；/\\\n|+&]|\s{2,}")
_FROM_OUTSIDE = re.compile(
    r"[(（][^()（）]*(校外|外聘|外校|外请)[^)）]*[)）]?|(校外|外聘|外校|外请)的?(教师|老师|教练|人员)?[:：]?"
)
_OTHER_FEE = re.compile(r"学期|学年|每月|/月|/年")
_YEAR = re.compile(r"(20\d\d)(?:-+(20)?\d\d)?")


def current_term(job: IntakeJob) -> tuple[int, int]:
    """School year and number of the term of the day of intake (of --from, where given); between terms, of its month."""
    day = job.since or job.today
    return job.ground.calendar.term_of(day) or term_of(day)


def club_index(job: IntakeJob, term: tuple[int, int]) -> dict[str, Entry]:
    """The term's clubs by folded name."""
    return {
        fold(entry.get("name")): entry
        for entry in job.entries(Club).values()
        if entry.get("name") and (entry.get("school_year"), entry.get("term_number")) == term
    }


class _Owned:
    """What hangs on the clubs: leaders and places by club, the staff by name."""

    def __init__(self, job: IntakeJob) -> None:
        self.leaders: dict[str, list[Entry]] = {}
        self.places: dict[str, list[Entry]] = {}
        for entry in job.entries(ClubLeader).values():
            self.leaders.setdefault(entry.get("club_id") or "", []).append(entry)
        for entry in job.entries(PlaceUse).values():
            if entry.get("owner_table") == Club.__tablename__:
                self.places.setdefault(entry.get("owner_id") or "", []).append(entry)
        self.staff = staff_by_name(job)


def plan_clubs(job: IntakeJob) -> None:
    """Plans a list of clubs. A club that the term has already is altered; its leaders and slots become those of the file."""
    owned = _Owned(job)
    indexes: dict[tuple[int, int], dict[str, Entry]] = {}
    seen: dict[str, Row] = {}
    for listed in (_without_other_fees(job, one) for one in job.lists):
        for row in job.read(listed):
            if row.get("name") is None and "name" not in row.bad:
                row.reject("name", "required", "没有填社团名称")
            term = _term(job, row)
            slots = _slots(row)
            leaders = _leaders(row, owned)
            if not row.alive():
                continue
            index = indexes.setdefault(term, club_index(job, term))
            name = fold(row.get("name"))
            if name in seen and name in index:
                _more(job, row, index[name], seen[name], owned, slots, leaders)
                continue
            values = {key: row.get(key) for key in _OWN} | {"school_year": term[0], "term_number": term[1]}
            entry = job.put(row, Club, index.get(name), values)
            index[name], seen[name] = entry, row
            if leaders is not None:
                _put_leaders(job, row, entry, owned, leaders, only=True)
            _put_slots(job, row, entry, owned, slots, only=True)


def _without_other_fees(job: IntakeJob, listed: ListIn) -> ListIn:
    """A column of what a term or a month costs (元/学期) is no fee per lesson: it is left out, and said."""
    found, key = listed.found, "fee_fen"
    column = found.column_of(key)
    header = fold(found.source_headers.get(column, "")) if column is not None else ""
    if not _OTHER_FEE.search(header) or found.sheet in job.answers.layout:
        return listed
    job.note_sheet(found.sheet, "fee_per_term", f"「{header[:20]}」一列不是每课时的收费，没有读")
    rows = [replace(row, cells={k: cell for k, cell in row.cells.items() if k != key}) for row in found.rows]
    columns = {at: own for at, own in found.columns.items() if own != key}
    return ListIn(listed.shape, replace(found, rows=rows, columns=columns))


def _more(
    job: IntakeJob,
    row: Row,
    club: Entry,
    first: Row,
    owned: _Owned,
    slots: tuple[Slot, ...] | None,
    leaders: list[dict[str, Any]] | None,
) -> None:
    """A further row of a club of this file: a row a leader, or a row a slot."""
    differing = [k for k in _OWN if row.get(k) is not None and club.get(k) not in (None, row.get(k))]
    if differing:
        title = CLUBS.fields[differing[0]].title
        row.reject(differing[0], "twice_in_file", f"与第 {first.number} 行是同一个社团，{title}不同，请核对")
        return
    before = row.state
    club.set({k: row.get(k) for k in _OWN if row.get(k) is not None})
    _put_leaders(job, row, club, owned, leaders or [], only=False)
    _put_slots(job, row, club, owned, slots, only=False)
    row.state = before
    row.remark(f"与第 {first.number} 行是同一个社团")


def _term(job: IntakeJob, row: Row) -> tuple[int, int]:
    text = fold(row.get("term") or "")
    if not text:
        return current_term(job)
    number = (
        1
        if re.search(r"第?[一1]学期|上学期|秋", text)
        else 2
        if re.search(r"第?[二2]学期|下学期|春", text)
        else None
    )
    year = _YEAR.search(text)
    if number is None:
        row.reject(
            "term", "not_a_term", f"「{text[:20]}」认不出是哪个学期，请写成 {term_name(*current_term(job))}"
        )
        return current_term(job)
    if year is None:
        return current_term(job)[0], number
    first = int(year[1])
    spring_of_year = number == 2 and "-" not in year[0] and "学年" not in text
    return (first - 1 if spring_of_year else first), number


# -- slots -----------------------------------------------------------------------------------------------------------


def _slots(row: Row) -> tuple[Slot, ...] | None:
    """The slots of a row; None where it names none."""
    text = row.cell("slots")
    days = row.cell("weekday")
    if refused(row, "slots", text) or refused(row, "weekday", days):
        return None
    if text.blank and days.blank:
        return None
    joined = f"{_weekdays(days.text)} {text.text}".strip() if not days.blank else text.value
    parsed = parse_slots(joined)
    key = "weekday" if text.blank else "slots"
    if parsed.error is not None:
        row.reject(key, parsed.error.code, parsed.error.message)
        return None
    for notice in parsed.warnings:
        if notice.code != "no_time" or row.get("from_time") is None:
            row.warn(key, notice.code, notice.message)
    start, end = _afternoon(row, "from_time"), _afternoon(row, "to_time")
    return tuple(Slot(s.weekday, s.start or start, s.end or end) for s in parsed.value or ())


def _afternoon(row: Row, key: str) -> time | None:
    """A time of day in a column of its own; as in 活动时间, 4:30 is the afternoon, and that is said."""
    value: time | None = row.get(key)
    if value is None or not any(f.code == "maybe_afternoon" for f in row.findings):
        return value
    if not 1 <= value.hour <= 5 or re.search("[上早凌]|am", row.cell(key).text, re.IGNORECASE):
        return value
    later = row.values[key] = value.replace(hour=value.hour + 12)
    row.findings = [
        f for f in row.findings if f.code != "maybe_afternoon" or f.column != CLUBS.fields[key].title
    ]
    row.warn(key, "maybe_afternoon", f"「{row.cell(key).text.strip()}」按下午 {later:%H:%M} 读入，请核对")
    return later


def _weekdays(text: str) -> str:
    plain = fold(text)
    return plain if re.match(r"每?(周|星期|礼拜)", plain) else f"周{plain}"


def _put_slots(
    job: IntakeJob, row: Row, club: Entry, owned: _Owned, slots: tuple[Slot, ...] | None, *, only: bool
) -> None:
    """The club's slots become those of the row (`only`), or these are added; the place goes to each."""
    place = row.get("place")
    there = owned.places.setdefault(club.id, [])
    if slots is None:
        if place is None:
            return
        for use in there:
            job.put(row, PlaceUse, use, {"place": place}, main=False)
        if not there:
            there.append(_place_use(job, club, place, None))
            row.touch(RowState.CHANGED)
        return
    old_place = next((use.get("place") for use in there if use.get("place")), None)
    wanted = {(s.weekday, s.start, s.end): s for s in slots}
    for use in list(there):
        found = wanted.pop((use.get("weekday"), use.get("from_time"), use.get("to_time")), None)
        if found is not None:
            job.put(row, PlaceUse, use, {"place": place}, main=False)
        elif only:
            use.gone = True
            there.remove(use)
            row.touch(RowState.CHANGED)
    for slot in wanted.values():
        there.append(_place_use(job, club, place or old_place, slot))
        row.touch(RowState.CHANGED)


def _place_use(job: IntakeJob, club: Entry, place: str | None, slot: Slot | None) -> Entry:
    values: dict[str, Any] = {"owner_table": Club.__tablename__, "owner_id": club.id, "place": place}
    if slot is not None:
        values |= {"weekday": slot.weekday, "from_time": slot.start, "to_time": slot.end}
    return job.staging.make(PlaceUse, values)


# -- leaders ---------------------------------------------------------------------------------------------------------


def _leaders(row: Row, owned: _Owned) -> list[dict[str, Any]] | None:
    """The leaders that a row names: own staff by name, anybody else from outside; None where it names none."""
    text = row.get("leaders")
    if text is None:
        return None
    found: list[dict[str, Any]] = []
    for part in filter(None, (p.strip() for p in _SEPARATOR.split(text))):
        outside = bool(_FROM_OUTSIDE.search(part))
        parsed = clean_name(_FROM_OUTSIDE.sub("", part))
        name = parsed.value
        if name and name not in owned.staff and len(name) > 3:
            name = name.removesuffix("老师")
        if parsed.error is not None or name is None:
            row.reject("leaders", "not_a_name", f"「{part[:20]}」不是姓名")
            return None
        own = [] if outside else owned.staff.get(name, [])
        if len(own) > 1:
            row.reject("leaders", "several", f"教职工里有 {len(own)} 个「{name}」，请先在社团里指定")
            return None
        if own:
            found.append({"staff_id": own[0].id})
        else:
            found.append({"outside_name": name, "outside_phone": row.get("phone")})
            if not outside:
                row.warn("leaders", "outside_leader", f"教职工里没有「{name}」，按校外教师读入")
    return found


def _put_leaders(
    job: IntakeJob, row: Row, club: Entry, owned: _Owned, leaders: list[dict[str, Any]], *, only: bool
) -> None:
    there = owned.leaders.setdefault(club.id, [])
    kept: list[Entry] = []
    for leader in leaders:
        same = next((e for e in there if _same_leader(e, leader)), None)
        if same is None:
            same = job.staging.make(ClubLeader, {"club_id": club.id, **leader})
            there.append(same)
            row.touch(RowState.CHANGED)
        else:
            job.put(row, ClubLeader, same, leader, main=False)
        kept.append(same)
    for entry in list(there):
        if only and entry not in kept:
            entry.gone = True
            there.remove(entry)
            row.touch(RowState.CHANGED)


def _same_leader(entry: Entry, leader: dict[str, Any]) -> bool:
    key = "staff_id" if leader.get("staff_id") else "outside_name"
    return bool(entry.get(key) == leader[key])


CLUBS_KIND = IntakeKind(
    "clubs", "社团", (CLUBS,), plan_clubs, called="^社团(信息|情况)?表?$|社团(一览|安排|信息|汇总|情况|设置)"
)
