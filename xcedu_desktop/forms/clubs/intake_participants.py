"""Import of who takes part in after-school service (课后服务): pupils by name and class, staff by name."""

from __future__ import annotations

import re
from collections import defaultdict

from xcedu_desktop.fields import Field
from xcedu_desktop.forms.clubs.intake_absent import refuse_absent, said_absent
from xcedu_desktop.forms.clubs.intake_clubs import current_term
from xcedu_desktop.forms.clubs.tables import ServicePupil, ServiceStaff
from xcedu_desktop.periods import WEEKDAYS
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_pupils import PupilIndex, find_pupil
from xcedu_desktop.school.intake_staff import staff_by_name
from xcedu_desktop.school.intake_students import CLASS, GRADE
from xcedu_desktop.school.tables import Pupil, Staff
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.numbers import parse_yes_no
from xcedu_desktop.values.parsed import fold, is_blank_mark
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row
from xcedu_desktop.workbook.intake.raw import Cell

_ORIGIN = Field(
    "教师来源",
    synonyms=(
        "来源",
        "是否校外",
        "教师类别",
        "人员类别",
        "类别",
        "是否外聘",
        "是否外聘教师",
        "校内/校外",
        "校内校外",
        "内聘/外聘",
    ),
)
_TAKES_PART = Field(
    "是否参加",
    synonyms=(
        "参加情况", "参加意愿", "参加与否", "意愿",
        *(
            text
            for ask in ("", "是否", "是否自愿", "自愿", "是否愿意", "愿意", "是否同意", "同意")
            for take in ("", "参加", "参与", "报名")
            for what in ("", "课后服务", "课后延时服务", "延时服务", "课后托管", "托管", "课后看护", "延时", "课后")
            if (text := ask + take + what) not in ("", "是否")
        ),
    ),
)  # fmt: skip
_DAYS = tuple(
    KindColumn(f"on_{number}", Field(f"周{day}", synonyms=(f"星期{day}", f"礼拜{day}")))
    for number, day in enumerate(WEEKDAYS, 1)
)
"""A column a weekday with a mark in it (周一 √): who has no mark takes no part."""
_CONSENT = (
    *(
        f"{who}{what}日期"
        for who in ("家长", "监护人", "家长或监护人", "")
        for what in ("签字", "签名", "确认", "同意", "签订", "同意书签字", "告知书签字", "承诺书签字")
    ),
    "同意书日期", "同意书签订日期", "知情同意书日期", "告知书日期", "家长同意书日期",
)  # fmt: skip
"""How lists name the day of the guardian's consent; 时间 for 日期 is known of all headers."""
_WILLING = re.compile(r"(自愿|愿意|同意|已)?(参加|参与|报名)|自愿|愿意|同意")
_UNWILLING = re.compile(r"(不|未|没|没有|暂不)(自愿|愿意|同意)?(参加|参与|报名)?")
_TEACHER = re.compile(r"教师|教职工|老师|教职员")
_OUTSIDE = re.compile(r"校外|外聘|外请|外校")

PUPILS = Shape(
    "pupils",
    (
        *columns_of(fields_of(Pupil), ("name",)),
        KindColumn("class_id", CLASS),
        KindColumn("grade", GRADE),
        *columns_of(fields_of(Pupil), ("id_number",)),
        *columns_of(
            fields_of(ServicePupil),
            ("from_date", "to_date", "consent_date"),
            words={"to_date": ("停止日期", "终止日期"), "consent_date": _CONSENT},
        ),
        KindColumn("origin", _ORIGIN),
        KindColumn("takes_part", _TAKES_PART),
        *_DAYS,
    ),
    ("name",),
)
STAFF = Shape(
    "staff",
    (
        *columns_of(
            fields_of(Staff), ("name",), words={"name": ("指导教师", "任课教师", "值班教师", "参加教师")}
        ),
        *columns_of(fields_of(ServiceStaff), ("from_date", "to_date")),
        KindColumn("origin", _ORIGIN),
        KindColumn("takes_part", _TAKES_PART),
    ),
    ("name",),
)


def plan_participants(job: IntakeJob) -> None:
    """Plans pupils and staff in after-school service; a list of teachers goes to the staff."""
    pupils, staff = _Pupils(job), _ServiceStaff(job)
    for listed in (part for one in job.lists for part in job.classes.sections(one)):
        if _is_staff(listed):
            staff.plan(listed)
        else:
            pupils.plan(listed)


def _is_staff(listed: ListIn) -> bool:
    if listed.shape.key == "staff":
        return True
    keys = set(listed.found.columns.values())
    section, title, sheet = listed.texts
    return "class_id" not in keys and bool(_TEACHER.search(fold(section + title + sheet)))


