"""What a column is, said once: title, kind, choices, unit, bounds, masking, header synonyms.

The grid, the importer, the rules' messages, the workbook, the prints and the docs read it from the column's `info["field"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Any

from xcedu_desktop.periods import Month
from xcedu_desktop.values.class_names import ClassKey, parse_class
from xcedu_desktop.values.dates import parse_day, parse_month, parse_time
from xcedu_desktop.values.identifiers import (
    mask_phone,
    mask_tail,
    parse_id_number,
    parse_phone,
    parse_student_number,
)
from xcedu_desktop.values.masks import holds_id, mask_any, shown
from xcedu_desktop.values.numbers import (
    parse_area,
    parse_count,
    parse_decimal,
    parse_money,
    parse_power,
    parse_yes_no,
)
from xcedu_desktop.values.parsed import Notice, Parsed, blank_mark, fold, is_blank_mark
from xcedu_desktop.values.pattern import late
from xcedu_desktop.values.text import clean_name, clean_text
from xcedu_desktop.values.units import Measure


class Kind(StrEnum):
    """The kinds of value. Stored type beside each."""

    TEXT = "text"  # str
    NAME = "name"  # str, a person's name
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # int of 10**-scale units
    POWER = "power"  # int watts, shown in kW
    DAY = "day"  # date
    MONTH = "month"  # Month
    TIME = "time"  # time
    MONEY = "money"  # int fen
    CHOICE = "choice"  # str, one of `choices`
    YES_NO = "yes_no"  # bool
    CLASS = "class"  # row id of a school_class
    REFERENCE = "reference"  # row id in `references`
    ID_NUMBER = "id_number"  # str 居民身份证号, masked
    STUDENT_NUMBER = "student_number"  # str 学籍号, masked
    PHONE = "phone"  # str, masked


MASKED = frozenset({Kind.ID_NUMBER, Kind.STUDENT_NUMBER, Kind.PHONE})
NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.POWER, Kind.MONEY})


_JOINED = late(r"[、,，/;；+和及与\s]+")
LONGEST_TEXT = 1000
"""Characters of a cell; a cell of a workbook holds 32,767."""


def _open_text(parsed: Parsed[str]) -> Parsed[str]:
    """Text of a column that is shown, exported and logged as it is: no ID number and no 学籍号 belongs in it."""
    text = parsed.value
    if text is None:
        return parsed
    if holds_id(text):
        return Parsed(error=Notice("id_in_text", f"「{shown(text)}」里有身份证号或学籍号，这一列不能写"))
    if len(text) > LONGEST_TEXT:
        return Parsed(
            error=Notice("too_long", f"「{shown(text)}」有 {len(text)} 个字，最多 {LONGEST_TEXT} 个")
        )
    return parsed


def _open_name(parsed: Parsed[str]) -> Parsed[str]:
    """A person's name: as _open_text, and no phone beside it either, for names of pupils are reported."""
    if parsed.value is not None and mask_any(parsed.value) != parsed.value:
        return Parsed(error=Notice("not_a_name", f"「{shown(parsed.value)}」不是姓名，里面有号码"))
    return _open_text(parsed)


def _no_class(_key: ClassKey) -> str | None:
    return None


def _no_alias(_text: str) -> str | None:
    return None


def _no_row(_table: str, _text: str) -> Sequence[str]:
    return ()


def _plain(word: str) -> str:
    """A choice's word for comparing: without spaces within and full-width brackets."""
    return fold(word).casefold()


def _plain_stage() -> str:
    return "小学"


def _no_label(_table: str, _row_id: str) -> str:
    return ""


@dataclass(frozen=True)
class Reading:
    """What the meaning of a text depends on: the day, the month on the screen, and the school's own names.

    `class_id` gives the row id of a class; `class_alias` that of a remembered name (启明星班); `find` the row ids whose
    label in a table equals a text; `label` the shown text of a row id (for classes: table "school_class").
    """

    today: date
    month: Month | None = None
    stage_of: Callable[[], str] = _plain_stage
    """Gives the school's stage (学段); asked for where a class is named."""
    class_id: Callable[[ClassKey], str | None] = _no_class
    class_alias: Callable[[str], str | None] = _no_alias
    find: Callable[[str, str], Sequence[str]] = _no_row
    label: Callable[[str, str], str] = _no_label
    unit: str | None = None
    """Unit said by a source header (W, kW, 万元), for imports."""
    day: date | None = None
    """The row's own date, by which a class name is read first."""

    @property
    def school_stage(self) -> str:
        """The school's stage (学段)."""
        return self.stage_of()

    @property
    def class_day(self) -> date:
        """The day by whose school year a class name is read: the row's own, else the month's, else today."""
        return self.day or (self.month.first if self.month else self.today)


