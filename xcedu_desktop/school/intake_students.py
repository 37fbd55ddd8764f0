"""Import of pupils (学生名单): who is new, who changed, who moved, who is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import school_year_first, school_year_of
from xcedu_desktop.school.intake_classes import WholeClass
from xcedu_desktop.school.intake_job import IntakeJob, ListIn
from xcedu_desktop.school.intake_leavers import find_leaver, has_gone, is_of_leavers, read_leaving
from xcedu_desktop.school.intake_pupils import PupilIndex
from xcedu_desktop.school.tables import Pupil
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.class_names import ClassKey, spoken
from xcedu_desktop.values.class_texts import class_in
from xcedu_desktop.values.identifiers import birth_of_id, sex_of_id
from xcedu_desktop.values.masks import mask_tail, shown
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import Choice, Missing, RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

CLASS = Field(
    "班级",
    Kind.CLASS,
    synonyms=(
        "班", "所在班级", "行政班", "班级名称", "班别", "所在班", "就读班级", "现班级", "所属班级", "在读班级", "当前班级",
        "年级班级", "现就读班级", "学生班级", "班级全称", "转入班级", "编入班级", "分入班级",
        "行政班级", "年级/班级", "年级班",
    ),
)  # fmt: skip
GRADE = Field("年级", synonyms=("所在年级", "年级名称", "就读年级"))
SINCE = Field(
    "编班日期",
    Kind.DAY,
    synonyms=("调班日期", "变动日期", "异动日期", "起始日期", "开始日期", "分班日期", "进班日期"),
)
_OWN = ("name", "sex", "id_number", "student_number", "birth_date", "from_date", "to_date", "leaving", "note")
_ODD = re.compile(r"[0-9０-９*＊/()（）]")
"""A note written into the name: 李四（组长）, 王五*, 3赵六."""
_SUBJECT = re.compile(r"学科|科目|课程|考试|成绩|分数|奖项|荣誉|监护人|家长|关系")
_WORDS = {
    "leaving": ("变动原因", "异动类型"),
    "from_date": ("来校日期", "到校日期"),
    "name": ("名", "学员姓名", "中文姓名", "学生名称", "学生的姓名"),
    "sex": ("性别码", "学生性别"),
    "id_number": (
        "身份号码",
        "证件编号",
        "居民身份证件号",
        "居民身份证件号码",
        "学生证件号码",
        "有效证件号码",
    ),
    "student_number": ("学生学籍号", "全国学籍号码", "学籍主号", "学籍代码", "全国学籍"),
}

STUDENTS = Shape(
    "students",
    (
        KindColumn("class_id", CLASS, ("班号",)),
        KindColumn("grade", GRADE),
        *columns_of(fields_of(Pupil), _OWN, words=_WORDS),
        KindColumn("since", SINCE),
    ),
    ("name",),
)


@dataclass
class _Roster:
    """The file so far: which pupil which row named first, which pupils rows spoke of, the classes of the file."""

    index: PupilIndex
    first_row: dict[str, Row] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    classes: dict[str, None] = field(default_factory=dict)
    spoken_of: set[tuple[str, str]] = field(default_factory=set)
    """(name, class id) of the rows that are not taken in: those pupils are not missing."""
    filled: set[str] = field(default_factory=set)
    """Ids of the classes into which a row put somebody."""
    several_rows: bool = False
    """Equal rows of the list mean one pupil named before: it has a row a subject, or is of those who left."""


def plan_students(job: IntakeJob) -> None:
    """Plans the rows of every list of the file; lists the pupils of its classes whom it lacks."""
    roster = _Roster(PupilIndex(job))
    classless = 0
    lists = [_without_seat_numbers(job, listed) for listed in job.lists]
    # Who left is looked for among those whom the other lists of the file bring.
    for listed in sorted((part for one in lists for part in job.classes.sections(one)), key=is_of_leavers):
        whole = job.classes.whole(listed, make=True)
        of_leavers = is_of_leavers(listed)
        roster.several_rows = of_leavers or any(
            _SUBJECT.search(text) for text in listed.found.unknown_headers.values()
        )
        for row in job.read(listed):
            _plan_row(job, roster, row, whole, of_leavers=of_leavers)
            classless += any(finding.code == "no_class" for finding in row.findings)
    if job.rows and classless == len(job.rows):
        job.trouble = "没有找到「班级」列，表名和标题里也没有班级，没有导入任何内容；请在表里加上「班级」，或在导入窗口里选一个班级"
    job.classes.unmake(job.classes.made - roster.filled)
    _compare_with_file_name(job, roster)
    _missing(job, roster)


def _compare_with_file_name(job: IntakeJob, roster: _Roster) -> None:
    """Says it where the file's name names a class of which no row is."""
    day = job.classes.day_of(None)
    named = class_in(job.file_stem, lambda text: job.classes.parse(text, None, day).value)
    keys = [job.classes.key(class_id) for class_id in roster.classes]
    if not isinstance(named, ClassKey) or not keys or named in keys:
        return
    read = "、".join(job.classes.name(class_id) for class_id in list(roster.classes)[:5])
    job.note_file_name(spoken(named, day), read)