class _Pupils:
    """The pupils in after-school service."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._index = PupilIndex(job)
        self._first_day = job.ground.calendar.term_days(*current_term(job))[0]
        self._there: dict[str, list[Entry]] = defaultdict(list)
        for entry in job.entries(ServicePupil).values():
            self._there[entry.get("pupil_id") or ""].append(entry)
        self._filled = {
            class_id
            for pupil_id in self._there
            if (pupil := self._index.pupils.get(pupil_id)) is not None
            and (class_id := self._index.class_on(pupil, job.today))
        }
        self._seen: dict[str, Row] = {}

    def plan(self, listed: ListIn) -> None:
        """One list. Since when: the row's date, --from, the term's first day for a class without any, today."""
        job = self._job
        whole, absent = job.classes.whole(listed, make=False), said_absent(listed)
        for row in job.read(listed):
            refuse_absent(row, absent)
            pupil = find_pupil(job, self._index, row, whole, row.get("from_date"))
            if pupil is None or not row.alive():
                continue
            if pupil.id in self._seen:
                row.remark(f"与第 {self._seen[pupil.id].number} 行重复")
                continue
            self._seen[pupil.id] = row
            if not _takes_part(row, listed, there=bool(self._there[pupil.id])):
                continue
            values = {key: row.get(key) for key in ("from_date", "to_date", "consent_date")}
            current = _current(self._there[pupil.id], row, job)
            if current is None:
                class_id = self._index.class_on(pupil, row.get("from_date") or job.since or job.today)
                values["from_date"] = row.values["from_date"] = job.first_day(
                    row.get("from_date"), none_yet=class_id not in self._filled, usual=self._first_day
                )
                values["pupil_id"] = pupil.id
            job.put(row, ServicePupil, current, values)


class _ServiceStaff:
    """The staff in after-school service: own by name, anybody else from outside."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._staff = staff_by_name(job)
        self._first_day = job.ground.calendar.term_days(*current_term(job))[0]
        self._there: dict[str, list[Entry]] = defaultdict(list)
        for entry in job.entries(ServiceStaff).values():
            self._there[entry.get("staff_id") or entry.get("outside_name") or ""].append(entry)
        self._none_yet = not self._there
        self._seen: dict[str, Row] = {}

    def plan(self, listed: ListIn) -> None:
        """One list of teachers."""
        job, absent = self._job, said_absent(listed)
        for row in job.read(ListIn(STAFF, listed.found)):
            name = row.get("name")
            if name is None and "name" not in row.bad:
                row.reject("name", "required", "没有填姓名")
            refuse_absent(row, absent)
            origin = row.get("origin") or ""
            outside = bool(_OUTSIDE.search(fold(origin))) or parse_yes_no(origin).value is True
            own = [] if outside or name is None else self._staff.get(name, [])
            if len(own) > 1:
                row.reject("name", "several", f"教职工里有 {len(own)} 个「{name}」，请在课后服务里指定")
            if not row.alive():
                continue
            who = own[0].id if own else str(name)
            if who in self._seen:
                row.remark(f"与第 {self._seen[who].number} 行重复")
                continue
            self._seen[who] = row
            if not _takes_part(row, listed, there=bool(self._there[who])):
                continue
            if not own and not outside:
                row.warn("name", "outside_staff", f"教职工里没有「{name}」，按校外教师读入")
            values = {key: row.get(key) for key in ("from_date", "to_date")}
            current = _current(self._there[who], row, job)
            if current is None:
                values["from_date"] = row.values["from_date"] = job.first_day(
                    row.get("from_date"), none_yet=self._none_yet, usual=self._first_day
                )
                values |= {"staff_id": own[0].id} if own else {"outside_name": name}
            job.put(row, ServiceStaff, current, values)


def _takes_part(row: Row, listed: ListIn, *, there: bool) -> bool:
    """Whether the row's person takes part; in a list that says so of each, one who does not, or of whom nothing is said, is
    not entered (`there`: and stays as he is), and that is said. A word that is neither rejects the row."""
    columns = set(listed.found.columns.values())
    if there and row.get("to_date") is not None:
        return True
    if "takes_part" not in columns:
        days = [day.key for day in _DAYS if day.key in columns]
        if len(days) < 2 or any(_is_marked(row.cell(key)) for key in days):
            return True
        row.warn("name", "not_said", "周一到周五都没有标记，没有登记")
        return False
    text = fold(row.get("takes_part") or "")
    if not text and row.cell("takes_part").blank:
        row.warn("takes_part", "not_said", "没有写是否参加，没有登记")
        return False
    said = parse_yes_no(row.cell("takes_part").value).value
    if said is None and _WILLING.fullmatch(text):
        said = True
    if said is False or _UNWILLING.fullmatch(text):
        row.remark("不参加，没有登记")
        if there:
            row.warn("takes_part", "still_in", "现在登记为参加；如已退出，请填退出日期")
        return False
    if said is None:
        row.reject("takes_part", "not_yes_no", f"「{shown(text)}」看不出是否参加，请填 是 或 否")
        return False
    return True


def _is_marked(cell: Cell) -> bool:
    """Whether a weekday's cell says that the pupil is there."""
    text = fold(cell.text)
    return (
        not cell.blank and not is_blank_mark(text) and parse_yes_no(text).value is not False
        and _UNWILLING.fullmatch(text) is None
    )  # fmt: skip


def _current(rows: list[Entry], row: Row, job: IntakeJob) -> Entry | None:
    """The row that holds, or None where a new one begins (none yet, or the last one ended before)."""
    if not rows:
        return None
    last = rows[-1]
    ended = last.get("to_date") is not None and last.get("to_date") < (row.get("from_date") or job.today)
    return None if ended and row.get("to_date") is None else last


PARTICIPANTS_KIND = IntakeKind(
    "participants", "课后服务参加人员", (PUPILS, STAFF), plan_participants, called="课后服务|延时服务"
)
