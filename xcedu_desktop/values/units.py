"""Units of measure (单位) as headers, lines above a list and cells say them: of money, power and area, and how many of them.

A number is worth what its unit says. So a unit that is not known is never passed over: whoever reads a number asks here,
and takes the usual unit only where none was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.pattern import late


class Measure(StrEnum):
    """What is measured."""

    MONEY = "金额"
    POWER = "功率"
    AREA = "面积"
    COUNT = "个数"


_KNOWN: dict[Measure, dict[str, int]] = {
    Measure.MONEY: {
        "元": 0, "圆": 0, "块": 0, "元整": 0, "人民币": 0, "人民币元": 0, "rmb": 0, "cny": 0, "¥": 0, "yuan": 0, "角": -1, "分": -2,
        "十元": 1, "百元": 2, "千元": 3, "k元": 3, "万元": 4, "万": 4, "万圆": 4, "w元": 4, "十万元": 5, "百万元": 6, "百万": 6,
        "千万元": 7, "千万": 7, "亿元": 8, "亿": 8,
    },
    Measure.POWER: {"w": 0, "瓦": 0, "瓦特": 0, "kw": 3, "千瓦": 3, "千瓦特": 3, "MW": 6, "兆瓦": 6},
    Measure.AREA: {"m2": 0, "m^2": 0, "平方米": 0, "平米": 0, "平方": 0, "平": 0, "方": 0, "平方m": 0, "sqm": 0},
    Measure.COUNT: {},
}  # fmt: skip
"""Unit → power of ten beside 元, W and ㎡. What is written in capitals alone is told from its small letters (MW, mW)."""

_ELECTRIC = (
    "a",
    "安",
    "安培",
    "ma",
    "ka",
    "v",
    "伏",
    "伏特",
    "kv",
    "kwh",
    "wh",
    "千瓦时",
    "瓦时",
    "度",
    "焦",
    "焦耳",
    "j",
    "kj",
    "mj",
)
"""No powers; a line above a list may name them for columns that are not read."""

_OTHER: dict[Measure, frozenset[str]] = {
    Measure.MONEY: frozenset(
        ["美元", "美金", "港币", "港元", "欧元", "日元", "英镑", "外币", "usd", "$", "eur", "€", "hkd", "%"]
    ),
    Measure.POWER: frozenset(
        [
            "匹", "大匹", "小匹", "p", "hp", "马力", "va", "kva", "伏安", "千伏安", "mva", "kvar", "btu", "大卡", "千卡", "卡", "kcal", "mw", "gw",
            "吉瓦", "冷吨", "rt", "档", "%", *_ELECTRIC,
        ]
    ),
    Measure.AREA: frozenset(
        [
            "亩", "公亩", "公顷", "顷", "ha", "hm2", "km2", "平方公里", "平方千米", "平方厘米", "cm2", "平方分米", "dm2", "平方尺", "平方英尺",
            "平尺", "坪", "ft2", "sqft", "立方米", "立方", "m3",
        ]
    ),
    Measure.COUNT: frozenset(["%", "‰"]),
}  # fmt: skip
"""Units that are used of such things and that the program does not reckon with."""

_THINGS = frozenset(
    [
        "人", "名", "位", "人次", "人数", "台", "套", "件", "个", "只", "组", "块", "片", "间", "座", "处", "项", "次", "节", "课时", "课",
        "份", "餐", "班", "户", "张", "把", "条", "年", "月", "日", "天", "学期", "学年", "期", "生", "学生", "台套", "台件", "台数",
        "套数", "件数", "台次", "克", "g", "千克", "公斤", "kg", "米", "m", "℃", "°c", "度", "层", "栋", "户数", "人天", "人次数", "师生",
        "顿"
    ]
)  # fmt: skip
"""What is counted, and what a price or a power is said of: 元/台, W/台."""

_MULTIPLE = late(r"[十百千万亿]+(?:人|名|人次|台|套|件|个|只|组|间|次|节|份|班)")
_PARTS = late(r"[/、,;|+·()\s]|或者?|和|及|与")
_EACH = late(r"^[每单一]{1,2}(?:[台个套件组间人只片块](?=.))?|^单位(?:为|是|:)?|^[为是以]|^按|计$")
_PER_THING = late(r"(?<=\D)[/每].{1,3}$")
_PER = late(r"(?<=[a-zA-Z元瓦万角分])每(?=.)")
_ENERGY = late(r"(?:[kKmMgG]?[wW]|[千兆]?瓦)[·•.*×x⋅∙・/-]?(?:h(?:our|r)?s?|H|小?时)(?![a-zA-Z])")
"""What a meter counts (kW·h, kW/h, 千瓦·时), in one piece: by its parts it would be taken for kW."""
_STRANGE = late(r"[a-zA-Z%°²³](?:[.*×⋅∙・/-]?[a-zA-Z%°²³0-9]){0,5}")
"""A few Latin letters in a unit's place."""