@dataclass(frozen=True)
class Field:
    """One column.

    `scale`: a DECIMAL is stored as an integer of 10**-scale of the shown unit. `places`: digits shown after the point.
    `low`/`high`: bounds in stored units, a value outside is refused. `required`: blank is rule G08. `hidden`: in the
    workbook the column is there but not shown. `total`: summed at the edge. `width`: characters, for grids and sheets.
    """

    title: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    scale: int = 0
    places: int = 0
    low: int | None = None
    high: int | None = None
    required: bool = False
    references: str = ""
    synonyms: tuple[str, ...] = ()
    width: int = 10
    hidden: bool = False
    total: bool = False
    doc: str = field(default="", compare=False)

    @property
    def masked(self) -> bool:
        """Shown and logged only masked."""
        return self.kind in MASKED

    @property
    def numeric(self) -> bool:
        """Right-aligned, summable, entered without an input method."""
        return self.kind in NUMERIC

    @property
    def measure(self) -> Measure | None:
        """What its numbers measure; None where a unit in its header or above its list changes nothing."""
        if self.kind is Kind.DECIMAL:
            return Measure.AREA if self.unit == "㎡" else None
        return {Kind.MONEY: Measure.MONEY, Kind.POWER: Measure.POWER, Kind.INTEGER: Measure.COUNT}.get(
            self.kind
        )

    def parse(self, raw: object, reading: Reading) -> Parsed[Any]:
        """Turn typed, pasted or imported content into the stored value; blank gives None without error."""
        parsed = self._parse(raw, reading)
        value = parsed.value
        if isinstance(value, int) and not isinstance(value, bool):
            if self.low is not None and value < self.low:
                return Parsed(
                    error=Notice(
                        "too_small",
                        f"「{self.format(value, reading)}」太小，{self.title}不能小于 {self.format(self.low, reading)}",
                    )
                )
            if self.high is not None and value > self.high:
                return Parsed(
                    error=Notice(
                        "too_large",
                        f"「{self.format(value, reading)}」太大，{self.title}不能大于 {self.format(self.high, reading)}",
                    )
                )
        return parsed

    def _parse(self, raw: object, reading: Reading) -> Parsed[Any]:
        match self.kind:
            case Kind.TEXT:
                return _open_text(clean_text(raw))
            case Kind.NAME:
                return _open_name(clean_name(raw))
            case Kind.INTEGER:
                return parse_count(raw, header_unit=reading.unit)
            case Kind.DECIMAL if self.measure is Measure.AREA:
                return parse_area(raw, self.scale, reading.unit)
            case Kind.DECIMAL:
                return parse_decimal(raw, self.scale)
            case Kind.POWER:
                return parse_power(raw, reading.unit)
            case Kind.DAY:
                return parse_day(raw, today=reading.today, near=reading.month)
            case Kind.MONTH:
                return parse_month(raw, today=reading.today, near=reading.month)
            case Kind.TIME:
                return parse_time(raw)
            case Kind.MONEY:
                return parse_money(raw, reading.unit)
            case Kind.CHOICE:
                return self._parse_choice(raw)
            case Kind.YES_NO:
                return parse_yes_no(raw)
            case Kind.CLASS:
                return self._parse_class(raw, reading)
            case Kind.REFERENCE:
                return self._parse_reference(raw, reading)
            case Kind.ID_NUMBER:
                return parse_id_number(raw, today=reading.today)
            case Kind.STUDENT_NUMBER:
                return parse_student_number(raw)
            case Kind.PHONE:
                return parse_phone(raw)

    def _parse_choice(self, raw: object) -> Parsed[str]:
        text = clean_text(raw)
        if text.value is None:
            return text
        word = text.value
        if word in self.choices:
            return text
        meaning = self._meanings.get(_plain(word))
        if meaning == "":
            return Parsed(warnings=(Notice("unknown_choice", f"「{shown(word)}」按空白处理"),))
        if meaning is not None:
            return Parsed(meaning)
        if is_blank_mark(word):
            return blank_mark(word)
        parts = {self._meanings.get(_plain(part)) for part in _JOINED.split(word) if part.strip()}
        if len(parts) == 1 and (only := parts.pop()):
            # 电暖器、空调 are two words for one choice.
            return Parsed(only)
        starts = [choice for choice in self.choices if choice.startswith(word)]
        if len(starts) == 1:
            return Parsed(starts[0])
        return Parsed(
            error=Notice("not_a_choice", f"「{shown(word)}」不在可选项内：{'、'.join(self.choices)}")
        )

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """The choice that each known word says (_plain), blank where it says none of them."""
        words: dict[str, str] = {}
        for alias, meaning in (*((choice, choice) for choice in self.choices), *self.aliases):
            words.setdefault(_plain(alias), meaning)
        return words

    def _parse_class(self, raw: object, reading: Reading) -> Parsed[str]:
        text = clean_text(raw)
        if text.value:
            remembered = reading.class_alias(text.value)
            if remembered:
                return Parsed(remembered)
        from xcedu_desktop.periods import school_year_of

        parsed = parse_class(
            raw, school_year=school_year_of(reading.class_day), school_stage=reading.school_stage
        )
        if parsed.value is None:
            return Parsed(error=parsed.error, warnings=parsed.warnings)
        row_id = reading.class_id(parsed.value)
        if row_id is None:
            return Parsed(
                error=Notice(
                    "no_such_class", f"学校没有「{shown(text.value or '')}」这个班，请先在班级里添加"
                )
            )
        return Parsed(row_id, warnings=parsed.warnings)

    def _parse_reference(self, raw: object, reading: Reading) -> Parsed[str]:
        text = clean_text(raw)
        if not text.value:
            return Parsed(error=text.error)
        found = reading.find(self.references, text.value)
        if len(found) == 1:
            return Parsed(found[0])
        if found:
            return Parsed(error=Notice("several", f"有 {len(found)} 个「{shown(text.value)}」，请写得更清楚"))
        return Parsed(error=Notice("not_found", f"没有找到{self.title}「{shown(text.value)}」"))

    def format(self, value: Any, reading: Reading | None = None) -> str:
        """The text shown in a grid and copied from it. Masked kinds give the mask; blank gives ''."""
        if value is None:
            return ""
        match self.kind:
            case Kind.DECIMAL | Kind.POWER | Kind.MONEY:
                return self._format_scaled(int(value))
            case Kind.YES_NO:
                return "是" if value else "否"
            case Kind.TIME if isinstance(value, time):
                return value.strftime("%H:%M")
            case Kind.DAY if isinstance(value, date):
                return value.isoformat()
            case Kind.ID_NUMBER | Kind.STUDENT_NUMBER:
                return mask_tail(str(value))
            case Kind.PHONE:
                return mask_phone(str(value))
            case Kind.CLASS if reading is not None:
                return reading.label("school_class", str(value))
            case Kind.REFERENCE if reading is not None:
                return reading.label(self.references, str(value))
            case _:
                return str(value)

    @property
    def stored_scale(self) -> int:
        """Powers of ten between the shown unit and the stored integer."""
        return {Kind.MONEY: 2, Kind.POWER: 3}.get(self.kind, self.scale)

    def _format_scaled(self, value: int) -> str:
        scale = self.stored_scale
        places = {Kind.MONEY: 2, Kind.POWER: 2}.get(self.kind, self.places)
        sign, digits = ("-" if value < 0 else ""), str(abs(value)).rjust(scale + 1, "0")
        whole, rest = (digits[:-scale], digits[-scale:]) if scale else (digits, "")
        rest = rest.rstrip("0").ljust(places, "0")
        shown = f"{int(whole):,}" if self.kind is Kind.MONEY else whole
        return sign + shown + (f".{rest}" if rest else "")
