"""Import of clubs (社团): of the day's term, with leaders, weekly slots and place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.forms.clubs.intake_owned import ClubRows, Owned, said_by
from xcedu_desktop.forms.clubs.intake_slots import Slot, parse_slots
from xcedu_desktop.forms.clubs.tables import Club
from xcedu_desktop.periods import term_name, term_of
from xcedu_desktop.school.intake_job import IntakeJob, ListIn, says_none
from xcedu_desktop.school.tables import PlaceUse
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row, refused

_LEADERS = Field(
    "指导教师",
    synonyms=(
        "指导老师", "辅导教师", "辅导老师", "负责人", "教师", "任课教师", "授课教师", "社团教师", "教师姓名", "老师",
        "任课老师", "授课老师", "社团负责人", "负责教师", "指导教师姓名", "教练", "校内教师", "校内指导教师", "辅导员",
    ),
)  # fmt: skip
_SLOTS = Field(
    "活动时间",
    synonyms=(
        "上课时间",
        "时间",
        "社团时间",
        "活动时间段",
        "课程时间",
        "时间安排",
        "每周活动时间",
        "开展时间",
        "活动安排",
    ),
)
_WEEKDAY = Field("星期", synonyms=("周几", "活动日", "活动星期", "上课日", "星期几"))
_PLACE = Field(
    "活动地点",
    synonyms=("地点", "场地", "活动场地", "上课地点", "教室", "活动教室", "场所", "活动场所", "上课教室"),
)
_TERM = Field("学期", synonyms=("所属学期", "开设学期"))
_OUTSIDE_LEADERS = Field(
    "校外教师",
    synonyms=(
        "外聘教师",
        "校外指导教师",
        "外聘指导教师",
        "校外辅导教师",
        "外聘人员",
        "校外人员",
        "外聘教练",
        "校外教练",
    ),
)
"""A column of its own for those from outside, beside that of the school's staff."""
_OUTSIDE = Field("校外教师电话", Kind.PHONE, synonyms=("外聘教师电话", "教师电话"))
_OWN = ("name", "category", "capacity", "fee_fen", "note")

