"""Import of staff (教职工), and finding a member of the staff by name for other lists."""

from __future__ import annotations

from collections import defaultdict

from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.school.tables import Staff
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.workbook.intake.kind import IntakeKind, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import Choice
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_KEYS = ("name", "sex", "post", "subject", "phone", "from_date", "to_date", "note")
_CAME = (
    *(
        f"{how}{school}{what}日期"
        for how in ("来", "到", "进", "入", "进入", "调入", "调到", "转入", "入职")
        for school in ("校", "本校", "学校", "我校", "本单位")
        for what in ("", "工作", "任教", "任职")
    ),
    "到岗日期", "来校", "到校", "调入",
)  # fmt: skip
"""How lists name the day of coming to the school; 时间 and 年月 for 日期 are known of all headers."""
STAFF = Shape(
    "staff",
    columns_of(
        fields_of(Staff), _KEYS,
        words={
            "name": ("教工姓名", "教职员姓名"),
            "post": ("职位", "现任职务", "行政职务", "担任职务", "现任岗位"),
            "subject": ("所教学科", "任课学科", "教学科目", "教学学科", "任教课程"),
            "phone": ("移动电话",),
            "from_date": _CAME,
            "to_date": ("调出日期", "退休日期", "离岗日期"),
        },
    ),
    ("name",),
)  # fmt: skip
"""参加工作时间 is when somebody began to work, anywhere: no day of coming to this school."""


def staff_by_name(job: IntakeJob) -> dict[str, list[Entry]]:
    """The staff by name, those who have left left out."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in job.entries(Staff).values():
        if entry.get("name") and (entry.get("to_date") is None or entry.get("to_date") >= job.today):
            found[entry.get("name")].append(entry)
    return found


def plan_staff(job: IntakeJob) -> None:
    """Plans a staff list: matched by name, several of one name by phone; the same person twice in the file is one."""
    known = staff_by_name(job)
    first_row: dict[str, Row] = {}
    rows = [row for listed in job.lists for row in job.read(listed)]
    phones: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.get("name") and row.get("phone"):
            phones[row.get("name")].add(row.get("phone"))
    for row in rows:
        name = row.get("name")
        if name is None and "name" not in row.bad:
            row.reject("name", "required", "没有填姓名")
        if not row.alive():
            continue
        entry = _match(job, row, known[name], several=len(phones[name]) > 1)
        if not row.alive():
            continue
        values = {key: row.get(key) for key in _KEYS}
        if entry is not None and entry.id in first_row:
            _again(row, entry, first_row[entry.id], values)
            continue
        made = entry is None
        entry = job.put(row, Staff, entry, values)
        first_row[entry.id] = row
        if made:
            known[name].append(entry)


def _match(job: IntakeJob, row: Row, namesakes: list[Entry], *, several: bool) -> Entry | None:
    """The member of the staff whom the row means; None for a new one."""
    answer = job.answers.pupils.get((row.sheet, row.number))
    if answer == "new" or not namesakes:
        return None
    chosen = next((entry for entry in namesakes if entry.id == answer), None)
    if chosen is not None:
        return chosen
    phone = row.get("phone")
    if phone is not None:
        by_phone = [entry for entry in namesakes if entry.get("phone") == phone]
        if by_phone:
            return by_phone[0]
        if several:  # the file itself tells two persons of one name apart
            blank = [entry for entry in namesakes if entry.get("phone") is None]
            return blank[0] if len(blank) == 1 else None
    if len(namesakes) == 1:
        return namesakes[0]
    choices = (
        *(Choice(e.id, e.get("subject") or e.get("post") or e.get("name")) for e in namesakes),
        Choice("new", "另一个人"),
    )
    row.ask("name", "several", f"教职工里有 {len(namesakes)} 个「{row.get('name')}」，请选是哪一个", choices)
    return None


def _again(row: Row, entry: Entry, first: Row, values: dict[str, object]) -> None:
    """A further row of the same person (a row a subject, a row a class)."""
    differing = [
        key for key, value in values.items() if value is not None and entry.get(key) not in (None, value)
    ]
    if differing:
        title = STAFF.fields[differing[0]].title
        row.warn(
            differing[0], "twice_in_file", f"与第 {first.number} 行是同一个人，{title}不同，以前面的为准"
        )
    entry.set({key: value for key, value in values.items() if value is not None and entry.get(key) is None})
    row.remark(f"与第 {first.number} 行是同一个人")


STAFF_INTAKE = IntakeKind(
    "staff", "教职工", (STAFF,), plan_staff, called="教师|教职工|老师|教工", general=True
)
