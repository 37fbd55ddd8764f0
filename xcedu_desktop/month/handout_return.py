"""A class teacher's file come back: read, compared with the roster line by line, shown first, then taken in as one act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.fields import Reading
from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.clubs.joining import day_in_term, month_term
from xcedu_desktop.forms.clubs.reported import holds, service_pupils_on
from xcedu_desktop.forms.clubs.tables import ServicePupil
from xcedu_desktop.forms.meals.tables import MealSignup, signup_id
from xcedu_desktop.month.handout_answers import answer_of
from xcedu_desktop.month.handout_file import NO, YES
from xcedu_desktop.month.handout_preview import Line, Returned, Standing, Unanswered
from xcedu_desktop.month.handout_read import HandoutRow, read_sheet
from xcedu_desktop.month.handouts import record_id
from xcedu_desktop.month.life import state
from xcedu_desktop.periods import Month, school_year_first, school_year_of
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.tables import ClassHandout, Pupil
from xcedu_desktop.store.base import fields_of, new_id
from xcedu_desktop.store.changes import Change, altered
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.parsed import fold, is_blank
from xcedu_desktop.workbook.intake.row_kinds import is_nobody, is_sentence, total_kind


def read_handout(view: MonthView, path: Path) -> Returned:
    """Read a file that came back and plan what it changes in the view's month; writes nothing.

    FileUnusable: unreadable, or not a file that this program gave out. WrongUsage: of another school, another month, a class
    that is gone, not filled in yet, or the month is reported already.
    """
    sheet = read_sheet(path)
    said, rows = sheet.said, sheet.rows
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
    persons = any(row.id or not is_blank(row.cells.get("name")) for row in rows)
    silent = persons and said["meals"] and all(is_blank(row.cells.get("meal")) for row in rows)
    if silent or not sheet.saved:
        raise Unanswered(name, g.class_name(class_id), sheet.saved)
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
        self.from_day = max(self.day, view.month.first)
        """Changes begin in the file's month, be its reference day before it."""
        self.roster = {
            pupil_id: self.ground.pupil_by_id[pupil_id]
            for pupil_id, class_id in self.ground.pupils.items()
            if class_id == found.class_id
        }
        ever = any(place.class_id == found.class_id for place in self.ground.places)
        self.entering = self.from_day if ever else school_year_first(school_year_of(self.from_day))
        """Since when one who came is in the class; the first of a class are in it since the school year began."""
        self.serving = service_pupils_on(view, self.day)
        none_yet = not any(pupil_id in self.serving for pupil_id in self.roster)
        self.since = day_in_term(view, month_term(view), none_yet=none_yet)
        self.eating: set[str] = set()
        self.at_home: set[str] = set()
        self.unsaid: list[str] = []
        self.by_name: dict[str, list[str]] = {}
        for pupil_id, pupil in self.roster.items():
            if pupil.name:
                self.by_name.setdefault(pupil.name, []).append(pupil_id)

    def plan(self, rows: Sequence[HandoutRow]) -> None:
        seen: set[str] = set()
        came: set[str] = set()
        known = {row.id for row in rows if row.id}
        for row in rows:
            name = self._name(row)
            if row.id:
                pupil_id = self._whose(row.id, name)
            elif any(not is_blank(value) for key, value in row.cells.items() if key != "note"):
                # who came and was taken in before: the file is handed in once more, or the clerk wrote the pupil down
                there = [pupil_id for pupil_id in self.by_name.get(name, ()) if pupil_id not in known]
                pupil_id = there[0] if len(there) == 1 else ""
            else:
                continue
            if pupil_id in seen or (not pupil_id and name in came):
                self._say(row, Standing.REJECTED, "与上面一行重复")
            elif pupil_id:
                seen.add(pupil_id)
                self._known(row, pupil_id)
            elif row.id:
                seen.add(row.id)
                self.unsaid.append(self.roster[row.id].name or "")
                words = f"这一行发出时是「{self.roster[row.id].name}」；改姓名请在名册里改，新来的请写在下面的空行里"
                self._say(row, Standing.REJECTED, words)
            elif not is_nobody(name):
                came.add(name)
                self._newcomer(row)
        for pupil_id, pupil in self.roster.items():
            if pupil_id not in seen:
                self.unsaid.append(pupil.name or "")
                words = "表里没有这一行（后来进班的，或被删了），没有改动"
                self.found.lines.append(Line(0, pupil.name or "", Standing.MISSING, words))
        self._sign_up()
        self._record()

    # -- a pupil of the roster -----------------------------------------------------------------------------------------

    def _whose(self, row_id: str, name: str) -> str:
        """The pupil whom a line means: by its hidden id, or by the name where the two were sorted apart; "" for nobody."""
        pupil = self.roster.get(row_id)
        if pupil is None or not name or name == pupil.name:
            return row_id
        same = self.by_name.get(name, ())
        return same[0] if len(same) == 1 else ""

    def _known(self, row: HandoutRow, pupil_id: str) -> None:
        pupil = self.roster.get(pupil_id)
        if pupil is None:
            self._gone(row, pupil_id)
            return
        said: list[str] = []
        changes: list[Change] = []
        wrong = self._left(row, pupil, said, changes) or self._service(row, pupil.id, said, changes)
        # asked in any case: who is wrong in one column eats all the same, or does not
        wrong_meal = self._meal(row, pupil.id, left=bool(said) and said[0].startswith("离校"))
        if wrong := wrong or wrong_meal:
            self._say(row, Standing.REJECTED, wrong)
            return
        if not pupil.sex and (sex := self._value(Pupil, "sex", row)) is not None:
            changes.append(Change("pupil", pupil.id, {"sex": None}, {"sex": sex}))
            said.append(f"性别 {sex}")
        self.found.changes += changes
        self._say(row, Standing.CHANGED if changes else Standing.SAME, "；".join(said))

    def _gone(self, row: HandoutRow, pupil_id: str) -> None:
        """Who is not in the class any more; of who left the school in this month the sign-up counts all the same."""
        pupil = self.ground.pupil_by_id.get(pupil_id)
        left = pupil.to_date if pupil is not None else None
        here = any(
            place.class_id == self.found.class_id for place in self.ground.places_by_pupil.get(pupil_id, ())
        )
        if left is None or left >= self.view.today or not here:
            self._say(row, Standing.REJECTED, "现在的名册里，这个班已没有这名学生")
            return
        if left >= self.view.month.first and (wrong := self._meal(row, pupil_id, left=True)):
            self._say(row, Standing.REJECTED, wrong)
            return
        self._say(row, Standing.SAME, f"已离校 {left}")

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
        last = self.from_day - timedelta(days=1)
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
            # nobody is counted as not eating for a word that says neither
            self.unsaid.append(self._name(row))
            return wrong
        if answer is None:
            if not left:
                self.unsaid.append(self._name(row))
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
        if total_kind(fold(name)) or is_sentence(name) or any(mark in name for mark in "：:"):
            self._say(row, Standing.REJECTED, "看起来不是学生姓名；真是学生，请在名册里新增")
            return
        if name in self.by_name:
            self._say(row, Standing.REJECTED, "这个班已有同名的学生；真是另一名，请在名册里新增")
            return
        elsewhere = self._elsewhere(name)
        if elsewhere and self.roster:
            self.unsaid.append(name)
            words = f"{elsewhere}有同名的学生：是同一人请在名册里调班，不是请在名册里新增"
            self._say(row, Standing.REJECTED, words)
            return
        pupil_id = new_id()
        service, wrong = self._yes_no(row, "service", "参加课后服务")
        wrong_meal = self._meal(row, pupil_id)
        if wrong or wrong_meal:
            self.eating.discard(pupil_id)
            self.at_home.discard(pupil_id)
            if not wrong_meal:
                self.unsaid.append(name)
            self._say(row, Standing.REJECTED, wrong or wrong_meal)
            return
        since = self.entering
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
            self.found.changes.append(self._joins(pupil_id, max(since, self.since)))
            words += "，参加课后服务"
        if not is_blank(row.cells.get("left_on")):
            words += "；离校日期没有收"
        if elsewhere:
            words += f"；{elsewhere}也有同名的学生，请核对"
        self._say(row, Standing.NEW, words)

    def _elsewhere(self, name: str) -> str:
        """The other classes with a pupil of that name."""
        g = self.ground
        classes = [
            class_id for pupil_id, class_id in g.pupils.items() if g.pupil_by_id[pupil_id].name == name
        ]
        return "、".join(dict.fromkeys(g.class_name(class_id) for class_id in classes))

    # -- the class -----------------------------------------------------------------------------------------------------

    def _sign_up(self) -> None:
        """登记人数 is what the file says, once nobody's answer is missing, a pupil's of the roster whom the file lacks either."""
        if not self.meals or not (self.eating or self.at_home):
            return
        if self.unsaid:
            names = "、".join(self.unsaid[:3]) + ("…" if len(self.unsaid) > 3 else "")
            words = f"{len(self.unsaid)} 人没有填清是否就餐（{names}），就餐登记人数没有改"
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

    def _name(self, row: HandoutRow) -> str:
        """The name as the roster writes names; what is none, as it stands."""
        cell = row.cells.get("name")
        if is_blank(cell):
            return ""
        return fields_of(Pupil)["name"].parse(cell, self.reading).value or str(cell).strip()

    def _yes_no(self, row: HandoutRow, key: str, title: str) -> tuple[bool | None, str]:
        cell = row.cells.get(key)
        if is_blank(cell):
            return None, ""
        value = answer_of(key, cell)
        if value is not None:
            return value, ""
        return None, f"{title}：「{shown(str(cell))[:10]}」请填「{YES}」或「{NO}」"

    def _say(self, row: HandoutRow, standing: Standing, words: str) -> None:
        remark = str(row.cells.get("note") or "").strip()
        name = str(row.cells.get("name") or "").strip()[:20] or "（没有姓名）"
        self.found.lines.append(Line(row.number, name, standing, words, shown(remark)[:60]))