CLUBS = Shape(
    "clubs",
    (
        *columns_of(
            fields_of(Club), _OWN,
            words={"name": ("社团项目", "活动名称", "项目", "社团全称", "课程名", "活动项目", "俱乐部", "俱乐部名称"),
                "category": ("课程类型", "门类", "活动类别"),
                "capacity": ("人数", "招生人数", "最多人数", "定员", "限报人数", "限额人数", "限招人数", "计划招生", "计划招生人数",
                    "招生名额", "招收名额",
                    "最大人数", "额定人数", "容纳人数", "可容纳人数", "上限人数"),
            },
        ),
        KindColumn("leaders", _LEADERS),
        KindColumn("outside", _OUTSIDE_LEADERS),
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

_ART = "category_of_art"
"""Key of a category's cell that says 艺术; no column bears it, so that the row is read without a category."""
_ARTS = re.compile("艺术(类|社团)?|文艺(类)?")
_OF_ART = ("美术", "音乐")
_OTHER_FEE = re.compile(r"学期|学年|每[月期年]|/(?:月|年|期)|包月")
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


def plan_clubs(job: IntakeJob) -> None:
    """Plans a list of clubs. A club that the term has already is altered; its leaders and slots become those of the file,
    which may name them in a row each."""
    owned = Owned(job)
    indexes: dict[tuple[int, int], dict[str, Entry]] = {}
    clubs: dict[str, ClubRows] = {}
    for listed in (_with_art_apart(_without_other_fees(job, one)) for one in job.lists):
        for row in job.read(listed):
            if row.get("name") is None and "name" not in row.bad:
                row.reject("name", "required", "没有填社团名称")
            term = _term(job, row)
            slots = _slots(row)
            leaders = owned.read_leaders(row)
            if not row.alive():
                continue
            index = indexes.setdefault(term, club_index(job, term))
            name = fold(row.get("name"))
            known = index.get(name)
            if known is not None and known.id in clubs:
                if _further(row, clubs[known.id]):
                    clubs[known.id].said.append(said_by(row, slots, leaders))
                continue
            values = {key: row.get(key) for key in _OWN} | {"school_year": term[0], "term_number": term[1]}
            index[name] = entry = job.put(row, Club, known, values)
            clubs[entry.id] = ClubRows(entry, row, [said_by(row, slots, leaders)])
            _mark_art(job, row, entry)
    for rows in clubs.values():
        owned.put(rows)


def _without_other_fees(job: IntakeJob, listed: ListIn) -> ListIn:
    """What a term or a month costs (元/学期) is no fee per lesson: such a column or cell is left out, and said."""
    found, key = listed.found, "fee_fen"
    rows = []
    for row in found.rows:
        text = fold(row.cells[key].text) if key in row.cells else ""
        if _OTHER_FEE.search(text):
            words = f"「{text[:20]}」不是每课时的收费，没有读"
            job.note_sheet(found.sheet, "fee_per_term", words, row=row.number)
            row = replace(row, cells={own: cell for own, cell in row.cells.items() if own != key})
        rows.append(row)
    listed = replace(listed, found=replace(found, rows=rows))
    found = listed.found
    column = found.column_of(key)
    header = fold(found.source_headers.get(column, "")) if column is not None else ""
    if not _OTHER_FEE.search(header) or found.sheet in job.answers.layout:
        return listed
    job.note_sheet(found.sheet, "fee_per_term", f"「{header[:20]}」一列不是每课时的收费，没有读")
    return ListIn(listed.shape, found.rekeyed(key, None))


def _with_art_apart(listed: ListIn) -> ListIn:
    """The list with 艺术 moved out of the categories: it may be 美术 or 音乐."""
    rows = [
        replace(row, cells={(_ART if key == "category" else key): cell for key, cell in row.cells.items()})
        if "category" in row.cells and _ARTS.fullmatch(fold(row.cells["category"].text))
        else row
        for row in listed.found.rows
    ]
    return ListIn(listed.shape, replace(listed.found, rows=rows))


def _mark_art(job: IntakeJob, row: Row, club: Entry) -> None:
    """A club of 艺术 keeps the category that somebody chose for it; without one the word stays in the cell as a draft."""
    text = fold(row.cell(_ART).text)
    if not text or club.get("category") in _OF_ART:
        return
    if club.get("category") is not None:
        row.warn(
            "category", "category_kept", f"「{text}」不在可选项内，类别还是{club.get('category')}，请核对"
        )
        return
    row.shown["category"] = text
    message = f"「{text}」分不清是{'还是'.join(_OF_ART)}，请在「类别」里选一个，选好以前不能上报"
    row.warn("category", "not_a_choice", message)
    if job.draft(club, "category", text, message):
        row.touch(RowState.CHANGED)


def _further(row: Row, rows: ClubRows) -> bool:
    """Whether a row is a further one of a club of this file (a row a leader, a row a slot); else it is rejected."""
    club, first = rows.club, rows.row
    differing = [k for k in _OWN if row.get(k) is not None and club.get(k) not in (None, row.get(k))]
    if differing:
        title = CLUBS.fields[differing[0]].title
        row.reject(differing[0], "twice_in_file", f"与第 {first.number} 行是同一个社团，{title}不同，请核对")
        return False
    if club.set({k: row.get(k) for k in _OWN if row.get(k) is not None}):
        first.touch(RowState.CHANGED)
    row.remark(f"与第 {first.number} 行是同一个社团")
    return True


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
    if (text.blank or says_none(text)) and (days.blank or says_none(days)):
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


CLUBS_KIND = IntakeKind(
    "clubs", "社团", (CLUBS,), plan_clubs, called="^社团(信息|情况)?表?$|社团(一览|安排|信息|汇总|情况|设置)"
)