def _without_seat_numbers(job: IntakeJob, listed: ListIn) -> ListIn:
    """A column called 学号 that holds the numbers of a class's seats (01, 2026030201) is no 学籍号: it is left out, and said."""
    found, key = listed.found, "student_number"
    column = found.column_of(key)
    if column is None or found.sheet in job.answers.layout:
        return listed
    header = found.source_headers.get(column, "")
    texts = [fold(row.cells[key].text) for row in found.rows if key in row.cells]
    if "学号" not in header or any(len(text) == 19 or "E+" in text.upper() for text in texts):
        return listed
    if texts:
        job.note_sheet(found.sheet, "no_student_number", f"「{shown(header)}」一列不是学籍号，没有读")
    return ListIn(listed.shape, found.rekeyed(key, None))


def _plan_row(job: IntakeJob, roster: _Roster, row: Row, whole: WholeClass, *, of_leavers: bool) -> None:
    if row.get("name") is None and "name" not in row.bad:
        row.reject("name", "required", "没有填姓名")
    if _ODD.search(row.get("name") or ""):
        row.warn("name", "odd_name", "姓名里有数字或符号，请核对是不是写进了别的内容")
    class_id = job.classes.read(row, row.get("since"), whole, make=True)
    read_leaving(row, of_leavers=of_leavers)
    own_day = row.get("since")
    if class_id and not of_leavers:
        roster.classes[class_id] = None
    if not row.alive():
        if class_id and row.get("name"):
            roster.spoken_of.add((row.get("name"), class_id))
        return
    day = own_day or max(job.since or job.today, job.today)
    pupil = _match(job, roster, row, class_id, day)
    gone = has_gone(row, job.today, of_leavers=of_leavers)
    if pupil is None and gone and row.alive():
        pupil = find_leaver(job, roster.index, row, class_id, of_leavers=of_leavers)
    if not row.alive():
        if class_id:
            roster.spoken_of.add((row.get("name"), class_id))
        return
    if class_id is None and pupil is None:
        row.reject("class_id", "no_class", "没有写班级，表名和标题里也没有")
        return
    if pupil is not None and pupil.id in roster.first_row:
        _again(job, roster, row, pupil, class_id, day)
        return
    if pupil is not None and _has_left(row, pupil, day, gone=gone):
        return
    if gone and row.get("to_date") is None:
        row.warn("to_date", "no_leaving_day", "没有写离校日期，这个学生还算在校，请补上离校日期再导入")
    _write(job, roster, row, pupil, class_id, own_day)


