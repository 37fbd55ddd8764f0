"""What a text beside meal counts says is counted: heads who ate, who ordered, who was away, what it cost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from xcedu_desktop.forms.meals.intake_write import says_aided
from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake import row_kinds
from xcedu_desktop.workbook.intake.month_days import DayColumn
from xcedu_desktop.workbook.intake.month_title import MEAL_WORDS, meal_in


class Meaning(Enum):
    """What a label says is counted."""

    EATEN = auto()
    THERE = auto()
    """Who came (实到): heads only where nothing says who ate."""
    ORDERED = auto()
    """Who ordered (订餐): heads only where nothing says who ate or came."""
    TOTAL = auto()
    PART = auto()
    """A part of the heads (男生, 住校生)."""
    UNKNOWN = auto()
    AIDED = auto()
    ABSENT = auto()
    STAFF = auto()
    MONEY = auto()


AS_HEADS = (
    Meaning.EATEN, Meaning.THERE, Meaning.ORDERED, Meaning.TOTAL, Meaning.UNKNOWN, Meaning.PART,
)  # fmt: skip
"""What may be the heads: of the meanings that stand side by side, the first."""

_ABSENT = re.compile(
    r"应到|应就餐|应用餐|在校|在籍|班额|请假|缺勤|缺席|缺餐|退餐|停餐|未到|[病事]假|[未不没][^餐]{0,3}餐|空位|剩余"
)
_MONEY = re.compile(r"金额|费用|餐费|伙食费|[收缴交退]费|退款|单价|餐标|标准|营业额|成本|费$|(?<!单)元")
_STAFF = re.compile(r"教师|教职|老师|教工|陪餐")
_PART = re.compile(r"男|女|住校|住宿|寄宿|走读|清真|回族|少数民族|过敏")
_SEX = re.compile(r"[男女]")
_THERE = re.compile(r"实到|出勤|到校")
_ORDERED = re.compile(r"订餐|报餐|预[订定]|登记|报名")
_EATEN = re.compile(r"[就用]餐|餐人|人数|人次|学生|份数|^人$|^数量?$|^份$")
_SHORT = {
    "早": "早餐",
    "早上": "早餐",
    "中": "午餐",
    "午": "午餐",
    "中午": "午餐",
    "晚": "晚餐",
    "晚上": "晚餐",
}
_SHORT_MEAL = re.compile(rf"({'|'.join(_SHORT)})(?:人数|人|学生)?")
_MEAL_WORD = re.compile("|".join(MEAL_WORDS))
_COUNTED = re.compile(
    r"[就用配供]餐[^|餐]{0,4}(?:人数|人次|数|情况|统计|登记|明细|汇总|表)|餐[^|餐]{0,2}(?:人数|人次)"
)
_AWAY = re.compile(
    r"应到|缺勤|缺席|缺餐|退餐|停餐|未到|请假|[病事]假|[未没不](?:在校|参加)?[就用]餐|出勤|考勤"
)
_MONEY_TITLE = re.compile(
    r"金额|费用|餐费|伙食费|[收缴交退]费|退款|营业额|成本|费(?:统计|明细|汇总|收缴|表)|单位[:：为]?[千万]?元"
)


def meaning_of(label: str) -> Meaning:
    """What a label under a day, or of a line, says is counted."""
    plain = fold(label)
    if says_aided(plain):
        return Meaning.AIDED
    for pattern, meaning in (
        (_ABSENT, Meaning.ABSENT), (_MONEY, Meaning.MONEY), (_STAFF, Meaning.STAFF), (_PART, Meaning.PART),
    ):  # fmt: skip
        if pattern.search(plain):
            return meaning
    if row_kinds.total_kind(plain) is not None:
        return Meaning.TOTAL
    for pattern, meaning in (
        (_ORDERED, Meaning.ORDERED), (_THERE, Meaning.THERE), (_EATEN, Meaning.EATEN),
    ):  # fmt: skip
        if pattern.search(plain):
            return meaning
    bare = _MEAL_WORD.sub("", plain)
    return Meaning.UNKNOWN if bare and not _SHORT_MEAL.fullmatch(bare) else Meaning.EATEN


def meal_of(label: str) -> str | None:
    """The meal that a label says (午餐, 晚餐人数, 中, 晚); None where it says none."""
    short = _SHORT_MEAL.fullmatch(fold(label))
    return _SHORT[short[1]] if short else meal_in(label)


def boys_and_girls(labels: Sequence[str]) -> bool:
    """Whether two labels name the boys and the girls of one and the same thing: together they are all of it."""
    plain = [fold(label) for label in labels]
    sexes = {sex for label in plain for sex in "男女" if label.count(sex) == 1}
    return len(plain) == 2 and sexes == {"男", "女"} and len({_SEX.sub("", label) for label in plain}) == 1


def other_measure(title: str) -> str | None:
    """What a title says is counted where that is no heads who ate (餐费, 请假); None where it says no such thing, or
    heads too."""
    plain = fold(title)
    for pattern in (_AWAY, _MONEY_TITLE):
        found = pattern.search(plain)
        if found and not _COUNTED.search(pattern.sub("|", plain)):
            return found[0]
    return None


@dataclass(frozen=True, slots=True)
class DayRole:
    """What a day's column holds: the meal where its label says one, and `heads` or `subsidised`. `other`: the column whose
    number belongs to it (男, 女)."""

    meal: str | None
    value: str
    other: int | None = None


@dataclass(frozen=True, slots=True)
class DayRoles:
    """The columns of the days that are read; the labels of those that are not; those of which one would have to be chosen; the
    days that have two columns which nothing tells apart."""

    roles: Mapping[int, DayRole]
    unread: tuple[str, ...]
    unclear: tuple[str, ...]
    twice: tuple[str, ...]


def roles_of(days: Mapping[int, DayColumn]) -> DayRoles:
    """What each column of the days holds. A day has one column of heads a meal: what else stands beside it is not read."""
    meals = {column: meal_of(day.label) for column, day in days.items()}
    means = {column: meaning_of(day.label) for column, day in days.items()}
    groups: dict[tuple[int | None, int, str | None], list[int]] = defaultdict(list)
    meal_said: set[tuple[int | None, int]] = set()
    for column, day in days.items():
        groups[day.month, day.day, meals[column]].append(column)
        if meals[column]:
            meal_said.add((day.month, day.day))
    roles: dict[int, DayRole] = {}
    unclear: dict[str, None] = {}
    twice: list[str] = []
    for (month, day_number, meal), columns in groups.items():
        for column in columns:
            if means[column] is Meaning.AIDED:
                roles[column] = DayRole(meal, "subsidised")
        whole_day = meal is None and (month, day_number) in meal_said
        heads = _heads(columns, means, whole_day=whole_day)
        if len(heads) == 1 and means[heads[0]] is not Meaning.PART:
            roles[heads[0]] = DayRole(meal, "heads")
        elif boys_and_girls([days[column].label for column in heads]):
            roles[heads[0]] = DayRole(meal, "heads", heads[1])
        elif len(heads) > 1 and len({days[column].label for column in heads}) == 1:
            twice.append(f"{day_number}日{days[heads[0]].label}")
        elif heads:
            unclear |= dict.fromkeys(days[column].label for column in heads)
    added = {role.other for role in roles.values()}
    rest = [column for column in days if column not in roles and column not in added]
    labels = dict.fromkeys(days[column].label for column in rest if means[column] is not Meaning.TOTAL)
    if not roles and not twice:
        unclear |= labels
    unread = tuple(label for label in labels if label and label not in unclear)
    return DayRoles(roles, unread, tuple(unclear), tuple(twice))


def _heads(columns: list[int], means: Mapping[int, Meaning], *, whole_day: bool) -> list[int]:
    """Of a day's columns of a meal those that may hold the heads: one, several where nothing tells them apart, or none."""
    for wanted in AS_HEADS:
        if wanted is Meaning.TOTAL and whole_day:
            continue
        found = [column for column in columns if means[column] is wanted]
        if found:
            return found
    return []
