"""Class names in imports: read by the day, asked once and remembered, made where the school lacks them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from xcedu_desktop.periods import Month, school_year_of
from xcedu_desktop.school.tables import ClassAlias, SchoolClass
from xcedu_desktop.values.class_names import ClassKey, full_name, grade_of, names_class, parse_class, spoken
from xcedu_desktop.values.class_texts import (
    SEVERAL,
    Several,
    class_in,
    class_of_label,
    grades_in,
    is_joined,
    looks_like_class,
    without_copy_mark,
    without_teacher,
)
from xcedu_desktop.values.parsed import Notice, Parsed, fold
from xcedu_desktop.workbook.intake.found import SkippedRow
from xcedu_desktop.workbook.intake.plan import Choice
from xcedu_desktop.workbook.intake.plan_rows import Row, refused
from xcedu_desktop.workbook.intake.raw import Cell, Value

if TYPE_CHECKING:
    from xcedu_desktop.school.intake_job import IntakeJob, ListIn


@dataclass(frozen=True)
class ListClass:
    """The class of a whole list, and where it was said (表名, 标题, 小标题, 文件名, 本人指定)."""

    class_id: str
    where: str


@dataclass(frozen=True)
class Unknown:
    """A list whose class somebody has to say: a section line that nobody knows (`asked`), or two places that name `both`."""

    asked: str = ""
    both: tuple[str, str] = ("", "")


class WholeClass:
    """The class of a whole list, looked for when the first row without one comes (it may have to be made)."""

    def __init__(self, reader: ClassReader, listed: ListIn, *, make: bool) -> None:
        self._reader, self._listed, self._make = reader, listed, make
        self._found: ListClass | Unknown | None = None
        self._looked = False
        self.grade = _grade_in(listed)
        """The one grade that section, title or sheet name says (一年级, 2026级): it completes a class written 1班."""

    def get(self) -> ListClass | Unknown | None:
        """The class, None where the list names none and nobody chose one."""
        if not self._looked:
            self._looked = True
            self._found = self._reader.of_list(self._listed, make=self._make)
        return self._found


_GRADE_ALONE = re.compile(r"[一二三四五六七八九1-9]年级|[初高][一二三]")


class ClassReader:
    """Reads the class cells of one file. Texts are looked up once each."""

    def __init__(self, job: IntakeJob) -> None:
        self._job = job
        self._day = naming_day(job.view.month, job.today)
        self._entries = job.entries(SchoolClass)
        self._by_key = {
            ClassKey(e.get("stage"), e.get("entry_year"), e.get("number")): e.id
            for e in self._entries.values()
            if e.get("stage") and e.get("entry_year") and e.get("number")
        }
        self._keys = {row_id: key for key, row_id in self._by_key.items()}
        self._aliases: dict[str, str] = {
            fold(e.get("name")): e.get("class_id") for e in job.entries(ClassAlias).values() if e.get("name")
        }
        self._cache: dict[tuple[Value, Value, int], Parsed[ClassKey]] = {}
        self._names: dict[tuple[ClassKey, date], str] = {}
        self._remembered: set[str] = set()
        self._announced: set[str] = set()
        self.made: set[str] = set()
        """Ids of the classes that this import makes."""

    # -- names -----------------------------------------------------------------------------------------------------

    def key(self, class_id: str) -> ClassKey | None:
        """Stage, entry year and number of a class, also of one that is being made."""
        return self._keys.get(class_id)

    def name(self, class_id: str, day: date | None = None) -> str:
        """三(2)班, as the school says it on the month's date (or on `day`)."""
        key = self._keys.get(class_id)
        if key is None:
            return ""
        place = (key, day or self._day)
        if place not in self._names:
            self._names[place] = spoken(*place)
        return self._names[place]

    def choices(self) -> tuple[Choice, ...]:
        """The classes that a question can be answered with, by grade and number."""
        year = school_year_of(self._day)
        rows = sorted(self._keys.items(), key=lambda item: (grade_of(item[1], year), item[1].number))
        return tuple(
            Choice(class_id, spoken(key, self._day)) for class_id, key in rows if _runs(key, self._day)
        )

    # -- one cell --------------------------------------------------------------------------------------------------

    def day_of(self, own: date | None) -> date:
        """The day by which a class name is read: the row's own, else the month on the screen, else today."""
        return own or self._day

    def parse(self, raw: Value, grade: Value, day: date) -> Parsed[ClassKey]:
        """A class text by a day's school year; see values.class_names.parse_class."""
        year = school_year_of(day)
        place = (raw, grade, year)
        if place not in self._cache:
            value = raw.date() if isinstance(raw, datetime) else raw
            stage = self._job.ground.stage
            parsed = parse_class(value, school_year=year, school_stage=stage, grade_hint=grade)
            if parsed.error is not None and isinstance(value, str):
                # 三(2)班（42人）, 三(2)班 王老师
                bare = without_teacher(value)
                again = parse_class(bare, school_year=year, school_stage=stage, grade_hint=grade)
                parsed = again if again.value is not None and names_class(bare) else parsed
            self._cache[place] = parsed
        return self._cache[place]

    def read(
        self, row: Row, own_day: date | None, whole: WholeClass | None, *, make: bool, key: str = "class_id"
    ) -> str | None:
        """The row's class id; None when it is not known (the row is then rejected or asked, or bears no class at all).

        `make`: a name that can be read and that the school lacks becomes a class (NEW in the preview).
        """
        cell, grade = row.cell(key), row.cell("grade")
        if refused(row, key, cell):
            return None
        day = self.day_of(own_day)
        if cell.blank or _is_nothing(cell):
            return self._of_list(row, key, whole)
        remembered = self._answer(cell.text, make=make)
        if remembered:
            self._show(row, key, remembered, day)
            return remembered
        hint = grade.value if grade.error is None else None
        parsed = self.parse(cell.value, whole.grade if hint is None and whole is not None else hint, day)
        if parsed.value is None and not make and (only := self._only_of_grade(cell.text, day)) is not None:
            name = self.name(only, day)
            row.warn(key, "only_class", f"「{cell.text.strip()}」只有一个班，读作{name}，请核对")
            self._show(row, key, only, day)
            return only
        if parsed.value is None:
            self._refuse(row, key, cell, parsed.error)
            return None
        class_id = self.find(parsed.value, make=make)
        if class_id is None:
            known = spoken(parsed.value, day)
            row.reject(
                key, "no_such_class", f"学校没有{known}（{full_name(parsed.value)}），请先导入班级或学生"
            )
            return None
        for notice in parsed.warnings:
            row.warn(key, notice.code, notice.message)
        if cell.last_zero and not parsed.warnings:
            shown = f"{cell.text}0"
            row.warn(
                key,
                "maybe_tenth",
                f"表里显示「{shown}」，按 {parsed.value.number} 班读入，原来可能是 {shown}，请核对",
            )
        self._show(row, key, class_id, day)
        self._remark(row, key, cell, grade, class_id, day)
        return class_id

    def _only_of_grade(self, text: str, day: date) -> str | None:
        """The class that a grade alone (三年级) means in a school which has one class of it."""
        if not _GRADE_ALONE.fullmatch(fold(text)):
            return None
        first = self.parse(f"{fold(text)}1班", None, day).value
        same = [
            class_id
            for key, class_id in self._by_key.items()
            if first is not None and (key.stage, key.entry_year) == (first.stage, first.entry_year)
        ]
        return same[0] if len(same) == 1 else None

    def find(self, key: ClassKey, *, make: bool) -> str | None:
        """The class of a key; where the school has none it is made, or None."""
        class_id = self._by_key.get(key)
        if class_id is None and make:
            entry = self._job.staging.make(
                SchoolClass, {"stage": str(key.stage), "entry_year": key.entry_year, "number": key.number}
            )
            class_id = entry.id
            self._by_key[key], self._keys[class_id] = class_id, key
            self.made.add(class_id)
        return class_id

    def unmake(self, class_ids: Collection[str]) -> None:
        """Take back classes that were to be made and that no row uses after all."""
        for class_id in class_ids:
            self._entries[class_id].gone = True
        for alias in self._job.entries(ClassAlias).values():
            if alias.made and alias.get("class_id") in class_ids:
                alias.gone = True

    def _of_list(self, row: Row, key: str, whole: WholeClass | None) -> str | None:
        found = whole.get() if whole is not None else None
        if found is None:
            return None
        if isinstance(found, Unknown):
            self._say_unknown(row, key, found)
            return None
        self._show(row, key, found.class_id, self._day)
        row.remark(f"班级取自{found.where}")
        self._announce(row, found.class_id)
        return found.class_id

    def _say_unknown(self, row: Row, key: str, found: Unknown) -> None:
        if found.asked:
            text = found.asked.strip()
            row.ask(
                key,
                "unknown_class",
                f"小标题「{text[:20]}」认不出是哪个班，选一次以后都记住",
                self.choices(),
                text,
            )
            return
        row.reject(
            key, "class_contradiction",
            f"标题写的是{found.both[0]}，表名写的是{found.both[1]}，不知道是哪个班，没有导入；请把两处改成一致，或在表里加上「班级」列",
        )  # fmt: skip

    def _answer(self, text: str, *, make: bool) -> str | None:
        """A name answered for before, or in this preview; the new answer is remembered with the import."""
        name = fold(text)
        if name in self._aliases:
            return self._aliases[name]
        given = {fold(asked): class_id for asked, class_id in self._job.answers.classes.items()}
        class_id = self._meant(given.get(name), make=make)
        if class_id is not None and name not in self._remembered:
            self._remembered.add(name)
            self._job.staging.make(ClassAlias, {"name": text.strip(), "class_id": class_id})
        return class_id

    def _meant(self, answer: str | None, *, make: bool) -> str | None:
        """The class of a person's answer: its id, or a class name (三(2)班), made where the school lacks it."""
        if not answer or answer in self._keys:
            return answer or None
        parsed = self.parse(answer, None, self._day)
        return self.find(parsed.value, make=make) if parsed.value is not None else None

    def _refuse(self, row: Row, key: str, cell: Cell, error: Notice | None) -> None:
        if error is None:  # a blank was answered for before
            return
        if error.code == "unknown_class":
            text = cell.text.strip()
            row.ask(key, error.code, f"没有叫「{text[:20]}」的班，选一次以后都记住", self.choices(), text)
        else:
            row.reject(key, error.code, error.message)

    def _show(self, row: Row, key: str, class_id: str, day: date) -> None:
        row.values[key] = class_id
        row.shown[key] = self.name(class_id, day)

    def _remark(self, row: Row, key: str, cell: Cell, grade: Cell, class_id: str, day: date) -> None:
        if key in row.merged:
            row.remark("班级取自合并单元格")
        said, name = fold(cell.text).replace("班级", "班"), self.name(class_id, day)
        class_key = self._keys[class_id]
        if said not in (name, full_name(class_key), name.removesuffix("班")) and not grade.text:
            row.remark(f"「{cell.text.strip()[:20]}」读作{name}")
        self._announce(row, class_id)

    def _announce(self, row: Row, class_id: str) -> None:
        """Says of the first row in a class that is being made that it is."""
        if class_id in self.made and class_id not in self._announced and row.alive():
            self._announced.add(class_id)
            row.remark(f"新建班级{self.name(class_id)}")

    def sections(self, listed: ListIn) -> list[ListIn]:
        """The list divided at lines that hold nothing but a class in the name column (一年级1班, then its pupils)."""
        found = listed.found
        if "class_id" in found.columns.values():
            return [listed]
        parts = [dataclasses.replace(found, rows=[])]
        for row in found.rows:
            cell = row.cells.get("name")
            if cell is not None and len(row.cells) == 1 and isinstance(cell.value, str):
                named = without_teacher(cell.value)
                key = self.parse(named, None, self._day).value if names_class(named) else None
                if key is not None:
                    parts[-1].skipped.append(SkippedRow(row.number, "小标题"))
                    parts.append(
                        dataclasses.replace(
                            found, rows=[], section=cell.value, skipped=[], notes=[], totals=[]
                        )
                    )
                    continue
            parts[-1].rows.append(row)
        return [dataclasses.replace(listed, found=part) for part in parts if part.rows]

    def whole(self, listed: ListIn, *, make: bool) -> WholeClass:
        """The class of the rows of a list that bear none."""
        return WholeClass(self, listed, make=make)

    # -- a whole list ----------------------------------------------------------------------------------------------

    def of_list(self, listed: ListIn, *, make: bool) -> ListClass | Unknown | None:
        """The class of a list whose rows bear none: section line, title, sheet name, file name; else the person's answer."""
        section, title, sheet = listed.texts
        sheet = without_copy_mark(sheet, {one.found.sheet for one in self._job.lists})
        hint = _grade_in(listed)
        of_section = self._within(section, hint, whole=True)
        if of_section is None and (listed.found.new_group or looks_like_class(section)):
            answer = self._answer(section, make=make)
            return ListClass(answer, "小标题") if answer is not None else Unknown(asked=section)
        if of_section is not None:
            return self._listed(of_section, "小标题", make=make)
        of_title = self._within(title, hint, whole=False)
        if self._of_other_grade(section, of_title):
            return Unknown(asked=section)
        of_sheet = self._within(sheet, hint, whole=True)
        one, other = self._key_of(of_title), self._key_of(of_sheet)
        if one and other and one != other and ("班" in sheet or names_class(sheet)):
            chosen = self._meant(self._job.answers.whole_class, make=make)
            if chosen is not None:
                return ListClass(chosen, "所选的班级")
            return Unknown(both=(spoken(one, self._day), spoken(other, self._day)))
        found = [(of_title, "标题"), (of_sheet, "表名")]
        if SEVERAL not in (of_title, of_sheet):
            found += [
                (self._within(listed.found.above, hint, whole=False), "标题"),
                (self._within(self._job.file_stem, None, whole=False), "文件名"),
            ]
        for key, where in found:
            if key is not None and (listed_class := self._listed(key, where, make=make)) is not None:
                return listed_class
        answer = self._meant(self._job.answers.whole_class, make=make)
        return ListClass(answer, "所选的班级") if answer is not None else None

    def _listed(self, key: ClassKey | str | Several, where: str, *, make: bool) -> ListClass | None:
        if key is SEVERAL:
            return None
        class_id = key if isinstance(key, str) else self.find(key, make=make)
        return ListClass(class_id, where) if class_id is not None else None

    def _key_of(self, said: ClassKey | str | Several | None) -> ClassKey | None:
        """The key of a class that a text named, by itself or by a remembered name."""
        own = self._keys.get(said) if isinstance(said, str) else said
        return own if isinstance(own, ClassKey) else None

    def _within(self, text: str, hint: str | None, *, whole: bool) -> ClassKey | str | Several | None:
        """The one class that a text names: its key, or the id of a remembered name; None where none, SEVERAL where several."""
        plain = fold(text)
        if not plain:
            return None
        for name in (plain, without_teacher(text)):
            if name in self._aliases:
                return self._aliases[name]
        if whole:
            parsed = self.parse(without_teacher(text), hint, self._day)
            # A sheet's name is typed as text: 1.1 never was 1.10. A grade that differs is looked at as a span.
            harmless = ("maybe_tenth", "grade_differs")
            if parsed.value is not None and all(w.code in harmless for w in parsed.warnings):
                return SEVERAL if self._is_span(text, hint, parsed.value) else parsed.value
        labelled = class_of_label(text)
        if labelled and (key := self.parse(labelled, hint, self._day).value) is not None:
            return SEVERAL if self._is_span(labelled, hint, key) else key
        return class_in(text, lambda name: self.parse(name, None, self._day).value)

    def _of_other_grade(self, section: str, key: ClassKey | str | Several | None) -> bool:
        """Whether a section line names a grade (三年级) that is not the title's class's."""
        own, grades = self._key_of(key), grades_in(section)
        if own is None or len(grades) != 1:
            return False
        first = self._first_of(grades.pop())
        return first is not None and (first.stage, first.entry_year) != (own.stage, own.entry_year)

    def _is_span(self, text: str, hint: str | None, key: ClassKey) -> bool:
        """Whether 1-3班 under 三年级 is a span of that grade's classes, not class 3 of the first grade."""
        own = self._first_of(hint) if hint is not None and is_joined(text) else None
        return own is not None and own.entry_year != key.entry_year

    def _first_of(self, grade: str) -> ClassKey | None:
        """The first class of a grade as it is written (三年级)."""
        return self.parse(f"{grade}1班", None, self._day).value


def _grade_in(listed: ListIn) -> str | None:
    """The one grade that the nearest text naming any names; None where it names several."""
    named = next((grades for text in listed.texts if (grades := grades_in(text))), set())
    return named.pop() if len(named) == 1 else None


def naming_day(month: Month, today: date) -> date:
    """The day by which classes are named: the month's last, or today while it runs."""
    return min(month.last, max(today, month.first))


def _runs(key: ClassKey, day: date) -> bool:
    return spoken(key, day) != full_name(key)


def _is_nothing(cell: Cell) -> bool:
    return isinstance(cell.value, str) and fold(cell.value) in ("/", "-", "—", "——", "无")
