"""A class teacher's file come back: read, compared with the roster line by line, shown first, then taken in as one act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.joining import day_in_term, month_term
from xcedu_desktop.forms.clubs.reported import holds, service_pupils_on
from xcedu_desktop.forms.clubs.tables import ServicePupil
from xcedu_desktop.forms.meals.tables import MealSignup, signup_id
from xcedu_desktop.month.handout_file import NO, YES
from xcedu_desktop.month.handout_read import HandoutRow, read_rows
from xcedu_desktop.month.handouts import record_id
from xcedu_desktop.month.life import state
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import ClassHandout, Pupil
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.numbers import parse_yes_no
from xcedu_desktop.values.parsed import is_blank


class Unanswered(WrongUsage):
    """A file in which the teacher has not answered the question of the month yet, as it went out."""

    def __init__(self, name: str, class_name: str) -> None:
        super().__init__(f"「{name}」还没有填「本月在校就餐」，没有收；请班主任填好再交")
        self.class_name = class_name


class Standing(StrEnum):
    """What a line of the file comes to."""

    NEW = "新增"
    CHANGED = "有变化"
    SAME = "相同"
    REJECTED = "未收"
    MISSING = "表里没有"


@dataclass(frozen=True)
class Line:
    """A pupil of the file, or one of the roster whom it lacks. `row`: line of the sheet, 0 for none; `words`: what changes,
    or why it is not taken; `remark`: what the teacher wrote beside it."""

    row: int
    name: str
    standing: Standing
    words: str
    remark: str = ""


@dataclass
class Returned:
    """What a file says. `persons`: pupils signed up for meals by it, None where it was not asked or not filled in."""

    path: Path
    class_id: str
    class_name: str
    month: Month
    lines: list[Line] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    persons: int | None = None
    before: bool = False
    """It was handed in before; taking it in again replaces nothing that was changed since but what it says."""

    def count(self, standing: Standing) -> int:
        """Lines of one standing."""
        return sum(line.standing is standing for line in self.lines)

    @property
    def change_set(self) -> ChangeSet:
        """All of it, as one act."""
        return ChangeSet(f"收下{self.class_name}的收集表", tuple(self.changes))


def read_handout(view: MonthView, path: Path) -> Returned:
    """Read a file that came back and plan what it changes in the view's month; writes nothing.

    FileUnusable: unreadable, or not a file that this program gave out. WrongUsage: of another school, another month, a class
    that is gone, not filled in yet, or the month is reported already.
    """
    said, rows = read_rows(path)
    name = path.name
    month = Month.parse(str(said["month"]))
    if said["school"] != view.school_code:
        raise WrongUsage(f"「{name}」是别的学校的收集表（标识码 {str(said['school'])[:12]}），没有收")
    if month != view.month:
        raise WrongUsage(
            f"「{name}」是{month.spoken}的收集表，现在显示的是{view.month.spoken}；请先换到那个月再收"
        )
    if state(view.session, view.school_code, month).locked:
        raise WrongUsage(f"{month.spoken}已上报并锁定，不能再收「{name}」；要改请先「更正」")
    g = ground(view)
    class_id = str(said["class"])
    if class_id not in {row.id for row in g.classes}:
        raise WrongUsage(f"「{name}」的班级在{month.spoken}已经没有了，没有收")
    if said["meals"] and all(is_blank(row.cells.get("meal")) for row in rows):
        raise Unanswered(name, g.class_name(class_id))
    found = Returned(path, class_id, g.class_name(class_id), month)
    _Planner(view, found, bool(said["meals"])).plan(rows)
    return found


class _Planner:
    """Compares the lines with the roster, and collects the changes."""

    def __init__(self, view: MonthView, found: Returned, meals: bool) -> None:
        self.view, self.found, self.meals = view, found, meals
        self.ground = ground(view)
        self.reading = Reading(view.today, view.month)
        self.day = self.ground.reference_day
        self.roster = {
            pupil_id: self.ground.pupil_by_id[pupil_id]
            for pupil_id, class_id in self.ground.pupils.items()
            if class_id == found.class_id
        }
        self.serving = service_pupils_on(view, self.day)
        none_yet = not any(pupil_id in self.serving for pupil_id in self.roster)
        self.since = day_in_term(view, month_term(view), none_yet=none_yet)
        self.eating: set[str] = set()
        self.at_home: set[str] = set()
        self.unsaid: list[str] = []

    def plan(self, rows: Sequence[HandoutRow]) -> None:
        seen: set[str] = set()
        for row in rows:
            if row.id:
                if row.id in seen:
                    self._say(row, Standing.REJECTED, "与上面一行重复")
                    continue
                seen.add(row.id)
                self._known(row)
            elif any(not is_blank(value) for key, value in row.cells.items() if key != "note"):
                self._newcomer(row)
        for pupil_id, pupil in self.roster.items():
            if pupil_id not in seen:
                words = "发表以后才进班的，没有改动"
                self.found.lines.append(Line(0, pupil.name or "", Standing.MISSING, words))
        self._sign_up()
        self._record()

    # -- a pupil of the roster -----------------------------------------------------------------------------------------

    def _known(self, row: HandoutRow) -> None:
        pupil = self.roster.get(row.id)
        if pupil is None:
            self._say(row, Standing.REJECTED, "现在的名册里，这个班已没有这名学生")
            return
        said: list[str] = []
        changes: list[Change] = []
        wrong = self._left(row, pupil, said, changes) or self._service(row, pupil.id, said, changes)
        wrong = wrong or self._meal(row, pupil.id, left=bool(said) and said[0].startswith("离校"))
        if wrong:
            self._say(row, Standing.REJECTED, wrong)
            return
        if not pupil.sex and (sex := self._value(Pupil, "sex", row)) is not None:
            changes.append(Change("pupil", pupil.id, {"sex": None}, {"sex": sex}))
            said.append(f"性别 {sex}")
        self.found.changes += changes
        self._say(row, Standing.CHANGED if changes else Standing.SAME, "；".join(said))

    def _left(self, row: HandoutRow, pupil: Pupil, said: list[str], changes: list[Change]) -> str:
        cell = row.cells.get("left_on")
        if is_blank(cell):
            return ""
        parsed = fields_of(Pupil)["to_date"].parse(cell, self.reading)
        if parsed.value is None:
            return f"离校日期：{parsed.error.message if parsed.error else '看不出是哪一天'}"
        if parsed.value > self.view.today or (pupil.from_date and parsed.value < pupil.from_date):
            return f"离校日期 {parsed.value} 不在入校与今天之间"
        old = {"to_date": pupil.to_date, "leaving": pupil.leaving}
        change = altered(
            "pupil", pupil.id, old, {"to_date": parsed.value, "leaving": pupil.leaving or "转出"}
        )
        if change is not None:
            changes.append(change)
            said.append(f"离校 {parsed.value}")
        return ""

    def _service(self, row: HandoutRow, pupil_id: str, said: list[str], changes: list[Change]) -> str:
        answer, wrong = self._yes_no(row, "service", "参加课后服务")
        if wrong or answer is None:
            return wrong
        takes_part = pupil_id in self.serving
        if answer and not takes_part:
            changes.append(self._joins(pupil_id, self.since))
            said.append(f"参加课后服务，从 {self.since}")
        elif takes_part and not answer:
            changes.append(self._stops(pupil_id))
            said.append("不再参加课后服务")
        return ""

    def _joins(self, pupil_id: str, since: date) -> Change:
        return Change("service_pupil", new_id(), None, {"pupil_id": pupil_id, "from_date": since})

    def _stops(self, pupil_id: str) -> Change:
        """Ends the day before; who began on that very day never took part."""
        row = next(r for r in self.view.rows(ServicePupil) if r.pupil_id == pupil_id and holds(r, self.day))
        assert row.from_date is not None  # a row that holds a day has a beginning
        last = self.day - timedelta(days=1)
        if row.from_date > last:
            before = {
                "pupil_id": pupil_id,
                "from_date": row.from_date,
                "to_date": row.to_date,
                "consent_date": row.consent_date,
            }
            return Change("service_pupil", row.id, {**before, "position": row.position}, None)
        return Change("service_pupil", row.id, {"to_date": row.to_date}, {"to_date": last})

    def _meal(self, row: HandoutRow, key: str, left: bool = False) -> str:
        if not self.meals:
            return ""
        answer, wrong = self._yes_no(row, "meal", "本月在校就餐")
        if wrong:
            self.unsaid.append(key)  # nobody is counted as not eating for a word that says neither
            return wrong
        if answer is None:
            if not left:
                self.unsaid.append(key)
        elif answer:
            self.eating.add(key)
        else:
            self.at_home.add(key)
        return ""

    # -- a pupil who came ----------------------------------------------------------------------------------------------

    def _newcomer(self, row: HandoutRow) -> None:
        parsed = fields_of(Pupil)["name"].parse(row.cells.get("name"), self.reading)
        name = parsed.value
        if name is None:
            why = parsed.error.message if parsed.error else "没有写姓名"
            self._say(row, Standing.REJECTED, why)
            return
        if any(pupil.name == name for pupil in self.roster.values()):
            self._say(row, Standing.REJECTED, "这个班已有同名的学生；真是另一名，请在名册里新增")
            return
        pupil_id = new_id()
        service, wrong = self._yes_no(row, "service", "参加课后服务")
        wrong = wrong or self._meal(row, pupil_id)
        if wrong:
            self._say(row, Standing.REJECTED, wrong)
            return
        since = self.day
        self.found.changes += [
            Change(
                "pupil", pupil_id, None, {"name": name, "sex": self._value(Pupil, "sex", row), "from_date": since}
            ),
            Change(
                "class_membership", new_id(), None,
                {"pupil_id": pupil_id, "class_id": self.found.class_id, "from_date": since},
            ),
        ]  # fmt: skip
        words = f"新来的学生，从 {since} 入班"
        if service:
            self.found.changes.append(self._joins(pupil_id, since))
            words += "，参加课后服务"
        self._say(row, Standing.NEW, words)

    # -- the class -----------------------------------------------------------------------------------------------------

    def _sign_up(self) -> None:
        """登记人数 is what the file says, once nobody's answer is missing."""
        if not self.meals or not (self.eating or self.at_home):
            return
        if self.unsaid:
            names = [self.ground.pupil_by_id[p].name or "" for p in self.unsaid if p in self.roster][:3]
            words = f"{len(self.unsaid)} 人没有填清是否就餐（{'、'.join(names)}…），就餐登记人数没有改"
            self.found.lines.append(Line(0, "就餐登记", Standing.REJECTED, words))
            return
        persons = self.found.persons = len(self.eating)
        row_id = signup_id(self.found.class_id, self.found.month)
        old = next((r for r in self.view.rows_of_month(MealSignup) if r.id == row_id), None)
        if old is None:
            values = {"class_id": self.found.class_id, "month": self.found.month, "persons": persons}
            self.found.changes.append(Change("meal_signup", row_id, None, values))
        elif old.persons != persons:
            before = {"persons": old.persons, "month": old.month, "copied": old.copied}
            self.found.changes.append(
                Change(
                    "meal_signup",
                    row_id,
                    before,
                    {"persons": persons, "month": self.found.month, "copied": None},
                )
            )
        else:
            self.found.lines.append(Line(0, "就餐登记", Standing.SAME, f"{persons} 人"))
            return
        was = f"，原来 {old.persons} 人" if old is not None and old.persons is not None else ""
        self.found.lines.append(Line(0, "就餐登记", Standing.CHANGED, f"{persons} 人{was}"))

    def _record(self) -> None:
        row_id = record_id(self.found.class_id, self.found.month)
        old = next((r for r in self.view.rows(ClassHandout) if r.id == row_id), None)
        said: dict[str, Any] = {"returned_on": self.view.today}
        if self.eating or self.at_home:
            said["no_meal"] = json.dumps(sorted(self.at_home))
        if old is None:
            values = {"class_id": self.found.class_id, "month": self.found.month, **said}
            self.found.changes.append(Change("class_handout", row_id, None, values))
            return
        self.found.before = old.returned_on is not None
        change = altered("class_handout", row_id, {key: getattr(old, key) for key in said}, said)
        if change is not None:
            self.found.changes.append(change)

    # -- cells ---------------------------------------------------------------------------------------------------------

    def _value(self, model: type[Pupil], key: str, row: HandoutRow) -> Any:
        return fields_of(model)[key].parse(row.cells.get(key), self.reading).value

    def _yes_no(self, row: HandoutRow, key: str, title: str) -> tuple[bool | None, str]:
        cell = row.cells.get(key)
        if is_blank(cell):
            return None, ""
        value = parse_yes_no(cell).value
        return (
            (value, "")
            if value is not None
            else (None, f"{title}：「{shown(str(cell))[:10]}」请填「{YES}」或「{NO}」")
        )

    def _say(self, row: HandoutRow, standing: Standing, words: str) -> None:
        remark = str(row.cells.get("note") or "").strip()
        name = str(row.cells.get("name") or "").strip()[:20] or "（没有姓名）"
        self.found.lines.append(Line(row.number, name, standing, words, shown(remark)[:60]))
