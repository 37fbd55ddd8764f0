"""Import of classes (班级): made where they are missing, with head teacher and the day of merging away."""

from __future__ import annotations

from xcedu_desktop.fields import Field
from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.school.intake_staff import staff_by_name
from xcedu_desktop.school.intake_students import CLASS, GRADE
from xcedu_desktop.school.tables import SchoolClass
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.class_names import ClassKey
from xcedu_desktop.workbook.intake.kind import IntakeKind, KindColumn, Shape, columns_of
from xcedu_desktop.workbook.intake.plan import RowState
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row

_FIELDS = fields_of(SchoolClass)
_TEACHER = Field("班主任", synonyms=("班主任姓名", "班主任老师", "班级负责人", "姓名"))
_COLUMNS = (
    KindColumn("class_id", CLASS, ("名称", "班级全称", "班名")),
    KindColumn("grade", GRADE),
    *columns_of(_FIELDS, ("stage", "entry_year", "number"), words={
        "entry_year": ("级", "届", "入学年", "入学年度"), "number": ("班序", "班次", "班级号", "班级序号")}),
    KindColumn("head_teacher", _TEACHER),
    *columns_of(_FIELDS, ("to_date",)),
)  # fmt: skip
CLASSES = Shape("classes", _COLUMNS, ("class_id",))
NUMBERED = CLASSES.needing("numbered", "entry_year", "number")


def plan_classes(job: IntakeJob) -> None:
    """Plans a list of classes. A head teacher not on the staff list yet is left blank and said."""
    staff = staff_by_name(job)
    seen: dict[str, Row] = {}
    for listed in job.lists:
        whole = job.classes.whole(listed, make=False)
        for row in job.read(listed):
            before = set(job.classes.made)
            if row.cell("class_id").blank and row.get("entry_year") and row.get("number"):
                class_id = _by_number(job, row)
            elif row.cell("class_id").blank:
                row.reject("class_id", "required", "没有写班级")
                continue
            else:
                class_id = job.classes.read(row, None, whole, make=True)
            if class_id is None or not row.alive():
                continue
            row.shown["entry_year"], row.shown["class_id"] = _full(job, class_id), job.classes.name(class_id)
            if class_id in seen:
                row.remark(f"与第 {seen[class_id].number} 行是同一个班")
                continue
            seen[class_id] = row
            row.remarks = [text for text in row.remarks if not text.startswith("新建班级")]
            if class_id not in before and class_id in job.classes.made:
                row.touch(RowState.NEW)
            _details(job, row, class_id, staff)
    job.classes.unmake(job.classes.made - seen.keys())


def _by_number(job: IntakeJob, row: Row) -> str | None:
    stage = row.get("stage") or ""
    if not stage:
        text = f"{row.get('entry_year')}级{row.get('number')}班"
        parsed = job.classes.parse(text, None, job.classes.day_of(None))
        if parsed.value is None:
            row.reject(
                "entry_year", "unknown_class", parsed.error.message if parsed.error else "认不出是哪个班"
            )
            return None
        stage = parsed.value.stage
    return job.classes.find(ClassKey(str(stage), row.get("entry_year"), row.get("number")), make=True)


def _full(job: IntakeJob, class_id: str) -> str:
    key = job.classes.key(class_id)
    return f"{key.entry_year}级" if key else ""


def _details(job: IntakeJob, row: Row, class_id: str, staff: dict[str, list[Entry]]) -> None:
    values: dict[str, object] = {"to_date": row.get("to_date")}
    name = row.get("head_teacher")
    if name:
        found = staff.get("".join(name.split()), [])
        if len(found) == 1:
            values["head_teacher"] = found[0].id
        else:
            why = "教职工里没有" if not found else f"教职工里有 {len(found)} 个"
            row.warn(
                "head_teacher",
                "unknown_staff",
                f"{why}「{name}」，班主任先空着；导入教职工后再导入一次就补上",
            )
            row.values.pop("head_teacher", None)
    entry = job.put(row, SchoolClass, job.entries(SchoolClass)[class_id], values)
    job.clear_none(row, entry, "head_teacher")


CLASSES_INTAKE = IntakeKind("classes", "班级", (CLASSES, NUMBERED), plan_classes, called="班级")