@dataclass(frozen=True, slots=True)
class SaidUnit:
    """The unit of a column. `power` of ten beside 元, W, ㎡; None where none is known. `other`: one is said, and it is none
    that the number can be read by (匹, or 元 and 万元 at once)."""

    power: int | None = None
    other: bool = False


def _plain(text: str) -> str:
    """For looking up: small letters, except where only capitals tell two units apart."""
    return text if text == "MW" else text.casefold()


def _parts(text: str) -> list[str]:
    pieces = _PARTS.split(_PER.sub("/", _ENERGY.sub("kWh", fold(text))))
    return [part for piece in pieces if (part := _EACH.sub("", piece).strip(":"))]


def is_unit(text: str) -> bool:
    """Whether a folded text is a unit of anything."""
    return _plain(text) in _THINGS or any(is_unit_of(text, measure) for measure in Measure)


def is_unit_of(text: str, measure: Measure) -> bool:
    """Whether a folded text is a unit of this measure, known or another."""
    plain = _plain(text)
    if measure is Measure.COUNT and _MULTIPLE.fullmatch(plain):
        return True
    return plain in _KNOWN[measure] or plain in _OTHER[measure]


def of_measure(units: Iterable[str], measure: Measure) -> list[str]:
    """Of the units of a line above a list, those that its columns of this measure are meant by."""
    own = [unit for unit in units if is_unit_of(unit, measure)]
    known = any(_plain(unit) in _KNOWN[measure] for unit in own)
    return [unit for unit in own if not (known and unit.casefold() in _ELECTRIC)]


def units_listed(text: str) -> list[str]:
    """The units at the beginning of what stands behind 单位： (台/万元, 个), up to the first text that is none."""
    found: list[str] = []
    for part in (part for piece in text.split() for part in _parts(piece)):
        if not is_unit(part):
            break
        found.append(part)
    return found


def is_unit_text(text: str) -> bool:
    """Whether a whole text says units and nothing else: W, （瓦/台）, 单位：万元."""
    parts = _parts(text)
    return bool(parts) and all(is_unit(part) for part in parts)


def said_unit(text: str | None, measure: Measure) -> SaidUnit:
    """The unit that a header's brackets or a unit line say to a column of this measure.

    What is no unit at all (含税, 制热) says none; units of other things count only where they stand alone in its place.
    """
    if not text:
        return SaidUnit()
    parts = _parts(text)
    if measure is Measure.COUNT:
        return SaidUnit(other=any(is_unit_of(part, measure) for part in parts))
    powers = {_KNOWN[measure][plain] for part in parts if (plain := _plain(part)) in _KNOWN[measure]}
    foreign = any(_plain(part) in _OTHER[measure] for part in parts)
    if measure is not Measure.MONEY:
        # 元/㎡ is a price; W/㎡ is no power.
        foreign = foreign or any(
            is_unit_of(part, other)
            for part in parts
            for other in (Measure.MONEY, Measure.POWER, Measure.AREA)
            if other is not measure and not is_unit_of(part, measure) and part not in _THINGS
        )
    if len(powers) == 1 and not foreign:
        return SaidUnit(powers.pop())
    if powers or foreign:
        return SaidUnit(other=True)
    # Latin letters in the unit's place are a unit that nobody here has heard of.
    strange = any(_STRANGE.fullmatch(part) and not is_unit(part) for part in parts)
    things = any(is_unit(part) and part not in _THINGS for part in parts)
    return SaidUnit(other=strange or things)


def split_unit(text: str, measure: Measure) -> tuple[str, int] | None:
    """A folded text's number and the power of the unit behind it (2200W/台 → 2200, 0); None where it bears none."""
    if measure is Measure.POWER and _ENERGY.search(text):
        return None
    bare = _PER_THING.sub("", text)
    known = _KNOWN[measure]
    for length in range(min(4, len(bare) - 1), 0, -1):
        number, unit = bare[:-length], bare[-length:]
        power = known.get(_plain(unit))
        if power is None or (measure is Measure.MONEY and unit[0] in "十百千" and not number[-1].isdecimal()):
            continue  # 一百五十元 is 150 of 元, not 一百五 of 十元
        return number, power
    return None
