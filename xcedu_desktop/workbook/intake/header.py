"""What a list's columns are called: the vocabulary of a kind of list, and how a header cell is matched to it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.text import normalise_header
from xcedu_desktop.values.units import is_unit_text

EXACT, LOOSE = 2, 1
"""How well a header fits: as declared, or after taking off polite and explaining words."""

_GENERAL = frozenset([
    "姓名", "电话", "名称", "项目", "类型", "类别", "种类", "状态", "时间", "地点", "教室", "场地", "场所", "编号", "说明", "规格", "合计", "总价",
    "费用", "人数", "负责人", "教师", "老师", "学号", "职称",
])  # fmt: skip
"""Words of a column that may as well mean another thing: where a second column is called by a closer word, that one is read."""

_POLITE = re.compile(r"^(请?(填写|输入|选择|填|选))?(您|你|孩子|学生|该生|本人)*(的|孩子)*")
_TAIL = re.compile(r"(是什么|是多少|是|为|填写|名称)$|[\d/、,~-]+$")
_HEAD = re.compile(r"^(其中|实际)")
_DAY_TAIL = re.compile(r"(时间|年月日|年月)$")
_OTHER_PERSON = re.compile(r"家长|监护人|父亲|母亲|爸爸|妈妈|紧急联系|联系人|经办人|接送人")
_SEX = re.compile(r"[男女](学?生)?(人?数|人次)?")
_EXAMPLE = re.compile(r"[(](?:例如|例|如)[:：]?\d[\d.]*(k?w|千?瓦|万?元)[)]", re.IGNORECASE)
"""功率（如：2200W）: the example bears the unit."""
_SERIAL = frozenset(["序号", "编号", "序", "no", "no.", "#", "号", "行号", "顺序号", "序列", "项次"])


@dataclass(frozen=True)
class IntakeColumn:
    """A column that a kind of list can have. `title` and `synonyms` are header texts, in any spelling.

    `measured`: of money, power or area, so that its header may end in a unit without brackets (功率W, 金额 万元).
    `summed`: of numbers, so that a 合计 below is their sum (of names it may be how many there are). `ticked`: columns of ticks may
    stand for it.
    """

    key: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    measured: bool = False
    summed: bool = True
    ticked: bool = False


def header_core(text: str) -> str:
    """A header for comparing: without spaces, breaks, brackets, asterisks, numbering and unit, lower case."""
    return normalise_header(text)[0].casefold()


def is_serial(text: str) -> bool:
    """Whether the header is that of the 序号 column."""
    return header_core(text) in _SERIAL or fold(text).casefold() in _SERIAL


def names_other_person(text: str) -> bool:
    """Whether a group header says that its columns are about a parent or another contact."""
    return bool(_OTHER_PERSON.search(fold(text)))


@lru_cache(maxsize=64)
def _meanings(
    columns: tuple[tuple[str, str, tuple[str, ...]], ...],
) -> tuple[Mapping[str, str], Mapping[str, Sequence[str]]]:
    """Which key each header word means, and what else it can mean; of columns by key, title and synonyms.

    Kept: a vocabulary is made for each sheet and shape of list, and that of meals has thousands of words.
    """
    words: dict[str, str] = {}
    further: dict[str, list[str]] = {}
    for key, title, synonyms in columns:
        for word in (title, *synonyms):
            core = header_core(word)
            if words.setdefault(core, key) != key:
                further.setdefault(core, []).append(key)
    return words, further


class Vocabulary:
    """The header words of a list of columns."""

    def __init__(self, columns: Iterable[IntakeColumn]) -> None:
        self.columns: Sequence[IntakeColumn] = tuple(columns)
        self.required = frozenset(column.key for column in self.columns if column.required)
        self.titles = {column.key: column.title for column in self.columns}
        self._words, self._further = _meanings(tuple((c.key, c.title, c.synonyms) for c in self.columns))
        self.summed = frozenset(column.key for column in self.columns if column.summed)
        self.ticked = any(column.ticked for column in self.columns)
        self._measured = frozenset(column.key for column in self.columns if column.measured)
        self._known: dict[str, tuple[str, int] | None] = {}

    def match(self, text: str) -> tuple[str, int] | None:
        """The key that a header text means and how well it fits (EXACT or LOOSE); None for another text."""
        if text not in self._known:
            self._known[text] = self._look_up(text) if len(text) <= 60 else None
        return self._known[text]

    def closeness(self, key: str, text: str) -> int:
        """How closely a header word means its column: as its title, else as a word for it; general words come last."""
        core = header_core(text)
        return (core == header_core(self.titles[key])) + (0 if core in _GENERAL else 2)

    def gives_way(self, text: str, other: str) -> bool:
        """Whether a header is a general word beside another word for the same column (人数 beside 名额)."""
        return header_core(text) in _GENERAL and header_core(text) != header_core(other)

    def further(self, text: str) -> Sequence[str]:
        """What else a header can mean where its first meaning has another column (建设内容 beside 类别 is the content)."""
        return self._further.get(header_core(text), ())

    def _look_up(self, text: str) -> tuple[str, int] | None:
        core = header_core(text)
        if not core:
            return None
        if core in self._words:
            return self._words[core], EXACT
        if with_unit := self._with_unit(text):
            return with_unit[0], EXACT
        plain = _TAIL.sub("", _POLITE.sub("", core, count=1))
        bare = _HEAD.sub("", plain)
        for word in (plain, bare, _DAY_TAIL.sub("日期", bare)):
            if word in self._words:
                return self._words[word], LOOSE
        parts = [part for part in re.split(r"[/或、]", core) if part]
        keys = {self._words.get(part) for part in parts}
        if len(parts) > 1 and len(keys) == 1 and (key := keys.pop()):
            return key, LOOSE
        return None

    def _with_unit(self, text: str) -> tuple[str, str] | None:
        """The key and the unit of a header that ends in a unit without brackets; None for any other."""
        if not self._measured:
            return None
        plain = normalise_header(text)[0]
        for end in range(len(plain) - 1, 0, -1):
            key = self._words.get(plain[:end].casefold())
            if key in self._measured and (unit := plain[end:].strip("-_/、·.|")) and is_unit_text(unit):
                return str(key), unit
        return None

    def unit_of(self, levels: Sequence[str]) -> str | None:
        """The unit that a header of one or more rows says, in brackets, behind a slash or without either."""
        unit = next((unit for text in reversed(levels) if (unit := normalise_header(text)[1])), None)
        if unit is None and self._measured and (example := _EXAMPLE.search(fold(levels[-1]))):
            unit = example[1]
        if unit is None:
            found = self._with_unit("".join(levels)) or self._with_unit(levels[-1])
            unit = found[1] if found and header_core("".join(levels)) not in self._words else None
        return unit

    def match_levels(self, levels: Sequence[str]) -> tuple[str, int] | None:
        """The same for a header of several rows, from the group down (`联系方式`, `手机`)."""
        if not levels:
            return None
        if len(levels) == 1:
            return self.match(levels[0])
        joined = self.match("".join(levels))
        if joined:
            return joined
        if names_other_person("".join(levels[:-1])):
            # 家长 / 姓名 is not the pupil's name.
            return None
        if _SEX.fullmatch(fold(levels[-1])):
            # 请假 / 男 and 就餐人数 / 男 are a part of what the group says, and no column of their own.
            return None
        own = self.match(levels[-1])
        if own:
            return own
        group = self.match(levels[0])
        return (group[0], LOOSE) if group else None