def _write(
    job: IntakeJob, roster: _Roster, row: Row, pupil: Entry | None, class_id: str | None, own_day: date | None
) -> None:
    index = roster.index
    made = pupil is None
    values = {key: row.get(key) for key in _OWN}
    _fill_from_number(row, values, pupil)
    if pupil is not None and pupil.get("name") != values["name"]:
        row.warn("name", "name_differs", f"号码相同，姓名原来是「{pupil.get('name')}」，请核对")
    usual, left = school_year_first(school_year_of(job.today)), row.get("to_date")
    first = None
    if made and class_id is not None:
        none_yet = class_id not in index.filled_classes
        first = job.first_day(own_day or row.get("from_date"), none_yet=none_yet, usual=usual)
        if left is not None and left < first:
            since = f"{first.isoformat()} 起的名单里没有他，没有新建"
            row.reject("name", "left_before", f"{left.isoformat()} 已离校，{since}")
            return
    pupil = job.put(row, Pupil, pupil, values)
    index.add(pupil)
    roster.first_row[pupil.id] = row
    roster.named.add(pupil.id)
    if class_id is None:
        return
    roster.filled.add(class_id)
    if first is not None:
        index.join(pupil, class_id, first)
        return
    day = own_day or max(job.since or job.today, job.today)
    old = index.class_on(pupil, day)
    if old != class_id and left is not None and left < day:
        if class_id not in index.classes_of(pupil):
            row.warn(
                "class_id",
                "class_differs",
                f"学校里这个学生在{job.classes.name(old) if old else '别的班'}，班级没有改",
            )
    elif old != class_id:
        none_yet = old is None and class_id not in index.filled_classes
        first = job.first_day(own_day, none_yet=none_yet, usual=usual)
        index.join(pupil, class_id, first)
        row.touch(RowState.CHANGED)
        row.old["class_id"] = job.classes.name(old) if old else ""
        if old:
            row.remark(f"{first.month}月{first.day}日起调班，还是同一个人")


def _fill_from_number(row: Row, values: dict[str, object], pupil: Entry | None) -> None:
    """Sex and birth date are facts of a valid ID number: filled in where neither file nor school says them."""
    number = row.get("id_number")
    if number is None:
        return
    if values["sex"] is None and (pupil is None or pupil.get("sex") is None):
        values["sex"] = row.values["sex"] = sex_of_id(number)
    if values["birth_date"] is None and (pupil is None or pupil.get("birth_date") is None):
        values["birth_date"] = row.values["birth_date"] = birth_of_id(number)


def _has_left(row: Row, pupil: Entry, day: date, *, gone: bool) -> bool:
    """A pupil who left is no pupil of the class: an old list must not bring him back in silence."""
    left = pupil.get("to_date")
    if left is None or left >= day or row.get("to_date") is not None:
        return False
    if gone:
        row.remark(f"{left.isoformat()} 已离校")
        return True
    how = pupil.get("leaving") or "离校"
    row.reject(
        "name",
        "left_school",
        f"这个学生 {left.isoformat()} 已{how}；如已回校，请先在「班级与学生」里清空离校日期",
    )
    return True


# -- who is it -------------------------------------------------------------------------------------------------------


def _match(job: IntakeJob, roster: _Roster, row: Row, class_id: str | None, day: date) -> Entry | None:
    """The pupil that the row means, None for a new one; asks where that cannot be known."""
    index = roster.index
    number, student_number = row.get("id_number"), row.get("student_number")
    answer = job.answers.pupils.get((row.sheet, row.number))
    if answer == "new":
        return None
    by_number = index.by_id.get(number) if number else None
    by_student = index.by_student_number.get(student_number) if student_number else None
    if by_number and by_student and by_number is not by_student:
        row.reject("student_number", "numbers_disagree", "身份证号和学籍号分别是两个学生的，请核对")
        return None
    found = by_number or by_student
    if found is not None:
        if by_number is None and number and found.get("id_number") not in (None, number):
            row.reject(
                "id_number", "numbers_disagree", f"学籍号相同的「{found.get('name')}」身份证号不同，请核对"
            )
        return found
    if class_id is None:
        return None
    return _by_name(job, roster, row, class_id, day, answer)


