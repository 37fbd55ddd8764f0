"""Which pupil a row means: by ID number, then 学籍号, else by name and class; on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from xcedu_desktop.school.intake_classes import WholeClass
from xcedu_desktop.school.intake_job import IntakeJob
from xcedu_desktop.school.tables import ClassMembership, Pupil
from xcedu_desktop.values.masks import mask_tail
from xcedu_desktop.workbook.intake.plan import Choice
from xcedu_desktop.workbook.intake.plan_changes import Entry
from xcedu_desktop.workbook.intake.plan_rows import Row


class PupilIndex:
    """The school's pupils, with those that the import makes. Memberships are looked up by pupil."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self.pupils = job.entries(Pupil)
        self._memberships: dict[str, list[Entry]] = defaultdict(list)
        for entry in job.entries(ClassMembership).values():
            if entry.get("pupil_id") and entry.get("class_id") and entry.get("from_date"):
                self._memberships[entry.get("pupil_id")].append(entry)
        self.by_id: dict[str, Entry] = {}
        self.by_student_number: dict[str, Entry] = {}
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        for pupil in self.pupils.values():
            self.add(pupil)

    def add(self, pupil: Entry) -> None:
        """Take a pupil in, or again after a number of his was filled in."""
        if number := pupil.get("id_number"):
            self.by_id.setdefault(number, pupil)
        if number := pupil.get("student_number"):
            self.by_student_number.setdefault(number, pupil)
        if (name := pupil.get("name")) and not any(other is pupil for other in self._by_name[name]):
            self._by_name[name].append(pupil)

    def join(self, pupil: Entry, class_id: str, first: date) -> None:
        """Put a pupil into a class from a day on.

        What holds that day ends the day before; what began since is replaced; a class to come later stays, and ends
        this one.
        """
        entries, now = self._memberships[pupil.id], max(self._job.today, first)
        coming = [entry.get("from_date") for entry in entries if entry.get("from_date") > now]
        last = min(coming) - timedelta(days=1) if coming else None
        since = [entry for entry in entries if first <= entry.get("from_date") <= now]
        for entry in entries:
            begun, ended = entry.get("from_date"), entry.get("to_date")
            if begun < first and (ended is None or ended >= first):
                entry.set({"to_date": first - timedelta(days=1)})
        for entry in since[1:]:
            entry.gone = True
            entries.remove(entry)
        values = {"class_id": class_id, "from_date": first, "to_date": last}
        before = next((e for e in entries if e.get("to_date") == first - timedelta(days=1)), None)
        if before is not None and before.get("class_id") == class_id:
            before.set({"to_date": last})
            for entry in since[:1]:
                entry.gone = True
                entries.remove(entry)
        elif since:
            since[0].set(values)
        else:
            entries.append(self._job.staging.make(ClassMembership, {"pupil_id": pupil.id, **values}))

    def membership(self, pupil_id: str, day: date) -> Entry | None:
        """The membership that holds on a day; else, of a pupil without one then, the next one to come."""
        found = self._memberships.get(pupil_id, ())
        for entry in found:
            if entry.get("from_date") <= day and (
                entry.get("to_date") is None or day <= entry.get("to_date")
            ):
                return entry
        coming = [entry for entry in found if entry.get("from_date") > day]
        return min(coming, key=lambda entry: entry.get("from_date"), default=None)

    def class_on(self, pupil: Entry, day: date) -> str | None:
        """The class of a pupil on a day, or the one that he comes into next."""
        entry = self.membership(pupil.id, day)
        return entry.get("class_id") if entry is not None else None

    def classes_of(self, pupil: Entry) -> set[str]:
        """Ids of the classes that a pupil ever was in."""
        return {entry.get("class_id") for entry in self._memberships.get(pupil.id, ())}

    def named(self, name: str, day: date) -> list[Entry]:
        """The pupils of that name who have not left by that day."""
        return [p for p in self._by_name.get(name, ()) if p.get("to_date") is None or p.get("to_date") >= day]

    def in_class(self, name: str, class_id: str, day: date) -> list[Entry]:
        """The pupils of that name in a class on a day."""
        return [p for p in self.named(name, day) if self.class_on(p, day) == class_id]

    def describe(self, pupil: Entry, day: date) -> str:
        """三(2)班 张三 …012X, for choices and messages."""
        class_id = self.class_on(pupil, day)
        number = pupil.get("id_number")
        parts = [self._job.classes.name(class_id) if class_id else "", pupil.get("name") or ""]
        return " ".join([*filter(None, parts), *([mask_tail(number)[-8:]] if number else [])])

    @cached_property
    def filled_classes(self) -> frozenset[str]:
        """Ids of the classes that had pupils before this import."""
        return frozenset(
            entry.get("class_id")
            for entries in self._memberships.values()
            for entry in entries
            if not entry.made
        )


def find_pupil(
    job: IntakeJob, index: PupilIndex, row: Row, whole: WholeClass, own_day: date | None
) -> Entry | None:
    """The pupil that a row of a further list (社团成员, 参加学生) names; None: the row is rejected or asked."""
    day = own_day or job.since or job.today
    name, number = row.get("name"), row.get("id_number")
    if not row.alive():
        return None
    if number is not None and (found := index.by_id.get(number)):
        _show_class(job, index, row, found, day)
        if name and found.get("name") != name:
            row.warn("name", "name_differs", f"身份证号是「{found.get('name')}」的，按身份证号认")
        return found
    if name is None:
        row.reject("name", "required", "没有填姓名")
        return None
    class_id = job.classes.read(row, own_day, whole, make=False)
    if not row.alive():
        return None
    at = index.in_class(name, class_id, day) if class_id else index.named(name, day)
    if class_id and not at:
        # In the class at another time (a list of last term): the day is a matter for the rules.
        at = [p for p in index.named(name, date.min) if class_id in index.classes_of(p)]
    if number is not None:
        at = [p for p in at if p.get("id_number") is None]
    where = job.classes.name(class_id) if class_id else "学校里"
    if not at:
        row.reject("name", "no_such_pupil", f"{where}没有找到「{name}」，请先导入学生或核对班级、姓名")
        return None
    if len(at) > 1:
        return _chosen(job, index, row, at, day, f"{where}有 {len(at)} 个「{name}」，请选是哪一个")
    _show_class(job, index, row, at[0], day)
    if class_id is None and not row.cell("class_id").text:
        row.remark("没有写班级，按姓名认出（全校只有一个）")
    return at[0]


def _show_class(job: IntakeJob, index: PupilIndex, row: Row, pupil: Entry, day: date) -> None:
    if "class_id" not in row.shown:
        class_id = index.class_on(pupil, day)
        row.shown["class_id"] = job.classes.name(class_id) if class_id else ""


def _chosen(
    job: IntakeJob, index: PupilIndex, row: Row, candidates: Sequence[Entry], day: date, message: str
) -> Entry | None:
    """The pupil whom the person chose among several of one name; without an answer the row is asked."""
    answer = job.answers.pupils.get((row.sheet, row.number))
    chosen = next((pupil for pupil in candidates if pupil.id == answer), None)
    if chosen is None:
        choices = tuple(Choice(pupil.id, index.describe(pupil, day)) for pupil in candidates)
        row.ask("name", "several", message, choices)
    return chosen