def _by_name(
    job: IntakeJob, roster: _Roster, row: Row, class_id: str, day: date, answer: str | None
) -> Entry | None:
    index, name = roster.index, row.get("name")
    namesakes = index.in_class(name, class_id, day)
    numbers = {key: value for key in ("id_number", "student_number") if (value := row.get(key))}
    same = [p for p in namesakes if all(p.get(key) in (None, value) for key, value in numbers.items())]
    if numbers and len(same) < len(namesakes):
        row.remark("同班另有同名学生，号码不同，按两个人")
    if not same:
        others = [p for p in index.named(name, day) if p not in namesakes]
        if others and not numbers:
            row.warn("name", "namesake", f"{index.describe(others[0], day)} 同名；若是调班，请补上身份证号")
        return None
    chosen = next((p for p in same if p.id == answer), None)
    if answer == "same" and len(same) == 1:
        chosen = same[0]
    if chosen is not None:
        return chosen
    fresh = [p for p in same if p.id not in roster.first_row]
    if len(same) == 1 and (fresh or roster.several_rows):
        return same[0]
    if len(same) == 1 and same[0].get("id_number") and numbers.get("id_number") == same[0].get("id_number"):
        return same[0]
    choices = (
        *(Choice(p.id, f"就是 {index.describe(p, day)}") for p in same),
        Choice("new", "另一个同名学生"),
    )
    message = f"班里有 {len(same)} 个「{name}」，请选是哪一个"
    if len(same) == 1:
        message = f"与第 {roster.first_row[same[0].id].number} 行同班同名，又没有号码可分，请选是不是同一个人"
    row.ask("name", "several", message, choices)
    return None


def _again(job: IntakeJob, roster: _Roster, row: Row, pupil: Entry, class_id: str | None, day: date) -> None:
    """A further row of a pupil whom the file has named before."""
    first = roster.first_row[pupil.id]
    where = (
        f"第 {first.number} 行" if first.sheet == row.sheet else f"表「{first.sheet}」第 {first.number} 行"
    )
    key = "id_number" if row.get("id_number") else "student_number" if row.get("student_number") else "name"
    if pupil.get("name") != row.get("name"):
        row.reject(key, "number_twice", f"号码与{where}的「{pupil.get('name')}」相同，姓名不同，请核对")
        return
    if class_id is not None and roster.index.class_on(pupil, max(day, _begin(roster, pupil))) != class_id:
        row.reject("class_id", "two_classes", f"{where}说同一个学生在另一个班，请核对")
        return
    values = {k: v for k in _OWN if (v := row.get(k)) is not None}
    differing = [k for k, v in values.items() if pupil.get(k) not in (None, v)]
    if differing:
        title = STUDENTS.fields[differing[0]].title
        row.warn(differing[0], "twice_in_file", f"与{where}是同一个学生，{title}不同，以前面的为准")
    pupil.set({k: v for k, v in values.items() if pupil.get(k) is None})
    roster.index.add(pupil)
    row.remark(f"与{where}是同一个学生")


def _begin(roster: _Roster, pupil: Entry) -> date:
    entry = roster.index.membership(pupil.id, date.min)
    return entry.get("from_date") if entry is not None else date.min


# -- who is missing ----------------------------------------------------------------------------------------------------


def _missing(job: IntakeJob, roster: _Roster) -> None:
    """Pupils of the file's classes whom no row names; what the person decided of them becomes changes."""
    if job.trouble:
        return
    index, day = roster.index, max(job.since or job.today, job.today)
    found: dict[str, list[Entry]] = defaultdict(list)
    for pupil in index.pupils.values():
        if pupil.made or pupil.id in roster.named or (pupil.get("to_date") or day) < day:
            continue
        class_id = index.class_on(pupil, day)
        if class_id in roster.classes and (pupil.get("name"), class_id) not in roster.spoken_of:
            found[class_id].append(pupil)
    for class_id, pupils in found.items():
        for pupil in pupils:
            job.missing.append(
                Missing(
                    pupil.id, pupil.get("name") or "", pupil.get("sex") or "", job.classes.name(class_id),
                    mask_tail(pupil.get("id_number") or ""),
                )
            )  # fmt: skip
            leave = job.answers.leaving.get(pupil.id)
            if leave is not None:
                pupil.set({"to_date": leave.day, "leaving": leave.reason})


STUDENTS_INTAKE = IntakeKind(
    "students", "学生", (STUDENTS,), plan_students, called="学生|花名册|学籍|名册", general=True
)
